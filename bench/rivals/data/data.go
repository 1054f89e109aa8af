// Package data is what the pages of every stack show.
package data

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	_ "modernc.org/sqlite" // the driver
)

// Contact is a row of the table.
type Contact struct {
	ID      int    `json:"id"`
	Name    string `json:"name"`
	Email   string `json:"email"`
	City    string `json:"city"`
	Age     int    `json:"age"`
	Created string `json:"created"`
}

// Query selects the rows that the page /contacts shows.
const Query = "SELECT id, name, email, city, age, created FROM contacts ORDER BY id LIMIT 100"

// Create writes a database with 1000 contacts.
func Create(file string) error {
	db, err := sql.Open("sqlite", file)
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := db.Exec("CREATE TABLE contacts (id INTEGER PRIMARY KEY, name TEXT, email TEXT, city TEXT, age INTEGER, created TEXT)"); err != nil {
		return err
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	cities := []string{"London", "Berlin", "Paris", "New York"}
	for n := 1; n <= 1000; n++ {
		if _, err := tx.Exec("INSERT INTO contacts VALUES (?, ?, ?, ?, ?, ?)", n, fmt.Sprintf("Contact %d", n), fmt.Sprintf("contact%d@example.com", n),
			cities[n%4], 20+n%50, time.Unix(int64(1_700_000_000+n), 0).UTC().Format(time.RFC3339)); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// Store reads the database.
type Store struct{ contacts *sql.Stmt }

// Open opens a database that Create wrote, read-only.
func Open(file string) (*Store, error) {
	db, err := sql.Open("sqlite", "file:"+file+"?mode=ro")
	if err != nil {
		return nil, err
	}
	contacts, err := db.Prepare(Query)
	return &Store{contacts}, err
}

// Contacts returns the first 100.
func (s *Store) Contacts(ctx context.Context) ([]Contact, error) {
	rows, err := s.contacts.QueryContext(ctx)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Contact
	for rows.Next() {
		var c Contact
		if err := rows.Scan(&c.ID, &c.Name, &c.Email, &c.City, &c.Age, &c.Created); err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, rows.Err()
}

// Slow is a value that takes 20 ms.
func Slow(ctx context.Context, n int) (string, error) {
	select {
	case <-time.After(20 * time.Millisecond):
		return fmt.Sprintf("value %d", n), nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}
