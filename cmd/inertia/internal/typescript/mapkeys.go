package typescript

import (
	"errors"
	"fmt"
	"strings"

	"github.com/inertia-templ/shell/internal/keycase"
)

// ErrMapKeys says that the keys which inertia.WithMapKeys makes are known to the
// running program only.
var ErrMapKeys = errors.New("source code does not tell the names of shared props")

// keyCases are the functions of package inertia for keys.
var keyCases = map[string]func(string) string{"CamelCase": keycase.Camel, "SnakeCase": keycase.Snake}

// renameShared gives shared props the names that are sent. Fields of structs have
// those of their tags.
func (p *Program) renameShared() error {
	if len(p.mapKeys) == 0 {
		return nil
	}
	call := p.mapKeys[0]
	rename := p.handlers.keyFunction(call)
	if rename == nil {
		return fmt.Errorf("typescript: %s: WithMapKeys: %w: give it inertia.CamelCase, inertia.SnakeCase, or a function that returns one expression of the key", call.at, ErrMapKeys)
	}
	for i := range p.shared {
		prop := &p.shared[i]
		if prop.field != nil {
			continue
		}
		parts := strings.Split(prop.name, ".")
		for n := range parts {
			parts[n] = rename(parts[n])
		}
		name := strings.Join(parts, ".")
		if name != prop.name && (len(p.mapKeys) > 1 || p.names.programs > 1) {
			return fmt.Errorf("typescript: %s: WithMapKeys in a program with several applications: %w: name %q as it is sent, or read the packages of each application alone", call.at, ErrMapKeys, prop.name)
		}
		prop.name = name
	}
	return nil
}

// keyFunction is the function of a call of WithMapKeys, or nil.
func (h handlers) keyFunction(call namesCall) func(string) string {
	s := scan{info: call.info}
	if f, _ := s.function(call.fn); f != nil && f.Pkg() != nil && f.Pkg().Path() == inertiaPath {
		return keyCases[f.Name()]
	}
	return h.textFunction(call.info, call.fn)
}
