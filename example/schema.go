package main

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"time"
)

// steps bring the tables from each version to the next. A step that was
// released is never changed.
var steps = []func(context.Context, *sql.Tx) error{addContacts, addAccounts}

// migrate brings the tables to the last version, each step once, even if two
// processes start together.
func (s *Store) migrate(ctx context.Context) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()

	var version int
	if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	for version < len(steps) {
		if err := steps[version](ctx, tx); err != nil {
			return err
		}
		version++
		if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", version)); err != nil {
			return err
		}
	}
	if err := tx.QueryRowContext(ctx, "SELECT key FROM secret").Scan(&s.secret); err != nil {
		return err
	}
	return tx.Commit()
}

// The search column holds what can be searched in lower case: SQLite itself
// knows upper and lower case of ASCII only.
const contactsSchema = `
CREATE TABLE contacts (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	name       TEXT NOT NULL,
	email      TEXT NOT NULL UNIQUE COLLATE NOCASE,
	phone      TEXT NOT NULL,
	city       TEXT NOT NULL,
	company    TEXT NOT NULL,
	notes      TEXT NOT NULL,
	search     TEXT NOT NULL,
	created_at INTEGER NOT NULL
);
CREATE INDEX contacts_created_at ON contacts (created_at);
CREATE TABLE secret (key BLOB NOT NULL);`

func addContacts(ctx context.Context, tx *sql.Tx) error {
	if _, err := tx.ExecContext(ctx, contactsSchema); err != nil {
		return err
	}
	now := time.Now()
	for n := len(seedPeople) - 1; n >= 0; n-- {
		if _, err := insert(ctx, tx, seedPeople[n], now.Add(-seedAge(n))); err != nil {
			return err
		}
	}
	secret := make([]byte, 32)
	rand.Read(secret) // never fails
	_, err := tx.ExecContext(ctx, "INSERT INTO secret (key) VALUES (?)", secret)
	return err
}

const accountsSchema = `
CREATE TABLE users (
	id       INTEGER PRIMARY KEY AUTOINCREMENT,
	name     TEXT NOT NULL,
	email    TEXT NOT NULL UNIQUE COLLATE NOCASE,
	password BLOB NOT NULL
);
CREATE TABLE avatars (
	user_id INTEGER PRIMARY KEY REFERENCES users (id),
	version TEXT NOT NULL,
	type    TEXT NOT NULL,
	image   BLOB NOT NULL
);
CREATE TABLE sessions (
	token      TEXT PRIMARY KEY,
	data       BLOB NOT NULL,
	expires_at INTEGER NOT NULL
);
CREATE INDEX sessions_expires_at ON sessions (expires_at);`

func addAccounts(ctx context.Context, tx *sql.Tx) error {
	if _, err := tx.ExecContext(ctx, accountsSchema); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO users (name, email, password) VALUES (?, ?, ?)", demoName, demoEmail, []byte(demoHash))
	return err
}
