package typescript

import (
	"cmp"
	"go/constant"
	"go/token"
	"go/types"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/inertia-templ/shell/internal/ecma"
)

// isEnum reports whether the constants of a type are all its values: if two or
// more of them stand in one block of constants, or the type has the comment
// "//inertia:enum". A constant by itself, as in
//
//	const Anonymous UserID = "anonymous"
//
// is one value among many. What two in a block are not is said by
// "//inertia:type string".
func (w *writer) isEnum(t *types.Named) bool {
	if _, special := w.special(t, true); special {
		return false
	}
	constants := constantsOf(t)
	if w.source.enums[t.Obj().Pos()] {
		return len(constants) > 0
	}
	blocks := map[token.Pos]int{}
	for _, c := range constants {
		block, known := w.source.blocks[c.Pos()]
		if blocks[block]++; known && blocks[block] > 1 {
			return true
		}
	}
	return false
}

// constantsOf are the constants of a type in its package, in the order of the
// source.
func constantsOf(t *types.Named) []*types.Const {
	b, ok := t.Underlying().(*types.Basic)
	if !ok || t.Obj().Pkg() == nil || b.Info()&(types.IsBoolean|types.IsString|types.IsInteger|types.IsFloat) == 0 {
		return nil
	}
	scope := t.Obj().Pkg().Scope()
	var found []*types.Const
	for _, name := range scope.Names() {
		if c, ok := scope.Lookup(name).(*types.Const); ok && types.Identical(c.Type(), t) {
			found = append(found, c)
		}
	}
	slices.SortStableFunc(found, func(a, b *types.Const) int { return cmp.Compare(a.Pos(), b.Pos()) })
	return found
}

// enum declares a union of constants, and an object with them.
func (w *writer) enum(t *types.Named) string {
	name := w.names.of(t.Obj())
	if w.made[t.Obj()] {
		return name
	}
	w.made[t.Obj()] = true
	constants := constantsOf(t)
	keys := enumKeys(t, constants)
	var union, values []string
	for i, c := range constants {
		value := literal(c)
		if !slices.Contains(union, value) {
			union = append(union, value)
		}
		key := ecma.Property(keys[i])
		if key == "__proto__" {
			key = "['__proto__']" // or it is the prototype
		}
		values = append(values, comment(w.source.doc(c), "  ")+"  "+key+": "+value+",\n")
	}
	w.decls = append(w.decls, comment(w.source.doc(t.Obj()), "")+"export type "+name+" = "+strings.Join(union, " | ")+
		"\n\nexport const "+name+" = {\n"+strings.Join(values, "")+"} as const")
	return name
}

// enumKeys are the names of constants without that of their type: Open for
// StatusOpen, unless two are the same then.
func enumKeys(t *types.Named, constants []*types.Const) []string {
	count := map[string]int{}
	keys := make([]string, len(constants))
	for i, c := range constants {
		keys[i] = strings.TrimPrefix(c.Name(), t.Obj().Name())
		if !ecma.IsIdentifier(keys[i]) {
			keys[i] = c.Name()
		}
		count[keys[i]]++
		if keys[i] != c.Name() {
			count[c.Name()]++
		}
	}
	for i, c := range constants {
		if count[keys[i]] > 1 {
			keys[i] = c.Name()
		}
	}
	return keys
}

// literal writes the value of a constant.
func literal(c *types.Const) string {
	switch b := c.Type().Underlying().(*types.Basic); {
	case b.Info()&types.IsString != 0:
		return ecma.Quote(constant.StringVal(c.Val()))
	case b.Info()&types.IsFloat != 0:
		bits := 64
		if b.Kind() == types.Float32 {
			bits = 32
		}
		f, _ := constant.Float64Val(c.Val())
		format := byte('f')
		if math.Abs(f) >= 1e21 || f != 0 && math.Abs(f) < 1e-6 {
			format = 'e'
		}
		return strconv.FormatFloat(f, format, -1, bits)
	}
	return c.Val().ExactString()
}
