package main

import (
	"github.com/spf13/cobra"

	"github.com/inertia-templ/shell/cmd/inertia/internal/typescript"
)

func typesCommand() *cobra.Command {
	g := &generator{}
	var pages []string
	g.write = func(p *typescript.Program) ([]made, error) {
		if err := p.CheckComponents(g.dir, pages...); err != nil {
			return nil, err
		}
		types, err := p.Types()
		if err != nil {
			return nil, err
		}
		files := []made{{g.file, types}}
		if len(pages) > 0 {
			checks, err := p.Checks(g.dir, g.file, pages...)
			if err != nil {
				return nil, err
			}
			files = append(files, made{typescript.ChecksFile(g.file), checks})
		}
		return files, nil
	}
	cmd := g.command("types", "Write types for the props of pages, for shared props and forms",
		"inertia types -o frontend/src/types.ts --pages 'frontend/src/pages/%s.tsx' ./...")
	cmd.Flags().StringArrayVar(&pages, "pages", nil, "where components are, a `pattern` with %s for their names; may be repeated. Each must have a file, and FILE.check.ts has tsc compare its props")
	return cmd
}
