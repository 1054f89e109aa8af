// Command program has the pages and routes that the documentation's components
// import types and functions of. It is read, and never run.
package main

import (
	"net/http"
	"time"

	"github.com/inertia-templ/shell/form"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/routes"
)

// Role is what a user may do.
type Role string

// The roles.
const (
	Admin  Role = "admin"
	Member Role = "member"
)

// User is somebody with an account.
type User struct {
	ID     int       `json:"id"`
	Name   string    `json:"name"`
	Role   Role      `json:"role"`
	Joined time.Time `json:"joined"`
}

// Tagged has a type parameter that nothing uses.
type Tagged[T any] struct {
	Tags []string `json:"tags"`
}

type userProps struct {
	User    User                     `json:"user"`
	Friends inertia.Deferred[[]User] `json:"friends"`
	Tagged  Tagged[User]             `json:"tagged"`
}

type userInput struct {
	Name  string `json:"name" validate:"required"`
	Email string `json:"email"`
}

var (
	home      = inertia.NewPage[struct{}]("Home")
	usersShow = inertia.NewPage[userProps]("Users/Show")
)

func main() {
	i, err := inertia.New(inertia.WithViteManifest("dist/.vite/manifest.json"))
	if err != nil {
		panic(err)
	}
	mux := routes.New()
	mux.Handle("home", "GET /{$}", home.Handler(i, func(*http.Request) (struct{}, error) { return struct{}{}, nil }))
	mux.Handle("users.show", "GET /users/{id}", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		return usersShow.Render(i, w, r, userProps{User: User{Role: Member}})
	}))
	mux.Handle("users.store", "POST /users", i.Handle(func(_ http.ResponseWriter, r *http.Request) error {
		var in userInput
		return form.Bind(r, &in)
	}))
	mux.Handle("files", "GET /files/{path...}", http.NotFoundHandler())
	_ = http.ListenAndServe("127.0.0.1:8080", i.Middleware(mux))
}
