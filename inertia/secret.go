package inertia

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
)

// Secret is a value that no page shows: a prop, or a part of one, that is a
// Secret is left out of every answer. Printed or logged it reads [secret], and
// any other encoder of JSON is given null. It is read from JSON and from a
// database as its value would be, and written to a database.
//
//	type User struct {
//		Name         string                 `json:"name"`
//		PasswordHash inertia.Secret[string] `json:"password_hash"`
//	}
//
// Compare what [Secret.Reveal] returns, not Secrets: == tells whether one is a
// copy of the other. The zero Secret has the zero value of T. A struct that
// embeds a Secret is one itself, by Go's rules. To keep a field of another type
// out of pages, give it the tag `inertia:"secret"`.
type Secret[T any] struct {
	// A pointer, so that package fmt prints an address where it cannot call
	// Format: in an unexported field.
	value *T
}

// NewSecret makes a secret of v.
func NewSecret[T any](v T) Secret[T] { return Secret[T]{&v} }

// Reveal returns the value.
func (s Secret[T]) Reveal() T {
	if s.value == nil {
		return *new(T)
	}
	return *s.value
}

// secret is implemented by every [Secret].
type secret interface{ inertiaSecret() }

func (Secret[T]) inertiaSecret() {}

const redacted = "[secret]"

// String returns "[secret]".
func (Secret[T]) String() string { return redacted }

// Format writes "[secret]", whatever the verb.
func (Secret[T]) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, redacted) }

// LogValue is "[secret]".
func (Secret[T]) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalJSON returns null.
func (Secret[T]) MarshalJSON() ([]byte, error) { return []byte("null"), nil }

// UnmarshalJSON reads a T.
func (s *Secret[T]) UnmarshalJSON(b []byte) error {
	v := new(T)
	if err := json.Unmarshal(b, v); err != nil {
		return fmt.Errorf("inertia: a secret: want JSON of a %T", *v) // without the text
	}
	s.value = v
	return nil
}

// Scan reads a T from a column of a database.
func (s *Secret[T]) Scan(src any) error {
	var column sql.Null[T]
	if err := column.Scan(src); err != nil {
		return fmt.Errorf("inertia: a secret: a column of type %T does not fit %T", src, column.V)
	}
	s.value = &column.V
	return nil
}

// Value is what is written to a database.
func (s Secret[T]) Value() (driver.Value, error) {
	return driver.DefaultParameterConverter.ConvertValue(s.Reveal())
}
