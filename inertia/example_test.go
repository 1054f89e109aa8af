package inertia_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/inertia"
)

func Example() {
	i, err := inertia.New(inertia.WithShell(shell.Default), inertia.WithSecret([]byte("0123456789abcdef0123456789abcdef")))
	if err != nil {
		panic(err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /users/{id}", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		return i.Render(w, r, "Users/Show", inertia.Props{
			"id":     r.PathValue("id"),
			"orders": inertia.Defer(func(context.Context) ([]string, error) { return []string{"a book"}, nil }),
		})
	}))

	// What the client asks for when a link is clicked.
	r := httptest.NewRequest("GET", "/users/7", nil)
	r.Header.Set("X-Inertia", "true")
	w := httptest.NewRecorder()
	i.Middleware(mux).ServeHTTP(w, r)
	fmt.Println(w.Body)
	// Output: {"component":"Users/Show","props":{"errors":{},"id":"7"},"url":"/users/7","version":"","sharedProps":["errors"],"deferredProps":{"default":["orders"]}}
}

func ExampleInertia_Handle() {
	i, err := inertia.New(inertia.WithShell(shell.Default), inertia.WithSecret([]byte("0123456789abcdef0123456789abcdef")))
	if err != nil {
		panic(err)
	}
	create := i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		if r.FormValue("name") == "" {
			return inertia.Errors{"name": {"Enter a name."}}
		}
		inertia.Flash(r, "success", "Created.")
		i.Redirect(w, r, "/users")
		return nil
	})

	r := httptest.NewRequest("POST", "/users", nil)
	r.Header.Set("X-Inertia", "true")
	r.Header.Set("Referer", "http://example.com/users/create")
	w := httptest.NewRecorder()
	i.Middleware(create).ServeHTTP(w, r)
	fmt.Println(w.Code, w.Header().Get("Location"))
	// Output: 302 /users/create
}

func ExampleErrors() {
	errs := inertia.Errors{}
	errs.Add("password", "Use 12 characters or more.")
	errs.Add("password", "Use a digit.")
	errs.Add("name", "Enter a name.")
	fmt.Println(errs)
	// Output: validation failed: name Enter a name.; password Use 12 characters or more., Use a digit.
}

func ExampleScroll() {
	users := inertia.Paginate(inertia.PageAt(2, 2), []string{"Ada", "Grace"}, 5)
	i, err := inertia.New(inertia.WithShell(shell.Default), inertia.WithSecret([]byte("0123456789abcdef0123456789abcdef")))
	if err != nil {
		panic(err)
	}
	r := httptest.NewRequest("GET", "/users?page=2", nil)
	r.Header.Set("X-Inertia", "true")
	w := httptest.NewRecorder()
	i.Page("Users", inertia.Props{"users": inertia.Scroll(users)}).ServeHTTP(w, r)
	fmt.Println(w.Body)
	// Output: {"component":"Users","props":{"errors":{},"users":{"data":["Ada","Grace"],"currentPage":2,"perPage":2,"total":5,"lastPage":3}},"url":"/users?page=2","version":"","sharedProps":["errors"],"mergeProps":["users.data"],"scrollProps":{"users":{"pageName":"page","previousPage":1,"nextPage":3,"currentPage":2,"reset":false}}}
}
