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

// WithNullLists sends nil slices and maps as null, as encoding/json does. By
// default a page has [] for a nil slice and {} for a nil map, at any depth, and
// "" for nil bytes, so that a component can loop over a list without a check.
// Types that encode themselves are not changed. The tag inertia:"null" keeps
// null for one field:
//
//	Tags []string `json:"tags" inertia:"null"`
//
// The command "inertia types" follows.
func WithNullLists() Option { return func(c *config) { c.nullLists = true } }

// EncoderFunc is a function used as an [Encoder].
type EncoderFunc func(w io.Writer, v any) error

// Encode calls f.
func (f EncoderFunc) Encode(w io.Writer, v any) error { return f(w, v) }
