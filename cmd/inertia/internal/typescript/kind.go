package typescript

import (
	"fmt"
	"go/types"
	"regexp"
	"slices"
	"strings"

	"github.com/inertia-templ/shell/internal/ecma"
	"github.com/inertia-templ/shell/internal/jsonfields"
)

// writer turns Go types into TypeScript, and collects the declarations that they
// need.
type writer struct {
	source *source
	names  *names
	decls  []string
	made   map[*types.TypeName]bool // whose declarations are in decls
	cycles map[*types.TypeName]cycle

	inlined   []*types.Struct             // around the one that is written
	params    map[*types.TypeParam]string // that may be named here
	used      map[*types.TypeParam]bool
	nullLists bool // the program sends nil slices and maps as null
	bigInts   bool // and large integers as text
	mapKeys   bool // and keys of maps by other names

	inAlias bool // where Record cannot be used, since TypeScript follows it at once
}

func newWriter(p *Program, n *names) *writer {
	return &writer{source: p.source, names: n, nullLists: p.nullLists, bigInts: p.bigInts, mapKeys: len(p.mapKeys) > 0, made: map[*types.TypeName]bool{}, cycles: map[*types.TypeName]cycle{}}
}

// expression is a type in TypeScript.
type expression struct {
	text  string
	union bool // of several, without parentheses
	null  bool // one of them is null
	any   bool // whatever a directive says
}

func (e expression) orNull() expression {
	switch {
	case e.null || e.text == "unknown":
		return e
	case e.any:
		e.text = "(" + e.text + ")"
	}
	return expression{text: e.text + " | null", union: true, null: true}
}

func (e expression) list() expression {
	if e.union {
		return expression{text: "(" + e.text + ")[]"}
	}
	return expression{text: e.text + "[]"}
}

func plain(text string) expression { return expression{text: text} }

// mapped are types of other packages that have a JSON form of their own.
var mapped = map[string]string{
	"time.Time":                 "string",
	"time.Duration":             "number",
	"encoding/json.RawMessage":  "unknown",
	"encoding/json.Number":      "number",
	"math/big.Int":              "number",
	"net/url.URL":               "unknown",
	"mime/multipart.FileHeader": "File",
	inertiaPath + ".BigInt":     "string",
}

func (w *writer) mapped(known string) expression {
	if known == "number" {
		return w.integer()
	}
	return plain(known)
}

func (w *writer) kind(t types.Type) expression {
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		return w.named(t, false)
	case *types.Pointer:
		return w.addressed(t.Elem()).orNull()
	case *types.Slice:
		if isByte(t.Elem()) {
			return w.nilList(plain("string")) // base64
		}
		if file, ok := pointed(t.Elem()).(*types.Named); ok && fullName(file.Obj()) == "mime/multipart.FileHeader" {
			return plain("File[]") // a form has no file that is nil
		}
		return w.nilList(w.addressed(t.Elem()).list())
	case *types.Array:
		return w.kind(t.Elem()).list()
	case *types.Map:
		return w.nilList(plain(w.mapKind(w.key(t.Key()), w.kind(t.Elem()).text)))
	case *types.Basic:
		return w.basic(t)
	case *types.Struct:
		if f := method(t, "MarshalJSON"); f != nil {
			return w.marshaled(f, "unknown")
		}
		return plain(w.inline(t))
	case *types.Signature: // a lazy prop
		if t.Results().Len() > 0 {
			return w.kind(t.Results().At(0).Type())
		}
		return plain("unknown")
	case *types.TypeParam:
		if name, ok := w.params[t]; ok {
			w.used[t] = true
			return plain(name)
		}
		return plain("unknown")
	default: // interfaces, channels
		return plain("unknown")
	}
}

// addressed is kind for what a pointer leads to and for the items of slices,
// whose methods of pointers are used.
func (w *writer) addressed(t types.Type) expression {
	if named, ok := types.Unalias(t).(*types.Named); ok {
		return w.named(named, true)
	}
	return w.kind(t)
}

// nilList is what a page has for a list that may be nil.
func (w *writer) nilList(e expression) expression {
	if w.nullLists {
		return e.orNull()
	}
	return e
}

// key is a key of a JSON object.
func (w *writer) key(t types.Type) string {
	b, ok := t.Underlying().(*types.Basic)
	if !ok || b.Info()&(types.IsString|types.IsInteger) == 0 {
		return "string"
	}
	named, ok := types.Unalias(t).(*types.Named)
	switch {
	case b.Info()&types.IsInteger != 0 && ok && method(named, "MarshalText") != nil:
		return "string"
	case ok && w.isEnum(named) && !w.mapKeys:
		return w.named(named, false).text
	case w.basic(b).union:
		return "string"
	}
	return basic(b)
}

func (w *writer) mapKind(key, elem string) string {
	all := key == "string" || key == "number"
	switch {
	case w.inAlias && all:
		return fmt.Sprintf("{ [key: %s]: %s }", key, elem)
	case w.inAlias:
		return fmt.Sprintf("{ [key in %s]?: %s }", key, elem)
	case all:
		return fmt.Sprintf("Record<%s, %s>", key, elem)
	default:
		return fmt.Sprintf("Partial<Record<%s, %s>>", key, elem)
	}
}

func isByte(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	if !ok || b.Kind() != types.Byte {
		return false
	}
	named, ok := types.Unalias(t).(*types.Named)
	return !ok || method(named, "MarshalJSON") == nil && method(named, "MarshalText") == nil
}

// basic is a type that has no parts.
func (w *writer) basic(t *types.Basic) expression {
	switch t.Kind() {
	case types.Int, types.Int64, types.Uint, types.Uint64, types.Uintptr:
		return w.integer()
	}
	return plain(basic(t))
}

// integer is a number that may be a large integer.
func (w *writer) integer() expression {
	if w.bigInts {
		return expression{text: "number | string", union: true}
	}
	return plain("number")
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

// simple are types that need no parentheses.
var simple = regexp.MustCompile(`^[\w$.]+$`)

// special is the TypeScript of a type that is not written as its underlying one.
// addressed tells that methods of pointers are used; where it is not known
// whether they are, the value may be anything.
func (w *writer) special(t *types.Named, addressed bool) (expression, bool) {
	if written, ok := w.source.written[w.source.at(t.Obj())]; ok {
		compound := !simple.MatchString(written)
		return expression{text: written, union: compound, any: compound}, true
	}
	switch prop, props := provider(t); {
	case props != nil && (addressed || hasMethod(t, props)):
		return plain("Record<string, unknown>"), true
	case prop != nil || props != nil:
		return plain("unknown"), true
	}
	for _, name := range []string{"MarshalJSON", "MarshalText"} {
		if f := method(t, name); f != nil && !addressed && !hasMethod(t, f) {
			return plain("unknown"), true
		}
	}
	if known, ok := mapped[fullName(t.Obj())]; ok {
		return w.mapped(known), true
	}
	if f := method(t, "MarshalJSON"); f != nil {
		return w.marshaled(f, "unknown"), true
	}
	if f := method(t, "MarshalText"); f != nil {
		return w.marshaled(f, "string"), true
	}
	return expression{}, false
}

// marshaled is what a method writes: that of an embedded type what this type is.
func (w *writer) marshaled(f *types.Func, unless string) expression {
	if named, ok := pointed(f.Signature().Recv().Type()).(*types.Named); ok {
		if known, ok := mapped[fullName(named.Obj())]; ok {
			return w.mapped(known)
		}
		if written, ok := w.source.written[w.source.at(named.Obj())]; ok && simple.MatchString(written) {
			return plain(written)
		}
	}
	return plain(unless)
}

// method finds a method of encoding/json or encoding that a type has itself or
// from what it embeds.
func method(t types.Type, name string) *types.Func {
	found, _, _ := types.LookupFieldOrMethod(types.NewPointer(t), false, nil, name)
	f, ok := found.(*types.Func)
	if !ok || f.Signature().Params().Len() != 0 || f.Signature().Results().Len() != 2 {
		return nil
	}
	return f
}

// provider finds the method with which values of a type make a prop of themselves
// when they are sent, or a set of props.
func provider(t types.Type) (prop, props *types.Func) {
	find := func(name string) *types.Func {
		found, _, _ := types.LookupFieldOrMethod(types.NewPointer(t), false, nil, name)
		f, ok := found.(*types.Func)
		if !ok || f.Signature().Params().Len() != 1 || f.Signature().Results().Len() != 1 {
			return nil
		}
		if context, ok := types.Unalias(f.Signature().Params().At(0).Type()).(*types.Named); !ok || fullName(context.Obj()) != inertiaPath+".PropContext" {
			return nil
		}
		return f
	}
	return find("InertiaProp"), find("InertiaProps")
}

// hasMethod reports whether values have the method, not only pointers.
func hasMethod(t types.Type, f *types.Func) bool {
	return types.NewMethodSet(t).Lookup(f.Pkg(), f.Name()) != nil
}

// named writes a type that has a name: by what is known of it, or by a
// declaration of its own.
func (w *writer) named(t *types.Named, addressed bool) expression {
	if value, ok := propOf(t); ok {
		return w.kind(value)
	}
	if special, ok := w.special(t, addressed); ok {
		return special
	}
	switch underlying := t.Underlying().(type) {
	case *types.Struct:
		return w.declare(t)
	case *types.Interface:
		return plain("unknown")
	case *types.Basic:
		if w.isEnum(t) {
			return plain(w.enum(t))
		}
		return w.basic(underlying)
	default:
		switch w.cycle(t) {
		case endless:
			return plain("unknown")
		case recursive:
			return w.declare(t)
		}
		return w.kind(underlying)
	}
}

// propOf is the type of the value of an inertia.Of.
func propOf(t *types.Named) (types.Type, bool) {
	if t.Obj().Name() != "Of" || t.Obj().Pkg() == nil || t.Obj().Pkg().Path() != inertiaPath || t.TypeArgs().Len() == 0 {
		return nil, false
	}
	pointer, ok := types.Unalias(t.TypeArgs().At(0)).(*types.Pointer)
	if !ok {
		return nil, false
	}
	return pointer.Elem(), true
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

// takesBytes reports whether a type argument is a byte. A list of those is one
// text, other than a list of any other argument.
func takesBytes(t *types.Named) bool {
	for arg := range t.TypeArgs().Types() {
		if isByte(arg) {
			return true
		}
	}
	return false
}

// declare makes sure of the declaration of a type, and refers to it.
func (w *writer) declare(t *types.Named) expression {
	if structure, ok := t.Underlying().(*types.Struct); ok && takesBytes(t) {
		return plain(w.inline(structure))
	}
	origin := t.Origin()
	name := w.names.of(origin.Obj())
	if !w.made[origin.Obj()] {
		w.made[origin.Obj()] = true
		i := len(w.decls)
		w.decls = append(w.decls, "") // its place, before those it needs
		w.decls[i] = comment(w.source.doc(origin.Obj()), "") + w.declaration(origin, name)
	}
	if t.TypeArgs().Len() == 0 {
		return plain(name)
	}
	var args []string
	for arg := range t.TypeArgs().Types() {
		args = append(args, w.kind(arg).text)
	}
	return plain(name + "<" + strings.Join(args, ", ") + ">")
}

// declaration writes a type in a scope of its own.
func (w *writer) declaration(t *types.Named, name string) string {
	params, used, inAlias := w.params, w.used, w.inAlias
	defer func() { w.params, w.used, w.inAlias = params, used, inAlias }()
	w.params, w.used, w.inAlias = map[*types.TypeParam]string{}, map[*types.TypeParam]bool{}, false
	for param := range t.TypeParams().TypeParams() {
		w.params[param] = w.names.param(param.Obj())
	}
	structure, isStruct := t.Underlying().(*types.Struct)
	var body string
	if isStruct {
		body = w.body(structure)
	} else {
		w.inAlias = true
		body = w.kind(t.Underlying()).text
	}
	var list []string
	for param := range t.TypeParams().TypeParams() {
		name := w.params[param]
		if !w.used[param] {
			name = "_" + name // or TypeScript complains
		}
		list = append(list, name)
	}
	if len(list) > 0 {
		name += "<" + strings.Join(list, ", ") + ">"
	}
	if isStruct {
		return "export interface " + name + " " + body
	}
	return "export type " + name + " = " + body
}

// inline writes a struct without a name. One that comes back to itself, by what
// it embeds, cannot be written.
func (w *writer) inline(t *types.Struct) string {
	if slices.ContainsFunc(w.inlined, func(outer *types.Struct) bool { return types.Identical(outer, t) }) {
		return "unknown"
	}
	w.inlined = append(w.inlined, t)
	defer func() { w.inlined = w.inlined[:len(w.inlined)-1] }()
	return w.body(t)
}

// body writes the properties of a struct as encoding/json would.
func (w *writer) body(t *types.Struct) string {
	var b strings.Builder
	b.WriteString("{\n")
	for _, f := range fieldsOf(t) {
		if f.isSecret() {
			continue // no page has it
		}
		kind, mark := w.property(f)
		b.WriteString(comment(w.source.doc(f.variable), "  ") + "  " + ecma.Property(f.Name) + mark + ": " + indented(kind.text, "  ") + "\n")
	}
	b.WriteString("}")
	return b.String()
}

// property is the type of a field, and "?" if an object may lack it.
func (w *writer) property(f field) (kind expression, mark string) {
	t := f.variable.Type()
	inner := t
	pointer, nullable := types.Unalias(t).(*types.Pointer)
	if nullable {
		inner = pointer.Elem()
	}
	quoted := f.Quoted
	if named, ok := types.Unalias(inner).(*types.Named); ok {
		quoted = quoted && method(named, "MarshalJSON") == nil && method(named, "MarshalText") == nil
	}
	omitted := f.OmitEmpty || f.OmitZero
	switch {
	case quoted:
		kind = plain("string")
	case nullable:
		kind = w.addressed(inner)
	default:
		kind = w.kind(t)
	}
	isList := false
	switch t.Underlying().(type) {
	case *types.Slice, *types.Map:
		isList = true
	}
	switch {
	case nullable && !omitted, isList && !omitted && jsonfields.ParseInertiaTag(f.Tag).Null:
		kind = kind.orNull()
	case isList && omitted && w.nullLists:
		kind.text = strings.TrimSuffix(kind.text, " | null")
	}
	if omitted || f.absent || mayBeAbsent(t) {
		mark = "?"
	}
	return kind, mark
}

func indented(text, by string) string { return strings.ReplaceAll(text, "\n", "\n"+by) }

func comment(text, indent string) string {
	if text == "" {
		return ""
	}
	text = strings.ReplaceAll(text, "*/", "* /")
	lines := slices.Collect(strings.SplitSeq(text, "\n"))
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
