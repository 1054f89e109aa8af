package captured

import (
	"context"
	"net/http"

	"github.com/inertia-templ/shell/inertia"
)

type props struct {
	Name  inertia.Prop[string]     `json:"name"`
	Later inertia.Deferred[string] `json:"later"`
}

func find(context.Context, string) (string, error) { return "", nil }

func handle(i *inertia.Inertia, w http.ResponseWriter, r *http.Request) error {
	id, query := r.PathValue("id"), r.URL.Query()
	_ = props{
		Name:  inertia.Lazy(func(ctx context.Context) (string, error) { return find(ctx, id+query.Get("q")) }),
		Later: inertia.Defer(func(ctx context.Context) (string, error) { return find(ctx, r.FormValue("q")) }), // want `uses the request r of the handler`
	}
	_ = inertia.WithShared("auth", func(r *http.Request) string { return r.Host })
	_ = inertia.Optional(func(context.Context) (string, error) {
		inner := func(r *http.Request) string { return r.Host }
		return inner(nil), nil
	})
	_ = func() string { return r.Host }
	return i.Render(w, r, "A", inertia.Props{
		"a": r.Host,
		"b": func(ctx context.Context) (string, error) { return find(ctx, id) },
		"c": func() (string, error) { return find(r.Context(), id) }, // want `instead of r\.Context\(\)`
		"d": inertia.Once(func(ctx context.Context) (string, error) {
			w.Header().Set("A", "b") // want `uses the response w of the handler`
			w.WriteHeader(http.StatusTeapot)
			return "", nil
		}),
	})
}
