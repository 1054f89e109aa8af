// Package ecma knows the names and literals of JavaScript and TypeScript, for
// the code that other packages write.
package ecma

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
)

// reserved are the words that a module cannot declare, or that mean something
// else when it does: the keywords of strict mode, TypeScript's own types, names
// that JavaScript has everywhere, and "then", which makes "await import(...)"
// call a module as if it were a promise.
var reserved = strings.Fields(`
	arguments as async await break case catch class const continue debugger default delete do else enum eval export extends false
	finally for from function get if implements import in instanceof interface let new null of package private protected public return
	set static super switch this throw true try type typeof var void while with yield
	abstract accessor any asserts assert bigint boolean constructor declare global globalThis infer intrinsic is keyof module namespace
	never number object out override readonly require satisfies string symbol undefined unique unknown using
	then`)

// globals.txt has the names that TypeScript's declarations of the language and
// of browsers give every module: Date, Record, Node, location.
//
//go:embed globals.txt
var globalList string

var taken = func() map[string]bool {
	words := map[string]bool{}
	for _, name := range slices.Concat(reserved, strings.Fields(globalList)) {
		words[name] = true
	}
	return words
}()

// Taken reports whether a name is a reserved word or a global of the language or
// of browsers, so that a declaration of it breaks a module or hides something.
func Taken(name string) bool { return taken[name] }

// Words are the reserved words, for tests.
func Words() []string { return slices.Clone(reserved) }

// IsIdentifier reports whether s may be the name of a variable, apart from
// words that are taken.
func IsIdentifier(s string) bool {
	for i, c := range s {
		if c != '_' && c != '$' && !unicode.IsLetter(c) && (i == 0 || !unicode.IsDigit(c)) {
			return false
		}
	}
	return s != ""
}

// Pascal joins the words of a name, each with a capital: "UsersIndex" for
// "users/index" and "users.index". Whatever is neither letter nor digit parts
// words. The result is empty or an identifier.
func Pascal(name string) string {
	var b strings.Builder
	next := true
	for _, c := range name {
		digit := unicode.IsDigit(c)
		switch {
		case c != '_' && !unicode.IsLetter(c) && !digit:
			next = true
			continue
		case digit && b.Len() == 0:
			b.WriteByte('_') // no identifier begins with a digit
		}
		if next {
			c = unicode.ToUpper(c)
		}
		b.WriteRune(c)
		next = false
	}
	return b.String()
}

// Camel is [Pascal] with a small first letter: "usersIndex".
func Camel(name string) string {
	s := Pascal(name)
	for i, c := range s {
		return string(unicode.ToLower(c)) + s[i+len(string(c)):]
	}
	return ""
}
