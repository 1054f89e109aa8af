package props

import (
	"fmt"
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/inertia-templ/shell/internal/jsonfields"
)

// A secret is a value that no page may show. Some are declared: their type is a
// secret's, or the tag of their field says so. They are left out of every page.
// Others are recognised: they are text, and the name of their field or key is
// that of a secret, see package secretname. What happens to those, the program
// decides ([Policy]).
//
// Fields are judged once per type, when its plan is made, so that types without
// a suspicious field cost a page nothing. Keys of maps are known only when the
// page is made: they are judged where a value is text.

// Policy is what happens to secrets that only their names give away.
type Policy uint8

// Policies.
const (
	LeaveOut Policy = iota // of the page, and report
	Refuse                 // the page
	Report                 // and send
)

// Leak is a secret on its way out.
type Leak struct {
	Path  string // in the page
	Type  string // that declares the field, empty for the key of a map
	Field string // of that type
}

// String names the place: user.password_hash (type app.User, field PasswordHash).
func (l Leak) String() string {
	if l.Type == "" {
		return l.Path + " (key of a map)"
	}
	return fmt.Sprintf("%s (type %s, field %s)", l.Path, l.Type, l.Field)
}

// LeakError refuses a page that would show a secret.
type LeakError struct{ Leak Leak }

func (e *LeakError) Error() string {
	return "its name is that of a secret, and every visitor who opens the page can read it: " + e.Leak.String() + "; " + e.Edit()
}

// Edit says what to change in the program.
func (e *LeakError) Edit() string {
	if e.Leak.Type == "" {
		return "leave the key out, or send it on purpose with inertia.Public(value)"
	}
	return "keep the field out of pages with the tag inertia:\"secret\", or send it on purpose with inertia:\"public\""
}

// Public is the kind of props whose names are not judged, nor those inside.
type Public struct{ Rule }

// Over has nothing to join.
func (p Public) Over(Kind) Kind { return p }

// judgement is what is known of a value by its place.
type judgement uint8

const (
	byKey    judgement = iota // its name is judged once its value is known
	harmless                  // its name is not a secret's, or just data
	suspect                   // its name is a secret's
	declared                  // its tag says that it is a secret
	public                    // its tag says that all inside may be sent
)

// Where values stand that are not fields.
var (
	dataField    = &field{judgement: harmless} // keys that are data, and items of lists
	suspectField = &field{judgement: suspect}  // items of a list with the name of a secret
)

// judge tells what the tags and names of a field say. Those of the structs that
// embed it count too.
func (e *Engine) judge(root reflect.Type, f *field) judgement {
	t, found := root, byKey
	for _, i := range f.Index {
		if t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		step := t.Field(i)
		if j := byTag(step); j > found {
			found = j
		}
		t = step.Type
	}
	switch {
	case found != byKey:
		return found
	case e.names.Match(f.Name) || e.names.Match(f.GoName):
		return suspect
	}
	return harmless
}

// byTag is what the tag "inertia" of a field says, byKey if nothing.
func byTag(f reflect.StructField) judgement {
	switch tag := jsonfields.ParseInertiaTag(f.Tag); {
	case tag.Secret:
		return declared
	case tag.Public:
		return public
	}
	return byKey
}

// hides reports whether a field of a struct may have to be left out, name being
// the one in its json tag.
func (e *Engine) hides(f reflect.StructField, name string) bool {
	switch byTag(f) {
	case declared:
		return true
	case public:
		return false
	}
	return (e.names.Match(f.Name) || e.names.Match(name)) && e.isText(f.Type, maxText)
}

var timeType = reflect.TypeFor[time.Time]()

// maxText bounds how deep isText looks.
const maxText = 8

// isText reports whether values of t are written as text, or as lists or maps of
// it. Numbers, times, yes and no are not secrets, whatever their name. A type
// that encodes itself may write anything.
func (e *Engine) isText(t reflect.Type, depth int) bool {
	kind := t.Kind()
	switch {
	case depth == 0, kind == reflect.Bool, reflect.Int <= kind && kind <= reflect.Complex128, t == timeType, e.roleOf(t) != rolePlain:
		return false
	case kind == reflect.Interface:
		return false // its value is looked at
	case encodesItself(t) || encodesItself(reflect.PointerTo(t)):
		return kind != reflect.Pointer || e.isText(t.Elem(), depth-1)
	case kind == reflect.String:
		return true
	case kind == reflect.Slice, kind == reflect.Array:
		return t.Elem().Kind() == reflect.Uint8 || e.isText(t.Elem(), depth-1)
	case kind == reflect.Pointer, kind == reflect.Map:
		return e.isText(t.Elem(), depth-1)
	case kind == reflect.Struct:
		return e.isNullable(t, depth)
	}
	return false
}

// isNullable recognises text that may be absent, like sql.NullString: a struct
// of one text and of what says whether it is there.
func (e *Engine) isNullable(t reflect.Type, depth int) bool {
	texts := 0
	for i := range t.NumField() {
		f := t.Field(i)
		switch {
		case !f.IsExported():
		case e.isText(f.Type, depth-1):
			texts++
		case f.Type.Kind() != reflect.Bool:
			return false
		}
	}
	return texts == 1
}

// withholds decides whether text is kept out of the page at n. Text that is
// empty, or null, gives nothing away.
func (w *walker) withholds(n *node, filled bool) bool {
	if !filled || !w.isSuspect(n) {
		return false
	}
	leak := Leak{Path: string(w.path)}
	if n.from != nil && n.from.Owner != nil {
		leak.Type, leak.Field = n.from.Owner.String(), n.from.GoName
		if n.from.Owner.Name() == "" {
			leak.Type = "struct"
		}
	}
	if w.facts.Policy == Refuse {
		w.stop(n, &LeakError{leak})
		return true
	}
	w.leaked.add(leak)
	if w.facts.Policy == Report {
		return false
	}
	n.outcome = withheld
	return true
}

func isFilled(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map, reflect.String:
		return v.Len() > 0
	}
	return !v.IsZero()
}

// isSuspect reports whether the place of n has the name of a secret.
func (w *walker) isSuspect(n *node) bool {
	switch {
	case n.public:
		return false
	case n.from == nil:
		return w.engine.names.Match(n.name)
	}
	return n.from.judgement == suspect
}

// leaked collects what the functions of a page find side by side.
type leaked struct {
	mu   sync.Mutex
	list []Leak
}

// maxLeaks bounds how many leaks of one page are reported.
const maxLeaks = 20

// add adds a leak, once for each field, however many items of a list have it.
func (l *leaked) add(leak Leak) {
	l.mu.Lock()
	defer l.mu.Unlock()
	known := slices.ContainsFunc(l.list, func(k Leak) bool {
		return k.Path == leak.Path || leak.Type != "" && k.Type == leak.Type && k.Field == leak.Field
	})
	if !known && len(l.list) < maxLeaks {
		l.list = append(l.list, leak)
	}
}

// join adds what another has found so far.
func (l *leaked) join(other *leaked) {
	other.mu.Lock()
	found := slices.Clone(other.list)
	other.mu.Unlock()
	for _, leak := range found {
		l.add(leak)
	}
}
