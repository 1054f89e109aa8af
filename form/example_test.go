package form_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/go-playground/validator/v10"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/form"
	"github.com/inertia-templ/shell/inertia"
)

func Example() {
	type Input struct {
		Email string   `json:"email" label:"email address" validate:"required,email"`
		Tags  []string `json:"tags" validate:"max=5,dive,alphanum"`
	}
	i, err := inertia.New(inertia.WithShell(shell.Default), inertia.WithSecret([]byte("0123456789abcdef0123456789abcdef")))
	if err != nil {
		panic(err)
	}
	create := i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		var in Input
		if err := form.Bind(r, &in); err != nil {
			return err
		}
		inertia.Flash(r, "success", "Welcome, "+in.Email)
		i.Redirect(w, r, "/users")
		return nil
	})
	mux := http.NewServeMux()
	mux.Handle("POST /users", form.Precognitive(create))
	app := i.Middleware(mux)

	post := func(live bool, body string) {
		r := httptest.NewRequest("POST", "/users", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Referer", "http://example.com/users/create")
		if live {
			r.Header.Set("Precognition", "true")
			r.Header.Set("Precognition-Validate-Only", "email")
		}
		w := httptest.NewRecorder()
		app.ServeHTTP(w, r)
		fmt.Println(w.Code, w.Header().Get("Location")+w.Body.String())
	}
	post(false, `{"email":"ann@example.com","tags":["new"]}`)
	post(false, `{"email":"ann"}`)
	post(true, `{"email":"ann"}`)
	post(true, `{"email":"ann@example.com"}`)
	// Output:
	// 302 /users
	// 302 /users/create
	// 422 {"message":"The email address must be a valid email address.","errors":{"email":["The email address must be a valid email address."]}}
	// 204
}

func ExampleBind() {
	var in struct {
		Title string `json:"title" validate:"required,max=80"`
		Items []struct {
			Price float64 `json:"price" validate:"gt=0"`
		} `json:"items" validate:"min=1,dive"`
	}
	r := httptest.NewRequest("POST", "/", strings.NewReader("title=Pens&items[0][price]=1.50&items[1][price]=cheap&items[2][price]=-1"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	fmt.Println(form.Bind(r, &in))
	// Output: validation failed: items.1.price The price must be a number.; items.2.price The price must be greater than 0.
}

func ExampleNew() {
	prefixed := func(_ context.Context, f validator.FieldLevel) bool {
		return strings.HasPrefix(f.Field().String(), f.Param()+"-")
	}
	binder := form.New(
		form.WithMaxUpload(100<<20, 8<<20),
		form.WithRule("sku", prefixed, "The {label} must begin with {param}-."),
		form.WithMessages("de", form.Messages{"sku": "{label}: bitte mit {param}- beginnen.", "label:sku": "Artikelnummer"}),
	)
	var in struct {
		SKU string `json:"sku" label:"article number" validate:"sku=DE"`
	}
	r := httptest.NewRequest("GET", "/?sku=42", nil)
	fmt.Println(binder.Bind(r, &in))
	r.Header.Set("Accept-Language", "de-CH")
	fmt.Println(binder.Bind(r, &in))
	// Output:
	// validation failed: sku The article number must begin with DE-.
	// validation failed: sku Artikelnummer: bitte mit DE- beginnen.
}

func ExampleWithCheck() {
	taken := map[string]bool{"ann@example.com": true}
	var in struct {
		Email string `json:"email" validate:"required,email"`
	}
	r := httptest.NewRequest("GET", "/?email=ann@example.com", nil)
	err := form.Bind(r, &in, form.WithCheck(func(context.Context) error {
		if taken[in.Email] {
			return form.Errors{"email": {"The email is taken."}}
		}
		return nil
	}))
	fmt.Println(err)
	// Output: validation failed: email The email is taken.
}

// dates is a form whose fields depend on each other.
type dates struct {
	From int `json:"from" validate:"required"`
	To   int `json:"to" validate:"required"`
}

// Validate tells what no tag can tell.
func (d dates) Validate(context.Context) error {
	if d.To < d.From {
		return form.Errors{"to": {"The end is before the beginning."}}
	}
	return nil
}

func ExampleChecker() {
	fmt.Println(form.Validate(context.Background(), &dates{From: 2, To: 1}))
	// Output: validation failed: to The end is before the beginning.
}

func ExampleMethodOverride() {
	mux := http.NewServeMux()
	mux.HandleFunc("PUT /users/{id}", func(_ http.ResponseWriter, r *http.Request) {
		fmt.Println(r.Method, r.PathValue("id"))
	})
	r := httptest.NewRequest("POST", "/users/7", strings.NewReader("_method=put"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	form.MethodOverride(mux).ServeHTTP(httptest.NewRecorder(), r)
	// Output: PUT 7
}

func ExampleIdempotent() {
	orders := 0
	create := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		orders++
		http.Redirect(w, r, fmt.Sprint("/orders/", orders), http.StatusSeeOther)
	})
	handler := form.Idempotent(create, func(*http.Request) string { return "user 7" })

	key := form.NewKey() // a prop of the page with the form
	for range 2 {        // a double click
		r := httptest.NewRequest(http.MethodPost, "/orders", nil)
		r.Header.Set("Idempotency-Key", key)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		fmt.Println(w.Code, w.Header().Get("Location"))
	}
	// Output:
	// 303 /orders/1
	// 303 /orders/1
}
