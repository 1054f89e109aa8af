package inertia

import "io"

// Encoder writes v to w as JSON. The default is encoding/json's, which also
// escapes what is dangerous in HTML; others need not, since the document
// escapes the page object once more where it has to.
//
// An encoder is asked for every value of the program's: those of props, of
// flash, and the pages of [ScrollMetadata], down to nil, numbers and strings.
// The protocol's own names, paths and keys are not its business.
type Encoder interface {
	Encode(w io.Writer, v any) error
}

// EncoderFunc is a function used as an [Encoder].
type EncoderFunc func(w io.Writer, v any) error

// Encode calls f.
func (f EncoderFunc) Encode(w io.Writer, v any) error { return f(w, v) }
