package main

import (
	"github.com/spf13/cobra"

	"github.com/inertia-templ/shell/cmd/inertia/internal/typescript"
)

func typesCommand() *cobra.Command {
	g := &generator{}
	var pages []string
	g.write = func(p *typescript.Program) (string, error) {
		if err := p.CheckComponents(g.dir, pages...); err != nil {
			return "", err
		}
		return p.Types()
	}
	cmd := g.command("types", "Write types for the props of pages, for shared props and forms",
		"inertia types -o frontend/src/types.ts --pages 'frontend/src/pages/%s.tsx' ./...")
	cmd.Flags().StringArrayVar(&pages, "pages", nil, "where components are, a `pattern` with %s for their names; may be repeated")
	return cmd
}
