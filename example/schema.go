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
var steps = []func(context.Context, *sql.Tx) error{addContacts, addAccounts, addOrganisations}

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
		in := seedPeople[n]
		_, err := tx.ExecContext(ctx,
			"INSERT INTO contacts (name, email, phone, city, company, notes, search, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			in.Name, in.Email, in.Phone, in.City, in.Company, in.About, in.searchText(), now.Add(-seedAge(n)).UnixMilli())
		if err != nil {
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

// The table of contacts is made again: an address is unique among those that
// are not deleted, and the company is an organisation now.
const organisationsSchema = `
CREATE TABLE organisations (
	id      INTEGER PRIMARY KEY AUTOINCREMENT,
	name    TEXT NOT NULL UNIQUE COLLATE NOCASE,
	website TEXT NOT NULL
);
INSERT INTO organisations (name, website)
	SELECT company, 'https://' || substr(min(email), instr(min(email), '@') + 1)
	FROM contacts WHERE company <> '' GROUP BY company COLLATE NOCASE ORDER BY company COLLATE NOCASE;

CREATE TABLE people (
	id              INTEGER PRIMARY KEY AUTOINCREMENT,
	name            TEXT NOT NULL,
	email           TEXT NOT NULL COLLATE NOCASE,
	phone           TEXT NOT NULL,
	city            TEXT NOT NULL,
	organisation_id INTEGER REFERENCES organisations (id),
	about           TEXT NOT NULL,
	search          TEXT NOT NULL,
	created_at      INTEGER NOT NULL,
	deleted_at      INTEGER
);
INSERT INTO people SELECT c.id, c.name, email, phone, city, o.id, notes, search, created_at, NULL
	FROM contacts c LEFT JOIN organisations o ON o.name = c.company;
DELETE FROM sqlite_sequence WHERE name = 'people';
INSERT INTO sqlite_sequence (name, seq) SELECT 'people', seq FROM sqlite_sequence WHERE name = 'contacts';
DROP TABLE contacts;
ALTER TABLE people RENAME TO contacts;
CREATE UNIQUE INDEX contacts_email ON contacts (email) WHERE deleted_at IS NULL;
CREATE INDEX contacts_created_at ON contacts (created_at);
CREATE INDEX contacts_organisation ON contacts (organisation_id);

CREATE TABLE notes (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	contact_id INTEGER NOT NULL REFERENCES contacts (id),
	user_id    INTEGER NOT NULL REFERENCES users (id),
	text       TEXT NOT NULL,
	created_at INTEGER NOT NULL
);
CREATE INDEX notes_contact ON notes (contact_id);
CREATE TABLE files (
	id      INTEGER PRIMARY KEY AUTOINCREMENT,
	note_id INTEGER NOT NULL REFERENCES notes (id),
	name    TEXT NOT NULL,
	size    INTEGER NOT NULL,
	content BLOB NOT NULL
);
CREATE INDEX files_note ON files (note_id);

CREATE TABLE audit (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	user_id    INTEGER NOT NULL REFERENCES users (id),
	action     TEXT NOT NULL,
	subject    TEXT NOT NULL,
	contact_id INTEGER,
	at         INTEGER NOT NULL
);
CREATE INDEX audit_contact ON audit (contact_id);
INSERT INTO audit (user_id, action, subject, contact_id, at)
	SELECT 1, 'created', name, id, created_at FROM contacts ORDER BY created_at;

ALTER TABLE users ADD COLUMN role TEXT NOT NULL DEFAULT 'member';
UPDATE users SET role = 'admin' WHERE id = 1;`

func addOrganisations(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, organisationsSchema)
	return err
}
