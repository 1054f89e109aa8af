// Package flash keeps what one response leaves for the next page: flash
// messages, validation errors, and the marks for history and fragments that
// travel through redirects.
//
// Package inertia uses a [Store] for it. [Sealed] needs no state on the
// server: everything is sealed into cookies of the visitor, so any number of
// processes can answer. [Stored] keeps only a random key in the cookie and the
// rest in a database, through any store of github.com/alexedwards/scs/v2.
// [None] keeps nothing.
//
// What waits, waits for one page: the target of the redirect that left it. So
// two tabs that are redirected at the same time each get their own.
package flash

import "net/http"

// Data is what waits for the next page. The zero value is nothing.
type Data struct {
	// Flash becomes the page object's flash. Values are encoded as JSON;
	// those that were loaded are json.RawMessage.
	Flash map[string]any

	// Errors are validation messages by bag and field. The bag "default" is
	// the one without a name.
	Errors map[string]map[string][]string

	// ClearHistory and PreserveFragment become the page object's keys of the
	// same name.
	ClearHistory     bool
	PreserveFragment bool

	// Key is the store's own name for what was loaded, for Save to replace.
	Key string
}

// IsZero reports whether nothing waits.
func (d Data) IsZero() bool {
	return len(d.Flash) == 0 && len(d.Errors) == 0 && !d.ClearHistory && !d.PreserveFragment
}

// Store keeps [Data] between the response that makes it and the page that
// shows it, apart for each visitor.
type Store interface {
	// Load returns what waits for the visitor who sent r and asks for the page
	// at path, without removing it. What cannot be used, because it was
	// tampered with or has expired, is left out and told in the error; the
	// rest is returned all the same, and the request goes on.
	Load(r *http.Request, path string) (Data, error)

	// Save makes d wait for the page at path, or for any page if path is
	// empty, in place of what was loaded as d.Key. Zero data only removes. It
	// is called before the first byte of a response and may set headers. An
	// error means that d would be lost; nothing has been changed then.
	Save(w http.ResponseWriter, r *http.Request, path string, d Data) error
}

// None is a [Store] that keeps nothing: flash and errors are shown only by a
// page rendered in the same request.
type None struct{}

// Load returns nothing.
func (None) Load(*http.Request, string) (Data, error) { return Data{}, nil }

// Save forgets d.
func (None) Save(http.ResponseWriter, *http.Request, string, Data) error { return nil }
