package typescript

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/inertia-templ/shell/routes"
)

// RouteOptions are what the module of routes has besides names and paths. They
// stand in its second line, so that whoever writes it again keeps them.
type RouteOptions struct {
	Only     []string          `json:"only,omitempty"`     // patterns of names; all by default
	Defaults []string          `json:"defaults,omitempty"` // parameters that may be left out
	Types    map[string]string `json:"types,omitempty"`    // of parameters, in TypeScript
}

const optionsPrefix = "// Options: "

// RouteOptionsIn reads the options of a module that was written before.
func RouteOptionsIn(module string) (RouteOptions, error) {
	var o RouteOptions
	for line := range strings.Lines(module) {
		if !strings.HasPrefix(line, "//") {
			break
		}
		if text, ok := strings.CutPrefix(line, optionsPrefix); ok {
			if err := json.Unmarshal([]byte(text), &o); err != nil {
				return o, fmt.Errorf("typescript: the options in the second line of the module of routes: %w", err)
			}
		}
	}
	return o, nil
}

// IsZero reports whether there are no options.
func (o RouteOptions) IsZero() bool { return len(o.Only)+len(o.Defaults)+len(o.Types) == 0 }

func (o RouteOptions) list() []routes.TypeScriptOption {
	opts := []routes.TypeScriptOption{routes.Only(o.Only...), routes.Defaults(o.Defaults...)}
	for _, param := range slices.Sorted(maps.Keys(o.Types)) {
		opts = append(opts, routes.ParamType(param, o.Types[param]))
	}
	return opts
}

// Routes writes the module of routes; see [routes.Router.TypeScript]. A GET route
// has the component that its handler renders, if that is one. Routes whose names
// or paths are not constants are an error, since they would be missing, and so is
// a program without any.
func (p *Program) Routes(o RouteOptions) (string, error) {
	const instead = "call TypeScript of the routes.Router, in a test or a program for go generate, and write the file with it"
	r := routes.New()
	var errs []error
	for _, at := range p.unknown {
		errs = append(errs, fmt.Errorf("typescript: %s: only the running program knows what this names, and source code tells constants: %s", at, instead))
	}
	for _, route := range p.routes {
		if err := route.add(r); err != nil {
			errs = append(errs, fmt.Errorf("typescript: %s: %w", route.at, err))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return "", err
	}
	opts := o.list()
	list, _ := p.List()
	for _, route := range list {
		if len(route.Pages) == 1 && (route.Method == "" || strings.EqualFold(route.Method, "GET")) {
			opts = append(opts, routes.Component(route.Name, route.Pages[0]))
		}
	}
	code, err := r.TypeScript(opts...)
	if errors.Is(err, routes.ErrEmpty) {
		return "", fmt.Errorf("typescript: %w: no call of Handle, HandleFunc, AddPattern or Add of routes.Router was found. If another router has the routes, %s", routes.ErrEmpty, instead)
	}
	if err != nil {
		return "", fmt.Errorf("typescript: %w", err)
	}
	if !o.IsZero() {
		line, err := json.Marshal(o)
		if err != nil {
			return "", fmt.Errorf("typescript: %w", err)
		}
		first, rest, _ := strings.Cut(code, "\n")
		code = first + "\n" + optionsPrefix + string(line) + "\n" + rest
	}
	return code, nil
}
