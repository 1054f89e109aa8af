package inertia

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Props are the props of a page or a part of one. Values are sent as JSON;
// functions of the forms
//
//	func() T    func() (T, error)
//	func(context.Context) T    func(context.Context) (T, error)
//	func(*http.Request) T    func(*http.Request) (T, error)
//
// are computed only if their prop is sent, as with [Lazy]. Dots in the keys
// given to Render or shared unpack: "auth.user" is the user inside auth.
//
// Everything that takes Props also takes a struct with json tags.
type Props map[string]any

// entry is a named value on its way into the page.
type entry struct {
	name  string
	value any
}

var onlyErrors = []string{"errors"}

// overlay is a container with entries added by dotted names.
type overlay struct {
	base    any
	entries []entry
}

// assemble joins shared and page props in into: the page's win, each name
// keeps the place where it came first, dotted names are unpacked last. It also
// returns the top-level names of the shared ones.
func assemble(into, shared, page []entry) (props []entry, sharedNames []string) {
	props = into
	var dotted []entry
	if len(shared) == 1 && shared[0].name == "errors" {
		sharedNames = onlyErrors
	}
	for _, e := range shared {
		first, _, isDotted := strings.Cut(e.name, ".")
		if !slices.Contains(sharedNames, first) {
			sharedNames = append(sharedNames, first)
		}
		if isDotted {
			dotted = append(dotted, e)
		} else if i := indexOf(props, e.name); i >= 0 {
			props[i].value = e.value
		} else {
			props = append(props, e)
		}
	}
	own := len(props) // no two of the page's have one name
	for _, e := range page {
		if strings.Contains(e.name, ".") {
			dotted = append(dotted, e)
		} else if i := indexOf(props[:own], e.name); i >= 0 {
			props[i].value = e.value
		} else {
			props = append(props, e)
		}
	}
	for _, e := range dotted {
		props = unpack(props, e)
	}
	return props, sharedNames
}

// unpack puts a dotted entry into the container its first segment names.
func unpack(into []entry, e entry) []entry {
	first, rest, isDotted := strings.Cut(e.name, ".")
	i := indexOf(into, first)
	if !isDotted {
		if i >= 0 {
			into[i].value = e.value
			return into
		}
		return append(into, e)
	}
	if i < 0 {
		i = len(into)
		into = append(into, entry{name: first})
	}
	o, ok := into[i].value.(*overlay)
	if !ok {
		o = &overlay{base: into[i].value}
		into[i].value = o
	}
	o.entries = unpack(o.entries, entry{rest, e.value})
	return into
}

func indexOf(entries []entry, name string) int {
	for i := range entries {
		if entries[i].name == name {
			return i
		}
	}
	return -1
}

// entriesOf appends what a container of props holds to list, in the order it is
// sent: maps by name, structs by declaration.
func entriesOf(list []entry, container any, pc PropContext) ([]entry, error) {
	switch c := container.(type) {
	case nil:
		return list, nil
	case Props:
		return entriesOfMap(list, c), nil
	case map[string]any:
		return entriesOfMap(list, c), nil
	case PropsProvider:
		return entriesOfMap(list, c.InertiaProps(pc)), nil
	case joined:
		all, err := c.list(pc)
		return append(list, all...), err
	case *overlay:
		all, err := c.list(pc)
		return append(list, all...), err
	}
	v := reflect.ValueOf(container)
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	p := planOf(v.Type())
	switch {
	case p.walk == walkStruct:
		return entriesOfStruct(list, p, v), nil
	case p.walk == walkObject:
		n := len(list)
		list = slices.Grow(list, v.Len())
		for it := v.MapRange(); it.Next(); {
			list = append(list, entry{it.Key().String(), it.Value().Interface()})
		}
		sortEntries(list[n:])
		return list, nil
	case v.Kind() == reflect.Pointer:
		return list, nil // a nil pointer to a struct
	}
	return nil, fmt.Errorf("inertia: props of type %T: want inertia.Props or a struct with json tags", container)
}

func entriesOfMap(list []entry, m map[string]any) []entry {
	n := len(list)
	list = slices.Grow(list, len(m))
	for name, value := range m {
		list = append(list, entry{name, value})
	}
	sortEntries(list[n:])
	return list
}

func sortEntries(list []entry) {
	slices.SortFunc(list, func(a, b entry) int { return strings.Compare(a.name, b.name) })
}

func entriesOfStruct(list []entry, p *plan, v reflect.Value) []entry {
	list = slices.Grow(list, len(p.fields))
	for i := range p.fields {
		f := &p.fields[i]
		if value, ok := f.value(v); ok {
			list = append(list, entry{f.name, f.leaf(value)})
		}
	}
	return list
}

// list is the container's own entries with the added ones in their places.
func (o *overlay) list(pc PropContext) ([]entry, error) {
	entries, err := entriesOf(nil, o.base, pc)
	if err != nil {
		// Not a container: the dotted names take its place.
		entries = nil
	}
	for _, e := range o.entries {
		i := indexOf(entries, e.name)
		switch added, nested := e.value.(*overlay); {
		case i < 0:
			entries = append(entries, e)
		case nested && added.base == nil:
			entries[i].value = &overlay{base: entries[i].value, entries: added.entries}
		default:
			entries[i].value = e.value
		}
	}
	return entries, nil
}

// leaf is the field's value as the encoder sees it. Of an addressable field it
// is a pointer, as encoding/json would use its methods.
func (f *field) leaf(v reflect.Value) any {
	if f.quoted {
		return quoted{v}
	}
	return leaf(v)
}

func leaf(v reflect.Value) any {
	if v.CanAddr() && v.Kind() != reflect.Interface && v.Kind() != reflect.Pointer && !isSource(v.Type()) {
		return v.Addr().Interface()
	}
	return v.Interface()
}
