package main

import (
	"net"
	"net/http"
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/conformance/reference"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/lab/routers/routertest"
)

// fasthttp says that answers without a body are text, which no client reads.
type fasthttp struct{}

func (fasthttp) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := http.DefaultTransport.RoundTrip(r)
	if err == nil && res.ContentLength == 0 {
		res.Header.Del("Content-Type")
	}
	return res, err
}

func TestConforms(t *testing.T) {
	t.Parallel()
	routertest.Conforms(t, routertest.Serve(t, func(i *inertia.Inertia, act reference.Action) http.Handler {
		app := newFiber(i)
		app.All("/*", handler(i, i.Handle(act)))
		return adaptor.FiberApp(app)
	}), fasthttp{})
}

func TestAMuxBehindFiberConforms(t *testing.T) {
	t.Parallel()
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	app.Use(adaptor.HTTPHandler(reference.New(8)))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	go func() { _ = app.Listener(listener) }()
	t.Cleanup(func() { _ = app.Shutdown() })
	routertest.Conforms(t, "http://"+listener.Addr().String(), fasthttp{})
}

func TestErrorsKeepTheirStatus(t *testing.T) {
	t.Parallel()
	routertest.Errors(t, func(i *inertia.Inertia, p routertest.Program) http.Handler {
		app := newFiber(i)
		app.Get("/users/:id", handler(i, p.Show))
		app.Get("/form", handler(i, p.Form))
		app.Post("/form", handler(i, p.Save))
		app.Get("/panic", handler(i, p.Panic))
		app.Get("/forbidden", func(*fiber.Ctx) error { return fiber.ErrForbidden })
		app.Post("/invalid", func(*fiber.Ctx) error { return p.Invalid })
		app.Use(handler(i, http.NotFoundHandler()))
		return adaptor.FiberApp(app)
	})
}
