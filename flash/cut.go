package flash

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"
)

// TooLargeError says that messages did not fit the cookies, and what was left
// out. The remedy is [WithOverflow], or shorter messages.
type TooLargeError struct {
	// Saved is true if the rest was saved. Otherwise nothing of the message
	// could be kept, and nothing has changed.
	Saved bool

	// Size is how many bytes the message takes, and Room how many there are.
	// Both count what a cookie holds; a message of more than 64 KB is counted
	// as JSON. Size is 0 if the message fits.
	Size, Room int

	Errors int      // how many validation messages were left out, the last ones
	Flash  []string // the keys of the values that were left out
	Older  int      // how many messages gave way that had been waiting
}

func (e *TooLargeError) Error() string {
	var what []string
	if e.Size > 0 {
		what = append(what, fmt.Sprintf("a message of %d bytes does not fit the %d bytes there are", e.Size, e.Room))
	}
	if e.Size > 0 && !e.Saved {
		what = append(what, "nothing of it was kept")
	}
	if e.Errors > 0 && e.Saved {
		what = append(what, fmt.Sprintf("the last %d validation errors were left out", e.Errors))
	}
	if len(e.Flash) > 0 && e.Saved {
		what = append(what, fmt.Sprintf("the flash values %q were left out", e.Flash))
	}
	if e.Older > 0 {
		what = append(what, fmt.Sprintf("%d older messages that no page had shown gave way", e.Older))
	}
	return "flash: " + strings.Join(what, "; ") +
		". To keep large messages on the server use inertia.WithFlash(flash.WithOverflow(store)) with a store of github.com/alexedwards/scs/v2"
}

// fewest is how many validation messages are kept rather than a large value of
// the flash.
const fewest = 10

// largeMessage is from how many bytes on a validation message is the first to
// give way, so that one does not cost all others.
const largeMessage = 512

// cut leaves out what does not fit: errors from the end, then the largest
// values of the flash. The marks always stay. It reports false if nothing but
// marks would be left of a message that had more.
func (it item) cut(fits func(item) bool, lost *TooLargeError) (item, bool) {
	values := it.byLength()
	messages := it.inOrder()
	with := func(nValues, nMessages int) item {
		kept := it
		kept.Flash = pick(it.Flash, values[:nValues])
		kept.Errors = group(messages[:nMessages])
		return kept
	}
	// More than this is never decompressed, so it need not be tried.
	possibleValues := within(maxPlain, values, func(key string) int { return len(key) + len(it.Flash[key]) })
	possible := within(maxPlain, messages, func(m message) int {
		if m.n > 0 {
			return len(m.text)
		}
		return len(m.field) + len(m.text)
	})
	nValues := most(possibleValues, func(n int) bool { return fits(with(n, min(fewest, len(messages)))) })
	nMessages := most(possible, func(n int) bool { return fits(with(nValues, n)) })
	ok := nMessages > 0 || len(messages) == 0 && nValues > 0
	if !ok {
		nValues, nMessages = 0, 0
	}
	lost.Errors = len(messages) - nMessages
	lost.Flash = slices.Sorted(slices.Values(values[nValues:]))
	return with(nValues, nMessages), ok
}

// most finds the greatest n for which ok holds, if it holds for all smaller ones.
func most(limit int, ok func(n int) bool) int {
	return sort.Search(limit, func(n int) bool { return !ok(n + 1) })
}

// within is how many of the first of all have together at most limit bytes.
func within[T any](limit int, all []T, size func(T) int) int {
	for n, one := range all {
		if limit -= size(one); limit < 0 {
			return n
		}
	}
	return len(all)
}

// byLength returns the keys of the flash, those of the shortest values first.
func (it item) byLength() []string {
	return slices.SortedFunc(maps.Keys(it.Flash), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(it.Flash[a]), len(it.Flash[b])), strings.Compare(a, b))
	})
}

func pick(flash map[string]json.RawMessage, keys []string) map[string]json.RawMessage {
	picked := make(map[string]json.RawMessage, len(keys))
	for _, key := range keys {
		picked[key] = flash[key]
	}
	return picked
}

// message is one validation message of a field.
type message struct {
	bag, field, text string
	n                int // it is the field's nth
}

// inOrder returns the validation messages, the most important first: the first
// one of each field, in the order in which people read fields.
func (it item) inOrder() []message {
	var all []message
	for bag, fields := range it.Errors {
		for field, texts := range fields {
			for n, text := range texts {
				all = append(all, message{bag, field, text, n})
			}
		}
	}
	isLarge := func(m message) int { return boolInt(len(m.field)+len(m.text) > largeMessage) }
	isNamed := func(m message) int { return boolInt(m.bag != "default") }
	slices.SortFunc(all, func(a, b message) int {
		return cmp.Or(
			cmp.Compare(isLarge(a), isLarge(b)), cmp.Compare(a.n, b.n),
			cmp.Compare(isNamed(a), isNamed(b)), strings.Compare(a.bag, b.bag),
			naturally(a.field, b.field), strings.Compare(a.field, b.field),
		)
	})
	return all
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// naturally compares names whose numbers count as numbers: "rows.2" is before
// "rows.10".
func naturally(a, b string) int {
	for a != "" && b != "" {
		if x, y := digits(a), digits(b); x > 0 && y > 0 {
			m, n := strings.TrimLeft(a[:x], "0"), strings.TrimLeft(b[:y], "0")
			if c := cmp.Or(cmp.Compare(len(m), len(n)), strings.Compare(m, n)); c != 0 {
				return c
			}
			a, b = a[x:], b[y:]
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

// digits is how many digits s begins with.
func digits(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}

func group(messages []message) map[string]map[string][]string {
	if len(messages) == 0 {
		return nil
	}
	errors := map[string]map[string][]string{}
	for _, m := range messages {
		if errors[m.bag] == nil {
			errors[m.bag] = map[string][]string{}
		}
		errors[m.bag][m.field] = append(errors[m.bag][m.field], m.text)
	}
	return errors
}
