package vite

import (
	"fmt"
	"html"
	"maps"
	"reflect"
	"strings"

	"github.com/a-h/templ"
)

// Asset is an output file that a document loads, or a source file that a dev
// server is asked for.
type Asset struct {
	// File is its path in the build ("assets/main-D5aSHfuo.js"), or below
	// Vite's root with a dev server ("src/main.tsx").
	File string

	// Source is the source file it was made of ("src/main.tsx"), or that of the
	// chunk which a stylesheet belongs to; the key in the manifest for what has
	// no source of its own ("_table-BH92hy48.js").
	Source string

	// URL is where the browser finds it.
	URL string

	// Integrity is the hash that the manifest has for it, "sha384-..." in
	// base64, empty if there is none.
	Integrity string
}

// WithScriptAttributes adds attributes to the tags of scripts, for example
// {"data-turbo-track": "reload", "async": true}. By default none are added.
// Values are strings, numbers and bools, or pointers to them; false and nil
// leave an attribute out. An attribute that the tag already has is replaced
// ({"crossorigin": "use-credentials"}), except for its URL and type. f is
// called while tags are prepared, not for each document.
func WithScriptAttributes(f func(Asset) templ.Attributes) Option {
	return func(c *config) { c.attributes.script = f }
}

// WithStyleAttributes adds attributes to the tags of stylesheets, as
// [WithScriptAttributes] does to scripts. By default none are added.
func WithStyleAttributes(f func(Asset) templ.Attributes) Option {
	return func(c *config) { c.attributes.style = f }
}

// WithPreloadAttributes adds attributes to the tags that preload modules, as
// [WithScriptAttributes] does to scripts. If f returns false, there is no tag,
// and the browser loads the chunk when it is imported. By default every chunk
// that the page needs is preloaded. It has no effect with [Dev].
func WithPreloadAttributes(f func(Asset) (attributes templ.Attributes, ok bool)) Option {
	return func(c *config) { c.attributes.preload = f }
}

// attributes are what the program adds to tags.
type attributes struct {
	script, style func(Asset) templ.Attributes
	preload       func(Asset) (templ.Attributes, bool)
}

// merge puts the program's attributes of a tag in the place of the package's.
func merge(a Asset, cors bool, added templ.Attributes) templ.Attributes {
	all := templ.Attributes{}
	if a.Integrity != "" {
		all["integrity"] = a.Integrity
	}
	if cors || a.Integrity != "" {
		all["crossorigin"] = true
	}
	maps.Copy(all, added)
	return all
}

// writeAttributes writes attributes in the order of their names. It does what
// templ does for attributes that are spread over an element; the function of
// templ that does it is not the same in all its versions.
func writeAttributes(b *strings.Builder, attributes templ.Attributes) error {
	for _, item := range attributes.Items() {
		if item.Key == "" || strings.ContainsFunc(item.Key, endsName) {
			return fmt.Errorf("%q is not a name of an attribute", item.Key)
		}
		value, ok := item.Value, true
		switch pair := value.(type) {
		case templ.KeyValue[string, bool]:
			value, ok = pair.Key, pair.Value
		case templ.KeyValue[bool, bool]:
			value, ok = pair.Key, pair.Value
		case func() bool:
			value = pair()
		}
		v := reflect.ValueOf(value)
		for v.Kind() == reflect.Pointer {
			v = v.Elem() // the zero Value of nil
		}
		switch kind := v.Kind(); {
		case !ok || kind == reflect.Invalid || kind == reflect.Bool && !v.Bool():
		case kind == reflect.Bool:
			b.WriteString(" " + item.Key)
		case kind == reflect.String || reflect.Int <= kind && kind <= reflect.Complex128:
			b.WriteString(" " + item.Key + `="` + html.EscapeString(fmt.Sprint(v.Interface())) + `"`)
		default:
			return fmt.Errorf("the attribute %s is a %T: want a string, a number or a bool", item.Key, item.Value)
		}
	}
	return nil
}

// endsName reports whether a character cannot be part of an attribute's name.
func endsName(r rune) bool {
	return r <= ' ' || r == 0x7f || strings.ContainsRune("\"'<>/=&`", r)
}
