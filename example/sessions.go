package main

import (
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
)

// newSessions remembers who is signed in, in the database: a restart signs
// nobody out. Behind HTTPS set Cookie.Secure too.
func newSessions(db *sql.DB) *scs.SessionManager {
	m := scs.New()
	m.Store = sessionStore{db}
	m.Lifetime = 14 * 24 * time.Hour
	m.HashTokenInStore = true // who reads the table cannot take a session over
	m.Cookie.Name = "contacts_session"
	m.Cookie.HttpOnly = true
	m.Cookie.SameSite = http.SameSiteLaxMode
	return m
}

// sessionStore keeps sessions in a table.
type sessionStore struct{ db *sql.DB }

// Find returns the data of a session that has not expired.
func (s sessionStore) Find(token string) ([]byte, bool, error) {
	var data []byte
	err := s.db.QueryRow("SELECT data FROM sessions WHERE token = ? AND expires_at > ?", token, time.Now().UnixMilli()).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("contacts: finding a session: %w", err)
	}
	return data, true, nil
}

// Commit writes a session, and forgets those that have expired.
func (s sessionStore) Commit(token string, data []byte, expiry time.Time) error {
	_, err := s.db.Exec("DELETE FROM sessions WHERE expires_at <= ?", time.Now().UnixMilli())
	if err == nil {
		_, err = s.db.Exec("REPLACE INTO sessions (token, data, expires_at) VALUES (?, ?, ?)", token, data, expiry.UnixMilli())
	}
	if err != nil {
		return fmt.Errorf("contacts: writing a session: %w", err)
	}
	return nil
}

// Delete ends a session.
func (s sessionStore) Delete(token string) error {
	if _, err := s.db.Exec("DELETE FROM sessions WHERE token = ?", token); err != nil {
		return fmt.Errorf("contacts: deleting a session: %w", err)
	}
	return nil
}
