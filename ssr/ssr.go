package ssr

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// Renderer renders page objects to HTML. It is safe for concurrent use.
type Renderer interface {
	// Render renders a page object, given as JSON. It returns when ctx ends, at
	// the latest. It owns page: it may keep it after it has returned, and the
	// caller does not change it. The error should be an [*Error]; any other error
	// counts as one of kind [Connection].
	Render(ctx context.Context, page []byte) (Result, error)
}

// Result is a rendered page.
type Result struct {
	// Head holds the elements for the document's head, such as title and meta.
	Head []string `json:"head"`

	// Body is the root element with its content, and the script element with the
	// page object.
	Body string `json:"body"`
}

// Kind classifies an [Error].
type Kind string

// The kinds of errors.
const (
	Connection Kind = "connection"           // the renderer cannot be reached
	Busy       Kind = "busy"                 // the renderer had no time for the page
	Crash      Kind = "crash"                // the page ends the process that renders it
	Timeout    Kind = "timeout"              // the page takes too long
	Component  Kind = "component-resolution" // the bundle does not contain the page's component
	BrowserAPI Kind = "browser-api"          // the page uses something that only browsers have
	Render     Kind = "render"               // the page throws another error
	TooLarge   Kind = "too-large"            // the page object or its HTML is too large
	Unknown    Kind = "unknown"              // any other error
)

// Error tells why a page was not rendered. Every field except Kind and Message
// may be empty.
type Error struct {
	Kind      Kind   `json:"type"`
	Message   string `json:"error"`
	Component string `json:"component,omitempty"`
	URL       string `json:"url,omitempty"`
	// BrowserAPI is the name that only browsers have, such as "window".
	BrowserAPI string `json:"browserApi,omitempty"`
	// Hint tells how to fix the page.
	Hint  string `json:"hint,omitempty"`
	Stack string `json:"stack,omitempty"`
	// Location is a file, line and column of the page's code, such as
	// "/app/Users.jsx:4:2".
	Location string `json:"sourceLocation,omitempty"`

	// Err is the cause, or nil.
	Err error `json:"-"`
}

// Error tells in one line what is wrong, where, and how to fix it.
func (e *Error) Error() string {
	text := "ssr: "
	if e.Component != "" {
		text += e.Component + ": "
	}
	text += string(e.Kind) + ": " + e.Message
	if e.Location != "" {
		text += " at " + e.Location
	}
	if e.Hint != "" {
		text += ": " + e.Hint
	}
	return text
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// UnmarshalJSON reads the JSON with which Inertia's createServer reports an
// error, for renderers that ask such a server. If the JSON lacks Kind,
// BrowserAPI, Location or Hint, they are derived from the message and the
// stack.
func (e *Error) UnmarshalJSON(data []byte) error {
	type fields Error // without this method
	var f fields
	if err := json.Unmarshal(data, &f); err != nil {
		return err
	}
	*e = Error(f)
	switch e.Kind {
	case Component, BrowserAPI, Render, TooLarge, "":
	default:
		e.Kind = Unknown
	}
	e.classify()
	return nil
}

// parseError reads an error as a renderer reports it. Anything else is an error
// of kind [Unknown].
func parseError(data []byte) *Error {
	var e Error
	if err := json.Unmarshal(data, &e); err != nil || e.Message == "" {
		return &Error{Kind: Unknown, Message: fmt.Sprintf("the renderer answers %.200q", data)}
	}
	return &e
}

// ErrShed is why a [Pool] does not render a page: its turn would come too late,
// see [WithMaxWait].
var ErrShed = errors.New("ssr: too many pages wait")
