// Package flash keeps what one response leaves for the next page: flash messages,
// validation errors, and what the next page does with history and fragments.
//
// Package inertia uses a [Store] for this. There are three:
//
//   - [Sealed] keeps everything in encrypted cookies of the visitor, so the
//     server has no state and any number of processes can answer. It can move
//     large messages to a database: see [WithOverflow].
//   - [Stored] keeps everything in a database, through any store of
//     github.com/alexedwards/scs/v2. The cookies hold random keys.
//   - [None] keeps nothing.
//
// A message waits for one page: the target of the redirect that left it. Two
// tabs that are redirected at the same time get their own messages.
//
// # Size
//
// Web servers and proxies limit headers. The defaults of nginx are 4 KB for the
// header of a response and 8 KB for the Cookie line of a request, shared with the
// rest of the program. So all messages that wait take at most 3.5 KB of the Cookie
// line together, and the Set-Cookie lines of one response take at most 3.5 KB. They
// take less if the program's own headers and cookies need the space, but always get
// 1.5 KB. Messages are compressed: 200 short validation errors of the same kind take
// 700 bytes.
//
// If there is not enough room, messages give way in this order, and a
// [TooLargeError] says which:
//
//  1. The messages that have waited longest, for pages that nobody opened.
//  2. Validation errors from the end of the form; the first ones stay. A field's
//     second message goes before any field's first.
//  3. The largest values of the flash.
//
// So a form with 1,000 errors shows the first hundreds instead of a page that
// says "500". If nothing could be shown, Save fails instead, because a form
// whose errors vanish looks as if it had been saved. [WithOverflow] removes the
// limit.
//
// Responses that overlap in time do not see each other's cookies, so together
// they may exceed the limit until the next Save. A message of more than half
// the limit therefore waits for one minute only.
package flash

import "net/http"

// Data is what waits for the next page. The zero value means that nothing
// waits.
type Data struct {
	// Flash becomes the page object's flash. Values are encoded as JSON;
	// values that were loaded are json.RawMessage.
	Flash map[string]any

	// Errors are validation messages by bag and field. The bag "default" is
	// the one without a name.
	Errors map[string]map[string][]string

	// ClearHistory and PreserveFragment become the page object's keys of the
	// same name.
	ClearHistory     bool
	PreserveFragment bool
}

// IsZero reports whether nothing waits.
func (d Data) IsZero() bool {
	return len(d.Flash) == 0 && len(d.Errors) == 0 && !d.ClearHistory && !d.PreserveFragment
}

// Key names what Load returned, in a form that only the store understands. A
// store that keeps one message for each visitor may always return "".
type Key string

// Store keeps [Data] between the response that makes it and the page that
// shows it, separately for each visitor.
type Store interface {
	// Load returns what waits for the visitor who sent r and asks for the page
	// at path. It removes nothing. What cannot be used, because it was
	// changed or has expired, is left out and described in the error. The rest
	// is returned together with the error, and the request goes on.
	Load(r *http.Request, path string) (Data, Key, error)

	// Save makes d wait for the page at path, or for any page if path is
	// empty. It replaces what was loaded with the key replaces. Zero data
	// only removes. Save is called before the first byte of a response and may
	// set headers.
	//
	// A [*TooLargeError] whose field Saved is true is a warning: a part was
	// saved. After any other error nothing has changed and d is lost, so the
	// caller answers with an error.
	//
	// Package inertia calls Save with zero data for every page that shows what
	// Load returned, whatever the key is, and for every page if Load returned a
	// key and nothing to show.
	Save(w http.ResponseWriter, r *http.Request, path string, d Data, replaces Key) error
}

// None is a [Store] that keeps nothing. Flash and errors are shown only by a
// page that is rendered in the same request.
type None struct{}

// Load returns nothing.
func (None) Load(*http.Request, string) (Data, Key, error) { return Data{}, "", nil }

// Save forgets d.
func (None) Save(http.ResponseWriter, *http.Request, string, Data, Key) error { return nil }
