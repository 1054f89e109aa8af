// Package gojson encodes props about three times as fast as encoding/json, with
// github.com/goccy/go-json:
//
//	i, err := inertia.New(..., inertia.WithJSON(gojson.Encoder))
//
// That package does not always write what encoding/json writes. It is used for
// values of types with which it does: booleans, integers, float64, strings,
// time.Time, and slices, maps with strings as keys, pointers and structs of these
// types; without interfaces, embedding, recursion, methods of encoding/json and
// the option "string". The rows of a table are of such a type. All other values
// are left to encoding/json, so that the result never differs.
package gojson

import (
	"encoding"
	stdjson "encoding/json"
	"io"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/goccy/go-json"

	"github.com/inertia-templ/shell/inertia"
)

// Encoder is for [inertia.WithJSON]. Its output is that of encoding/json, byte
// for byte.
var Encoder inertia.Encoder = inertia.EncoderFunc(encode)

func encode(w io.Writer, v any) error {
	if isPlain(reflect.TypeOf(v)) {
		return json.NewEncoder(w).Encode(v)
	}
	return stdjson.NewEncoder(w).Encode(v)
}

var known sync.Map // reflect.Type -> bool

// isPlain reports whether both packages encode values of t alike.
func isPlain(t reflect.Type) bool {
	if t == nil {
		return false
	}
	if plain, ok := known.Load(t); ok {
		return plain.(bool)
	}
	plain := isPlainBelow(t, nil)
	known.Store(t, plain)
	return plain
}

var (
	timeType      = reflect.TypeFor[time.Time]()
	marshaler     = reflect.TypeFor[stdjson.Marshaler]()
	textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()
	number        = reflect.TypeFor[stdjson.Number]()
)

// isPlainBelow is isPlain inside of the types that lead to t.
func isPlainBelow(t reflect.Type, above []reflect.Type) bool {
	if t == timeType {
		return true
	}
	if slices.Contains(above, t) {
		return false
	}
	above = append(above, t)
	if p := reflect.PointerTo(t); p.Implements(marshaler) || p.Implements(textMarshaler) || t == number {
		return false
	}
	switch t.Kind() {
	case reflect.Bool, reflect.String, reflect.Float64,
		reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return true
	case reflect.Slice, reflect.Pointer:
		return isPlainBelow(t.Elem(), above)
	case reflect.Map:
		return t.Key().Kind() == reflect.String && isPlainBelow(t.Key(), above) && isPlainBelow(t.Elem(), above)
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			if f.Anonymous {
				return false
			}
			if f.IsExported() && (!isPlainTag(f.Tag.Get("json")) || !isPlainBelow(f.Type, above)) {
				return false
			}
		}
		return true
	}
	return false
}

// isPlainTag leaves out what is rare: names that have to be escaped, and the
// option "string".
func isPlainTag(tag string) bool {
	name, options, _ := strings.Cut(tag, ",")
	for _, c := range name {
		if c != '_' && c != '-' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return !strings.Contains(options, "string")
}
