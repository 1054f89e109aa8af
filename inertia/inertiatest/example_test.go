package inertiatest_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/inertia/inertiatest"
)

// t stands for the *testing.T of a test, and prints what it is told.
var t = printer{}

type printer struct{ testing.TB }

func (printer) Helper()                           {}
func (printer) Context() context.Context          { return context.Background() }
func (printer) Errorf(format string, args ...any) { fmt.Printf(format+"\n", args...) }
func (printer) Fatal(args ...any)                 { panic(fmt.Sprint(args...)) }
func (printer) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }

// users is the application under test.
func users() http.Handler {
	i, err := inertia.New(inertia.WithShell(shell.Default), inertia.WithSecret([]byte("0123456789abcdef0123456789abcdef")))
	if err != nil {
		panic(err)
	}
	names := []string{"Ada", "Grace"}
	mux := http.NewServeMux()
	mux.Handle("GET /users", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		return i.Render(w, r, "Users/Index", inertia.Props{
			"users": names,
			"stats": inertia.Defer(func(context.Context) (int, error) { return len(names), nil }),
		})
	}))
	mux.Handle("POST /users", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		name := r.FormValue("name")
		if name == "" {
			return inertia.Errors{"name": {"Enter a name."}}
		}
		names = append(names, name)
		inertia.Flash(r, "success", name+" is in.")
		i.Redirect(w, r, "/users")
		return nil
	}))
	return i.Middleware(mux)
}

func ExamplePage() {
	app := users()
	r := httptest.NewRequest("GET", "/users", nil)
	w := httptest.NewRecorder()
	app.ServeHTTP(w, r)

	page := inertiatest.Page(t, w, inertiatest.WithHandler(app, r))
	page.Component("Users/Index").Count("users", 2).Where("users.0", "Ada").HasDeferred("default", "stats")
	page.LoadDeferred().Where("stats", 2).Missing("users")

	page.Where("users.1", "Alan").Has("user")
	// Output:
	// inertiatest: Users/Index at /users: prop "users.1" is "Grace", want "Alan"
	// inertiatest: Users/Index at /users: prop "user" is missing; the page has errors, users
}

func ExampleProp() {
	w := httptest.NewRecorder()
	users().ServeHTTP(w, httptest.NewRequest("GET", "/users", nil))
	page := inertiatest.Page(t, w)
	names := inertiatest.Prop[[]string](page, "users")
	fmt.Println(len(names), names[1])
	// Output: 2 Grace
}

func ExampleClient() {
	c := inertiatest.NewClient(t, users())
	c.Get("/users").Component("Users/Index").Where("stats", 2)
	c.Post("/users", map[string]any{"name": ""}, inertiatest.ForceFormData()).HasError("name", "Enter a name.")
	c.Post("/users", map[string]any{"name": "Alan"}, inertiatest.ForceFormData()).
		NoErrors().
		HasFlash("success", "Alan is in.").
		WhereContains("users", "Alan").
		Where("stats", 3)
	fmt.Println(c.Browser().Flashes())
	// Output: [map[success:Alan is in.]]
}

func ExampleBrowser() {
	b, err := inertiatest.NewBrowser(users())
	if err != nil {
		panic(err)
	}
	page, err := b.Load(context.Background(), "/users")
	if err != nil {
		panic(err)
	}
	fmt.Println(page.Component, page.Props["users"])

	_, err = b.Get(context.Background(), "/nowhere")
	fmt.Println(err)
	// Output:
	// Users/Index [Ada Grace]
	// inertiatest: GET /nowhere is answered with 404 Not Found, no page: 404 Not Found
}
