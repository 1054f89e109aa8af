package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"

	"github.com/inertia-templ/shell/inertia"
)

// Organisation is where contacts work.
type Organisation struct {
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	Website  string `json:"website"`
	Contacts int    `json:"contacts"` // how many work there
}

const organisationQuery = `SELECT o.id, o.name, o.website, count(c.id) FROM organisations o
	LEFT JOIN contacts c ON c.organisation_id = o.id AND c.deleted_at IS NULL `

func scanOrganisation(rows *sql.Rows) (Organisation, error) {
	var o Organisation
	return o, rows.Scan(&o.ID, &o.Name, &o.Website, &o.Contacts)
}

// organisationNamed finds an organisation by its name, or adds it. It is nil for
// no name.
func organisationNamed(ctx context.Context, tx *sql.Tx, name string) (*int64, error) {
	if name == "" {
		return nil, nil
	}
	var id int64
	_, err := tx.ExecContext(ctx, "INSERT INTO organisations (name, website) VALUES (?, '') ON CONFLICT DO NOTHING", name)
	if err == nil {
		err = tx.QueryRowContext(ctx, "SELECT id FROM organisations WHERE name = ?", name).Scan(&id)
	}
	if err != nil {
		return nil, fmt.Errorf("contacts: finding an organisation: %w", err)
	}
	return &id, nil
}

// Organisations returns all of them by name.
func (s *Store) Organisations(ctx context.Context) ([]Organisation, error) {
	return collect(ctx, s.db, scanOrganisation, organisationQuery+"GROUP BY o.id ORDER BY o.name COLLATE NOCASE")
}

// LargestOrganisations returns the n with the most contacts.
func (s *Store) LargestOrganisations(ctx context.Context, n int) ([]Organisation, error) {
	return collect(ctx, s.db, scanOrganisation, organisationQuery+"GROUP BY o.id HAVING count(c.id) > 0 ORDER BY count(c.id) DESC, o.name COLLATE NOCASE LIMIT ?", n)
}

// Organisation returns the organisation id, or ErrNotFound.
func (s *Store) Organisation(ctx context.Context, id int64) (Organisation, error) {
	found, err := collect(ctx, s.db, scanOrganisation, organisationQuery+"WHERE o.id = ? GROUP BY o.id", id)
	if err != nil {
		return Organisation{}, err
	}
	if len(found) == 0 {
		return Organisation{}, ErrNotFound
	}
	return found[0], nil
}

// CreateOrganisation adds an organisation and returns its id, or ErrNameTaken.
func (s *Store) CreateOrganisation(ctx context.Context, by int64, in OrganisationInput) (int64, error) {
	var id int64
	err := s.change(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, "INSERT INTO organisations (name, website) VALUES (?, ?)", in.Name, in.Website)
		if isTaken(err) {
			return ErrNameTaken
		}
		if err := affected(res, err, "adding an organisation"); err != nil {
			return err
		}
		if id, err = res.LastInsertId(); err != nil {
			return err
		}
		return record(ctx, tx, by, "created", in.Name, 0)
	})
	return id, err
}

// UpdateOrganisation changes a name and a website, and what a search for the
// people there looks at. It returns ErrNotFound or ErrNameTaken where they apply.
func (s *Store) UpdateOrganisation(ctx context.Context, by, id int64, in OrganisationInput) error {
	return s.change(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, "UPDATE organisations SET name = ?, website = ? WHERE id = ?", in.Name, in.Website, id)
		if isTaken(err) {
			return ErrNameTaken
		}
		if err := affected(res, err, "updating an organisation"); err != nil {
			return err
		}
		if err := movePeople(ctx, tx, id, &id, in.Name); err != nil {
			return err
		}
		return record(ctx, tx, by, "updated", in.Name, 0)
	})
}

// DeleteOrganisation removes an organisation, or returns ErrNotFound. The people
// who work there stay, without an organisation.
func (s *Store) DeleteOrganisation(ctx context.Context, by, id int64) error {
	return s.change(ctx, func(tx *sql.Tx) error {
		if err := movePeople(ctx, tx, id, nil, ""); err != nil {
			return err
		}
		var name string
		err := tx.QueryRowContext(ctx, "DELETE FROM organisations WHERE id = ? RETURNING name", id).Scan(&name)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNotFound
		}
		if err != nil {
			return fmt.Errorf("contacts: deleting an organisation: %w", err)
		}
		return record(ctx, tx, by, "deleted", name, 0)
	})
}

// movePeople gives all people of one organisation another one, or none, and
// changes what a search for them looks at. Those in the trash move too: they may
// be restored.
func movePeople(ctx context.Context, tx *sql.Tx, from int64, to *int64, name string) error {
	people, err := collect(ctx, tx, scanContact, "SELECT "+contactColumns+contactTables+"WHERE c.organisation_id = ?", from)
	if err != nil {
		return err
	}
	for _, c := range people {
		search := Input{Name: c.Name, Email: c.Email, City: c.City, Company: name}.searchText()
		if _, err := tx.ExecContext(ctx, "UPDATE contacts SET organisation_id = ?, search = ? WHERE id = ?", to, search, c.ID); err != nil {
			return fmt.Errorf("contacts: updating the people of an organisation: %w", err)
		}
	}
	return nil
}

// OrganisationInput is what the form of an organisation sends.
type OrganisationInput struct {
	Name    string `json:"name" validate:"required,max=100"`
	Website string `json:"website" validate:"omitempty,http_url,max=200"`
}

// Normalize removes stray white space before anything is checked.
func (in *OrganisationInput) Normalize() { in.Name, in.Website = line(in.Name), line(in.Website) }

type organisationsProps struct {
	Organisations []Organisation `json:"organisations"`
}

type organisationProps struct {
	Organisation Organisation `json:"organisation"`
}

type organisationPeopleProps struct {
	Organisation Organisation                `json:"organisation"`
	Contacts     inertia.Deferred[[]Contact] `json:"contacts"`
}

func (a *app) listOrganisations(w http.ResponseWriter, r *http.Request, _ *User) error {
	organisations, err := a.store.Organisations(r.Context())
	if err != nil {
		return err
	}
	return organisationsIndex.Render(a.inertia, w, r, organisationsProps{organisations})
}

func (a *app) newOrganisation(w http.ResponseWriter, r *http.Request, _ *User) error {
	return organisationsCreate.Render(a.inertia, w, r, struct{}{})
}

func (a *app) createOrganisation(w http.ResponseWriter, r *http.Request, u *User) error {
	var in OrganisationInput
	if err := binder.Bind(r, &in); err != nil {
		return err
	}
	id, err := a.store.CreateOrganisation(r.Context(), u.ID, in)
	if err != nil {
		return explain(r, err)
	}
	inertia.Flash(r, "success", say(r, "Organisation created."))
	a.inertia.Redirect(w, r, a.routes.MustURL("organisations.show", "id", id))
	return nil
}

func (a *app) showOrganisation(w http.ResponseWriter, r *http.Request, _ *User) error {
	organisation, err := a.organisation(r)
	if err != nil {
		return err
	}
	return organisationsShow.Render(a.inertia, w, r, organisationPeopleProps{
		Organisation: organisation,
		Contacts: inertia.Defer(func(ctx context.Context) ([]Contact, error) {
			page, err := a.store.List(ctx, Filter{Organisation: organisation.ID}, 1)
			return page.Data, err
		}),
	})
}

func (a *app) editOrganisation(w http.ResponseWriter, r *http.Request, _ *User) error {
	organisation, err := a.organisation(r)
	if err != nil {
		return err
	}
	return organisationsEdit.Render(a.inertia, w, r, organisationProps{organisation})
}

// organisation is the one that the path names.
func (a *app) organisation(r *http.Request) (Organisation, error) {
	id, err := pathID(r)
	if err != nil {
		return Organisation{}, err
	}
	organisation, err := a.store.Organisation(r.Context(), id)
	if err != nil {
		return Organisation{}, explain(r, err)
	}
	return organisation, nil
}

// updateOrganisation takes the form of Organisations/Edit, and the fields that
// are edited in place on Organisations/Show.
func (a *app) updateOrganisation(w http.ResponseWriter, r *http.Request, u *User) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	var in OrganisationInput
	if err := binder.Bind(r, &in); err != nil {
		return err
	}
	if err := a.store.UpdateOrganisation(r.Context(), u.ID, id, in); err != nil {
		return explain(r, err)
	}
	inertia.Flash(r, "success", say(r, "Organisation updated."))
	a.inertia.Redirect(w, r, a.routes.MustURL("organisations.show", "id", id))
	return nil
}

func (a *app) deleteOrganisation(w http.ResponseWriter, r *http.Request, u *User) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	if err := a.store.DeleteOrganisation(r.Context(), u.ID, id); err != nil {
		return explain(r, err)
	}
	inertia.Flash(r, "success", say(r, "Organisation deleted."))
	a.inertia.Redirect(w, r, a.routes.MustURL("organisations.index"))
	return nil
}
