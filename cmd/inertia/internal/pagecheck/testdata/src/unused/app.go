package unused

import (
	"net/http"

	"github.com/inertia-templ/shell/inertia"
)

type none struct{}

var (
	home   = inertia.NewPage[none]("Home")
	about  = inertia.NewPage[none]("About") // want `nothing renders the page "About"`
	named  = inertia.NewPage[none]("Named")
	_      = inertia.NewPage[none]("Blank")
	Shared = inertia.NewPage[none]("Shared")
)

var first, second = inertia.NewPage[none]("First"), inertia.NewPage[none]("Second") // want `nothing renders the page "Second"`

func handle(i *inertia.Inertia, w http.ResponseWriter, r *http.Request) error {
	if err := first.Render(i, w, r, none{}); err != nil {
		return err
	}
	if r.Host == "" {
		return i.Render(w, r, "Named", none{})
	}
	return home.Render(i, w, r, none{})
}
