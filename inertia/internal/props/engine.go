// Package props is the engine that turns the props of a page into its page
// object: props and what the request says about props in, JSON out. It knows no
// response, no middleware and no options.
//
// A page object is made in four steps, a file each. entries.go joins shared and
// page props. walk.go decides what is sent and finds the functions to call.
// run.go calls them, several at a time, and walks what they return. write.go
// encodes the tree and collects its metadata in the order of declaration, so
// that timing never shows.
//
// Kinds of props are files of their own: always.go, absentee.go (and adaptive.go
// for deferred props that may be ready in time), cached.go, limit.go, live.go,
// made.go, merge.go, once.go, scroll.go, tagged.go, versioned.go. The steps know of
// [Kind] only. What must not be sent is decided in secrets.go, and masked.go leaves
// it out of lists at no cost. If somebody listens, report.go tells what became of
// each prop.
package props

import (
	"log/slog"
	"net/http"
	"reflect"
	"sync"

	"github.com/inertia-templ/shell/inertia/internal/record"
	"github.com/inertia-templ/shell/internal/secretname"
)

// Host tells the engine about the types that stand for props in the program.
type Host struct {
	// SpecType is implemented by values that have a Spec. SpecOf returns that of
	// a value, and nil for values that have none and for nil pointers.
	SpecType reflect.Type
	SpecOf   func(any) *Spec

	// MapOf returns the program's own map of props as what it is underneath,
	// without reflection.
	MapOf func(any) (map[string]any, bool)

	// PropType is implemented by values that become a prop at a place.
	PropType reflect.Type
	PropOf   func(any, At) any

	// PropsType is implemented by values that become a set of props.
	PropsType reflect.Type
	PropsOf   func(any, At) map[string]any

	// SecretType is implemented by values that are never sent.
	SecretType reflect.Type
}

// At is a place in a page.
type At struct {
	Request   *http.Request
	Component string
	Path      string
}

// Engine makes page objects. It learns each type of props once.
type Engine struct {
	host  Host
	names *secretname.Names
	keys  func(string) string // of maps, nil if they stay as they are
	plans sync.Map            // reflect.Type -> *plan
	pages sync.Pool
	walks sync.Pool
}

// New returns an engine for the program's types. names are those of secrets, keys
// makes of the keys of maps what is sent, nil to leave them.
func New(host Host, names *secretname.Names, keys func(string) string) *Engine {
	e := &Engine{host: host, names: names, keys: keys}
	e.pages.New = func() any { return &Page{buffer: newBuffer()} }
	e.walks.New = func() any { return &walker{stack: make([]node, 0, 16)} }
	return e
}

// Facts are what a request says about its page.
type Facts struct {
	Request    *http.Request
	Component  string
	Inertia    bool // not a document
	Partial    bool // a partial reload of this component
	Only       []string
	Except     []string
	Reset      []string
	ExceptOnce []string
	// MergeIntent is "prepend" if the client puts pages of a scroll prop first.
	MergeIntent string

	Concurrency int          // functions at once
	Record      *record.Page // nil if nobody listens
	Log         *slog.Logger
	Target      string // the request's, for the log
	Encoder     Encoder
	MergeShared bool   // a page's object is merged into the shared one of its name
	NullLists   bool   // nil slices and maps are null, as in encoding/json
	Keeper      Keeper // nil if nothing is kept between requests
	Listening   Listening
	Policy      Policy // on secrets that only their names give away
	// HasCopy reports whether the client of a request has the answer that a
	// digest stands for; see [Versioned]. It is nil if there is no use in asking.
	HasCopy func(r *http.Request, digest []byte) bool
	Late    Late // nil if no page leaves without what is late
}
