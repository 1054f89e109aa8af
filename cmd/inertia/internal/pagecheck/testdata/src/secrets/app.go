package secrets

import (
	"context"
	"database/sql"
	"net/http"
	"time"

	"github.com/inertia-templ/shell/inertia"
)

type Credentials struct {
	PasswordHash string `json:"password_hash"`
}

type User struct {
	Name string
	Credentials
	Friends []*User
}

type Fine struct {
	Tagged  string                 `json:"token" inertia:"secret"`
	Public  string                 `json:"csrf_token" inertia:"public"`
	Wrapped inertia.Secret[string] `json:"secret"`
	Hidden  string                 `json:"-"`
	Has     bool                   `json:"password"`
	At      time.Time              `json:"hash"`
	Count   int                    `json:"tokens"`
	token   string
}

type Nullable struct {
	Reset sql.NullString `json:"reset_token"`
}

type Misspelt struct {
	A string `inertia:"secrte"`
}

var (
	_ = inertia.NewPage[User]("A")                             // want `password_hash \(type secrets.Credentials, field PasswordHash\) has the name of a secret`
	_ = inertia.NewPage[struct{ List map[string][]User }]("B") // want `List\.\*\.\*\.password_hash`
	_ = inertia.NewPage[Fine]("C")
	_ = inertia.NewPage[Nullable]("D")                                // want `reset_token \(type secrets.Nullable, field Reset\)`
	_ = inertia.NewPage[struct{ Later inertia.Deferred[*User] }]("E") // want `Later\.password_hash`
	_ = inertia.NewPage[Misspelt]("F")                                // want `none of "secret", "public" and "null"`
	_ = inertia.Props{"api_key": "x", "name": "y"}                    // want `api_key has the name of a secret`
	_ = inertia.Props{"token": inertia.Public("x"), "hash": 7}
	_ = inertia.Props{"token": func() string { return "x" }}                                            // want `token has the name of a secret`
	_ = inertia.Props{"user": inertia.Lazy(func(context.Context) (User, error) { return User{}, nil })} // want `user\.password_hash`
	_ = inertia.WithShared("secret", []byte("x"))                                                       // want `secret has the name of a secret`
	_ = inertia.WithSharedWhen(nil, "secret", []byte("x"))                                              // want `secret has the name of a secret`
	_ = inertia.Sharing("secret", []byte("x"))                                                          // want `secret has the name of a secret`
	_ = inertia.Flashed("success", "Saved.")
	_ = inertia.WithSharedFunc(func(*http.Request) (*User, error) { return nil, nil }) // want `password_hash`
	_ = inertia.WithSharedFunc(func(*http.Request) (Fine, error) { return Fine{}, nil })
)

func handle(i *inertia.Inertia, w http.ResponseWriter, r *http.Request) error {
	inertia.Share(r, "user", &User{})  // want `user\.password_hash`
	inertia.Flash(r, "token", "x")     // want `token has the name of a secret`
	return i.Render(w, r, "A", User{}) // want `password_hash`
}
