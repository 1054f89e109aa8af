package typescript

import (
	"errors"
	"fmt"

	"github.com/inertia-templ/shell/routes"
)

// Routes writes the module of routes; see [routes.Router.TypeScript]. Routes
// whose names or paths are no constants are an error, since they would be
// missing, and so is a program without any.
func (p *Program) Routes() (string, error) {
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
	code, err := r.TypeScript()
	if errors.Is(err, routes.ErrEmpty) {
		return "", fmt.Errorf("typescript: %w: no call of Handle, HandleFunc, AddPattern or Add of routes.Router was found. If another router has the routes, %s", routes.ErrEmpty, instead)
	}
	if err != nil {
		return "", fmt.Errorf("typescript: %w", err)
	}
	return code, nil
}
