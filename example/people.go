package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/inertia-templ/shell/inertia"
)

// Contact is one entry of the address book, as the pages get it.
type Contact struct {
	ID             int64     `json:"id"`
	Name           string    `json:"name"`
	Email          string    `json:"email"`
	Phone          string    `json:"phone"`
	City           string    `json:"city"`
	Company        string    `json:"company"`        // name of the organisation
	OrganisationID int64     `json:"organisationId"` // 0 for no organisation
	About          string    `json:"about"`
	CreatedAt      time.Time `json:"createdAt"`
}

// Filter selects and sorts contacts. Its zero value is everybody, by name.
type Filter struct {
	Search       string `json:"search"` // every word is in the name, email, city or company
	City         string `json:"city"`
	Organisation int64  `json:"organisation"` // 0 for any
	Sort         string `json:"sort"`         // "name" or "newest"
}

const (
	pageSize = 20

	contactColumns = "c.id, c.name, c.email, c.phone, c.city, coalesce(o.name, ''), coalesce(o.id, 0), c.about, c.created_at"
	contactTables  = " FROM contacts c LEFT JOIN organisations o ON o.id = c.organisation_id "
)

func scanContact(rows *sql.Rows) (Contact, error) {
	var c Contact
	var created int64
	err := rows.Scan(&c.ID, &c.Name, &c.Email, &c.Phone, &c.City, &c.Company, &c.OrganisationID, &c.About, &created)
	c.CreatedAt = time.UnixMilli(created).UTC()
	return c, err
}

// where is the condition of a filter and its arguments.
func (f Filter) where() (string, []any) {
	condition, args := "c.deleted_at IS NULL", []any{}
	and := func(more string, arg any) {
		condition += " AND " + more
		args = append(args, arg)
	}
	for _, word := range strings.Fields(strings.ToLower(f.Search)) {
		and("instr(c.search, ?)", word)
	}
	if f.City != "" {
		and("c.city = ?", f.City)
	}
	if f.Organisation != 0 {
		and("c.organisation_id = ?", f.Organisation)
	}
	return condition, args
}

func (f Filter) order() string {
	if f.Sort == "newest" {
		return "c.created_at DESC, c.id DESC"
	}
	return "c.name COLLATE NOCASE, c.id"
}

// List returns one page of the contacts that f selects, counted from 1. A page
// beyond the last gives the last.
func (s *Store) List(ctx context.Context, f Filter, page int) (inertia.Paginated[Contact], error) {
	var list inertia.Paginated[Contact]
	// One transaction, so that the total and the rows belong together.
	tx, err := s.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return list, fmt.Errorf("contacts: listing: %w", err)
	}
	defer tx.Rollback()

	where, args := f.where()
	var total int
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM contacts c WHERE "+where, args...).Scan(&total); err != nil {
		return list, fmt.Errorf("contacts: counting the list: %w", err)
	}
	at := inertia.PageAt(page, pageSize).Within(total)
	items, err := collect(ctx, tx, scanContact,
		"SELECT "+contactColumns+contactTables+"WHERE "+where+" ORDER BY "+f.order()+" LIMIT ? OFFSET ?",
		append(args, at.PerPage, at.Offset())...)
	return inertia.Paginate(at, items, total), err
}

// Newest returns the n contacts added last, newest first.
func (s *Store) Newest(ctx context.Context, n int) ([]Contact, error) {
	return collect(ctx, s.db, scanContact,
		"SELECT "+contactColumns+contactTables+"WHERE c.deleted_at IS NULL ORDER BY c.created_at DESC, c.id DESC LIMIT ?", n)
}

// Cities returns the cities of all contacts, sorted.
func (s *Store) Cities(ctx context.Context) ([]string, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT DISTINCT city FROM contacts WHERE city <> '' AND deleted_at IS NULL ORDER BY city")
	if err != nil {
		return nil, fmt.Errorf("contacts: cities: %w", err)
	}
	return inertia.Collect(rows, func(city *string) []any { return []any{city} })
}

// Get returns the contact id, or ErrNotFound.
func (s *Store) Get(ctx context.Context, id int64) (Contact, error) {
	found, err := collect(ctx, s.db, scanContact, "SELECT "+contactColumns+contactTables+"WHERE c.deleted_at IS NULL AND c.id = ?", id)
	if err != nil {
		return Contact{}, err
	}
	if len(found) == 0 {
		return Contact{}, ErrNotFound
	}
	return found[0], nil
}

// Create adds a contact for the user by and returns its id, or ErrEmailTaken.
func (s *Store) Create(ctx context.Context, by int64, in Input) (int64, error) {
	var id int64
	err := s.change(ctx, func(tx *sql.Tx) error {
		organisation, err := organisationNamed(ctx, tx, in.Company)
		if err != nil {
			return err
		}
		res, err := tx.ExecContext(ctx,
			"INSERT INTO contacts (name, email, phone, city, organisation_id, about, search, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			in.Name, in.Email, in.Phone, in.City, organisation, in.About, in.searchText(), time.Now().UnixMilli())
		if err := affected(res, err, "adding a contact"); err != nil {
			return err
		}
		if id, err = res.LastInsertId(); err != nil {
			return err
		}
		return record(ctx, tx, by, "created", in.Name, id)
	})
	return id, err
}

// Update replaces what is known of the contact id. It returns ErrNotFound or
// ErrEmailTaken where they apply.
func (s *Store) Update(ctx context.Context, by, id int64, in Input) error {
	return s.change(ctx, func(tx *sql.Tx) error {
		organisation, err := organisationNamed(ctx, tx, in.Company)
		if err != nil {
			return err
		}
		res, err := tx.ExecContext(ctx,
			"UPDATE contacts SET name = ?, email = ?, phone = ?, city = ?, organisation_id = ?, about = ?, search = ? WHERE id = ? AND deleted_at IS NULL",
			in.Name, in.Email, in.Phone, in.City, organisation, in.About, in.searchText(), id)
		if err := affected(res, err, "updating a contact"); err != nil {
			return err
		}
		return record(ctx, tx, by, "updated", in.Name, id)
	})
}

// Delete puts contacts into the trash and returns how many there were.
func (s *Store) Delete(ctx context.Context, by int64, ids ...int64) (int, error) {
	return s.each(ctx, by, "deleted", ids, "UPDATE contacts SET deleted_at = ? WHERE deleted_at IS NULL AND id IN (SELECT value FROM json_each(?)) RETURNING id, name", time.Now().UnixMilli())
}

// Restore takes contacts out of the trash and returns how many there were. It
// restores none and returns ErrEmailTaken if somebody else has one's address.
func (s *Store) Restore(ctx context.Context, by int64, ids ...int64) (int, error) {
	return s.each(ctx, by, "restored", ids, "UPDATE contacts SET deleted_at = NULL WHERE deleted_at < ? AND id IN (SELECT value FROM json_each(?)) RETURNING id, name", time.Now().UnixMilli()+1)
}

// each runs an update for several contacts and records what it did.
func (s *Store) each(ctx context.Context, by int64, action string, ids []int64, query string, now int64) (int, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return 0, err
	}
	changed := 0
	err = s.change(ctx, func(tx *sql.Tx) error {
		type person struct {
			id   int64
			name string
		}
		scan := func(rows *sql.Rows) (p person, err error) { return p, rows.Scan(&p.id, &p.name) }
		people, err := collect(ctx, tx, scan, query, now, string(list))
		if isTaken(err) {
			return ErrEmailTaken
		}
		if err != nil {
			return err
		}
		for _, p := range people {
			if err := record(ctx, tx, by, action, p.name, p.id); err != nil {
				return err
			}
		}
		changed = len(people)
		return nil
	})
	return changed, err
}

// TrashedContact is a contact in the trash.
type TrashedContact struct {
	ID        int64     `json:"id"`
	Name      string    `json:"name"`
	Company   string    `json:"company"`
	DeletedAt time.Time `json:"deletedAt"`
}

// Trash returns what was deleted, latest first, at most 200.
func (s *Store) Trash(ctx context.Context) ([]TrashedContact, error) {
	scan := func(rows *sql.Rows) (c TrashedContact, err error) {
		var deleted int64
		err = rows.Scan(&c.ID, &c.Name, &c.Company, &deleted)
		c.DeletedAt = time.UnixMilli(deleted).UTC()
		return c, err
	}
	return collect(ctx, s.db, scan, "SELECT c.id, c.name, coalesce(o.name, ''), c.deleted_at"+contactTables+
		"WHERE c.deleted_at IS NOT NULL ORDER BY c.deleted_at DESC, c.id DESC LIMIT 200")
}

// Purge removes a contact in the trash for good, with its notes and files.
func (s *Store) Purge(ctx context.Context, by, id int64) error {
	return s.change(ctx, func(tx *sql.Tx) error {
		var name string
		err := tx.QueryRowContext(ctx, "SELECT name FROM contacts WHERE deleted_at IS NOT NULL AND id = ?", id).Scan(&name)
		if err == sql.ErrNoRows {
			return ErrNotFound
		}
		if err != nil {
			return fmt.Errorf("contacts: reading the trash: %w", err)
		}
		for _, query := range []string{
			"DELETE FROM files WHERE note_id IN (SELECT id FROM notes WHERE contact_id = ?)",
			"DELETE FROM notes WHERE contact_id = ?",
			"DELETE FROM contacts WHERE id = ?",
		} {
			if _, err := tx.ExecContext(ctx, query, id); err != nil {
				return fmt.Errorf("contacts: purging a contact: %w", err)
			}
		}
		return record(ctx, tx, by, "purged", name, id)
	})
}
