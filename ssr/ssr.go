package ssr

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// Renderer turns page objects into HTML. It is safe for concurrent use.
type Renderer interface {
	// Render renders a page object, given as JSON. It returns when ctx ends,
	// at the latest, and does not use page after that: the memory serves other
	// requests then. The error is an [*Error], or is treated as one of
	// [Connection].
	Render(ctx context.Context, page []byte) (Result, error)
}

// Result is a page in HTML.
type Result struct {
	// Head are the elements for the document's head: title, meta.
	Head []string `json:"head"`

	// Body is the root element with all that is in it, and the script element
	// with the page object.
	Body string `json:"body"`
}

// Kind classifies what went wrong.
type Kind string

// What goes wrong.
const (
	Connection Kind = "connection"           // the renderer cannot be reached
	Crash      Kind = "crash"                // rendering the page has ended the process, again and again
	Timeout    Kind = "timeout"              // it does not answer in time
	Component  Kind = "component-resolution" // the page's component is not in the bundle
	BrowserAPI Kind = "browser-api"          // the page uses what only browsers have
	Render     Kind = "render"               // the page has thrown something else
	TooLarge   Kind = "too-large"            // the page object is larger than may be sent
	Unknown    Kind = "unknown"              // something else
)

// Error is why a page was not rendered. The fields besides Kind and Message may
// be empty.
type Error struct {
	Kind      Kind   `json:"type"`
	Message   string `json:"error"`
	Component string `json:"component,omitempty"`
	URL       string `json:"url,omitempty"`
	// BrowserAPI is the name that exists in browsers only: "window".
	BrowserAPI string `json:"browserApi,omitempty"`
	// Hint says how to mend it.
	Hint  string `json:"hint,omitempty"`
	Stack string `json:"stack,omitempty"`
	// Location is file, line and column of the page's code: "/app/Users.jsx:4:2".
	Location string `json:"sourceLocation,omitempty"`

	// Err is the error behind it, if there is one.
	Err error `json:"-"`
}

// Error says what is wrong, where, and how to mend it, in one line.
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

// asError makes an [*Error] of any.
func asError(err error) *Error {
	var e *Error
	switch {
	case errors.As(err, &e):
		return e
	case errors.Is(err, context.DeadlineExceeded):
		return &Error{Kind: Timeout, Message: err.Error(), Err: err}
	}
	return &Error{Kind: Connection, Message: err.Error(), Err: err}
}

// down reports whether the renderer rather than the page is at fault.
func (e *Error) down() bool { return e.Kind == Connection || e.Kind == Timeout }

// ParseError reads an error as Inertia's createServer reports it, in JSON, and
// completes it, see [Classify]. What is not of this form is an error of kind
// [Unknown].
func ParseError(data []byte) *Error {
	var e Error
	if err := json.Unmarshal(data, &e); err != nil || e.Message == "" {
		return &Error{Kind: Unknown, Message: fmt.Sprintf("the renderer says %.200q", data)}
	}
	switch e.Kind {
	case Component, BrowserAPI, Render, "":
	default:
		e.Kind = Unknown
	}
	return Classify(&e)
}
