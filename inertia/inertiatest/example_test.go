package inertiatest_test

import (
	"context"
	"fmt"
	"net/http"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/form"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/inertia/inertiatest"
)

func exampleApp() http.Handler {
	i, err := inertia.New(inertia.WithShell(shell.Default), inertia.WithSecret([]byte("sixteen bytes or more")))
	if err != nil {
		panic(err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /users", i.Page("Users/Index", inertia.Props{
		"users": []string{"Ada"},
		"stats": inertia.Defer(func(context.Context) (int, error) { return 7, nil }),
	}))
	mux.Handle("POST /users", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		var in struct {
			Name string `json:"name" validate:"required"`
		}
		if err := form.Bind(r, &in); err != nil {
			return err
		}
		i.Redirect(w, r, "/users", inertia.Flashed("success", "Created "+in.Name+"."))
		return nil
	}))
	return i.Middleware(mux)
}

// Without a test around it the client is a Browser.
func ExampleBrowser() {
	b, err := inertiatest.NewBrowser(exampleApp())
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	page, err := b.Load(ctx, "/users")
	if err != nil {
		panic(err)
	}
	fmt.Println(page.Component, page.Props["stats"])
	page, err = b.Post(ctx, "/users", map[string]any{"name": "Grace"})
	if err != nil {
		panic(err)
	}
	fmt.Println(page.URL, page.Flash["success"])
	// Output:
	// Users/Index 7
	// /users Created Grace.
}
