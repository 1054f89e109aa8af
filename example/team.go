package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"

	"github.com/inertia-templ/shell/inertia"
)

// Roles. A member works with contacts; an admin also purges the trash, reads the
// audit log and gives roles.
const (
	roleAdmin  = "admin"
	roleMember = "member"
)

// Teammate is a user as administrators see it.
type Teammate struct {
	ID    int64  `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
	Role  string `json:"role"` // admin or member
}

type teamProps struct {
	Users []Teammate `json:"users"`
}

// Team returns all users by name.
func (s *Store) Team(ctx context.Context) ([]Teammate, error) {
	scan := func(rows *sql.Rows) (t Teammate, err error) { return t, rows.Scan(&t.ID, &t.Name, &t.Email, &t.Role) }
	return collect(ctx, s.db, scan, "SELECT id, name, email, role FROM users ORDER BY name COLLATE NOCASE, id LIMIT 500")
}

// SetRole changes the role of a user. It returns ErrNotFound, or ErrLastAdmin if
// nobody would be left to give roles.
func (s *Store) SetRole(ctx context.Context, by, id int64, role string) error {
	return s.change(ctx, func(tx *sql.Tx) error {
		var name string
		err := tx.QueryRowContext(ctx, "UPDATE users SET role = ? WHERE id = ? RETURNING name", role, id).Scan(&name)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNotFound
		}
		if err != nil {
			return fmt.Errorf("contacts: changing a role: %w", err)
		}
		var admins int
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM users WHERE role = ?", roleAdmin).Scan(&admins); err != nil {
			return fmt.Errorf("contacts: counting administrators: %w", err)
		}
		if admins == 0 {
			return ErrLastAdmin // and the change is undone
		}
		return record(ctx, tx, by, "promoted", name, 0)
	})
}

// admin is a handler for administrators. Members get a 403.
func (a *app) admin(h func(http.ResponseWriter, *http.Request, *User) error) http.Handler {
	return a.signedIn(func(w http.ResponseWriter, r *http.Request, u *User) error {
		if u.Role != roleAdmin {
			return &inertia.HTTPError{Status: http.StatusForbidden}
		}
		return h(w, r, u)
	})
}

func (a *app) showTeam(w http.ResponseWriter, r *http.Request, _ *User) error {
	users, err := a.store.Team(r.Context())
	if err != nil {
		return err
	}
	return teamPage.Render(a.inertia, w, r, teamProps{users})
}

func (a *app) setRole(w http.ResponseWriter, r *http.Request, u *User) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	var in struct {
		Role string `json:"role" validate:"oneof=admin member"`
	}
	if err := binder.Bind(r, &in); err != nil {
		return err
	}
	switch err := a.store.SetRole(r.Context(), u.ID, id, in.Role); {
	case errors.Is(err, ErrLastAdmin):
		inertia.Flash(r, "error", say(r, "Somebody has to stay administrator."))
	case err != nil:
		return explain(r, err)
	default:
		inertia.Flash(r, "success", say(r, "Role saved."))
	}
	// Whoever has given up the role may not see the page any more.
	to := "team.index"
	if id == u.ID && in.Role != roleAdmin {
		to = "dashboard"
	}
	a.inertia.Redirect(w, r, a.routes.MustURL(to))
	return nil
}
