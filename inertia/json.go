package inertia

import (
	"encoding/json"
	"io"
	"reflect"
	"strconv"
)

// Encoder writes v to w as JSON. The default is encoding/json's, which also
// escapes what is dangerous in HTML; others need not, since the document
// escapes the page object once more where it has to.
type Encoder interface {
	Encode(w io.Writer, v any) error
}

// EncoderFunc is a function used as an [Encoder].
type EncoderFunc func(w io.Writer, v any) error

// Encode calls f.
func (f EncoderFunc) Encode(w io.Writer, v any) error { return f(w, v) }

// buffer collects JSON: what is appended to out, and what encoders write.
type buffer struct {
	out    []byte
	std    *json.Encoder // writes to the buffer
	custom Encoder       // nil for encoding/json
}

func (b *buffer) Write(p []byte) (int, error) {
	b.out = append(b.out, p...)
	return len(p), nil
}

func (b *buffer) WriteString(s string) (int, error) {
	b.out = append(b.out, s...)
	return len(s), nil
}

// text appends s as it is.
func (b *buffer) text(s string) { b.out = append(b.out, s...) }

// encode appends v.
func (b *buffer) encode(v any) (err error) {
	if b.scalar(v) {
		return nil
	}
	if b.custom != nil {
		err = b.custom.Encode(b, v)
	} else {
		err = b.std.Encode(v)
	}
	// Encoders of streams end each value with a line break.
	if n := len(b.out); err == nil && n > 0 && b.out[n-1] == '\n' {
		b.out = b.out[:n-1]
	}
	return err
}

// literal is JSON that is written as it is, and always.
type literal string

// noErrors are the errors of most pages.
const noErrors = literal("{}")

// scalar appends the values that are the same in every encoding.
func (b *buffer) scalar(v any) bool {
	switch v := v.(type) {
	case nil:
		b.text("null")
	case bool:
		b.out = strconv.AppendBool(b.out, v)
	case int:
		b.out = strconv.AppendInt(b.out, int64(v), 10)
	case int64:
		b.out = strconv.AppendInt(b.out, v, 10)
	case string:
		return b.plainString(v)
	case literal:
		b.text(string(v))
	default:
		return false
	}
	return true
}

// plainString appends a string in which nothing needs an escape.
func (b *buffer) plainString(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= 0x7f || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			return false
		}
	}
	b.text(`"`)
	b.text(s)
	b.text(`"`)
	return true
}

// string appends s as JSON.
func (b *buffer) string(s string) {
	if !b.plainString(s) {
		_ = b.encode(s) // strings always encode
	}
}

// key appends the name of an object's member, after a comma if need be.
func (b *buffer) key(name string, first bool) {
	if !first {
		b.text(",")
	}
	b.string(name)
	b.text(":")
}

// strings appends a list of strings.
func (b *buffer) strings(list []string) {
	b.text("[")
	for i, s := range list {
		if i > 0 {
			b.text(",")
		}
		b.string(s)
	}
	b.text("]")
}

// quoted is a struct field with the option "string" of encoding/json.
type quoted struct{ v reflect.Value }

// MarshalJSON encodes the value and then its JSON as a string.
func (q quoted) MarshalJSON() ([]byte, error) {
	b, err := json.Marshal(q.v.Interface())
	if err != nil || string(b) == "null" {
		return b, err
	}
	return json.Marshal(string(b))
}
