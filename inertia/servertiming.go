package inertia

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/inertia-templ/shell/inertia/internal/record"
)

// WithServerTiming sends the header Server-Timing with the pages for which rule
// returns true: how long Render took, how long server-side rendering, and how
// long each prop that was computed. The browser's network panel shows it. In
// development it is sent with every page; in production it is off by default,
// since it shows visitors which data exist and how they are loaded. The rule
// selects administrators, for example, or a sample:
//
//	inertia.WithServerTiming(func(r *http.Request) bool { return isAdmin(r) })
//
// The rule also applies in development. The header has at most 2 KB; the props
// that took longest come first.
func WithServerTiming(rule func(*http.Request) bool) Option {
	return func(c *config) {
		if rule == nil {
			c.reject("WithServerTiming: the rule is nil")
		}
		c.timing = rule
	}
}

// maxServerTiming leaves room for the other headers of an answer: proxies take
// 4 or 8 KB for all of them.
const maxServerTiming = 2 << 10

// setServerTiming adds the header to what the program has of it.
func (s *recording) setServerTiming(h http.Header) {
	t := serverTiming{}
	t.add("handler", s.rendering.Sub(s.begun), "until Render")
	t.add("props", s.made.Sub(s.rendering), "")
	if s.ssr != nil {
		t.add("ssr", s.ssr.Duration, string(s.ssr.Outcome))
	}
	var computed []*record.Prop
	if s.page != nil {
		for _, p := range s.page.Props() {
			if p.Computed {
				computed = append(computed, p)
			}
		}
	}
	slices.SortStableFunc(computed, func(a, b *record.Prop) int { return cmp.Compare(b.Took, a.Took) })
	for _, p := range computed {
		name := "prop." + token(p.Path)
		var said []string
		if name != "prop."+p.Path {
			said = append(said, p.Path)
		}
		if p.Outcome != record.Sent {
			said = append(said, string(p.Outcome))
		}
		if wait := p.Waited(); wait >= time.Millisecond {
			said = append(said, "waited "+milliseconds(wait)+" ms")
		}
		if !t.add(name, p.Took, strings.Join(said, ", ")) {
			break
		}
	}
	h.Add("Server-Timing", t.String())
}

// serverTiming is the value of the header in the making.
type serverTiming struct{ strings.Builder }

// add adds a metric, unless there is no room left.
func (t *serverTiming) add(name string, d time.Duration, description string) bool {
	metric := name + ";dur=" + milliseconds(max(d, 0))
	if description != "" {
		metric += ";desc=" + quoted(description)
	}
	if t.Len()+len(", ")+len(metric) > maxServerTiming {
		return false
	}
	if t.Len() > 0 {
		t.WriteString(", ")
	}
	t.WriteString(metric)
	return true
}

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.1f", float64(d)/float64(time.Millisecond))
}

// token makes a name of any text: what a token of HTTP cannot have becomes "_".
func token(text string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x7f && (r >= '0' && r <= '9' || r|0x20 >= 'a' && r|0x20 <= 'z' || strings.ContainsRune("!#$%&'*+-.^_`|~", r)) {
			return r
		}
		return '_'
	}, text)
}

// quoted returns text as a quoted string of HTTP. Headers are ASCII; other
// characters become question marks.
func quoted(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r >= 0x7f:
			b.WriteByte('?')
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
