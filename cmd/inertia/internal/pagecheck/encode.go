package pagecheck

import (
	"fmt"
	"go/ast"
	"go/types"
	"reflect"

	"golang.org/x/tools/go/analysis"

	"github.com/inertia-templ/shell/internal/jsonfields"
)

// Encodable is an analyser for go vet that reports props, shared props and flash
// whose type no encoder of JSON can write.
var Encodable = &analysis.Analyzer{
	Name: "inertiaencode",
	Doc:  "report props of Inertia pages that cannot be written as JSON",
	Run:  runEncodable,
}

func runEncodable(pass *analysis.Pass) (any, error) {
	report := func(e ast.Expr, path string, t types.Type) {
		if why := unencodable(path, t, map[types.Type]bool{}); why != "" {
			pass.Reportf(e.Pos(), "%s, which JSON has no form for: leave it out with the tag json:\"-\", or give its type a method MarshalJSON", why)
		}
	}
	for _, page := range pagesOf(pass) {
		report(page.call, "", page.props)
	}
	calls(pass, func(call *ast.CallExpr) {
		f := ours(pass, call.Fun)
		if f == nil {
			return
		}
		if f.Name() == "WithSharedFunc" && len(call.Args) == 1 {
			report(call.Args[0], "", pass.TypesInfo.TypeOf(call.Args[0]))
			return
		}
		at, ok := valued[f.Name()]
		if receiver := f.Signature().Recv(); !ok || at.value >= len(call.Args) || receiver != nil && isType(receiver.Type(), "Page") {
			return
		}
		path := ""
		if at.name >= 0 {
			path, _ = Constant(pass.TypesInfo, call.Args[at.name])
		}
		report(call.Args[at.value], path, pass.TypesInfo.TypeOf(call.Args[at.value]))
	})
	for _, file := range pass.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			lit, ok := n.(*ast.CompositeLit)
			if !ok || !isType(pass.TypesInfo.TypeOf(lit), "Props") {
				return true
			}
			for _, element := range lit.Elts {
				if pair, ok := element.(*ast.KeyValueExpr); ok {
					name, _ := Constant(pass.TypesInfo, pair.Key)
					report(pair.Value, name, pass.TypesInfo.TypeOf(pair.Value))
				}
			}
			return true
		})
	}
	return nil, nil
}

// unencodable says what in a type cannot be written, or "".
func unencodable(path string, t types.Type, seen map[types.Type]bool) string {
	if t == nil {
		return ""
	}
	if f, ok := types.Unalias(t).Underlying().(*types.Signature); ok && f.Results().Len() == 0 && !encodesItself(t) {
		return said(path, "is a function without a result")
	}
	t = sent(t)
	if t == nil || seen[t] || encodesItself(t) {
		return ""
	}
	seen[t] = true
	switch u := t.Underlying().(type) {
	case *types.Chan:
		return said(path, "is a channel")
	case *types.Basic:
		if u.Info()&types.IsComplex != 0 || u.Kind() == types.UnsafePointer {
			return said(path, "is a "+u.Name())
		}
	case *types.Pointer:
		return unencodable(path, u.Elem(), seen)
	case *types.Slice:
		return unencodable(join(path, "*"), u.Elem(), seen)
	case *types.Array:
		return unencodable(join(path, "*"), u.Elem(), seen)
	case *types.Map:
		key, ok := u.Key().Underlying().(*types.Basic)
		if (!ok || key.Info()&(types.IsString|types.IsInteger) == 0) && !types.IsInterface(u.Key()) && !encodesItself(u.Key()) {
			return said(path, "is a map with keys of type "+types.TypeString(u.Key(), func(p *types.Package) string { return p.Name() }))
		}
		return unencodable(join(path, "*"), u.Elem(), seen)
	case *types.Struct:
		for i := range u.NumFields() {
			field, tag := u.Field(i), reflect.StructTag(u.Tag(i))
			json := jsonfields.ParseTag(tag)
			if json.Skip || !field.Exported() && !field.Embedded() || jsonfields.ParseInertiaTag(tag).Secret {
				continue
			}
			name := json.Name
			if name == "" && !field.Embedded() {
				name = field.Name()
			}
			inner := path
			if name != "" {
				inner = join(path, name)
			}
			if why := unencodable(inner, field.Type(), seen); why != "" {
				return why
			}
		}
	}
	return ""
}

func said(path, what string) string {
	if path == "" {
		path = "this"
	}
	return fmt.Sprintf("%s %s", path, what)
}
