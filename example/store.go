package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// What a caller can act on.
var (
	ErrNotFound   = errors.New("contacts: there is no such entry")
	ErrEmailTaken = errors.New("contacts: the email address belongs to another entry")
	ErrNameTaken  = errors.New("contacts: the name belongs to another entry")
	ErrLastAdmin  = errors.New("contacts: the last administrator has to stay one")
)

// Store keeps everything in one SQLite file. It is safe for concurrent use.
type Store struct {
	db     *sql.DB
	secret []byte

	changed func(context.Context) error // is told, unless nil
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
	if err := connect(ctx, db); err != nil {
		return nil, errors.Join(fmt.Errorf("contacts: opening %s: %w", path, err), db.Close())
	}
	if err := s.migrate(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("contacts: preparing the database %s: %w", path, err), db.Close())
	}
	return s, nil
}

// connect makes the first connection, which gives a new file its journal. Of
// two programs that do so at once SQLite turns one away, however long
// busy_timeout is: it tries again for 5 seconds.
func connect(ctx context.Context, db *sql.DB) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	for {
		err := db.PingContext(ctx)
		failed := (*sqlite.Error)(nil)
		if !errors.As(err, &failed) || failed.Code()&0xff != sqlite3.SQLITE_BUSY {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// Close closes the database.
func (s *Store) Close() error { return s.db.Close() }

// Secret is a random key of 32 bytes, made with the database and the same ever
// after: it seals the cookie in which messages wait for the next page, and signs
// the tokens against requests of other sites.
func (s *Store) Secret() []byte { return s.secret }

// change runs fn in a transaction: what it writes is kept whole or not at all.
func (s *Store) change(ctx context.Context, fn func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("contacts: beginning a change: %w", err)
	}
	defer tx.Rollback()
	if err := fn(tx); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("contacts: keeping a change: %w", err)
	}
	if s.changed != nil {
		return s.changed(context.WithoutCancel(ctx))
	}
	return nil
}

// contactsTag is that of whatever is made of contacts and organisations.
const contactsTag = "contacts"

// queryer is met by a database and by a transaction.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// collect reads all rows of a query, each with scan. The result is never nil:
// pages expect a list.
func collect[T any](ctx context.Context, db queryer, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("contacts: reading: %w", err)
	}
	defer rows.Close()
	found := []T{}
	for rows.Next() {
		item, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("contacts: reading: %w", err)
		}
		found = append(found, item)
	}
	return found, rows.Err()
}

// affected turns the outcome of a statement about one row into an error.
func affected(res sql.Result, err error, doing string) error {
	if isTaken(err) {
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

// isTaken reports whether a row was refused because another one has its name or
// address.
func isTaken(err error) bool {
	failed := (*sqlite.Error)(nil)
	return errors.As(err, &failed) && failed.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE
}
