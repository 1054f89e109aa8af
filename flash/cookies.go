package flash

import (
	"crypto/rand"
	"net/http"
	"slices"
	"strings"

	"github.com/inertia-templ/shell/internal/address"
)

// The room for cookies, in bytes of header lines with names and attributes.
const (
	maxRoom = 3584 // of each direction, and below the 4096 that a browser keeps of a cookie
	minRoom = 1536

	// nginx's defaults: proxy_buffer_size holds a response's header, and
	// large_client_header_buffers a line of a request's header. Other servers
	// take the same or more.
	maxResponseHeader = 4096
	maxRequestLine    = 8192

	// slack is for what servers and middleware add later, such as Date or the
	// cookie of a session.
	slack = 384
)

// responseRoom is how many bytes the Set-Cookie lines of a response may take
// that has the header h so far.
func responseRoom(h http.Header) int {
	taken := 0
	for name, values := range h {
		for _, value := range values {
			taken += len(name) + len(value) + len(": \r\n")
		}
	}
	return room(taken, maxResponseHeader, maxResponseHeader-slack-taken)
}

// requestRoom is how many bytes our part of a Cookie line may take whose other
// cookies take others. Two responses that overlap may each fill it.
func requestRoom(others int) int {
	return room(others, maxRequestLine, (maxRequestLine-slack-others)/2)
}

// room is left within the least and the most. A program whose own headers
// exceed the limit runs behind proxies that allow more.
func room(taken, limit, left int) int {
	if taken >= limit {
		return maxRoom
	}
	return min(max(left, minRoom), maxRoom)
}

const (
	idLength = 8

	// maxRead and maxReadBytes bound how many cookies of a request are opened.
	// The others count as spoiled.
	maxRead      = 32
	maxReadBytes = 2 * maxRoom

	// maxSpoiled bounds how many spoiled cookies are kept in mind.
	maxSpoiled = 64
)

// own is a cookie of a request whose name is one of ours.
type own struct {
	name, mark, id, value string
}

// size is how many bytes of the Cookie line it takes.
func (c own) size() int { return cookieSize(c.name, len(c.value)) }

func cookieSize(name string, value int) int { return len(name) + len("=; ") + value }

// ownCookies finds our cookies in r. others is how many bytes the rest of the
// Cookie line takes.
func (j *jar) ownCookies(r *http.Request) (cookies []own, others int) {
	for _, line := range r.Header["Cookie"] {
		for part := range strings.SplitSeq(line, ";") {
			part = strings.TrimSpace(part)
			name, value, _ := strings.Cut(part, "=")
			mark, id, ok := j.parse(name)
			if !ok {
				others += len(part) + len("; ")
				continue
			}
			if len(cookies) < maxRead+maxSpoiled {
				cookies = append(cookies, own{name, mark, id, value})
			}
		}
	}
	return cookies, others
}

// parse splits the name of a cookie: ours is NAME_MARK_ID.
func (j *jar) parse(name string) (mark, id string, ok bool) {
	rest, ok := strings.CutPrefix(name, j.name+"_")
	if !ok {
		return "", "", false
	}
	mark, id, ok = strings.Cut(rest, "_")
	if !ok || len(id) != idLength || strings.Trim(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") != "" {
		return "", "", false
	}
	return mark, id, slices.Contains(j.known, mark)
}

// newName is the name of a new cookie.
func (j *jar) newName() string {
	return j.name + "_" + j.known[0] + "_" + rand.Text()[:idLength]
}

// cookie makes a cookie that lives for maxAge seconds, or is deleted if that is
// negative.
func (j *jar) cookie(r *http.Request, name, value string, maxAge int) *http.Cookie {
	return &http.Cookie{
		Name:        name,
		Value:       value,
		Path:        j.path,
		Domain:      j.domain,
		MaxAge:      maxAge,
		HttpOnly:    true,
		SameSite:    j.sameSite,
		Secure:      j.secure || address.Of(r).Secure(),
		Partitioned: j.partitioned,
	}
}

// lineSize is how many bytes of a response's header c takes.
func lineSize(c *http.Cookie) int { return len("Set-Cookie: ") + len(c.String()) + len("\r\n") }
