// Package headkey has the keys by which the client knows the elements of a head
// that the program says.
//
// On a visit the client leaves those elements where they are whose keys the next
// head has too, and appends the others. With names as keys a description that
// comes late would stay behind everything that was there before. So a key also
// tells which elements come before: the first that has other neighbours, and all
// behind it, are appended in their order.
package headkey

import (
	"html"
	"strconv"
	"strings"

	"github.com/inertia-templ/shell/internal/htmltag"
)

// attribute is the client's; separator is between a name and its place.
const (
	attribute = "data-inertia"
	separator = "~"
)

// Order makes the keys of one head, from the first element to the last.
type Order struct{ before uint32 }

// Key is the key of the element that comes next.
func (o *Order) Key(name string) string {
	key := name + separator + strconv.FormatUint(uint64(o.before), 36)
	for _, c := range []byte(key) { // FNV-1a
		o.before = (o.before ^ uint32(c)) * 16777619
	}
	return key
}

// Name is the name in a key, which is what components of the client call it.
func Name(key string) string {
	name, place, found := strings.Cut(key, separator)
	if _, err := strconv.ParseUint(place, 36, 32); !found || err != nil {
		return key
	}
	return name
}

// ForClient is an element of a document as the client needs it on visits. Its
// script compares the text data-inertia="name" of elements, so that a component
// can take the place of one; its document has the key, because a second attribute
// of a name does not count in HTML.
func ForClient(element string) string {
	key, from, to := find(element, " "+attribute+`="`)
	if name := Name(key); name != key {
		return element[:from] + " DATA-INERTIA" + element[from+1+len(attribute):to] + " " + attribute + `="` + name + `"` + element[to:]
	}
	return element
}

// ForDocument is the opposite of ForClient.
func ForDocument(element string) string {
	key, from, to := find(element, ` DATA-INERTIA="`)
	second := " " + attribute + `="` + Name(key) + `"`
	if key == "" || !strings.HasPrefix(element[to:], second) {
		return element
	}
	return element[:from] + " " + attribute + element[from+1+len(attribute):to] + element[to+len(second):]
}

// find looks for an attribute that follows the name of an element. The key is as
// it is written.
func find(element, opening string) (key string, from, to int) {
	from = strings.IndexByte(element, ' ')
	if from < 0 || !strings.HasPrefix(element[from:], opening) {
		return "", 0, 0
	}
	key, _, closed := strings.Cut(element[from+len(opening):], `"`)
	if !closed {
		return "", 0, 0
	}
	return key, from, from + len(opening) + len(key) + 1
}

// NameOf is the name of an element, or empty.
func NameOf(e htmltag.Element) string { return Name(html.UnescapeString(e.Attributes[attribute])) }
