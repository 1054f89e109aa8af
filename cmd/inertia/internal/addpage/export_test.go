package addpage

import "github.com/inertia-templ/shell/cmd/inertia/internal/project"

// Component writes the component alone.
func Component(p *project.Project, name string) error {
	pg, err := newPage(Options{Name: name})
	if err != nil {
		return err
	}
	c := &change{before: map[string][]byte{}}
	return c.component(p, pg)
}
