package typescript

import (
	"cmp"
	"fmt"
	"go/constant"
	"go/types"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// writer turns Go types into TypeScript, and collects the declarations that they
// need.
type writer struct {
	docs  docs
	names map[*types.TypeName]string // of declared types
	taken map[string]bool
	decls []string
}

func newWriter(d docs) *writer {
	return &writer{docs: d, names: map[*types.TypeName]string{}, taken: map[string]bool{}}
}

// mapped are types of other packages that have a JSON form of their own.
var mapped = map[string]string{
	"time.Time":                 "string",
	"time.Duration":             "number",
	"encoding/json.RawMessage":  "unknown",
	"encoding/json.Number":      "number",
	"math/big.Int":              "number",
	"net/url.URL":               "unknown",
	"mime/multipart.FileHeader": "File | null",
	"github.com/inertia-templ/shell/inertia.Errors": "Record<string, string[]>",
}

// kind writes a type. owner is the full name of where it stands, for comments.
func (w *writer) kind(t types.Type, owner string) string {
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		return w.named(t)
	case *types.Pointer:
		elem := w.kind(t.Elem(), owner)
		if strings.HasSuffix(elem, " | null") || elem == "unknown" {
			return elem
		}
		return elem + " | null"
	case *types.Slice:
		if isByte(t.Elem()) {
			return "string" // base64
		}
		return list(w.kind(t.Elem(), owner))
	case *types.Array:
		return list(w.kind(t.Elem(), owner))
	case *types.Map:
		key := w.kind(t.Key(), owner)
		_, generic := types.Unalias(t.Key()).(*types.TypeParam)
		switch {
		case generic:
			return fmt.Sprintf("Record<string, %s>", w.kind(t.Elem(), owner))
		case key == "string", key == "number":
			return fmt.Sprintf("Record<%s, %s>", key, w.kind(t.Elem(), owner))
		default:
			return fmt.Sprintf("Partial<Record<%s, %s>>", key, w.kind(t.Elem(), owner))
		}
	case *types.Basic:
		return basic(t)
	case *types.Struct:
		return w.body(t, owner, "")
	case *types.Signature: // a lazy prop
		if t.Results().Len() > 0 {
			return w.kind(t.Results().At(0).Type(), owner)
		}
		return "unknown"
	case *types.TypeParam:
		return t.Obj().Name()
	default: // interfaces, channels
		return "unknown"
	}
}

func isByte(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Kind() == types.Byte
}

func list(elem string) string {
	if strings.Contains(elem, " | ") && !strings.HasPrefix(elem, "{") {
		return "(" + elem + ")[]"
	}
	return elem + "[]"
}

func basic(t *types.Basic) string {
	switch {
	case t.Info()&types.IsBoolean != 0:
		return "boolean"
	case t.Info()&types.IsString != 0:
		return "string"
	case t.Info()&(types.IsInteger|types.IsFloat) != 0:
		return "number"
	default:
		return "unknown"
	}
}

func fullName(obj *types.TypeName) string {
	if obj.Pkg() == nil {
		return obj.Name()
	}
	return obj.Pkg().Path() + "." + obj.Name()
}

// named writes a type that has a name: by what is known of it, or by a
// declaration of its own.
func (w *writer) named(t *types.Named) string {
	name := fullName(t.Obj())
	if value, ok := propOf(t); ok {
		return w.kind(value, name)
	}
	if annotated, ok := w.docs[name+"!"]; ok {
		return annotated
	}
	if known, ok := mapped[name]; ok {
		return known
	}
	switch {
	case hasMethod(t, "MarshalJSON"):
		return "unknown"
	case hasMethod(t, "MarshalText"):
		return "string"
	}
	switch underlying := t.Underlying().(type) {
	case *types.Struct:
		return w.declare(t) + w.arguments(t, name)
	case *types.Basic:
		if constants := constantsOf(t); len(constants) > 0 {
			return w.enum(t, constants)
		}
		return basic(underlying)
	case *types.Interface:
		return "unknown"
	default:
		return w.kind(underlying, name)
	}
}

// propOf is the type of the value of an inertia.Of.
func propOf(t *types.Named) (types.Type, bool) {
	if t.Obj().Name() != "Of" || t.Obj().Pkg() == nil || t.Obj().Pkg().Path() != inertiaPath {
		return nil, false
	}
	return t.TypeArgs().At(0), true
}

// mayBeAbsent reports whether a prop is left out of some visits.
func mayBeAbsent(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok {
		return false
	}
	if _, ok := propOf(named); !ok {
		return false
	}
	presence, ok := types.Unalias(named.TypeArgs().At(1)).(*types.Named)
	return ok && presence.Obj().Name() != "present"
}

func hasMethod(t *types.Named, name string) bool {
	method, _, _ := types.LookupFieldOrMethod(types.NewPointer(t), false, t.Obj().Pkg(), name)
	f, ok := method.(*types.Func)
	return ok && f.Signature().Results().Len() == 2
}

// arguments are those of a generic type.
func (w *writer) arguments(t *types.Named, owner string) string {
	if t.TypeArgs().Len() == 0 {
		return ""
	}
	var args []string
	for arg := range t.TypeArgs().Types() {
		args = append(args, w.kind(arg, owner))
	}
	return "<" + strings.Join(args, ", ") + ">"
}

// name finds a name that is free: with the package's in front if need be.
func (w *writer) name(obj *types.TypeName) (name string, known bool) {
	if name, ok := w.names[obj]; ok {
		return name, true
	}
	name = upper(obj.Name())
	if w.taken[name] && obj.Pkg() != nil {
		name = upper(obj.Pkg().Name()) + name
	}
	for base, n := name, 2; w.taken[name]; n++ {
		name = base + strconv.Itoa(n)
	}
	w.taken[name] = true
	w.names[obj] = name
	return name, false
}

// declare makes sure of the interface of a struct type.
func (w *writer) declare(t *types.Named) string {
	origin := t.Origin()
	name, known := w.name(origin.Obj())
	if known {
		return name
	}
	params := ""
	if origin.TypeParams().Len() > 0 {
		var list []string
		for param := range origin.TypeParams().TypeParams() {
			list = append(list, param.Obj().Name())
		}
		params = "<" + strings.Join(list, ", ") + ">"
	}
	full := fullName(origin.Obj())
	i := len(w.decls)
	w.decls = append(w.decls, "") // its place, before those it needs
	w.decls[i] = comment(w.docs[full], "") + "export interface " + name + params + " " + w.body(origin.Underlying().(*types.Struct), full, "")
	return name
}

// enum declares a union of constants, and an object with them.
func (w *writer) enum(t *types.Named, constants []*types.Const) string {
	name, known := w.name(t.Obj())
	if known {
		return name
	}
	var union, values []string
	for _, c := range constants {
		value := literal(c.Val())
		if !slices.Contains(union, value) {
			union = append(union, value)
		}
		key := strings.TrimPrefix(c.Name(), t.Obj().Name())
		if key == "" || !identifier.MatchString(key) {
			key = c.Name()
		}
		values = append(values, comment(w.docs[t.Obj().Pkg().Path()+"."+c.Name()], "  ")+"  "+key+": "+value+",\n")
	}
	w.decls = append(w.decls, comment(w.docs[fullName(t.Obj())], "")+"export type "+name+" = "+strings.Join(union, " | ")+
		"\n\nexport const "+name+" = {\n"+strings.Join(values, "")+"} as const")
	return name
}

var identifier = regexp.MustCompile(`^[A-Za-z_$][A-Za-z0-9_$]*$`)

// constantsOf are the exported constants of a type, in the order of the source.
func constantsOf(t *types.Named) []*types.Const {
	if t.Obj().Pkg() == nil {
		return nil
	}
	scope := t.Obj().Pkg().Scope()
	var found []*types.Const
	for _, name := range scope.Names() {
		if c, ok := scope.Lookup(name).(*types.Const); ok && c.Exported() && types.Identical(c.Type(), t) {
			found = append(found, c)
		}
	}
	slices.SortStableFunc(found, func(a, b *types.Const) int { return cmp.Compare(a.Pos(), b.Pos()) })
	return found
}

func literal(v constant.Value) string {
	if v.Kind() == constant.String {
		return quote(constant.StringVal(v))
	}
	return v.ExactString()
}

// field is a property of an object.
type field struct {
	name     string
	kind     types.Type
	optional bool
	text     bool // of the tag's option string
	owner    string
	tagged   bool
	depth    int
}

// body writes the properties of a struct as encoding/json would.
func (w *writer) body(t *types.Struct, owner, indent string) string {
	var b strings.Builder
	b.WriteString("{\n")
	for _, f := range fieldsOf(t, owner) {
		kind := w.kind(f.kind, f.owner)
		if f.text {
			kind = "string"
		}
		mark := ""
		if f.optional {
			mark, kind = "?", strings.TrimSuffix(kind, " | null")
		}
		inner := indent + "  "
		kind = strings.ReplaceAll(kind, "\n", "\n  ")
		b.WriteString(comment(w.docs[f.owner], inner) + inner + propertyName(f.name) + mark + ": " + kind + "\n")
	}
	b.WriteString(indent + "}")
	return b.String()
}

func propertyName(name string) string {
	if identifier.MatchString(name) {
		return name
	}
	return quote(name)
}

// fieldsOf lists the fields that encoding/json writes: embedded structs give
// theirs, the least nested of a name wins, then the only tagged one.
func fieldsOf(t *types.Struct, owner string) []field {
	var all []field
	var collect func(t *types.Struct, owner string, depth int, seen []types.Type)
	collect = func(t *types.Struct, owner string, depth int, seen []types.Type) {
		for i := range t.NumFields() {
			v := t.Field(i)
			tag, hasTag := reflect.StructTag(t.Tag(i)).Lookup("json")
			if tag == "-" {
				continue
			}
			name, options, _ := strings.Cut(tag, ",")
			named, embedded := embeddedStruct(v)
			if v.Embedded() && name == "" && embedded != nil {
				if !slices.ContainsFunc(seen, func(t types.Type) bool { return types.Identical(t, named) }) {
					collect(embedded, fullName(named.Obj()), depth+1, append(seen, named))
				}
				continue
			}
			if !v.Exported() {
				continue
			}
			opts := strings.Split(options, ",")
			all = append(all, field{
				name:     cmp.Or(name, v.Name()),
				kind:     v.Type(),
				optional: mayBeAbsent(v.Type()) || slices.Contains(opts, "omitempty") || slices.Contains(opts, "omitzero"),
				text:     slices.Contains(opts, "string"),
				owner:    owner + "." + v.Name(),
				tagged:   hasTag && name != "",
				depth:    depth,
			})
		}
	}
	collect(t, owner, 0, nil)
	var chosen []field
	for _, f := range all {
		best := true
		for _, other := range all {
			if other.name != f.name || other.owner == f.owner && other.depth == f.depth {
				continue
			}
			if other.depth < f.depth || other.depth == f.depth && (other.tagged || !f.tagged) {
				best = false
			}
		}
		if best {
			chosen = append(chosen, f)
		}
	}
	return chosen
}

// embeddedStruct is the struct type of an embedded field that is no value of its
// own.
func embeddedStruct(v *types.Var) (*types.Named, *types.Struct) {
	t := types.Unalias(v.Type())
	if pointer, ok := t.(*types.Pointer); ok {
		t = types.Unalias(pointer.Elem())
	}
	named, ok := t.(*types.Named)
	if !ok {
		return nil, nil
	}
	if _, isProp := propOf(named); isProp || mapped[fullName(named.Obj())] != "" || hasMethod(named, "MarshalJSON") || hasMethod(named, "MarshalText") {
		return nil, nil
	}
	structure, _ := named.Underlying().(*types.Struct)
	return named, structure
}

// comment writes a documentation comment.
func comment(text, indent string) string {
	if text == "" {
		return ""
	}
	text = strings.ReplaceAll(text, "*/", "* /")
	lines := strings.Split(text, "\n")
	if len(lines) == 1 {
		return indent + "/** " + text + " */\n"
	}
	var b strings.Builder
	b.WriteString(indent + "/**\n")
	for _, line := range lines {
		b.WriteString(strings.TrimRight(indent+" * "+line, " ") + "\n")
	}
	b.WriteString(indent + " */\n")
	return b.String()
}

// quote writes a string literal.
func quote(s string) string {
	q := strconv.Quote(s)
	q = strings.ReplaceAll(q[1:len(q)-1], `\"`, `"`)
	return "'" + strings.ReplaceAll(q, "'", `\'`) + "'"
}
