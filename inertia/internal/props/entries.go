package props

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// entry is a named value on its way into the page.
type entry struct {
	name  string
	value any
	from  *field // of a struct, nil for the key of a map
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

// mergeInto turns each object of the page's whose name is shared into an overlay of
// the shared one.
func (p *Page) mergeInto(shared, own []entry) {
	for n := range own {
		for s := len(shared) - 1; s >= 0; s-- {
			if shared[s].name != own[n].name {
				continue
			}
			if added, ok := p.engine.membersOf(own[n].value, 0); ok && p.engine.isObject(shared[s].value) {
				own[n].value = &overlay{base: shared[s].value, entries: added}
			}
			break
		}
		if first, _, dotted := strings.Cut(own[n].name, "."); dotted && sharesIn(shared, first) {
			if _, done := own[n].value.(*overlay); done {
				continue
			}
			if added, ok := p.engine.membersOf(own[n].value, 0); ok {
				own[n].value = &overlay{entries: added} // over what is found at its path
			}
		}
	}
}

// sharesIn reports whether something is shared below a top-level name.
func sharesIn(shared []entry, first string) bool {
	return slices.ContainsFunc(shared, func(e entry) bool {
		rest, found := strings.CutPrefix(e.name, first)
		return found && (rest == "" || rest[0] == '.')
	})
}

// isObject reports whether a value is a set of members, or a prop that may be.
func (e *Engine) isObject(v any) bool {
	if v == nil {
		return false
	}
	p := e.planOf(reflect.TypeOf(v))
	return p.role != rolePlain && p.role != roleSecret || p.walk == walkObject || p.walk == walkStruct || p.walk == walkPointer
}

// membersOf are the members of a value that is an object and no prop, with
// objects among them as overlays of nothing, which merge.
func (e *Engine) membersOf(v any, depth int) ([]entry, bool) {
	if v == nil || depth > cycleDepth {
		return nil, false
	}
	p := e.planOf(reflect.TypeOf(v))
	if p.role != rolePlain || p.walk != walkObject && p.walk != walkStruct {
		return nil, false
	}
	members, err := e.entriesOf(nil, v, At{})
	if err != nil {
		return nil, false
	}
	for i := range members {
		if inner, ok := e.membersOf(members[i].value, depth+1); ok && members[i].from == nil {
			members[i].value = &overlay{entries: inner}
		}
	}
	return members, true
}

// unpack puts a dotted entry into the container its first segment names.
func unpack(into []entry, e entry) []entry {
	first, rest, isDotted := strings.Cut(e.name, ".")
	i := indexOf(into, first)
	if !isDotted {
		if i < 0 {
			return append(into, e)
		}
		if o, ok := e.value.(*overlay); ok && o.base == nil {
			e.value = &overlay{base: into[i].value, entries: o.entries}
		}
		into[i].value = e.value
		return into
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
	o.entries = unpack(o.entries, entry{name: rest, value: e.value})
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

// Joined is one set of props made of several; of props with one name the last
// counts.
type Joined []any

// entriesOf appends what a container of props holds to list, in the order it is
// sent: maps by name, structs by declaration.
func (e *Engine) entriesOf(list []entry, container any, at At) ([]entry, error) {
	n := len(list)
	list, err := e.collect(list, container, at)
	if e.keys == nil || err != nil {
		return list, err
	}
	switch container.(type) {
	case Joined, *overlay: // made of entries that have their names
		return list, nil
	}
	return list, e.rename(list[n:])
}

// key is the name that is sent for a key: each part of a dotted one by itself.
func (e *Engine) key(name string) string {
	if e.keys == nil || name == "errors" {
		return name
	}
	parts := strings.Split(name, ".")
	for n := range parts {
		parts[n] = e.keys(parts[n])
	}
	return strings.Join(parts, ".")
}

// rename gives the entries of a map the names that are sent.
func (e *Engine) rename(entries []entry) error {
	taken := make(map[string]string, len(entries))
	for i := range entries {
		en := &entries[i]
		if en.from != nil && en.from != dataField {
			continue
		}
		name := e.key(en.name)
		if other, twice := taken[name]; twice {
			return fmt.Errorf("inertia: the keys %q and %q of one map are both sent as %q; rename one, or leave WithMapKeys out", other, en.name, name)
		}
		taken[name] = en.name
		en.name = name
	}
	return nil
}

func (e *Engine) collect(list []entry, container any, at At) ([]entry, error) {
	switch c := container.(type) {
	case nil:
		return list, nil
	case map[string]any:
		return entriesOfMap(list, c), nil
	case Joined:
		all, err := e.joined(c, at)
		return append(list, all...), err
	case *overlay:
		all, err := e.overlaid(c, at)
		return append(list, all...), err
	}
	if m, ok := e.host.MapOf(container); ok {
		return entriesOfMap(list, m), nil
	}
	v := reflect.ValueOf(container)
	p := e.planOf(v.Type())
	if p.role == rolePropsProvider {
		return entriesOfMap(list, e.host.PropsOf(container, at)), nil
	}
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
		p = e.planOf(v.Type())
	}
	switch {
	case p.walk == walkStruct:
		return e.entriesOfStruct(list, p, v), nil
	case p.anyMap:
		return entriesOfMap(list, v.Convert(anyMapType).Interface().(map[string]any)), nil
	case p.walk == walkObject:
		n := len(list)
		list = slices.Grow(list, v.Len())
		for it := v.MapRange(); it.Next(); {
			name, err := keyName(it.Key())
			if err != nil {
				return nil, err
			}
			list = append(list, entry{name, it.Value().Interface(), dataField})
		}
		sortEntries(list[n:])
		return list, nil
	case v.Kind() == reflect.Pointer:
		return list, nil // a nil pointer to a struct
	}
	return nil, fmt.Errorf("inertia: props of type %T: want inertia.Props or a struct with json tags", container)
}

var anyMapType = reflect.TypeFor[map[string]any]()

// anyMap returns v if it is a map of any values by string.
func (e *Engine) anyMap(v any) (map[string]any, bool) {
	if v == nil {
		return nil, false
	}
	if m, ok := v.(map[string]any); ok {
		return m, true
	}
	if m, ok := e.host.MapOf(v); ok {
		return m, true
	}
	p := e.planOf(reflect.TypeOf(v))
	if !p.anyMap || p.role != rolePlain {
		return nil, false
	}
	m, ok := reflect.ValueOf(v).Convert(anyMapType).Interface().(map[string]any)
	return m, ok
}

func entriesOfMap(list []entry, m map[string]any) []entry {
	n := len(list)
	list = slices.Grow(list, len(m))
	for name, value := range m {
		list = append(list, entry{name: name, value: value})
	}
	sortEntries(list[n:])
	return list
}

func sortEntries(list []entry) {
	slices.SortFunc(list, func(a, b entry) int { return strings.Compare(a.name, b.name) })
}

func (e *Engine) entriesOfStruct(list []entry, p *plan, v reflect.Value) []entry {
	list = slices.Grow(list, len(p.fields))
	for i := range p.fields {
		f := &p.fields[i]
		if value, ok := f.value(v); ok {
			list = append(list, entry{f.Name, e.field(f, value), f})
		}
	}
	return list
}

// joined lists the props of several sets.
func (e *Engine) joined(sets Joined, at At) ([]entry, error) {
	var all []entry
	places := map[string]int{}
	for _, set := range sets {
		entries, err := e.entriesOf(nil, set, at)
		if err != nil {
			return nil, err
		}
		for _, added := range entries {
			if i, ok := places[added.name]; ok {
				all[i] = added
				continue
			}
			places[added.name] = len(all)
			all = append(all, added)
		}
	}
	return all, nil
}

// overlaid is the container's own entries with the added ones in their places.
func (e *Engine) overlaid(o *overlay, at At) ([]entry, error) {
	entries, err := e.entriesOf(nil, o.base, at)
	if err != nil {
		// Not a container: the dotted names take its place.
		entries = nil
	}
	for _, added := range o.entries {
		i := indexOf(entries, added.name)
		switch inner, nested := added.value.(*overlay); {
		case i < 0:
			entries = append(entries, added)
		case nested && inner.base == nil:
			entries[i].value = &overlay{base: entries[i].value, entries: inner.entries}
		default:
			entries[i].value = added.value
		}
	}
	return entries, nil
}

// field is a struct's field as the encoder sees it.
func (e *Engine) field(f *field, v reflect.Value) any {
	switch {
	case f.Quoted:
		return quoted{v}
	case !f.Exported:
		return e.unexported(v)
	}
	return e.leaf(v)
}

// leaf is a value as the encoder sees it. Where the methods of a pointer to it
// may matter, an addressable one is a pointer, as encoding/json would use them.
func (e *Engine) leaf(v reflect.Value) any {
	if v.CanAddr() && e.planOf(v.Type()).byPointer {
		return v.Addr().Interface()
	}
	return v.Interface()
}

// unexported is an embedded struct of an unexported type that a tag names.
// encoding/json writes its exported fields, reflect refuses the struct itself.
func (e *Engine) unexported(v reflect.Value) any {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return nil
		}
		v = v.Elem()
	}
	return &overlay{entries: e.entriesOfStruct(nil, e.planOf(v.Type()), v)}
}
