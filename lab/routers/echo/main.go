package main

import (
	"errors"
	"log"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/inertia-templ/shell/inertia"
)

func main() {
	i, err := inertia.New(inertia.WithViteManifest("dist/.vite/manifest.json"))
	if err != nil {
		log.Fatal(err)
	}
	e := newEcho(i)
	e.GET("/users/:id", func(c echo.Context) error {
		return i.Render(c.Response(), c.Request(), "Users/Show", inertia.Props{"id": c.Param("id")})
	})
	log.Fatal(http.ListenAndServe("127.0.0.1:8080", i.Middleware(e)))
}

// newEcho returns an echo whose errors keep their status and become pages.
func newEcho(i *inertia.Inertia) *echo.Echo {
	e := echo.New()
	e.HTTPErrorHandler = func(err error, c echo.Context) {
		if coded := (*echo.HTTPError)(nil); errors.As(err, &coded) {
			err = &inertia.HTTPError{Status: coded.Code, Err: err}
		}
		i.Error(c.Response(), c.Request(), err)
	}
	return e
}

// handler is for handlers of net/http: r.PathValue finds the parameters of the
// path.
func handler(h http.Handler) echo.HandlerFunc {
	return func(c echo.Context) error {
		for n, name := range c.ParamNames() {
			c.Request().SetPathValue(name, c.ParamValues()[n])
		}
		h.ServeHTTP(c.Response(), c.Request())
		return nil
	}
}
