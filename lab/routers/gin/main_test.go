package main

import (
	"errors"
	"net/http"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/inertia-templ/shell/conformance/reference"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/lab/routers/routertest"
)

func init() { gin.SetMode(gin.ReleaseMode) } // its debug mode prints every route

func TestConforms(t *testing.T) {
	t.Parallel()
	routertest.Conforms(t, routertest.Serve(t, func(i *inertia.Inertia, act reference.Action) http.Handler {
		engine := newGin(i)
		engine.Any("/*path", func(c *gin.Context) {
			if err := act(c.Writer, c.Request); err != nil {
				_ = c.Error(err)
			}
		})
		return i.Middleware(engine)
	}), nil)
}

func TestHandlersOfNetHTTPConform(t *testing.T) {
	t.Parallel()
	routertest.Conforms(t, routertest.Serve(t, func(i *inertia.Inertia, act reference.Action) http.Handler {
		engine := newGin(i)
		engine.Any("/*path", handler(i.Handle(act)))
		return i.Middleware(engine)
	}), nil)
}

func TestErrorsKeepTheirStatus(t *testing.T) {
	t.Parallel()
	for name, forbid := range map[string]gin.HandlerFunc{
		"set with the error": func(c *gin.Context) { _ = c.AbortWithError(http.StatusForbidden, errors.New("no")) },
		"set before it": func(c *gin.Context) {
			c.Status(http.StatusForbidden)
			_ = c.Error(errors.New("no"))
		},
		"of the error":     func(c *gin.Context) { _ = c.Error(&inertia.HTTPError{Status: http.StatusForbidden}) },
		"without an error": func(c *gin.Context) { c.AbortWithStatus(http.StatusForbidden) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			routertest.Errors(t, func(i *inertia.Inertia, p routertest.Program) http.Handler {
				return i.Middleware(program(newGin(i), p, forbid))
			})
		})
	}
}

// gin has no adapter for middleware of net/http; people write this one.
func TestTheMiddlewareInsideOfGin(t *testing.T) {
	t.Parallel()
	routertest.Inside(t, func(i *inertia.Inertia) http.Handler {
		engine := gin.New()
		engine.Use(func(c *gin.Context) {
			i.Middleware(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				c.Request = r
				c.Next()
			})).ServeHTTP(c.Writer, c.Request)
		})
		engine.GET("/users/:id", handler(i.Page("User", nil)))
		engine.GET("/forbidden", func(c *gin.Context) { c.String(http.StatusForbidden, "no") })
		return engine
	})
}

func program(engine *gin.Engine, p routertest.Program, forbid gin.HandlerFunc) *gin.Engine {
	engine.GET("/users/:id", handler(p.Show))
	engine.GET("/form", handler(p.Form))
	engine.POST("/form", handler(p.Save))
	engine.GET("/panic", handler(p.Panic))
	engine.GET("/forbidden", forbid)
	engine.POST("/invalid", func(c *gin.Context) { _ = c.Error(p.Invalid) })
	return engine
}
