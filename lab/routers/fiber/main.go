package main

import (
	"errors"
	"log"
	"net/http"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"

	"github.com/inertia-templ/shell/inertia"
)

func main() {
	i, err := inertia.New(inertia.WithViteManifest("dist/.vite/manifest.json"))
	if err != nil {
		log.Fatal(err)
	}
	app := newFiber(i)
	app.Get("/users/:id", handler(i, i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		return i.Render(w, r, "Users/Show", inertia.Props{"id": r.PathValue("id")})
	})))
	app.Use(handler(i, http.NotFoundHandler())) // at the end: the files of the front end, and 404
	log.Fatal(app.Listen("127.0.0.1:8080"))
}

// newFiber returns an app whose errors keep their status and become pages.
func newFiber(i *inertia.Inertia) *fiber.App {
	return fiber.New(fiber.Config{ErrorHandler: func(c *fiber.Ctx, err error) error {
		if coded := (*fiber.Error)(nil); errors.As(err, &coded) {
			err = &inertia.HTTPError{Status: coded.Code, Err: err}
		}
		return handler(i, i.Handle(func(http.ResponseWriter, *http.Request) error { return err }))(c)
	}})
}

// handler is for handlers of net/http, with the middleware around each:
// r.PathValue finds the parameters of the path.
func handler(i *inertia.Inertia, h http.Handler) fiber.Handler {
	return func(c *fiber.Ctx) error {
		parameters := c.AllParams()
		return adaptor.HTTPHandler(i.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			for name, value := range parameters {
				r.SetPathValue(name, value)
			}
			h.ServeHTTP(w, r)
		})))(c)
	}
}
