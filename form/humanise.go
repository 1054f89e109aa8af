package form

import (
	"strings"
	"unicode"
)

// humanise makes words of a name: email_address, emailAddress.
func humanise(name string) string {
	var b strings.Builder
	before := ' '
	for _, r := range name {
		switch {
		case r == '_' || r == '-' || r == ' ' || r == '.':
			r = ' '
		case unicode.IsUpper(r) && (unicode.IsLower(before) || unicode.IsDigit(before)):
			b.WriteByte(' ')
		}
		if r != ' ' || before != ' ' {
			b.WriteRune(unicode.ToLower(r))
		}
		before = r
	}
	return strings.TrimSpace(b.String())
}
