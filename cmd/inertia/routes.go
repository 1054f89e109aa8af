package main

import (
	"github.com/spf13/cobra"

	"github.com/inertia-templ/shell/cmd/inertia/internal/typescript"
)

func routesCommand() *cobra.Command {
	g := &generator{write: (*typescript.Program).Routes}
	return g.command("routes", "Write functions for named routes", "inertia routes -o frontend/src/routes.ts ./...")
}
