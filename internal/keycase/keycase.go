// Package keycase writes names in the case of another language.
package keycase

import (
	"strings"
	"unicode"
)

// Camel is a name as JavaScript has it: created_at, created-at and CreatedAt
// become createdAt.
func Camel(name string) string {
	words := wordsOf(name)
	for n, word := range words {
		if n > 0 {
			words[n] = upperFirst(word)
		}
	}
	return keepEdges(name, strings.Join(words, ""))
}

// Snake is a name as SQL has it: createdAt, created-at and CreatedAt become
// created_at.
func Snake(name string) string { return keepEdges(name, strings.Join(wordsOf(name), "_")) }

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
