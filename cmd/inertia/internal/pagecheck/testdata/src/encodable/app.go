package encodable

import (
	"context"
	"encoding/json"
	"net/http"
	"net/netip"

	"github.com/inertia-templ/shell/inertia"
)

type tree struct {
	Children []tree `json:"children"`
	Done     chan struct{}
}

type itself struct{ c chan int }

func (itself) MarshalJSON() ([]byte, error) { return json.Marshal("x") }

type fine struct {
	Skipped chan int                           `json:"-"`
	Secret  chan int                           `json:"s" inertia:"secret"`
	Keys    map[netip.Addr]string              `json:"keys"`
	Numbers map[uint8]string                   `json:"numbers"`
	Itself  itself                             `json:"itself"`
	Lazy    func(context.Context) (int, error) `json:"lazy"`
	Any     any
	Map     map[any]int
	own     chan int
}

var (
	_ = inertia.NewPage[fine]("A")
	_ = inertia.NewPage[tree]("B")                                                      // want `Done is a channel`
	_ = inertia.NewPage[struct{ List []map[string]complex64 }]("C")                     // want `List\.\*\.\* is a complex64`
	_ = inertia.NewPage[struct{ By map[struct{ X int }]int }]("D")                      // want `By is a map with keys of type struct`
	_ = inertia.NewPage[struct{ Later inertia.Deferred[[]func()] }]("E")                // want `Later\.\* is a function without a result`
	_ = inertia.Props{"a": make(chan int), "b": 1}                                      // want `a is a channel`
	_ = inertia.Props{"a": func(context.Context) (chan int, error) { return nil, nil }} // want `a is a channel`
	_ = inertia.WithShared("done", func() {})                                           // want `done is a function without a result`
	_ = inertia.WithSharedWhen(nil, "done", func() {})                                  // want `done is a function without a result`
	_ = inertia.Sharing("done", func() {})                                              // want `done is a function without a result`
	_ = inertia.Flashed("success", "Saved.")
	_ = inertia.WithSharedFunc(func(*http.Request) (*tree, error) { return nil, nil }) // want `Done is a channel`
	_ = inertia.WithSharedFunc(func(*http.Request) (fine, error) { return fine{}, nil })
)

func handle(i *inertia.Inertia, w http.ResponseWriter, r *http.Request) error {
	inertia.Flash(r, "c", 1i)                // want `c is a complex128`
	inertia.Share(r, "d", map[float64]int{}) // want `d is a map with keys of type float64`
	return i.Render(w, r, "A", tree{})       // want `Done is a channel`
}
