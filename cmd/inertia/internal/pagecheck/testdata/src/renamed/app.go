package renamed

import (
	"net/http"

	"github.com/inertia-templ/shell/inertia"
)

type none struct{}

var (
	home  = inertia.NewPage[none]("Home")
	about = inertia.NewPage[none]("About") // want `there is no component "shop/About"`
)

func names(name string) string { return "shop/" + name }

func start(i *inertia.Inertia, w http.ResponseWriter, r *http.Request) error {
	if _, err := inertia.New(inertia.WithComponentNames(names)); err != nil {
		return err
	}
	_ = about
	if r.Host == "" {
		return i.Render(w, r, "Hom", none{}) // want `there is no component "shop/Hom", did you mean "shop/Home"`
	}
	return home.Render(i, w, r, none{})
}
