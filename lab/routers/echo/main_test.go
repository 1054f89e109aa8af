package main

import (
	"net/http"
	"testing"

	"github.com/labstack/echo/v4"

	"github.com/inertia-templ/shell/conformance/reference"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/lab/routers/routertest"
)

func TestConforms(t *testing.T) {
	t.Parallel()
	routertest.Conforms(t, routertest.Serve(t, func(i *inertia.Inertia, act reference.Action) http.Handler {
		e := newEcho(i)
		e.Any("/*", func(c echo.Context) error { return act(c.Response(), c.Request()) })
		return i.Middleware(e)
	}), nil)
}

func TestHandlersOfNetHTTPConform(t *testing.T) {
	t.Parallel()
	routertest.Conforms(t, routertest.Serve(t, func(i *inertia.Inertia, act reference.Action) http.Handler {
		e := newEcho(i)
		e.Any("/*", handler(i.Handle(act)))
		return i.Middleware(e)
	}), nil)
}

func TestErrorsKeepTheirStatus(t *testing.T) {
	t.Parallel()
	routertest.Errors(t, func(i *inertia.Inertia, p routertest.Program) http.Handler {
		return i.Middleware(program(newEcho(i), p))
	})
}

// The usual way to use middleware in echo, with and without pages for errors.
func TestTheMiddlewareInsideOfEcho(t *testing.T) {
	t.Parallel()
	serve := func(e *echo.Echo, i *inertia.Inertia) http.Handler {
		e.Use(echo.WrapMiddleware(i.Middleware))
		e.GET("/users/:id", handler(i.Page("User", nil)))
		e.GET("/forbidden", func(echo.Context) error { return echo.ErrForbidden })
		return e
	}
	t.Run("with its own errors", func(t *testing.T) {
		t.Parallel()
		routertest.Inside(t, func(i *inertia.Inertia) http.Handler { return serve(echo.New(), i) })
	})
	t.Run("with pages", func(t *testing.T) {
		t.Parallel()
		routertest.Inside(t, func(i *inertia.Inertia) http.Handler { return serve(newEcho(i), i) })
		routertest.Errors(t, func(i *inertia.Inertia, p routertest.Program) http.Handler {
			e := newEcho(i)
			e.Use(echo.WrapMiddleware(i.Middleware))
			return program(e, p)
		})
	})
}

func program(e *echo.Echo, p routertest.Program) *echo.Echo {
	e.GET("/users/:id", handler(p.Show))
	e.GET("/form", handler(p.Form))
	e.POST("/form", handler(p.Save))
	e.GET("/panic", handler(p.Panic))
	e.GET("/forbidden", func(echo.Context) error { return echo.ErrForbidden })
	e.POST("/invalid", func(echo.Context) error { return p.Invalid })
	return e
}
