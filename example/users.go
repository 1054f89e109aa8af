package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"golang.org/x/crypto/bcrypt"
)

// User is somebody who can sign in, as the pages get it.
type User struct {
	ID        int64  `json:"id"`
	Name      string `json:"name"`
	Email     string `json:"email"`
	HasAvatar bool   `json:"hasAvatar"`
}

// The user that every new database has, so that there is something to try.
const (
	demoName     = "Alex Morgan"
	demoEmail    = "alex@contacts.example"
	demoPassword = "contacts-demo"
	demoHash     = "$2a$10$O8bdrvgj.02koOxGHzmqgOsoFOKoxms3GeLRbOlvm0D46aDozyLhi"
)

const userSchema = `
CREATE TABLE users (
	id          INTEGER PRIMARY KEY AUTOINCREMENT,
	name        TEXT NOT NULL,
	email       TEXT NOT NULL UNIQUE COLLATE NOCASE,
	password    BLOB NOT NULL,
	avatar      BLOB,
	avatar_type TEXT NOT NULL DEFAULT ''
);
CREATE TABLE sessions (
	token      TEXT PRIMARY KEY,
	data       BLOB NOT NULL,
	expires_at INTEGER NOT NULL
);
PRAGMA user_version = 2;`

var errWrongPassword = errors.New("contacts: wrong email address or password")

// addUsers brings a database of the first version to the second.
func addUsers(ctx context.Context, tx *sql.Tx) error {
	if _, err := tx.ExecContext(ctx, userSchema); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO users (name, email, password) VALUES (?, ?, ?)", demoName, demoEmail, []byte(demoHash))
	return err
}

// Passwords are hashed by bcrypt, which reads 72 bytes at the most.
const maxPassword = 72

func hashPassword(password string) ([]byte, error) {
	return bcrypt.GenerateFromPassword([]byte(password), bcrypt.DefaultCost)
}

// nobody's hash is compared when there is no user, so that an unknown address
// takes as long as a wrong password.
var nobody, _ = hashPassword("a password that nobody has")

// SignIn returns the user with this address and password.
func (s *Store) SignIn(ctx context.Context, email, password string) (User, error) {
	u, hash := User{}, nobody
	err := s.db.QueryRowContext(ctx, "SELECT id, name, email, avatar IS NOT NULL, password FROM users WHERE email = ?", email).
		Scan(&u.ID, &u.Name, &u.Email, &u.HasAvatar, &hash)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return User{}, fmt.Errorf("contacts: signing in: %w", err)
	}
	if bcrypt.CompareHashAndPassword(hash, []byte(password)) != nil || u.ID == 0 {
		return User{}, errWrongPassword
	}
	return u, nil
}

// User returns a user, or ErrNotFound.
func (s *Store) User(ctx context.Context, id int64) (User, error) {
	u := User{}
	err := s.db.QueryRowContext(ctx, "SELECT id, name, email, avatar IS NOT NULL FROM users WHERE id = ?", id).
		Scan(&u.ID, &u.Name, &u.Email, &u.HasAvatar)
	return u, found(err)
}

// EmailFree reports whether nobody but the user with id has the address.
func (s *Store) EmailFree(ctx context.Context, email string, id int64) (bool, error) {
	var n int
	if err := s.db.QueryRowContext(ctx, "SELECT count(*) FROM users WHERE email = ? AND id <> ?", email, id).Scan(&n); err != nil {
		return false, fmt.Errorf("contacts: looking for an address: %w", err)
	}
	return n == 0, nil
}

// Register adds a user.
func (s *Store) Register(ctx context.Context, name, email, password string) (int64, error) {
	hash, err := hashPassword(password)
	if err != nil {
		return 0, fmt.Errorf("contacts: registering: %w", err)
	}
	res, err := s.db.ExecContext(ctx, "INSERT INTO users (name, email, password) VALUES (?, ?, ?)", name, email, hash)
	if err != nil {
		return 0, taken(err)
	}
	return res.LastInsertId()
}

// SetProfile changes a user's name and address.
func (s *Store) SetProfile(ctx context.Context, id int64, name, email string) error {
	_, err := s.db.ExecContext(ctx, "UPDATE users SET name = ?, email = ? WHERE id = ?", name, email, id)
	return taken(err)
}

// SetPassword changes a user's password.
func (s *Store) SetPassword(ctx context.Context, id int64, password string) error {
	hash, err := hashPassword(password)
	if err == nil {
		_, err = s.db.ExecContext(ctx, "UPDATE users SET password = ? WHERE id = ?", hash, id)
	}
	if err != nil {
		return fmt.Errorf("contacts: changing a password: %w", err)
	}
	return nil
}

// SetAvatar changes a user's picture.
func (s *Store) SetAvatar(ctx context.Context, id int64, image []byte, mediaType string) error {
	if _, err := s.db.ExecContext(ctx, "UPDATE users SET avatar = ?, avatar_type = ? WHERE id = ?", image, mediaType, id); err != nil {
		return fmt.Errorf("contacts: changing a picture: %w", err)
	}
	return nil
}

// Avatar returns a user's picture, or ErrNotFound.
func (s *Store) Avatar(ctx context.Context, id int64) (image []byte, mediaType string, err error) {
	err = s.db.QueryRowContext(ctx, "SELECT avatar, avatar_type FROM users WHERE id = ? AND avatar IS NOT NULL", id).Scan(&image, &mediaType)
	return image, mediaType, found(err)
}

// found turns the absence of a row into ErrNotFound.
func found(err error) error {
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return ErrNotFound
	case err != nil:
		return fmt.Errorf("contacts: reading a user: %w", err)
	}
	return nil
}
