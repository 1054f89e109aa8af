package routes

import (
	_ "embed"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/inertia-templ/shell/internal/ecma"
)

//go:embed client/module.ts.txt
var module string

//go:embed client/value.js
var values string

// annotation is a type of TypeScript in a comment of JavaScript.
var annotation = regexp.MustCompile(`/\*(\??:[^*]*)\*/`)

// own are the names that the module has besides those of routes.
var own = strings.Fields("Args Default Method Options Param Params Query Route Storage Types Value Values canonical defaulted defaults define escapeParam fill folder isCurrent matches named setDefaults shown storage text withQuery")

// ErrEmpty is the error of [Router.TypeScript] for a router without names.
var ErrEmpty = errors.New("there are no named routes")

// TypeScript writes a module with a function for each route, and isCurrent for
// patterns of names. The command "inertia routes" writes the same module from
// source code, but sees only names and paths that are constants. Programs that
// import their routes from chi, echo or gin write the file themselves, in a
// test or for go generate:
//
//	code, err := r.TypeScript()
//	...
//	err = os.WriteFile("frontend/src/routes.ts", []byte(code), 0o644)
//
// Options choose routes and describe them further: [Only], [Defaults], [ParamType],
// [Component]. By default all routes have functions, without any of that.
//
// The function of "users.show" is usersShow. Where JavaScript or browsers
// already have a name, "Route" is added: deleteRoute. It is an error if two
// routes get the same function, or if there are no routes.
func (r *Router) TypeScript(opts ...TypeScriptOption) (string, error) {
	if len(r.routes) == 0 {
		return "", fmt.Errorf("routes: TypeScript: %w", ErrEmpty)
	}
	m, list, err := r.module(opts)
	if err != nil {
		return "", err
	}
	slices.SortFunc(list, func(a, b Route) int { return strings.Compare(a.Name, b.Name) })
	functions, err := functionNames(list)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString("// Written by \"inertia routes\". Do not edit: change the Go code and run it again.\n\n")
	b.WriteString(strings.NewReplacer("/*value.js*/", annotation.ReplaceAllString(values, "$1"), "/*types*/", m.types(), "/*default*/", m.union(), "/*defaulted*/", m.defaulted(),
		"/*defaults*/", m.kept(), "/*values*/", m.current()).Replace(module) + "\n")
	if len(m.defaults) > 0 {
		b.WriteString(setDefaults)
	}
	for _, route := range list {
		method := strings.ToLower(route.Method)
		if !slices.Contains([]string{"get", "post", "put", "patch", "delete"}, method) {
			method = "get" // HEAD, OPTIONS, any
		}
		var params []string
		for _, param := range route.Params() {
			params = append(params, ecma.Quote(param))
		}
		kinds, args := "["+strings.Join(params, ", ")+"], '"+method+"'", "'"+method+"', "+ecma.Quote(route.Path)
		if component := m.components[route.Name]; component != "" {
			kinds, args = kinds+", "+ecma.Quote(component), args+", "+ecma.Quote(component)
		}
		fmt.Fprintf(&b, "/** %s */\nexport const %s = /* @__PURE__ */ define<%s>(%s)\n\n",
			strings.ReplaceAll(strings.TrimSpace(route.Method+" "+route.Path), "*/", "* /"), functions[route.Name], kinds, args)
	}
	b.WriteString("const named: [name: string, path: string][] = [\n")
	for _, route := range list {
		b.WriteString("  [" + ecma.Quote(route.Name) + ", " + ecma.Quote(route.Path) + "],\n")
	}
	b.WriteString(`]

/** Whether a URL, by default that of the page shown, is one of a route whose name fits: 'users.*'. */
export function isCurrent(pattern: string, url?: string): boolean {
  const fits = new RegExp(` + "`^${pattern.replace(/[.+?^$()|[\\]\\\\{}]/g, '\\\\$&').replace(/\\*/g, '.*')}$`, 's'" + `)
  return named.some(([name, path]) => fits.test(name) && matches(path, url))
}
`)
	return b.String(), nil
}

// functionNames gives each route of a sorted list the name of its function.
// Names that have to change give way to those that need not.
func functionNames(list []Route) (map[string]string, error) {
	functions, taken := map[string]string{}, map[string]string{}
	var changed []Route
	for _, route := range list {
		name := ecma.Camel(route.Name)
		if name == "" || ecma.Taken(name) || slices.Contains(own, name) {
			changed = append(changed, route)
			continue
		}
		if other, clash := taken[name]; clash {
			return nil, fmt.Errorf("routes: the routes %q and %q both become the function %s: rename one", other, route.Name, name)
		}
		functions[route.Name], taken[name] = name, route.Name
	}
	for _, route := range changed {
		base := ecma.Camel(route.Name + ".route")
		name := base
		for n := 2; taken[name] != ""; n++ {
			name = base + strconv.Itoa(n)
		}
		functions[route.Name], taken[name] = name, route.Name
	}
	return functions, nil
}
