package pagecheck

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"reflect"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/inertia-templ/shell/internal/jsonfields"
	"github.com/inertia-templ/shell/internal/secretname"
)

// Secrets is an analyser for go vet that reports props, shared props and flash
// in whose type a field has the name of a secret, such as PasswordHash, and no
// tag that says what is meant: `inertia:"secret"` or `inertia:"public"`. Its flag
// names adds names of secrets, its flag public takes some away, as
// inertia.WithSecretNames and inertia.WithPublicNames do; separated by commas.
var Secrets = &analysis.Analyzer{
	Name: "inertiasecrets",
	Doc:  "report props of Inertia pages that have the name of a secret",
	Run:  runSecrets,
}

var secretNames, publicNames string

func init() {
	Secrets.Flags.StringVar(&secretNames, "names", "", "names of secrets of the program, separated by commas")
	Secrets.Flags.StringVar(&publicNames, "public", "", "names that are not secrets here, separated by commas")
}

// valued tells which argument of a function has props, and which the name of
// what follows it, -1 if none.
var valued = map[string]struct{ name, value int }{
	"Render": {-1, 3}, "Page": {-1, 1}, "Share": {1, 2}, "WithShared": {0, 1}, "WithSharedWhen": {1, 2}, "Sharing": {0, 1}, "Flash": {1, 2}, "Flashed": {0, 1},
}

// finder looks for names of secrets in types.
type finder struct {
	pass  *analysis.Pass
	names *secretname.Names
}

func runSecrets(pass *analysis.Pass) (any, error) {
	names, err := secretname.New(list(secretNames), list(publicNames))
	if err != nil {
		return nil, fmt.Errorf("inertiasecrets: %w", err)
	}
	f := finder{pass, names}
	for _, file := range pass.Files {
		if strings.HasSuffix(pass.Fset.Position(file.Pos()).Filename, "_test.go") {
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				f.call(n)
			case *ast.IndexExpr:
				if isOurs(pass, n.X, "NewPage") {
					f.value(n.Index.Pos(), "", pass.TypesInfo.TypeOf(n.Index))
				}
			case *ast.CompositeLit:
				f.literal(n)
			}
			return true
		})
	}
	return nil, nil
}

func list(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, ",")
}

// isOurs reports whether an expression is a function of package inertia.
func isOurs(pass *analysis.Pass, e ast.Expr, name string) bool {
	f := ours(pass, e)
	return f != nil && f.Name() == name
}

// ours is the function or method of package inertia that e names, or nil.
func ours(pass *analysis.Pass, e ast.Expr) *types.Func {
	if index, ok := ast.Unparen(e).(*ast.IndexExpr); ok {
		e = index.X
	}
	var id *ast.Ident
	switch e := ast.Unparen(e).(type) {
	case *ast.SelectorExpr:
		id = e.Sel
	case *ast.Ident: // of a package that is imported with a dot
		id = e
	default:
		return nil
	}
	f, ok := pass.TypesInfo.Uses[id].(*types.Func)
	if !ok || f.Pkg() == nil || f.Pkg().Path() != inertiaPath {
		return nil
	}
	return f
}

func (f finder) call(call *ast.CallExpr) {
	fn := ours(f.pass, call.Fun)
	if fn == nil {
		return
	}
	if fn.Name() == "WithSharedFunc" && len(call.Args) == 1 {
		f.value(call.Args[0].Pos(), "", f.pass.TypesInfo.TypeOf(call.Args[0])) // what it returns
		return
	}
	at, ok := valued[fn.Name()]
	if !ok || at.value >= len(call.Args) {
		return
	}
	if receiver := fn.Signature().Recv(); receiver != nil && isType(receiver.Type(), "Page") {
		return // its type argument was looked at
	}
	value := call.Args[at.value]
	path := ""
	if at.name >= 0 {
		path, ok = f.text(call.Args[at.name])
		if ok && f.key(value, path) {
			return
		}
	}
	f.value(value.Pos(), path, f.pass.TypesInfo.TypeOf(value))
}

// literal looks at the keys and values of a map of props.
func (f finder) literal(lit *ast.CompositeLit) {
	if !isType(f.pass.TypesInfo.TypeOf(lit), "Props") {
		return
	}
	for _, element := range lit.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		name, ok := f.text(pair.Key)
		if ok && f.key(pair.Value, name) {
			continue
		}
		f.value(pair.Value.Pos(), name, f.pass.TypesInfo.TypeOf(pair.Value))
	}
}

// text is the value of a constant.
func (f finder) text(e ast.Expr) (string, bool) {
	v := f.pass.TypesInfo.Types[e].Value
	if v == nil || v.Kind() != constant.String {
		return "", false
	}
	return constant.StringVal(v), true
}

// key reports a key with the name of a secret, and whether its value needs no
// further look.
func (f finder) key(value ast.Expr, name string) bool {
	if call, ok := ast.Unparen(value).(*ast.CallExpr); ok {
		if fn := ours(f.pass, call.Fun); fn != nil && fn.Name() == "Public" {
			return true
		}
	}
	t := sent(f.pass.TypesInfo.TypeOf(value))
	if t == nil || !f.names.Match(name) || !isText(t, maxDepth) {
		return false
	}
	f.pass.Reportf(value.Pos(), "%s has the name of a secret, and every visitor who opens the page can read it; leave it out, or send it on purpose with inertia.Public(value)", name)
	return true
}

const maxDepth = 8

// value reports the first field below t that has the name of a secret.
func (f finder) value(pos token.Pos, path string, t types.Type) {
	if t == nil {
		return
	}
	if found := f.find(path, t, map[types.Type]bool{}); found != "" {
		f.pass.Reportf(pos, "%s has the name of a secret, and every visitor who opens the page can read it; tag the field with inertia:\"secret\" to keep it out of pages, or with inertia:\"public\" to send it", found)
	}
}

func (f finder) find(path string, t types.Type, seen map[types.Type]bool) string {
	t = sent(t)
	if t == nil || seen[t] || encodesItself(t) {
		return ""
	}
	seen[t] = true
	switch u := t.Underlying().(type) {
	case *types.Pointer:
		return f.find(path, u.Elem(), seen)
	case *types.Slice:
		return f.find(join(path, "*"), u.Elem(), seen)
	case *types.Array:
		return f.find(join(path, "*"), u.Elem(), seen)
	case *types.Map:
		return f.find(join(path, "*"), u.Elem(), seen)
	case *types.Struct:
		return f.fields(path, t, u, seen)
	}
	return ""
}

func (f finder) fields(path string, t types.Type, u *types.Struct, seen map[types.Type]bool) string {
	for i := range u.NumFields() {
		field, tag := u.Field(i), reflect.StructTag(u.Tag(i))
		json := jsonfields.ParseTag(tag)
		if said := tag.Get("inertia"); said != "" {
			for word := range strings.SplitSeq(said, ",") {
				if word != "secret" && word != "public" && word != "null" {
					return fmt.Sprintf("%s (type %s, field %s): the tag inertia:%q, which is none of \"secret\", \"public\" and \"null\",", join(path, field.Name()), typeName(t), field.Name(), said)
				}
			}
			if tag := jsonfields.ParseInertiaTag(tag); tag.Secret || tag.Public {
				continue
			}
		}
		if json.Skip || !field.Exported() && !field.Embedded() {
			continue
		}
		name := json.Name
		inner := path
		switch {
		case name != "":
			inner = join(path, name)
		case !field.Embedded():
			name = field.Name()
			inner = join(path, name)
		}
		own := json.Name != "" || !field.Embedded() // else its fields are in its place
		if own && (f.names.Match(name) || f.names.Match(field.Name())) && isText(sent(field.Type()), maxDepth) {
			return fmt.Sprintf("%s (type %s, field %s)", inner, typeName(t), field.Name())
		}
		if found := f.find(inner, field.Type(), seen); found != "" {
			return found
		}
	}
	return ""
}

func typeName(t types.Type) string {
	if _, ok := t.(*types.Named); !ok {
		return "struct"
	}
	return types.TypeString(t, func(p *types.Package) string { return p.Name() })
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// sent returns the type that the browser gets for a value of type t: that of a
// prop's value, or of a function's result. It is nil for values that are never
// sent.
func sent(t types.Type) types.Type {
	for range maxDepth {
		if t == nil {
			return nil
		}
		t = types.Unalias(t)
		switch {
		case isType(t, "Secret"):
			return nil
		case isType(t, "Of"):
			t = deref(t.(*types.Named).TypeArgs().At(0))
			continue
		}
		fn, ok := t.Underlying().(*types.Signature)
		if !ok {
			return t
		}
		if fn.Results().Len() == 0 {
			return nil
		}
		t = fn.Results().At(0).Type()
	}
	return nil
}

// isType reports whether t is the type of package inertia with that name.
func isType(t types.Type, name string) bool {
	if t == nil {
		return false
	}
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Name() == name && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == inertiaPath
}

// encodesItself reports whether t has a method of encoding/json or encoding.
func encodesItself(t types.Type) bool {
	if types.IsInterface(t) {
		return false
	}
	for _, name := range []string{"MarshalJSON", "MarshalText"} {
		if found, _, _ := types.LookupFieldOrMethod(t, true, nil, name); found != nil {
			if _, ok := found.(*types.Func); ok {
				return true
			}
		}
	}
	return false
}

// isText is what package inertia takes for text.
func isText(t types.Type, depth int) bool {
	if t == nil || depth == 0 {
		return false
	}
	t = types.Unalias(t)
	if basic, ok := t.Underlying().(*types.Basic); ok && basic.Info()&types.IsString == 0 {
		return false
	}
	if types.TypeString(t, nil) == "time.Time" || types.IsInterface(t) || isType(t, "Of") || isType(t, "Secret") {
		return false
	}
	if pointer, ok := t.Underlying().(*types.Pointer); ok {
		return isText(pointer.Elem(), depth-1)
	}
	if encodesItself(t) {
		return true
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return true
	case *types.Slice:
		return isByte(u.Elem()) || isText(u.Elem(), depth-1)
	case *types.Array:
		return isByte(u.Elem()) || isText(u.Elem(), depth-1)
	case *types.Map:
		return isText(u.Elem(), depth-1)
	case *types.Struct:
		texts := 0
		for field := range u.Fields() {
			basic, _ := field.Type().Underlying().(*types.Basic)
			switch {
			case !field.Exported():
			case isText(field.Type(), depth-1):
				texts++
			case basic == nil || basic.Info()&types.IsBoolean == 0:
				return false
			}
		}
		return texts == 1
	}
	return false
}

func isByte(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Kind() == types.Byte
}
