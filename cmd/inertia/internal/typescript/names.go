package typescript

import (
	"cmp"
	"fmt"
	"go/types"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/inertia-templ/shell/internal/ecma"
)

// names is the table of all names in the module of types. It is filled in two
// rounds: the first only finds out which types are declared. The names of the
// second do not depend on which type was met first.
type names struct {
	types map[*types.TypeName]string
	taken map[string]string // what has each name
	found []*types.TypeName // by the first round
}

func newNames() *names {
	return &names{types: map[*types.TypeName]string{}, taken: map[string]string{"Pages": "the list of pages"}}
}

// of is the name of a type that is declared.
func (n *names) of(obj *types.TypeName) string {
	name, ok := n.types[obj]
	if !ok {
		name = capital(obj.Name())
		n.types[obj] = name
		n.found = append(n.found, obj)
	}
	return name
}

func (n *names) free(name string) bool { return n.taken[name] == "" && !ecma.Taken(name) }

// take gives something the first name that is free, or the last with a number.
func (n *names) take(what string, candidates ...string) string {
	last := candidates[len(candidates)-1]
	i := slices.IndexFunc(candidates, n.free)
	name := last
	if i >= 0 {
		name = candidates[i]
	}
	for number := 2; !n.free(name); number++ {
		name = last + strconv.Itoa(number)
	}
	n.taken[name] = what
	return name
}

// page takes the name of a page's props, which others give way to.
func (n *names) page(p page) (string, error) {
	name := ecma.Pascal(p.component) + "Props"
	if !n.free(name) {
		return "", fmt.Errorf("typescript: %s: the props of the page %q would be called %s, as %s: give one of them another name", p.at, p.component, name, cmp.Or(n.taken[name], "something in browsers"))
	}
	n.taken[name] = fmt.Sprintf("those of %q at %s", p.component, p.at)
	return name, nil
}

// assign names the types that the first round has found: those declared in
// functions last, each by its own name, with the function's or the package's in
// front if that is taken, or with a number.
func (n *names) assign(s *source) {
	local := func(obj *types.TypeName) bool { return obj.Pkg() != nil && obj.Parent() != obj.Pkg().Scope() }
	slices.SortFunc(n.found, func(a, b *types.TypeName) int {
		if local(a) != local(b) {
			if local(a) {
				return 1
			}
			return -1
		}
		return cmp.Or(strings.Compare(fullName(a), fullName(b)), cmp.Compare(a.Pos(), b.Pos()))
	})
	for _, obj := range n.found {
		name := capital(obj.Name())
		candidates := []string{name}
		if f, ok := s.function(obj); ok && local(obj) {
			candidates = append(candidates, ecma.Pascal(f.name)+name)
		}
		if obj.Pkg() != nil {
			candidates = append(candidates, ecma.Pascal(obj.Pkg().Name())+name)
		}
		n.types[obj] = n.take(fullName(obj), candidates...)
	}
}

// param names a type parameter otherwise than any type.
func (n *names) param(obj *types.TypeName) string {
	name := obj.Name()
	for number := 2; !n.free(name) || !n.free("_"+name); number++ {
		name = obj.Name() + strconv.Itoa(number)
	}
	return name
}

func capital(name string) string {
	for _, c := range name {
		return string(unicode.ToUpper(c)) + name[len(string(c)):]
	}
	return name
}
