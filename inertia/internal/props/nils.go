package props

import "reflect"

// A nil slice of a page is sent as [], a nil map as {}, nil bytes as "": what a
// component expects of a list is that it can be walked. encoding/json says null.
//
// Which types may hold nil lists is decided once per type. Of those types the
// values are looked through, and only one that holds a nil list is taken apart;
// everything else is encoded in one piece.

// emptyOf is what takes the place of a nil value of t, nil if nothing does.
func emptyOf(t reflect.Type) any {
	switch t.Kind() {
	case reflect.Slice:
		if isBytes(t) {
			return ""
		}
		return reflect.MakeSlice(t, 0, 0).Interface()
	case reflect.Map:
		return reflect.MakeMap(t).Interface()
	}
	return nil
}

// holdsLists reports whether a value of t may be or hold a nil list, as far as
// the type says. seen breaks cycles.
func (e *Engine) holdsLists(t reflect.Type, seen map[reflect.Type]bool) bool {
	if seen[t] || encodesItself(t) || e.roleOf(t) != rolePlain {
		return false
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Slice, reflect.Map:
		return true
	case reflect.Array, reflect.Pointer:
		return e.holdsLists(t.Elem(), seen)
	case reflect.Struct:
		for i := range t.NumField() {
			if f := t.Field(i); (f.IsExported() || f.Anonymous) && f.Tag.Get("json") != "-" && e.holdsLists(f.Type, seen) {
				return true
			}
		}
	}
	return false
}

// holdsNil reports whether v, whose plan is p, is or holds a nil list. Values
// that dynamic types hold are asked for one by one.
func (e *Engine) holdsNil(v reflect.Value, p *plan) bool {
	s := nilSearch{Engine: e}
	return s.finds(v, p, 0)
}

// nilSearch looks for nil lists. It ends at a cycle, of which the encoder
// tells.
type nilSearch struct {
	*Engine
	inside map[container]struct{} // below cycleDepth
	ended  bool
}

func (s *nilSearch) finds(v reflect.Value, p *plan, depth int) bool {
	if !p.lists || s.ended {
		return false
	}
	switch v.Kind() {
	case reflect.Slice, reflect.Map, reflect.Pointer:
		if v.IsNil() {
			return v.Kind() != reflect.Pointer
		}
		if depth > cycleDepth {
			id := container{t: v.Type(), address: v.Pointer()}
			if v.Kind() == reflect.Slice {
				id.length = v.Len()
			}
			if _, cyclic := s.inside[id]; cyclic || depth > maxNesting {
				s.ended = true
				return false
			}
			if s.inside == nil {
				s.inside = map[container]struct{}{}
			}
			s.inside[id] = struct{}{}
			defer delete(s.inside, id)
		}
	}
	switch v.Kind() {
	case reflect.Slice, reflect.Array:
		return p.walk == walkList && s.inItems(v, depth)
	case reflect.Map:
		elem := s.planOf(v.Type().Elem())
		if !elem.lists {
			return false
		}
		for it := v.MapRange(); it.Next(); {
			if s.finds(it.Value(), elem, depth+1) {
				return true
			}
		}
	case reflect.Pointer:
		return s.finds(v.Elem(), s.planOf(v.Type().Elem()), depth+1)
	case reflect.Struct:
		return s.inFields(v, p, depth)
	}
	return false
}

func (s *nilSearch) inFields(v reflect.Value, p *plan, depth int) bool {
	for i := range p.fields {
		f := &p.fields[i]
		if !f.lists {
			continue
		}
		inner, ok := f.value(v)
		if !ok || f.nulls && isNilList(inner) {
			continue
		}
		if s.finds(inner, s.planOf(inner.Type()), depth+1) {
			return true
		}
	}
	return false
}

func (s *nilSearch) inItems(v reflect.Value, depth int) bool {
	elem := s.planOf(v.Type().Elem())
	if !elem.lists {
		return false
	}
	for i := range v.Len() {
		if s.finds(v.Index(i), elem, depth+1) {
			return true
		}
	}
	return false
}

func isNilList(v reflect.Value) bool {
	return (v.Kind() == reflect.Slice || v.Kind() == reflect.Map) && v.IsNil()
}

// fills puts an empty list in the place of a nil one, and reports whether it
// did.
func (w *walker) fills(n *node, v reflect.Value, p *plan) bool {
	if w.facts.NullLists || p.empty == nil || !v.IsNil() || n.from != nil && n.from.nulls {
		return false
	}
	n.value, n.filled = p.empty, true
	return true
}
