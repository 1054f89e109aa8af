package typescript

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/inertia-templ/shell/routes"
)

//go:embed runtime.ts.txt
var runtime string

// Routes writes the module of routes: a function for each, which bundlers leave
// out where it is not used, and isCurrent for patterns of names. The error tells
// of names that come twice, and of two that come to the same function.
func (p *Program) Routes() (string, error) {
	r, err := p.router()
	if err != nil {
		return "", err
	}
	return Routes(r)
}

// Routes writes the module for routes that are known only when the program runs,
// such as those that were added from another router.
func Routes(r *routes.Router) (string, error) {
	list := r.Routes()
	slices.SortFunc(list, func(a, b routes.Route) int { return strings.Compare(a.Name, b.Name) })
	var b strings.Builder
	b.WriteString(strings.Replace(header, "%s", "routes", 1) + "\n" + runtime + "\n")
	names := map[string]string{}
	for _, route := range list {
		name := functionName(route.Name)
		if other, taken := names[name]; taken {
			return "", fmt.Errorf("typescript: the routes %q and %q both become the function %s: rename one", other, route.Name, name)
		}
		names[name] = route.Name
		method := strings.ToLower(route.Method)
		if !slices.Contains([]string{"get", "post", "put", "patch", "delete"}, method) {
			method = "get" // HEAD, OPTIONS, any
		}
		var params []string
		for _, param := range route.Params() {
			params = append(params, quote(param))
		}
		fmt.Fprintf(&b, "/** %s */\nexport const %s = /* @__PURE__ */ define<[%s], '%s'>('%s', %s)\n\n",
			strings.ReplaceAll(strings.TrimSpace(route.Method+" "+route.Path), "*/", "* /"), name, strings.Join(params, ", "), method, method, quote(route.Path))
	}
	b.WriteString("const named: [name: string, path: string][] = [\n")
	for _, route := range list {
		b.WriteString("  [" + quote(route.Name) + ", " + quote(route.Path) + "],\n")
	}
	b.WriteString(`]

/** Whether a URL, that of the page shown if none is given, is one of a route whose name fits: 'users.*'. */
export function isCurrent(pattern: string, url?: string): boolean {
  const fits = new RegExp(` + "`^${pattern.replace(/[.+?^$()|[\\]\\\\{}]/g, '\\\\$&').replace(/\\*/g, '.*')}$`" + `)
  return named.some(([name, path]) => fits.test(name) && matches(path, url))
}
`)
	return b.String(), nil
}

// reserved are words that no function may be called.
var reserved = strings.Fields(`break case catch class const continue debugger default delete do else enum export extends false finally for
	function if import in instanceof new null return super switch this throw true try typeof var void while with yield let static await
	define matches named part runtime isCurrent withQuery`)

// functionName is "usersShow" for "users.show".
func functionName(route string) string {
	name := strings.TrimSuffix(pageName(strings.NewReplacer(".", "/", "-", "/").Replace(route)), "Props")
	if name == "" {
		return "_"
	}
	name = strings.ToLower(name[:1]) + name[1:]
	if slices.Contains(reserved, name) || name[0] >= '0' && name[0] <= '9' {
		return name + "Route"
	}
	return name
}
