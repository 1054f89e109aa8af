package pagecheck

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/inertia-templ/shell/cmd/inertia/internal/typescript"
)

// Untyped is an analyser for go vet that compares the props of a page that is
// rendered by its name with the type that NewPage gives the same page in the
// package: props that it has not, that are missing, or that are another kind of
// JSON.
var Untyped = &analysis.Analyzer{
	Name: "inertiaprops",
	Doc:  "report props of Inertia pages that differ from the type of the page",
	Run:  runUntyped,
}

func runUntyped(pass *analysis.Pass) (any, error) {
	typed := map[string]*types.Struct{}
	for _, page := range pagesOf(pass) {
		if structure, ok := deref(page.props).Underlying().(*types.Struct); ok {
			typed[page.component] = structure
		}
	}
	calls(pass, func(call *ast.CallExpr) {
		name, props, ok := rendered(pass, call)
		want := typed[name]
		if !ok || want == nil {
			return
		}
		if given, ok := givenProps(pass, props); ok {
			compare(pass, name, typescript.PropsOf(want), given, props)
		}
	})
	return nil, nil
}

// given is a prop of a call.
type given struct {
	typescript.Prop
	at ast.Expr
}

// givenProps are the props of a call, if the source tells all of them.
func givenProps(pass *analysis.Pass, e ast.Expr) ([]given, bool) {
	t := pass.TypesInfo.TypeOf(e)
	if isType(t, "Props") {
		lit, ok := ast.Unparen(e).(*ast.CompositeLit)
		if !ok {
			return nil, false
		}
		var all []given
		for _, element := range lit.Elts {
			pair, ok := element.(*ast.KeyValueExpr)
			if !ok {
				return nil, false
			}
			name, ok := Constant(pass.TypesInfo, pair.Key)
			if !ok {
				return nil, false
			}
			all = append(all, given{typescript.Prop{Name: name, Type: pass.TypesInfo.TypeOf(pair.Value)}, pair.Key})
		}
		return all, true
	}
	structure, ok := deref(t).Underlying().(*types.Struct)
	if !ok || isType(deref(t), "Of") {
		return nil, false
	}
	var all []given
	for _, p := range typescript.PropsOf(structure) {
		all = append(all, given{p, e})
	}
	return all, true
}

func compare(pass *analysis.Pass, component string, want []typescript.Prop, have []given, props ast.Expr) {
	byName := map[string]given{}
	for _, g := range have {
		byName[g.Name] = g
	}
	known := map[string]bool{}
	for _, w := range want {
		known[w.Name] = true
		g, ok := byName[w.Name]
		if !ok {
			if !w.Optional {
				pass.Reportf(props.Pos(), "the page %q needs the prop %q, as NewPage says: give it one, or let the field be omitted when it is empty", component, w.Name)
			}
			continue
		}
		if a, b := kindOf(g.Type), kindOf(w.Type); a != "" && b != "" && a != b {
			pass.Reportf(g.at.Pos(), "the prop %q of the page %q is %s, and %s as NewPage says", w.Name, component, a, b)
		}
	}
	for _, g := range have {
		if !known[g.Name] {
			pass.Reportf(g.at.Pos(), "the page %q has no prop %q, as NewPage says: add a field to its type, or leave the prop out", component, g.Name)
		}
	}
}

// kindOf is the kind of JSON that a type is written as, or "" if that is unknown.
func kindOf(t types.Type) string {
	for range maxDepth {
		if t = sent(t); t == nil || encodesItself(t) {
			return ""
		}
		pointer, ok := t.Underlying().(*types.Pointer)
		if !ok {
			break
		}
		t = pointer.Elem()
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch {
		case u.Info()&types.IsBoolean != 0:
			return "a boolean"
		case u.Info()&types.IsString != 0:
			return "a text"
		case u.Info()&(types.IsInteger|types.IsFloat) != 0:
			return "a number"
		}
	case *types.Slice:
		if isByte(u.Elem()) {
			return "a text"
		}
		return "a list"
	case *types.Array:
		return "a list"
	case *types.Map, *types.Struct:
		return "an object"
	}
	return ""
}

// deref is what a pointer leads to.
func deref(t types.Type) types.Type {
	if pointer, ok := types.Unalias(t).(*types.Pointer); ok {
		t = pointer.Elem()
	}
	return types.Unalias(t)
}
