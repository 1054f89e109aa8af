package main

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"

	"golang.org/x/crypto/bcrypt"
)

// User is somebody who can sign in.
type User struct {
	ID     int64
	Name   string
	Email  string
	Role   string // roleAdmin or roleMember
	Avatar string // names the version of the picture, empty if there is none

	hash []byte // of the password
}

// The user that every new database has, so that there is something to try.
const (
	demoName     = "Alex Morgan"
	demoEmail    = "alex@contacts.example"
	demoPassword = "contacts-demo"
	demoHash     = "$2a$10$oBLx9nxKhE2yyN0WaO4CkeP5L8YkbFfKmvszi35UH1Xco0w5FfT/u"
)

// errWrongPassword does not say whether there is such a user.
var errWrongPassword = errors.New("contacts: wrong email address or password")

// maxPassword is how many bytes bcrypt reads.
const maxPassword = 72

func hashPassword(password string) ([]byte, error) {
	hash, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.DefaultCost)
	if err != nil {
		return nil, fmt.Errorf("contacts: hashing a password: %w", err)
	}
	return hash, nil
}

// HasPassword reports whether password is the user's.
func (u User) HasPassword(password string) bool {
	return bcrypt.CompareHashAndPassword(u.hash, []byte(password)) == nil
}

// Stamp changes with the password. A session carries it, so that changing the
// password ends the user's other sessions.
func (u User) Stamp() string {
	sum := sha256.Sum256(u.hash)
	return hex.EncodeToString(sum[:8])
}

// SignIn returns the user with this address and password. It takes as long for
// an address that nobody has as for a wrong password.
func (s *Store) SignIn(ctx context.Context, email, password string) (User, error) {
	u, err := s.findUser(ctx, "email = ?", email)
	if errors.Is(err, ErrNotFound) {
		User{hash: []byte(demoHash)}.HasPassword(password)
		return User{}, errWrongPassword
	}
	if err != nil {
		return User{}, err
	}
	if !u.HasPassword(password) {
		return User{}, errWrongPassword
	}
	return u, nil
}

// User returns the user id, or ErrNotFound.
func (s *Store) User(ctx context.Context, id int64) (User, error) {
	return s.findUser(ctx, "id = ?", id)
}

func (s *Store) findUser(ctx context.Context, where string, arg any) (User, error) {
	var u User
	err := s.db.QueryRowContext(ctx, "SELECT id, name, email, role, password, coalesce(version, '') FROM users LEFT JOIN avatars ON user_id = id WHERE "+where, arg).
		Scan(&u.ID, &u.Name, &u.Email, &u.Role, &u.hash, &u.Avatar)
	if errors.Is(err, sql.ErrNoRows) {
		return User{}, ErrNotFound
	}
	if err != nil {
		return User{}, fmt.Errorf("contacts: reading a user: %w", err)
	}
	return u, nil
}

// UserEmailTaken reports whether another user than id has the address.
func (s *Store) UserEmailTaken(ctx context.Context, email string, id int64) (bool, error) {
	var taken bool
	err := s.db.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM users WHERE email = ? AND id <> ?)", email, id).Scan(&taken)
	if err != nil {
		return false, fmt.Errorf("contacts: looking for an address: %w", err)
	}
	return taken, nil
}

// Register adds a user and returns it, or ErrEmailTaken.
func (s *Store) Register(ctx context.Context, name, email, password string) (User, error) {
	hash, err := hashPassword(password)
	if err != nil {
		return User{}, err
	}
	res, err := s.db.ExecContext(ctx, "INSERT INTO users (name, email, password) VALUES (?, ?, ?)", name, email, hash)
	if err := affected(res, err, "adding a user"); err != nil {
		return User{}, err
	}
	id, err := res.LastInsertId()
	return User{ID: id, Name: name, Email: email, Role: roleMember, hash: hash}, err
}

// SetProfile changes a user's name and address. It returns ErrNotFound or
// ErrEmailTaken where they apply.
func (s *Store) SetProfile(ctx context.Context, id int64, name, email string) error {
	res, err := s.db.ExecContext(ctx, "UPDATE users SET name = ?, email = ? WHERE id = ?", name, email, id)
	return affected(res, err, "updating a user")
}

// SetPassword changes the password of u, and u itself.
func (s *Store) SetPassword(ctx context.Context, u *User, password string) error {
	hash, err := hashPassword(password)
	if err != nil {
		return err
	}
	res, err := s.db.ExecContext(ctx, "UPDATE users SET password = ? WHERE id = ?", hash, u.ID)
	if err := affected(res, err, "changing a password"); err != nil {
		return err
	}
	u.hash = hash
	return nil
}
