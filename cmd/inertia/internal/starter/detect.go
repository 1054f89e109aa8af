package starter

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/modfile"
)

const libraryPath = "github.com/inertia-templ/shell"

// Detect finds out with which options [Write] has written a program: go.mod and
// package.json tell.
func Detect(dir string) (Options, error) {
	for _, name := range []string{"go.mod", "frontend/package.json", "internal/app/app.go", "internal/app/routes.go"} {
		if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name))); errors.Is(err, fs.ErrNotExist) {
			return Options{}, fmt.Errorf("starter: there is no %s in %s: this works for programs of \"inertia new\" only, in their folder", name, dir)
		} else if err != nil {
			return Options{}, fmt.Errorf("starter: %w", err)
		}
	}
	o := Options{Router: "net/http", Database: "none", CSS: "plain"}
	if err := o.readModules(dir); err != nil {
		return Options{}, err
	}
	if err := o.readPackages(dir); err != nil {
		return Options{}, err
	}
	_, err := os.Stat(filepath.Join(dir, "internal", "app", "session.go"))
	o.Accounts = err == nil
	if err := o.Check(); err != nil {
		return Options{}, fmt.Errorf("%w; this works for programs of \"inertia new\" only", err)
	}
	return o, nil
}

// readModules reads what go.mod tells.
func (o *Options) readModules(dir string) error {
	name := filepath.Join(dir, "go.mod")
	text, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("starter: %w", err)
	}
	mod, err := modfile.Parse(name, text, nil)
	if err != nil {
		return fmt.Errorf("starter: %w", err)
	}
	if mod.Module != nil {
		o.Module = mod.Module.Mod.Path
	}
	for _, required := range mod.Require {
		switch path := required.Mod.Path; path {
		case libraryPath:
			o.Library.Version = required.Mod.Version
		case "github.com/go-chi/chi/v5":
			o.Router = "chi"
		case "github.com/labstack/echo/v4":
			o.Router = "echo"
		case "github.com/gin-gonic/gin":
			o.Router = "gin"
		case "modernc.org/sqlite":
			o.Database = "sqlite"
		case "github.com/jackc/pgx/v5":
			o.Database = "postgres"
		}
	}
	for _, replaced := range mod.Replace {
		if replaced.Old.Path == libraryPath && filepath.IsAbs(replaced.New.Path) {
			o.Library.Checkout = replaced.New.Path
		}
	}
	return nil
}

// readPackages reads what package.json tells.
func (o *Options) readPackages(dir string) error {
	name := filepath.Join(dir, "frontend", "package.json")
	text, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("starter: %w", err)
	}
	var front struct {
		Name            string
		Scripts         map[string]string
		Dependencies    map[string]string
		DevDependencies map[string]string
	}
	if err := json.Unmarshal(text, &front); err != nil {
		return fmt.Errorf("starter: %s: %w", name, err)
	}
	o.Name = front.Name
	for adapter, frontend := range map[string]string{"@inertiajs/react": "react", "@inertiajs/vue3": "vue", "@inertiajs/svelte": "svelte"} {
		if _, ok := front.Dependencies[adapter]; ok {
			o.Frontend = frontend
		}
	}
	if _, ok := front.DevDependencies["tailwindcss"]; ok {
		o.CSS = "tailwind"
	}
	o.SSR = strings.Contains(front.Scripts["build"], "--ssr")
	return nil
}
