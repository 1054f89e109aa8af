// Package flash keeps what one response leaves for the next page: flash
// messages, validation errors, and the marks for history and fragments that
// travel through redirects.
//
// Package inertia uses a [Store] for it. The default is [Cookie], which needs
// no state on the server: everything is sealed into a cookie of the visitor.
package flash

import "net/http"

// Data is what waits for the next page. The zero value is nothing.
type Data struct {
	// Flash becomes the page object's flash. Values are encoded as JSON;
	// those that were loaded are json.RawMessage.
	Flash map[string]any `json:"f,omitempty"`

	// Errors are validation messages by bag and field. The bag "default" is
	// the one without a name.
	Errors map[string]map[string][]string `json:"e,omitempty"`

	// ClearHistory and PreserveFragment become the page object's keys of the
	// same name.
	ClearHistory     bool `json:"c,omitempty"`
	PreserveFragment bool `json:"p,omitempty"`
}

// IsZero reports whether nothing waits.
func (d Data) IsZero() bool {
	return len(d.Flash) == 0 && len(d.Errors) == 0 && !d.ClearHistory && !d.PreserveFragment
}

// Store keeps [Data] between the response that makes it and the page that
// shows it, apart for each visitor.
type Store interface {
	// Load returns what waits for the visitor who sent r, without removing
	// it. What cannot be used, because it was tampered with or has expired, is
	// returned as nothing, with an error that says why; the request goes on.
	Load(r *http.Request) (Data, error)

	// Save replaces what waits for the visitor who sent r; zero data removes
	// it. It is called before the first byte of a response and may set
	// headers. An error means that d would be lost.
	Save(w http.ResponseWriter, r *http.Request, d Data) error
}

// None is a [Store] that keeps nothing: flash and errors are shown only by a
// page rendered in the same request.
type None struct{}

// Load returns nothing.
func (None) Load(*http.Request) (Data, error) { return Data{}, nil }

// Save forgets d.
func (None) Save(http.ResponseWriter, *http.Request, Data) error { return nil }
