package props

import (
	"encoding/json"
	"io"
	"reflect"
	"runtime/debug"
	"strconv"
)

// Encoder writes v to w as JSON.
type Encoder interface {
	Encode(w io.Writer, v any) error
}

// buffer collects JSON: what is appended to out, and what encoders write. What
// the protocol says itself (names, paths, keys) is written by the buffer, what
// the program says by its encoder.
type buffer struct {
	out    []byte
	std    *json.Encoder // writes to the buffer
	custom Encoder       // nil for encoding/json
}

func newBuffer() *buffer {
	b := &buffer{}
	b.std = json.NewEncoder(b)
	return b
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

// encode appends a value of the program's.
func (b *buffer) encode(v any) error {
	if l, ok := v.(literal); ok {
		b.text(string(l))
		return nil
	}
	if k, ok := v.(*kept); ok {
		b.out = append(b.out, k.json...)
		return nil
	}
	if b.custom != nil {
		return b.trimmed(b.custom.Encode(b, v))
	}
	if b.scalar(v) {
		return nil
	}
	return b.trimmed(b.std.Encode(v))
}

// trimmed takes away the line break with which encoders of streams end each
// value.
func (b *buffer) trimmed(err error) error {
	if n := len(b.out); err == nil && n > 0 && b.out[n-1] == '\n' {
		b.out = b.out[:n-1]
	}
	return err
}

// encodeSafely turns a panic of an encoder or a MarshalJSON into an error.
func encodeSafely(b *buffer, v any) (err error) {
	defer caught(&err)
	return b.encode(v)
}

// literal is JSON that is written as it is, and always.
type literal string

// MarshalJSON is for encoders that find one inside a value.
func (l literal) MarshalJSON() ([]byte, error) { return []byte(l), nil }

// scalar appends what needs no encoder: small values that encoding/json would
// write the same way.
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

// string appends a string of the protocol's.
func (b *buffer) string(s string) {
	if !b.plainString(s) {
		_ = b.trimmed(b.std.Encode(s)) // strings always encode
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

// strings appends a list of strings of the protocol's.
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

// caught turns a panic into an error.
func caught(err *error) {
	if p := recover(); p != nil {
		*err = &PanicError{Value: p, Stack: debug.Stack()}
	}
}
