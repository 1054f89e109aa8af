package inertia

import (
	"encoding/json"

	"github.com/inertia-templ/shell/internal/keycase"
)

// WithMapKeys sets the function that turns the keys of maps in props, at every
// depth, and the names of shared props into the keys that are sent. Use it for
// database rows, for example:
//
//	inertia.WithMapKeys(inertia.CamelCase) // created_at becomes createdAt
//
// Fields of structs have the names of their json tags, and validation errors
// and flash keep their keys. Partial reloads ask for the keys that are sent. It
// is an error if two keys of a map become the same. By default keys are sent as
// they are.
//
// The command "inertia types" follows [CamelCase], [SnakeCase], and functions as
// those of [WithComponentNames]. It refuses others.
func WithMapKeys(fn func(string) string) Option {
	return func(c *config) {
		if fn == nil {
			c.reject("WithMapKeys: the function is nil")
		}
		c.mapKeys = fn
	}
}

// CamelCase is a name as JavaScript has it: created_at, created-at and CreatedAt
// become createdAt.
func CamelCase(name string) string { return keycase.Camel(name) }

// SnakeCase is a name as SQL has it: createdAt, created-at and CreatedAt become
// created_at.
func SnakeCase(name string) string { return keycase.Snake(name) }

// verbatim is a value whose keys stay as they are.
type verbatim struct{ value any }

func (v verbatim) MarshalJSON() ([]byte, error) { return json.Marshal(v.value) }
