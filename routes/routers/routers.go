// Package routers names the routes that chi, echo and gin serve, for package
// routes.
package routers

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/go-chi/chi/v5"
	"github.com/labstack/echo/v4"

	"github.com/inertia-templ/shell/routes"
)

// Namer names a route; an empty name leaves it out.
type Namer func(method, path string) string

// Chi adds the routes of a chi router, which have no names of their own.
func Chi(to *routes.Router, from chi.Routes, name Namer) error {
	err := chi.Walk(from, func(method, path string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		return add(to, name(method, path), method, path)
	})
	if err != nil {
		return fmt.Errorf("routers: chi: %w", err)
	}
	return nil
}

// Echo adds those routes of echo whose Name was set:
//
//	e.GET("/users/:id", show).Name = "users.show"
//
// If names are given, only those are added; else all but those that echo named
// after their handler's function.
func Echo(to *routes.Router, from *echo.Echo, names ...string) error {
	wanted := map[string]bool{}
	for _, name := range names {
		wanted[name] = true
	}
	for _, route := range from.Routes() {
		if len(names) > 0 && !wanted[route.Name] || len(names) == 0 && !named(route.Name) {
			continue
		}
		if err := add(to, route.Name, route.Method, route.Path); err != nil {
			return fmt.Errorf("routers: echo: %w", err)
		}
	}
	return nil
}

// named reports whether a name is none that echo made of a function's.
func named(name string) bool {
	for _, c := range name {
		if c == '/' || c == '(' {
			return false
		}
	}
	return len(name) < 5 || name[:5] != "main."
}

// Gin adds the routes of gin, which have no names of their own.
func Gin(to *routes.Router, from *gin.Engine, name Namer) error {
	for _, route := range from.Routes() {
		if err := add(to, name(route.Method, route.Path), route.Method, route.Path); err != nil {
			return fmt.Errorf("routers: gin: %w", err)
		}
	}
	return nil
}

func add(to *routes.Router, name, method, path string) error {
	if name == "" {
		return nil
	}
	return to.Add(name, method, path)
}
