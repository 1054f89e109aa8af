package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Contact is one entry of the address book, as it is kept and as the pages get it.
type Contact struct {
	ID        int64     `json:"id"`
	Name      string    `json:"name"`
	Email     string    `json:"email"`
	Phone     string    `json:"phone"`
	City      string    `json:"city"`
	Company   string    `json:"company"`
	Notes     string    `json:"notes"`
	CreatedAt time.Time `json:"createdAt"`
}

// ContactPage is one page of a list. Page counts from 1.
type ContactPage struct {
	Items []Contact `json:"items"`
	Total int       `json:"total"`
	Page  int       `json:"page"`
	Pages int       `json:"pages"`
}

// Counts are the numbers on the dashboard.
type Counts struct {
	Contacts int `json:"contacts"`
	Cities   int `json:"cities"`
	Recent   int `json:"recent"` // added in the last 30 days
}

// CityCount is one row of the report.
type CityCount struct {
	City     string `json:"city"`
	Contacts int    `json:"contacts"`
}

// What a caller can act on.
var (
	ErrNotFound   = errors.New("contacts: there is no such entry")
	ErrEmailTaken = errors.New("contacts: the email address belongs to another entry")
)

const pageSize = 10

// Store keeps contacts, users and sessions in one SQLite file. It is safe for concurrent use.
type Store struct {
	db     *sql.DB
	secret []byte
}

// OpenStore opens the database at path. A file that does not exist is created
// and filled with sixty people.
func OpenStore(ctx context.Context, path string) (*Store, error) {
	// Writers take their lock when they begin and wait for each other, so that
	// no transaction fails half-way with "database is locked".
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() +
		"?_txlock=immediate&_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)"
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, fmt.Errorf("contacts: opening %s: %w", path, err)
	}
	s := &Store{db: db}
	if err := s.migrate(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("contacts: preparing the database %s: %w", path, err), db.Close())
	}
	return s, nil
}

// Close closes the database.
func (s *Store) Close() error { return s.db.Close() }

// Secret is a random key of 32 bytes, made with the database and the same ever
// after: it seals the cookie in which messages wait for the next page, and signs
// the tokens against requests of other sites.
func (s *Store) Secret() []byte { return s.secret }

const columns = "id, name, email, phone, city, company, notes, created_at"

// List returns one page of the contacts that contain every word of search in
// their name, email, city or company. A page beyond the last gives the last.
func (s *Store) List(ctx context.Context, search string, page int) (ContactPage, error) {
	where, args := "1", []any{}
	for _, word := range strings.Fields(strings.ToLower(search)) {
		where += " AND instr(search, ?)"
		args = append(args, word)
	}

	// One transaction, so that the total and the rows belong together.
	tx, err := s.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return ContactPage{}, fmt.Errorf("contacts: listing: %w", err)
	}
	defer tx.Rollback()

	list := ContactPage{}
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM contacts WHERE "+where, args...).Scan(&list.Total); err != nil {
		return ContactPage{}, fmt.Errorf("contacts: counting the list: %w", err)
	}
	list.Pages = max(1, (list.Total+pageSize-1)/pageSize)
	list.Page = min(max(page, 1), list.Pages)
	list.Items, err = query(ctx, tx,
		"SELECT "+columns+" FROM contacts WHERE "+where+" ORDER BY name COLLATE NOCASE, id LIMIT ? OFFSET ?",
		append(args, pageSize, (list.Page-1)*pageSize)...)
	return list, err
}

// Newest returns the n contacts added last, newest first.
func (s *Store) Newest(ctx context.Context, n int) ([]Contact, error) {
	return query(ctx, s.db, "SELECT "+columns+" FROM contacts ORDER BY created_at DESC, id DESC LIMIT ?", n)
}

// Get returns the contact id, or ErrNotFound.
func (s *Store) Get(ctx context.Context, id int64) (Contact, error) {
	found, err := query(ctx, s.db, "SELECT "+columns+" FROM contacts WHERE id = ?", id)
	if err != nil {
		return Contact{}, err
	}
	if len(found) == 0 {
		return Contact{}, ErrNotFound
	}
	return found[0], nil
}

// Create adds a contact and returns its id, or ErrEmailTaken.
func (s *Store) Create(ctx context.Context, in Input) (int64, error) {
	return insert(ctx, s.db, in, time.Now())
}

// Update replaces what is known of the contact id. It returns ErrNotFound or
// ErrEmailTaken where they apply.
func (s *Store) Update(ctx context.Context, id int64, in Input) error {
	res, err := s.db.ExecContext(ctx,
		"UPDATE contacts SET name = ?, email = ?, phone = ?, city = ?, company = ?, notes = ?, search = ? WHERE id = ?",
		in.Name, in.Email, in.Phone, in.City, in.Company, in.Notes, in.searchText(), id)
	return affected(res, err, "updating a contact")
}

// Delete removes the contact id, or returns ErrNotFound.
func (s *Store) Delete(ctx context.Context, id int64) error {
	res, err := s.db.ExecContext(ctx, "DELETE FROM contacts WHERE id = ?", id)
	return affected(res, err, "deleting a contact")
}

// Counts returns the numbers for the dashboard.
func (s *Store) Counts(ctx context.Context) (Counts, error) {
	var c Counts
	err := s.db.QueryRowContext(ctx,
		"SELECT count(*), count(DISTINCT nullif(city, '')), count(CASE WHEN created_at >= ? THEN 1 END) FROM contacts",
		time.Now().AddDate(0, 0, -30).UnixMilli()).Scan(&c.Contacts, &c.Cities, &c.Recent)
	if err != nil {
		return Counts{}, fmt.Errorf("contacts: counting: %w", err)
	}
	return c, nil
}

// CityReport counts the contacts of each city, the largest first.
func (s *Store) CityReport(ctx context.Context) ([]CityCount, error) {
	rows, err := s.db.QueryContext(ctx,
		"SELECT city, count(*) AS n FROM contacts WHERE city <> '' GROUP BY city ORDER BY n DESC, city")
	if err != nil {
		return nil, fmt.Errorf("contacts: counting per city: %w", err)
	}
	defer rows.Close()
	report := []CityCount{}
	for rows.Next() {
		var row CityCount
		if err := rows.Scan(&row.City, &row.Contacts); err != nil {
			return nil, fmt.Errorf("contacts: counting per city: %w", err)
		}
		report = append(report, row)
	}
	return report, rows.Err()
}

// execer and queryer are met by a database and by a transaction.
type execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func insert(ctx context.Context, db execer, in Input, created time.Time) (int64, error) {
	res, err := db.ExecContext(ctx,
		"INSERT INTO contacts (name, email, phone, city, company, notes, search, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		in.Name, in.Email, in.Phone, in.City, in.Company, in.Notes, in.searchText(), created.UnixMilli())
	if err := affected(res, err, "adding a contact"); err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

func query(ctx context.Context, db queryer, query string, args ...any) ([]Contact, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("contacts: reading: %w", err)
	}
	defer rows.Close()
	found := []Contact{}
	for rows.Next() {
		var c Contact
		var created int64
		if err := rows.Scan(&c.ID, &c.Name, &c.Email, &c.Phone, &c.City, &c.Company, &c.Notes, &created); err != nil {
			return nil, fmt.Errorf("contacts: reading: %w", err)
		}
		c.CreatedAt = time.UnixMilli(created).UTC()
		found = append(found, c)
	}
	return found, rows.Err()
}

// affected turns the outcome of a statement about one row into an error.
func affected(res sql.Result, err error, doing string) error {
	if failed := (*sqlite.Error)(nil); errors.As(err, &failed) && failed.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE {
		return ErrEmailTaken
	}
	if err != nil {
		return fmt.Errorf("contacts: %s: %w", doing, err)
	}
	n, err := res.RowsAffected()
	if err == nil && n == 0 {
		return ErrNotFound
	}
	return err
}
