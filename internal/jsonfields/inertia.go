package jsonfields

import (
	"reflect"
	"strings"
)

// InertiaTag is what the tag "inertia" of a field says about pages.
type InertiaTag struct {
	Secret bool // no page has the field
	Public bool // its name does not make it a secret
	Null   bool // a nil list is null
}

// ParseInertiaTag reads the tag "inertia". A word that is misspelt keeps the
// field secret.
func ParseInertiaTag(tag reflect.StructTag) (t InertiaTag) {
	text := tag.Get("inertia")
	if text == "" {
		return t
	}
	for word := range strings.SplitSeq(text, ",") {
		switch word {
		case "public":
			t.Public = true
		case "null":
			t.Null = true
		default:
			t.Secret = true
		}
	}
	return t
}
