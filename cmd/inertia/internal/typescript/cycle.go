package typescript

import "go/types"

// A cycle is how a type that is not a struct comes back to itself. Structs have
// declarations and may; other types are written where they stand, and need one
// if they do.
type cycle int

const (
	none      cycle = iota
	recursive       // through a list, map or struct: type Tree map[string]Tree
	endless         // through pointers and functions alone: type P *P
)

// cycle looks for the way from a type to itself.
func (w *writer) cycle(t *types.Named) cycle {
	obj := t.Origin().Obj()
	found, known := w.cycles[obj]
	if !known {
		found = w.findCycle(t)
		w.cycles[obj] = found
	}
	return found
}

func (w *writer) findCycle(t *types.Named) cycle {
	s := search{w: w, from: t.Origin().Obj(), seen: map[types.Type]bool{}}
	if s.endless(t.Origin().Underlying(), 0) {
		return endless
	}
	if s.finds(t.Origin().Underlying()) {
		return recursive
	}
	return none
}

type search struct {
	w    *writer
	from *types.TypeName
	seen map[types.Type]bool
}

// finds reports whether writing a type comes by the one that is looked for.
func (s *search) finds(t types.Type) bool {
	t = types.Unalias(t)
	if s.seen[t] {
		return false
	}
	s.seen[t] = true
	switch t := t.(type) {
	case *types.Pointer:
		return s.finds(t.Elem())
	case *types.Slice:
		return s.finds(t.Elem())
	case *types.Array:
		return s.finds(t.Elem())
	case *types.Map:
		return s.finds(t.Elem())
	case *types.Signature:
		return t.Results().Len() > 0 && s.finds(t.Results().At(0).Type())
	case *types.Struct:
		for _, f := range fieldsOf(t) {
			if s.finds(f.variable.Type()) {
				return true
			}
		}
	case *types.Named:
		if t.Origin().Obj() == s.from {
			return true
		}
		for arg := range t.TypeArgs().Types() {
			if s.finds(arg) {
				return true
			}
		}
		if _, ok := s.w.special(t, true); ok {
			return false
		}
		if _, ok := t.Underlying().(*types.Struct); ok {
			return false
		}
		return s.finds(t.Origin().Underlying())
	}
	return false
}

// endless reports whether a type leads to itself before it comes to a value.
func (s *search) endless(t types.Type, depth int) bool {
	switch t := types.Unalias(t).(type) {
	case *types.Pointer:
		return s.endless(t.Elem(), depth)
	case *types.Signature:
		return t.Results().Len() > 0 && s.endless(t.Results().At(0).Type(), depth)
	case *types.Named:
		if t.Origin().Obj() == s.from || depth > 1000 {
			return true
		}
		if value, ok := propOf(t); ok {
			return s.endless(value, depth+1)
		}
		if _, ok := s.w.special(t, true); ok {
			return false
		}
		return s.endless(t.Underlying(), depth+1)
	}
	return false
}
