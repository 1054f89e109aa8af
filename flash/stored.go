package flash

import (
	"crypto/rand"
	"errors"
	"fmt"
	"time"
)

// Backend is a table of values that expire. Every store of
// github.com/alexedwards/scs/v2 is one: memory, Redis, PostgreSQL, SQLite ...
// The same store may hold sessions too, since keys do not collide.
type Backend interface {
	// Find returns the value of a key; found is false if there is none or it
	// has expired.
	Find(key string) (value []byte, found bool, err error)
	// Commit sets a value until expiry.
	Commit(key string, value []byte, expiry time.Time) error
	// Delete removes a value, if there is one.
	Delete(key string) error
}

// Stored is a [Store] that keeps messages on the server, where they may be of
// any size. The visitor's cookie holds a random key.
type Stored struct{ *jar }

// NewStored returns a store that keeps messages in b.
func NewStored(b Backend, opts ...Option) *Stored {
	return &Stored{newJar(keeper{b}, opts)}
}

type keeper struct{ Backend }

const keyPrefix = "inertia_flash:"

func (k keeper) seal(_ string, plain []byte) (string, error) {
	key := rand.Text()
	if err := k.Commit(keyPrefix+key, plain, time.Now().Add(maxAge)); err != nil {
		return "", fmt.Errorf("flash: store: %w", err)
	}
	return key, nil
}

func (k keeper) open(_, value string) ([]byte, error) {
	plain, found, err := k.Find(keyPrefix + value)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	if !found {
		return nil, errors.New("the store does not have it")
	}
	return plain, nil
}

func (k keeper) drop(_, value string) error { return k.Delete(keyPrefix + value) }
