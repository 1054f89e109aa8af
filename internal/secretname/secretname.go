// Package secretname tells by a name whether the value behind it is a secret:
// a password, a token, a key. Package inertia asks it about fields and keys of
// props, inertiatest about pages, and the command about types.
package secretname

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Names are the names of secrets. They do not change, and are safe for
// concurrent use.
type Names struct {
	byLast [256][]pattern // by their last byte
	public []string       // whole names that are not secrets
}

type pattern struct {
	letters string // lower case, without separators
	inside  bool   // it may end a longer word, as in "dbpassword"
}

// defaults are the names that are secrets everywhere. They are long enough to
// mean nothing else at the end of a word.
var defaults = []string{
	"password", "passwd", "passphrase", "passcode", "secret", "token", "credential",
	"apikey", "privatekey", "secretkey", "accesskey", "signingkey", "encryptionkey",
}

// words are secrets only where they are a word of their own.
var words = []string{"hash", "salt", "pwd", "jwt", "cvv", "cvc", "ssn", "recoverycode", "backupcode"}

// qualifiers may follow a name and change nothing: password_hash, token_value.
var qualifiers = []string{"hash", "digest", "salt", "value", "encrypted", "plain", "plaintext", "raw", "confirmation"}

// Default are the names of secrets without any of the program's.
var Default = mustNew(nil, nil)

// New returns the default names with others added, and without those that are
// public. Case, separators and a plural do not count: "API keys" is apiKey.
func New(added, public []string) (*Names, error) {
	n := &Names{}
	var errs []error
	normal := func(names []string) (list []string) {
		for _, name := range names {
			word := normalized(name)
			if word == "" || len(name) > maxName {
				errs = append(errs, fmt.Errorf("the name %q: want 1 to %d bytes, with a letter", name, maxName))
				continue
			}
			list = append(list, singular(word))
		}
		return list
	}
	own, out := normal(added), normal(public)
	n.public = out
	add := func(list []string, inside bool) {
		for _, name := range list {
			if !slices.Contains(out, name) {
				last := name[len(name)-1]
				n.byLast[last] = append(n.byLast[last], pattern{name, inside})
			}
		}
	}
	add(defaults, true)
	add(words, false)
	add(own, false)
	return n, errors.Join(errs...)
}

func mustNew(added, public []string) *Names {
	n, err := New(added, public)
	if err != nil {
		panic(err)
	}
	return n
}

func normalized(name string) string {
	var s scan
	s.read(name)
	return string(s.letters[:s.n])
}

func singular(word string) string {
	if len(word) > 3 && strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") {
		return word[:len(word)-1]
	}
	return word
}

// maxName bounds how much of a name is looked at: its end.
const maxName = 64

// scan is a name in lower case without separators, and where its words begin.
type scan struct {
	letters [maxName]byte
	begins  [maxName]bool
	n       int
}

func (s *scan) read(name string) {
	if len(name) > maxName {
		name = name[len(name)-maxName:]
	}
	begin := true
	for i := range len(name) {
		c := name[i]
		upper := 'A' <= c && c <= 'Z'
		switch {
		case upper:
			previous := i > 0 && 'A' <= name[i-1] && name[i-1] <= 'Z'
			next := i+1 < len(name) && 'a' <= name[i+1] && name[i+1] <= 'z'
			if !previous || next && !isPlural(name[i+1:]) {
				begin = true
			}
			c |= 0x20
		case 'a' <= c && c <= 'z', c >= 0x80:
		default: // a separator or a digit
			begin = true
			continue
		}
		s.letters[s.n], s.begins[s.n] = c, begin
		s.n++
		begin = false
	}
}

// isPlural tells the s of "APIKEYs" from the beginning of a word.
func isPlural(rest string) bool {
	return rest == "s" || len(rest) > 1 && rest[0] == 's' && (rest[1] < 'a' || rest[1] > 'z')
}

// Match reports whether name is that of a secret: one of the names ends it, as
// in old_password, userAPIKey and "session-tokens". It allocates nothing.
func (n *Names) Match(name string) bool {
	var s scan
	s.read(name)
	if n.isPublic(&s) {
		return false
	}
	for range 3 { // password_hash_value
		for _, length := range s.singulars() {
			if n.ends(&s, length) {
				return true
			}
		}
		if !s.unqualify() {
			return false
		}
	}
	return false
}

func (n *Names) isPublic(s *scan) bool {
	for _, p := range n.public {
		for _, length := range s.singulars() {
			if string(s.letters[:length]) == p {
				return true
			}
		}
	}
	return false
}

// singulars are the lengths of the name as it is, without s and without es.
func (s *scan) singulars() [3]int {
	lengths := [3]int{s.n, s.n, s.n}
	if s.n > 3 && s.letters[s.n-1] == 's' {
		lengths[1], lengths[2] = s.n-1, s.n-1
		if s.letters[s.n-2] == 'e' {
			lengths[2] = s.n - 2
		}
	}
	return lengths
}

// ends reports whether a name of a secret ends the first length letters.
func (n *Names) ends(s *scan, length int) bool {
	if length == 0 {
		return false
	}
	for _, p := range n.byLast[s.letters[length-1]] {
		at := length - len(p.letters)
		if at >= 0 && string(s.letters[at:length]) == p.letters && (p.inside || s.begins[at]) {
			return true
		}
	}
	return false
}

// unqualify takes a qualifier from the end, if there is one.
func (s *scan) unqualify() bool {
	for _, q := range qualifiers {
		at := s.n - len(q)
		if at > 0 && string(s.letters[at:s.n]) == q && s.begins[at] {
			s.n = at
			return true
		}
	}
	return false
}
