package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/inertia-templ/shell/form"
	"github.com/inertia-templ/shell/inertia"
)

const userKey = "user" // of the session

// userID is who is signed in, 0 for nobody.
func (a *app) userID(ctx context.Context) int64 { return a.sessions.GetInt64(ctx, userKey) }

// auth is shared with every page: who is signed in, null for nobody.
func (a *app) auth(r *http.Request) (inertia.Props, error) {
	id := a.userID(r.Context())
	if id == 0 {
		return inertia.Props{"user": nil}, nil
	}
	u, err := a.store.User(r.Context(), id)
	if errors.Is(err, ErrNotFound) {
		return inertia.Props{"user": nil}, nil
	}
	return inertia.Props{"user": u}, err
}

// signedIn sends visitors to the sign-in page, and what follows is kept out of
// caches and unreadable in the history after signing out.
func (a *app) signedIn(next http.Handler) http.Handler {
	return inertia.EncryptedHistory(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if a.userID(r.Context()) != 0 {
			next.ServeHTTP(w, r)
			return
		}
		if r.Method == http.MethodGet {
			a.sessions.Put(r.Context(), "wanted", r.URL.Path)
		}
		a.inertia.Redirect(w, r, "/login", inertia.Flashed("error", "Please sign in."))
	}))
}

// enter signs a user in, under a new session token, and goes to the page that
// was asked for.
func (a *app) enter(w http.ResponseWriter, r *http.Request, id int64) error {
	if err := a.sessions.RenewToken(r.Context()); err != nil {
		return fmt.Errorf("contacts: signing in: %w", err)
	}
	a.sessions.Put(r.Context(), userKey, id)
	wanted := a.sessions.PopString(r.Context(), "wanted")
	if wanted == "" {
		wanted = "/account"
	}
	a.inertia.Redirect(w, r, wanted)
	return nil
}

func (a *app) loginPage(w http.ResponseWriter, r *http.Request) error {
	return a.inertia.Render(w, r, "Login", inertia.Props{"demo": inertia.Props{"email": demoEmail, "password": demoPassword}})
}

func (a *app) login(w http.ResponseWriter, r *http.Request) error {
	var in struct {
		Email    string `json:"email" validate:"required"`
		Password string `json:"password" validate:"required"`
	}
	if err := form.Bind(r, &in); err != nil {
		return err
	}
	user, err := a.store.SignIn(r.Context(), in.Email, in.Password)
	if errors.Is(err, errWrongPassword) {
		return inertia.Errors{"email": {"This email address and password do not belong together."}}
	}
	if err != nil {
		return err
	}
	return a.enter(w, r, user.ID)
}

func (a *app) logout(w http.ResponseWriter, r *http.Request) error {
	if err := a.sessions.Destroy(r.Context()); err != nil {
		return fmt.Errorf("contacts: signing out: %w", err)
	}
	a.inertia.Redirect(w, r, "/login", inertia.ClearHistory(), inertia.Flashed("success", "You are signed out."))
	return nil
}

// profile is part of registering and of the account page.
type profile struct {
	Name  string `json:"name" validate:"required,max=100"`
	Email string `json:"email" label:"email address" validate:"required,email,max=254"`
}

// Normalize removes stray white space before anything is checked.
func (p *profile) Normalize() {
	p.Name = strings.Join(strings.Fields(p.Name), " ")
	p.Email = strings.TrimSpace(p.Email)
}

// free is a check that an address belongs to nobody but the user with id.
func (a *app) free(p *profile, id int64) form.Option {
	return form.WithCheck(func(ctx context.Context) error {
		ok, err := a.store.EmailFree(ctx, p.Email, id)
		if err == nil && !ok {
			return emailTaken
		}
		return err
	})
}

// passwords are a new password, twice.
type passwords struct {
	Password     string `json:"password" validate:"required,min=10"`
	Confirmation string `json:"confirmation" validate:"required,eqfield=Password"`
}

// Validate knows what bcrypt can read.
func (p *passwords) Validate(context.Context) error {
	if len(p.Password) > maxPassword {
		return inertia.Errors{"password": {fmt.Sprintf("Use at most %d bytes; this has %d in %d characters.", maxPassword, len(p.Password), utf8.RuneCountInString(p.Password))}}
	}
	return nil
}

// register is validated while it is filled in; nothing is created before the
// form is sent.
func (a *app) register(w http.ResponseWriter, r *http.Request) error {
	var in struct {
		profile
		passwords
	}
	if err := form.Bind(r, &in, a.free(&in.profile, 0)); err != nil {
		return err
	}
	id, err := a.store.Register(r.Context(), in.Name, in.Email, in.Password)
	if err != nil {
		return explain(err)
	}
	inertia.Flash(r, "success", "Welcome, "+in.Name+".")
	return a.enter(w, r, id)
}

func (a *app) updateProfile(w http.ResponseWriter, r *http.Request) error {
	id := a.userID(r.Context())
	var in profile
	if err := form.Bind(r, &in, a.free(&in, id)); err != nil {
		return err
	}
	if err := a.store.SetProfile(r.Context(), id, in.Name, in.Email); err != nil {
		return explain(err)
	}
	a.inertia.Back(w, r, inertia.Flashed("success", "Profile saved."))
	return nil
}

func (a *app) updatePassword(w http.ResponseWriter, r *http.Request) error {
	var in struct {
		Current string `json:"current" label:"current password" validate:"required"`
		passwords
	}
	if err := form.Bind(r, &in); err != nil {
		return err
	}
	id := a.userID(r.Context())
	user, err := a.store.User(r.Context(), id)
	if err != nil {
		return err
	}
	if _, err := a.store.SignIn(r.Context(), user.Email, in.Current); errors.Is(err, errWrongPassword) {
		return inertia.Errors{"current": {"This is not your password."}}
	} else if err != nil {
		return err
	}
	if err := a.store.SetPassword(r.Context(), id, in.Password); err != nil {
		return err
	}
	if err := a.sessions.RenewToken(r.Context()); err != nil {
		return fmt.Errorf("contacts: changing a password: %w", err)
	}
	a.inertia.Back(w, r, inertia.Flashed("success", "Password changed."))
	return nil
}

func (a *app) updateAvatar(w http.ResponseWriter, r *http.Request) error {
	var in struct {
		Avatar *multipart.FileHeader `json:"avatar" label:"picture" validate:"required,maxsize=2MB,filetype=image/png image/jpeg image/webp"`
	}
	if err := form.Bind(r, &in); err != nil {
		return err
	}
	file, err := in.Avatar.Open()
	if err != nil {
		return fmt.Errorf("contacts: reading a picture: %w", err)
	}
	defer func() { _ = file.Close() }()
	image, err := io.ReadAll(file)
	if err != nil {
		return fmt.Errorf("contacts: reading a picture: %w", err)
	}
	if err := a.store.SetAvatar(r.Context(), a.userID(r.Context()), image, http.DetectContentType(image)); err != nil {
		return err
	}
	a.inertia.Back(w, r, inertia.Flashed("success", "Picture saved."))
	return nil
}

// avatar serves a user's picture. The address has a version, so that browsers
// may keep it.
func (a *app) avatar(w http.ResponseWriter, r *http.Request) error {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return &inertia.HTTPError{Status: http.StatusNotFound, Err: err}
	}
	image, mediaType, err := a.store.Avatar(r.Context(), id)
	if err != nil {
		return explain(err)
	}
	h := w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'")
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Content-Length", strconv.Itoa(len(image)))
	_, _ = w.Write(image)
	return nil
}
