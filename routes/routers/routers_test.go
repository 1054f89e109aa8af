package routers_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/go-chi/chi/v5"
	"github.com/labstack/echo/v4"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/routes"
	"github.com/inertia-templ/shell/routes/routers"
)

// names are those of two routes, as each router writes their paths.
func names(_, path string) string {
	return map[string]string{
		"/users/{id:[0-9]+}": "users.show", "/users/:id": "users.show",
		"/files/*": "files", "/files/*path": "files",
	}[path]
}

func check(t *testing.T, r *routes.Router) {
	t.Helper()
	assert.Len(t, r.Routes(), 2)
	assert.Equal(t, "/users/7", r.MustURL("users.show", "id", 7))
	assert.Equal(t, "/files/a/b", r.MustURL("files", "path", "a/b"))
}

func TestChi(t *testing.T) {
	t.Parallel()
	from := chi.NewRouter()
	from.Route("/users", func(r chi.Router) { r.Get("/{id:[0-9]+}", http.NotFound) })
	from.Get("/files/*", http.NotFound)
	from.Get("/unnamed", http.NotFound)
	r := routes.New()
	require.NoError(t, routers.Chi(r, from, names))
	check(t, r)
	assert.ErrorContains(t, routers.Chi(r, from, names), "routers: chi: routes: there are two routes")
}

func TestEcho(t *testing.T) {
	t.Parallel()
	from := echo.New()
	nothing := func(echo.Context) error { return nil }
	from.GET("/users/:id", nothing).Name = "users.show"
	from.GET("/files/*", nothing).Name = "files"
	from.GET("/unnamed", nothing)
	r := routes.New()
	require.NoError(t, routers.Echo(r, from))
	check(t, r)
	r = routes.New()
	require.NoError(t, routers.Echo(r, from, "files"))
	assert.Len(t, r.Routes(), 1)
}

func TestGin(t *testing.T) {
	t.Parallel()
	gin.SetMode(gin.ReleaseMode)
	from := gin.New()
	nothing := func(*gin.Context) {}
	from.GET("/users/:id", nothing)
	from.GET("/files/*path", nothing)
	from.GET("/unnamed", nothing)
	r := routes.New()
	require.NoError(t, routers.Gin(r, from, names))
	check(t, r)
}

func Example() {
	mux := chi.NewRouter()
	mux.Get("/users/{id}", http.NotFound)
	r := routes.New()
	err := routers.Chi(r, mux, func(method, path string) string {
		if method == "GET" && path == "/users/{id}" {
			return "users.show"
		}
		return ""
	})
	fmt.Println(r.MustURL("users.show", "id", 7), err)
	// Output: /users/7 <nil>
}
