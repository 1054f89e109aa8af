package inertia

import "io"

// Encoder writes v to w as JSON. The default is encoding/json. An encoder does
// not have to escape HTML: the document escapes the page object for its script
// element.
//
// An encoder is given every value of the program: props, flash, and the pages
// of [ScrollMetadata], including nil, numbers and strings. It is not given the
// protocol's own names, paths and keys.
type Encoder interface {
	Encode(w io.Writer, v any) error
}

// EncoderFunc is a function used as an [Encoder].
type EncoderFunc func(w io.Writer, v any) error

// Encode calls f.
func (f EncoderFunc) Encode(w io.Writer, v any) error { return f(w, v) }
