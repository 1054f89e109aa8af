// Package typescript writes TypeScript for the pages of a Go program: a type for
// the props of each, for what all pages share, for the forms that handlers read,
// and functions for its named routes. It reads the program's source and runs
// nothing of it. Command inertia is its front end.
//
// It is built on go/packages, because what a page is given is a matter of types:
// which struct a page was made with, which props may be absent, what embedding
// and generics come to. Generators that look at one file's syntax cannot tell.
package typescript

import (
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/inertia-templ/shell/routes"
)

// Program is what the source of a Go program says of its pages and routes.
type Program struct {
	pages  []page
	shared []property
	flash  map[string][]types.Type
	inputs []input

	registered []registered
	handlers   handlers
	plain      []plainPage // pages that are rendered by their name

	routes  []namedRoute
	unknown []token.Position // calls that name routes which only the running program knows

	names     componentNames
	component func(string) string // what the front end calls a component
	mapKeys   []namesCall         // of inertia.WithMapKeys

	allErrors bool // errors are lists
	nullLists bool // nil lists are null
	bigInts   bool // large integers are text

	fset   *token.FileSet
	source *source
}

// page is a call of inertia.NewPage.
type page struct {
	component string
	props     types.Type
	at        token.Position
}

// input is a type that form.Bind fills.
type input struct {
	names []string // for types without one: the first that is free
	kind  types.Type
	at    token.Position
}

type namedRoute struct {
	add func(*routes.Router) error
	at  token.Position
}

// Load reads the packages that the patterns mean in the folder dir, as the go
// command does: "./...". Programs that do not compile are an error.
func Load(dir string, patterns ...string) (*Program, error) {
	loaded, err := Packages(dir, patterns...)
	if err != nil {
		return nil, err
	}
	return Read(loaded)
}

// Packages loads the packages that the patterns mean in the folder dir, with
// syntax and types. Those that do not compile are returned together with an
// error.
func Packages(dir string, patterns ...string) ([]*packages.Package, error) {
	// Without NeedDeps, the types of other packages are those that the compiler
	// keeps of them. To check them again takes ten times as long. Names of files
	// are whole, whatever GOFLAGS says.
	loaded, err := packages.Load(&packages.Config{
		Dir:        dir,
		Fset:       token.NewFileSet(),
		BuildFlags: []string{"-trimpath=false"},
		ParseFile: func(fset *token.FileSet, name string, src []byte) (*ast.File, error) {
			return parser.ParseFile(fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
		},
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports | packages.NeedTypes | packages.NeedSyntax | packages.NeedTypesInfo | packages.NeedModule | packages.NeedExportFile,
	}, patterns...)
	if err != nil {
		return nil, fmt.Errorf("typescript: %w", err)
	}
	if len(loaded) == 0 {
		return nil, fmt.Errorf("typescript: no packages match %s", strings.Join(patterns, " "))
	}
	var errs []error
	for _, pkg := range loaded {
		pkg.Errors = slices.DeleteFunc(pkg.Errors, embedsNothing)
		if slices.ContainsFunc(pkg.Errors, hasPlace) {
			pkg.Errors = slices.DeleteFunc(pkg.Errors, ofCompiler)
		}
		for _, e := range pkg.Errors {
			errs = append(errs, fmt.Errorf("typescript: %w", e))
		}
	}
	return loaded, errors.Join(errs...)
}

// embedsNothing reports whether an error is that of a go:embed line without files:
// types are written before the front end is built.
func embedsNothing(e packages.Error) bool {
	return e.Kind == packages.ListError && strings.HasPrefix(e.Msg, "pattern ") && strings.HasSuffix(e.Msg, ": no matching files found")
}

func hasPlace(e packages.Error) bool { return e.Pos != "" && e.Pos != "-" }

// ofCompiler reports whether an error is the output of the compiler, which says
// again what the type checker says, without a place of its own.
func ofCompiler(e packages.Error) bool { return !hasPlace(e) && strings.HasPrefix(e.Msg, "# ") }

// Read looks through packages that [Packages] has loaded.
func Read(loaded []*packages.Package) (*Program, error) { return read(loaded[0].Fset, loaded) }

func read(fset *token.FileSet, loaded []*packages.Package) (*Program, error) {
	p := &Program{flash: map[string][]types.Type{}, fset: fset, source: newSource(fset, loaded), handlers: newHandlers(loaded)}
	generic := instances(loaded)
	for _, pkg := range loaded {
		for _, file := range pkg.Syntax {
			s := scan{p: p, info: pkg.TypesInfo, generic: generic, functions: map[types.Object]*types.Func{}}
			ast.Inspect(file, s.visit)
		}
	}
	slices.SortStableFunc(p.inputs, func(a, b input) int {
		return cmp.Or(strings.Compare(a.at.Filename, b.at.Filename), cmp.Compare(a.at.Offset, b.at.Offset))
	})
	if err := errors.Join(p.rename(), p.renameShared()); err != nil {
		return nil, err
	}
	slices.SortStableFunc(p.pages, func(a, b page) int { return strings.Compare(a.component, b.component) })
	var errs []error
	for i := 1; i < len(p.pages); i++ {
		if a, b := p.pages[i-1], p.pages[i]; a.component == b.component && !types.Identical(a.props, b.props) {
			errs = append(errs, fmt.Errorf("typescript: %s: the page %q has other props at %s", b.at, b.component, a.at))
		}
	}
	p.pages = slices.CompactFunc(p.pages, func(a, b page) bool { return a.component == b.component })
	return p, errors.Join(errs...)
}

// instances are the type arguments that generic functions are called with.
func instances(loaded []*packages.Package) map[types.Object][]*types.TypeList {
	found := map[types.Object][]*types.TypeList{}
	for _, pkg := range loaded {
		ids := make([]*ast.Ident, 0, len(pkg.TypesInfo.Instances))
		for id := range pkg.TypesInfo.Instances {
			ids = append(ids, id)
		}
		slices.SortFunc(ids, func(a, b *ast.Ident) int { return cmp.Compare(a.Pos(), b.Pos()) })
		for _, id := range ids {
			if f, ok := pkg.TypesInfo.Uses[id].(*types.Func); ok {
				found[f.Origin()] = append(found[f.Origin()], pkg.TypesInfo.Instances[id].TypeArgs)
			}
		}
	}
	return found
}
