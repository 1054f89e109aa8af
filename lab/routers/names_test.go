// Package routers tests that package routes names what other routers serve.
package routers

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/go-chi/chi/v5"
	"github.com/gofiber/fiber/v2"
	"github.com/labstack/echo/v4"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/routes"
)

// byPath names two routes, as each router writes their paths.
func byPath(found routes.Found) string {
	return map[string]string{
		"/users/{id:[0-9]+}": "users.show", "/users/:id": "users.show",
		"/files/*": "files", "/files/*path": "files",
	}[found.Path]
}

func check(t *testing.T, r *routes.Router) {
	t.Helper()
	assert.Len(t, r.Routes(), 2)
	for _, route := range r.Routes() {
		assert.Equal(t, "GET", route.Method)
	}
	assert.Equal(t, "/users/7", r.MustURL("users.show", "id", 7))
	assert.Equal(t, "/files/a/b", r.MustURL("files", "path", "a/b"))
	_, err := r.TypeScript()
	assert.NoError(t, err)
}

func TestChi(t *testing.T) {
	t.Parallel()
	from := chi.NewRouter()
	from.Route("/users", func(r chi.Router) { r.Get("/{id:[0-9]+}", http.NotFound) })
	from.Get("/files/*", http.NotFound)
	from.Get("/unnamed", http.NotFound)
	r := routes.New()
	require.NoError(t, chi.Walk(from, r.Walk(byPath)))
	check(t, r)
	assert.ErrorContains(t, chi.Walk(from, r.Walk(byPath)), "routes: two routes have the name")
}

func TestEcho(t *testing.T) {
	t.Parallel()
	from := echo.New()
	nothing := func(echo.Context) error { return nil }
	from.GET("/users/:id", nothing).Name = "users.show"
	from.GET("/files/*", nothing).Name = "files"
	from.GET("/unnamed", nothing)
	r := routes.New()
	require.NoError(t, r.Import(from.Routes(), nil))
	check(t, r)
	r = routes.New()
	require.NoError(t, r.Import(from.Routes(), func(found routes.Found) string {
		if found.Name == "files" {
			return "all." + found.Name
		}
		return ""
	}))
	assert.Equal(t, "all.files", r.Routes()[0].Name)
	assert.Len(t, r.Routes(), 1)
}

func TestGin(t *testing.T) {
	t.Parallel()
	gin.SetMode(gin.ReleaseMode)
	from := gin.New()
	nothing := func(*gin.Context) {}
	from.GET("/users/:id", nothing)
	from.HEAD("/users/:id", nothing)
	from.GET("/files/*path", nothing)
	from.GET("/unnamed", nothing)
	r := routes.New()
	require.NoError(t, r.Import(from.Routes(), byPath))
	check(t, r)
	assert.ErrorContains(t, r.Import(from.Routes(), byPath), "two routes have the name")
}

func TestFiber(t *testing.T) {
	t.Parallel()
	from := fiber.New()
	nothing := func(*fiber.Ctx) error { return nil }
	from.Group("/users").Get("/:id", nothing).Name("users.show")
	from.Get("/files/*", nothing).Name("files")
	from.Get("/unnamed", nothing)
	r := routes.New()
	require.NoError(t, r.Import(from.GetRoutes(true), nil))
	check(t, r)
}

func Example() {
	mux := chi.NewRouter()
	mux.Get("/users/{id}", http.NotFound)
	names := map[string]string{"GET /users/{id}": "users.show"}

	r := routes.New()
	err := chi.Walk(mux, r.Walk(func(found routes.Found) string { return names[found.Method+" "+found.Path] }))
	fmt.Println(r.MustURL("users.show", "id", 7), err)
	// Output: /users/7 <nil>
}
