package inertia

import (
	"encoding/json"
	"strings"
	"unicode"
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
func CamelCase(name string) string {
	words := wordsOf(name)
	for n, word := range words {
		if n > 0 {
			words[n] = upperFirst(word)
		}
	}
	return keepEdges(name, strings.Join(words, ""))
}

// SnakeCase is a name as SQL has it: createdAt, created-at and CreatedAt become
// created_at.
func SnakeCase(name string) string { return keepEdges(name, strings.Join(wordsOf(name), "_")) }

// wordsOf are the words of a name, in lower case: HTMLPage2 is html and page2.
func wordsOf(name string) (words []string) {
	letters := []rune(name)
	from := 0
	end := func(to int) {
		if to > from {
			words = append(words, strings.ToLower(string(letters[from:to])))
		}
		from = to
	}
	for n, c := range letters {
		switch {
		case c == '_' || c == '-' || c == ' ':
			end(n)
			from = n + 1
		case n == from || !unicode.IsUpper(c):
		case !unicode.IsUpper(letters[n-1]), n+1 < len(letters) && unicode.IsLower(letters[n+1]):
			end(n)
		}
	}
	end(len(letters))
	return words
}

func upperFirst(word string) string {
	letters := []rune(word)
	return string(unicode.ToUpper(letters[0])) + string(letters[1:])
}

// keepEdges keeps what stands around the words: _id stays apart from id.
func keepEdges(name, words string) string {
	const edges = "_- "
	if words == "" {
		return name
	}
	start := len(name) - len(strings.TrimLeft(name, edges))
	return name[:start] + words + name[len(strings.TrimRight(name, edges)):]
}

// verbatim is a value whose keys stay as they are.
type verbatim struct{ value any }

func (v verbatim) MarshalJSON() ([]byte, error) { return json.Marshal(v.value) }
