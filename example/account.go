package main

import (
	"context"
	"net/http"

	"github.com/inertia-templ/shell/form"
	"github.com/inertia-templ/shell/inertia"
)

// Profile is part of registering and of the account page. It asks the database
// whether the address is free.
type Profile struct {
	Name  string `json:"name" validate:"required,max=100"`
	Email string `json:"email" validate:"required,email,max=254"`

	store   *Store
	request *http.Request
	id      int64 // of the user whose address it may be
}

// Normalize removes stray white space before anything is checked.
func (p *Profile) Normalize() { p.Name, p.Email = line(p.Name), line(p.Email) }

// Validate implements [form.Checker].
func (p *Profile) Validate(ctx context.Context) error {
	if p.Email == "" || !form.Wanted(ctx, "email") {
		return nil
	}
	taken, err := p.store.UserEmailTaken(ctx, p.Email, p.id)
	if err == nil && taken {
		return emailTaken(p.request)
	}
	return err
}

// NewPassword is a password, twice.
type NewPassword struct {
	Password     string `json:"password" validate:"required,min=10,password"`
	Confirmation string `json:"confirmation" validate:"required,eqfield=Password"`
}

// registration is validated while it is filled in; see form.Precognitive in
// newApp.
type registration struct {
	Profile
	NewPassword
}

func (a *app) register(w http.ResponseWriter, r *http.Request) error {
	in := registration{Profile: Profile{store: a.store, request: r}}
	if err := binder.Bind(r, &in); err != nil {
		return err
	}
	u, err := a.store.Register(r.Context(), in.Name, in.Email, in.Password)
	if err != nil {
		return explain(r, err)
	}
	if err := a.enter(r.Context(), &u); err != nil {
		return err
	}
	a.inertia.Redirect(w, r, a.routes.MustURL("dashboard"), inertia.Flashed("success", say(r, "Welcome, %s.", u.Name)))
	return nil
}

func (a *app) showAccount(w http.ResponseWriter, r *http.Request, _ *User) error {
	return accountPage.Render(a.inertia, w, r, struct{}{})
}

func (a *app) updateProfile(w http.ResponseWriter, r *http.Request, u *User) error {
	in := Profile{store: a.store, request: r, id: u.ID}
	if err := binder.Bind(r, &in); err != nil {
		return err
	}
	if err := a.store.SetProfile(r.Context(), u.ID, in.Name, in.Email); err != nil {
		return explain(r, err)
	}
	a.inertia.Redirect(w, r, a.routes.MustURL("account.show"), inertia.Flashed("success", say(r, "Profile saved.")))
	return nil
}

// updatePassword ends the user's other sessions.
func (a *app) updatePassword(w http.ResponseWriter, r *http.Request, u *User) error {
	var in struct {
		Current string `json:"current" validate:"required"`
		NewPassword
	}
	known := form.WithCheck(func(context.Context) error {
		if !u.HasPassword(in.Current) {
			return inertia.Errors{"current": {say(r, "This is not your password.")}}
		}
		return nil
	})
	if err := binder.Bind(r, &in, known); err != nil {
		return err
	}
	if err := a.store.SetPassword(r.Context(), u, in.Password); err != nil {
		return err
	}
	if err := a.enter(r.Context(), u); err != nil {
		return err
	}
	a.inertia.Redirect(w, r, a.routes.MustURL("account.show"), inertia.Flashed("success", say(r, "Password changed.")))
	return nil
}
