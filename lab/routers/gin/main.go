package main

import (
	"log"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/inertia-templ/shell/inertia"
)

func main() {
	i, err := inertia.New(inertia.WithViteManifest("dist/.vite/manifest.json"))
	if err != nil {
		log.Fatal(err)
	}
	engine := newGin(i)
	engine.GET("/users/:id", func(c *gin.Context) {
		if err := i.Render(c.Writer, c.Request, "Users/Show", inertia.Props{"id": c.Param("id")}); err != nil {
			_ = c.Error(err)
		}
	})
	log.Fatal(http.ListenAndServe("127.0.0.1:8080", i.Middleware(engine)))
}

// newGin returns an engine whose errors keep their status and become pages. It
// has no gin.Recovery: i.Middleware answers panics, and shows them in development.
func newGin(i *inertia.Inertia) *gin.Engine {
	engine := gin.New()
	engine.Use(func(c *gin.Context) {
		c.Next()
		last := c.Errors.Last()
		if last == nil || c.Writer.Written() {
			return
		}
		err := last.Err
		if status := c.Writer.Status(); status >= 400 {
			err = &inertia.HTTPError{Status: status, Err: err}
		}
		i.Error(c.Writer, c.Request, err)
	})
	return engine
}

// handler is for handlers of net/http: r.PathValue finds the parameters of the
// path.
func handler(h http.Handler) gin.HandlerFunc {
	return func(c *gin.Context) {
		for _, p := range c.Params {
			c.Request.SetPathValue(p.Key, p.Value)
		}
		h.ServeHTTP(c.Writer, c.Request)
	}
}
