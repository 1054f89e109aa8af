package secretname

import (
	"slices"
	"strings"
	"unicode"
)

// Besides the names that are secrets in a page, a request has others: HTTP
// carries secrets in headers, and people type them into forms.
var (
	// carried are secrets in whatever name has them.
	carried = []string{"authorization", "cookie", "xsrf", "csrf", "sessionid", "creditcard", "cardnumber"}
	// typed are secrets as a whole; parts of other words are not.
	typed = []string{"pin", "otp", "totp", "iban", "bearer", "session", "signature", "pass"}
)

// MatchLoosely reports whether name is that of a secret, or mentions one: as
// Match does, and also for password_reset_url, "Cookie" and "pin". It is for what
// is stored and shown to developers, where a value too few costs nothing. A page
// without a value that its component needs is broken, so pages ask Match.
func (n *Names) MatchLoosely(name string) bool {
	if n.Match(name) {
		return true
	}
	letters := strings.Map(func(c rune) rune {
		if !unicode.IsLetter(c) {
			return -1
		}
		return unicode.ToLower(c)
	}, name)
	inside := func(part string) bool { return strings.Contains(letters, part) }
	return slices.Contains(typed, letters) || slices.ContainsFunc(carried, inside) || slices.ContainsFunc(defaults, inside)
}
