package devtools

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/inertia-templ/shell/internal/secretname"
)

// Redacted stands in the place of what is not shown.
const Redacted = "[REDACTED]"

// Redactor takes secrets out of what is stored: the values of names that sound
// like one.
type Redactor struct {
	names *secretname.Names
	own   map[string]bool // names of this program
}

// NewRedactor returns a redactor that knows the names of secrets in pages, and
// redacts own names too.
func NewRedactor(names *secretname.Names, own ...string) *Redactor {
	r := &Redactor{names, map[string]bool{}}
	for _, name := range own {
		r.own[plain(name)] = true
	}
	return r
}

// Secret reports whether the value of a name is not shown.
func (r *Redactor) Secret(name string) bool {
	return r.own[plain(name)] || r.names.MatchLoosely(name)
}

// plain is a name without case and separators.
func plain(name string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c >= 'A' && c <= 'Z':
			return c | 0x20
		case c == '-' || c == '_' || c == '.' || c == ' ' || c == '[' || c == ']':
			return -1
		}
		return c
	}, name)
}

// SecretPath reports whether a part of a dotted path is a secret's name.
func (r *Redactor) SecretPath(path string) bool {
	for name := range strings.SplitSeq(path, ".") {
		if r.Secret(name) {
			return true
		}
	}
	return false
}

// Prop returns the value of the prop at a path without its secrets.
func (r *Redactor) Prop(path string, text []byte) json.RawMessage {
	if !r.SecretPath(path) {
		if raw, ok := r.JSON(text); ok {
			return raw
		}
	}
	return json.RawMessage(`"` + Redacted + `"`)
}

// URL returns a URL without the secrets in its query and without a password.
func (r *Redactor) URL(text string) string {
	at := strings.IndexByte(text, '?')
	if at < 0 && !strings.Contains(text, "@") {
		return text
	}
	u, err := url.Parse(text)
	if err != nil {
		if at < 0 {
			return Redacted
		}
		return text[:at]
	}
	if _, has := u.User.Password(); has {
		u.User = url.UserPassword(u.User.Username(), Redacted)
		text = u.String()
	}
	before, query, found := strings.Cut(text, "?")
	if !found {
		return text
	}
	query, fragment, hasFragment := strings.Cut(query, "#")
	pairs := strings.Split(query, "&")
	for i, pair := range pairs {
		key, _, hasValue := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(key)
		if hasValue && (err != nil || r.Secret(name)) {
			pairs[i] = key + "=" + Redacted
		}
	}
	text = before + "?" + strings.Join(pairs, "&")
	if hasFragment {
		text += "#" + fragment
	}
	return text
}

const (
	maxHeaders = 100
	maxHeader  = 4 << 10
)

// Header returns a header as the protocol has it: a text by lower-case name.
func (r *Redactor) Header(h http.Header) map[string]string {
	out := map[string]string{}
	for name, lines := range h {
		if len(out) == maxHeaders {
			break
		}
		lower, value := strings.ToLower(name), strings.Join(lines, ", ")
		switch lower {
		case "referer", "location", "x-inertia-location", "x-inertia-redirect", "content-location":
			value = r.URL(value)
		default:
			if r.Secret(lower) {
				value = Redacted
			}
		}
		if len(value) > maxHeader {
			value = strings.ToValidUTF8(value[:maxHeader], "") + "…"
		}
		out[lower] = value
	}
	return out
}
