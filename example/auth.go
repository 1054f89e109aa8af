package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"github.com/inertia-templ/shell/inertia"
)

// What a session holds.
const (
	sessionUser  = "user"
	sessionStamp = "stamp"
)

type visitorKey struct{}

// identify finds out who is signed in, once for each request that wants to
// know. Whatever a signed-in visitor is shown is kept out of caches, and is
// encrypted in the browser's history until the end of the session.
func (a *app) identify(next http.Handler) http.Handler {
	private := inertia.Defaults(next, inertia.EncryptHistory(true))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !a.sessions.Exists(r.Context(), sessionUser) {
			next.ServeHTTP(w, r)
			return
		}
		find := sync.OnceValues(func() (*User, error) { return a.findVisitor(r.Context()) })
		private.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), visitorKey{}, find)))
	})
}

func (a *app) findVisitor(ctx context.Context) (*User, error) {
	u, err := a.store.User(ctx, a.sessions.GetInt64(ctx, sessionUser))
	switch {
	case errors.Is(err, ErrNotFound):
		return nil, nil
	case err != nil:
		return nil, err
	case u.Stamp() != a.sessions.GetString(ctx, sessionStamp):
		return nil, nil
	}
	return &u, nil
}

// visitor is who is signed in, nil for nobody.
func visitor(ctx context.Context) (*User, error) {
	find, ok := ctx.Value(visitorKey{}).(func() (*User, error))
	if !ok {
		return nil, nil
	}
	return find()
}

// authProps are shared with every page.
type authProps struct {
	User *userProps `json:"user"` // null for nobody
}

type userProps struct {
	ID     int64  `json:"id"`
	Name   string `json:"name"`
	Email  string `json:"email"`
	Role   string `json:"role"`   // admin or member
	Avatar string `json:"avatar"` // URL, empty if there is no picture
}

func currentUser(ctx context.Context) (authProps, error) {
	u, err := visitor(ctx)
	if u == nil || err != nil {
		return authProps{}, err
	}
	return authProps{User: &userProps{ID: u.ID, Name: u.Name, Email: u.Email, Role: u.Role, Avatar: avatarURL(u)}}, nil
}

// signedIn is a handler for those who are signed in. Others are sent to sign
// in, and come back to the page they asked for.
func (a *app) signedIn(h func(http.ResponseWriter, *http.Request, *User) error) http.Handler {
	return a.inertia.Handle(func(w http.ResponseWriter, r *http.Request) error {
		u, err := visitor(r.Context())
		if err != nil {
			return err
		}
		if u != nil {
			return h(w, r, u)
		}
		login := "/login"
		if r.Method == http.MethodGet && r.URL.Path != "/" {
			login += "?next=" + url.QueryEscape(r.URL.RequestURI())
		}
		a.inertia.Redirect(w, r, login, inertia.Flashed("notice", say(r, "Please sign in.")))
		return nil
	})
}

func (a *app) showLogin(w http.ResponseWriter, r *http.Request) error {
	if u, err := visitor(r.Context()); u != nil || err != nil {
		if err == nil {
			a.inertia.Redirect(w, r, pageAfterLogin(r))
		}
		return err
	}
	return loginPage.Render(a.inertia, w, r, loginProps{Demo: credentials{demoEmail, demoPassword}})
}

func (a *app) login(w http.ResponseWriter, r *http.Request) error {
	var in credentials
	if err := binder.Bind(r, &in); err != nil {
		return err
	}
	u, err := a.store.SignIn(r.Context(), line(in.Email), in.Password)
	if errors.Is(err, errWrongPassword) {
		return inertia.Errors{"password": {say(r, "The email address and the password do not match.")}}
	}
	if err != nil {
		return err
	}
	if err := a.enter(r.Context(), &u); err != nil {
		return err
	}
	a.inertia.Redirect(w, r, pageAfterLogin(r))
	return nil
}

// enter signs u in. The new token makes one that somebody else may know
// worthless.
func (a *app) enter(ctx context.Context, u *User) error {
	if err := a.sessions.RenewToken(ctx); err != nil {
		return fmt.Errorf("contacts: signing in: %w", err)
	}
	a.sessions.Put(ctx, sessionUser, u.ID)
	a.sessions.Put(ctx, sessionStamp, u.Stamp())
	return nil
}

// logout makes the browser forget the key of its encrypted history.
func (a *app) logout(w http.ResponseWriter, r *http.Request) error {
	name := visitorName(r)
	if err := a.sessions.Destroy(r.Context()); err != nil {
		return fmt.Errorf("contacts: signing out: %w", err)
	}
	if err := a.inertia.EndStreams(r.Context(), name); err != nil {
		return err
	}
	a.inertia.Redirect(w, r, a.routes.MustURL("login"), inertia.ClearHistory(), inertia.Flashed("success", say(r, "You are signed out.")))
	return nil
}

// pageAfterLogin is the page that was asked for before signing in.
func pageAfterLogin(r *http.Request) string { return localPath(r.URL.Query().Get("next")) }

// localPath is target if that is a path of this application, else "/": a link
// to the sign-in page must not lead on to another site.
func localPath(target string) string {
	u, err := url.Parse(target)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || u.Opaque != "" ||
		!strings.HasPrefix(target, "/") || strings.HasPrefix(target, "//") || strings.ContainsAny(target, "\\\t\r\n") {
		return "/"
	}
	return target
}

// pathID is the {id} of a route.
func pathID(r *http.Request) (int64, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return 0, &inertia.HTTPError{Status: http.StatusNotFound, Err: err}
	}
	return id, nil
}
