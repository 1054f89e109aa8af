package routes

import (
	"encoding"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The errors of values go on after the name of a parameter.
var (
	errNil     = errors.New("is nil")
	errUnicode = errors.New("is not valid UTF-8")
)

// text is a value as URLs have it. The functions in client/value.js do the same
// in the browser.
func text(value any) (string, error) {
	v := reflect.ValueOf(value)
	for {
		if !v.IsValid() || (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) && v.IsNil() {
			return "", errNil
		}
		if m, ok := marshaler(v); ok {
			made, err := m.MarshalText()
			if err != nil {
				return "", fmt.Errorf("cannot be written: %w", err)
			}
			return valid(string(made))
		}
		if v.Kind() != reflect.Pointer && v.Kind() != reflect.Interface {
			break
		}
		v = v.Elem()
	}
	switch v.Kind() {
	case reflect.String:
		return valid(v.String())
	case reflect.Bool:
		return strconv.FormatBool(v.Bool()), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.FormatInt(v.Int(), 10), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return strconv.FormatUint(v.Uint(), 10), nil
	case reflect.Float32, reflect.Float64:
		return decimal(v.Float(), v.Type().Bits())
	case reflect.Slice, reflect.Array:
		return "", fmt.Errorf("is a list (%s): only a query may have one", v.Type())
	default:
		return "", fmt.Errorf("is of type %s, which has no text: give it a MarshalText method, or pass a string", v.Type())
	}
}

// texts are the values of a key of the query.
func texts(value any) ([]string, error) {
	v := reflect.ValueOf(value)
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		if _, ok := marshaler(v); ok {
			break
		}
		v = v.Elem()
	}
	if !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil() {
		return nil, nil
	}
	if _, ok := marshaler(v); ok || v.Kind() != reflect.Slice && v.Kind() != reflect.Array {
		one, err := text(v.Interface())
		return []string{one}, err
	}
	if v.Type().Elem().Kind() == reflect.Uint8 {
		return nil, fmt.Errorf("is of type %s, which may be text or numbers: pass a string", v.Type())
	}
	list := make([]string, v.Len())
	for i := range list {
		var err error
		if list[i], err = text(v.Index(i).Interface()); err != nil {
			return nil, fmt.Errorf("has an element, number %d, that %w", i, err)
		}
	}
	return list, nil
}

// marshaler is the value, or a pointer to a copy of it, if it writes itself.
func marshaler(v reflect.Value) (encoding.TextMarshaler, bool) {
	if m, ok := v.Interface().(encoding.TextMarshaler); ok {
		return m, true
	}
	if v.Kind() == reflect.Pointer || !reflect.PointerTo(v.Type()).Implements(reflect.TypeFor[encoding.TextMarshaler]()) {
		return nil, false
	}
	pointer := reflect.New(v.Type())
	pointer.Elem().Set(v)
	return pointer.Interface().(encoding.TextMarshaler), true
}

func valid(s string) (string, error) {
	if !utf8.ValidString(s) {
		return "", errUnicode
	}
	return s, nil
}

// decimal writes a float without an exponent. Beyond 2^53, where JavaScript's
// numbers end too, it may stand for its neighbours.
func decimal(f float64, bits int) (string, error) {
	switch {
	case math.IsNaN(f) || math.IsInf(f, 0):
		return "", fmt.Errorf("is %v", f)
	case math.Abs(f) >= 1<<53:
		return "", fmt.Errorf("is %v, a float that has lost digits: pass an integer or a string", f)
	case f == 0:
		return "0", nil // not "-0"
	}
	return strconv.FormatFloat(f, 'f', -1, bits), nil
}

// escapeParam writes a parameter so that its value arrives unchanged.
func escapeParam(value string, rest bool) (string, error) {
	segments := []string{value}
	if rest {
		segments = strings.Split(value, "/")
	}
	for i, segment := range segments {
		switch {
		case segment == "." || segment == "..":
			return "", errors.New("browsers take it for a folder")
		case segment == "" && !rest:
			return "", errors.New("it is empty")
		case segment == "/":
			return "", errors.New("net/http finds no route for a lone slash")
		case segment == "" && i < len(segments)-1:
			return "", errors.New("servers take empty segments away")
		}
		segments[i] = escape(segment, unreserved)
	}
	return strings.Join(segments, "/"), nil
}

// unreserved are the signs that mean nothing in any part of a URL.
const unreserved = "-._~"

// escape writes all bytes as %XX but ASCII letters, digits and the signs.
func escape(s, signs string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || strings.IndexByte(signs, c) >= 0 {
			b.WriteByte(c)
		} else {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	return b.String()
}
