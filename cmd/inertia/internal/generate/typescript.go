package generate

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/inertia-templ/shell/cmd/inertia/internal/project"
	"github.com/inertia-templ/shell/cmd/inertia/internal/typescript"
	"github.com/inertia-templ/shell/routes"
)

// TypeScript writes src/types.ts, src/types.check.ts and src/routes.ts of a front
// end in TypeScript, and returns those that have changed. A program without named routes gets no
// routes.ts. A page whose component has no file is an error, after the files were
// written.
func TypeScript(p *project.Project) (changed []string, err error) {
	if _, err := os.Stat(filepath.Join(p.Frontend, "tsconfig.json")); err != nil {
		return nil, nil
	}
	program, err := typescript.Load(p.Root, "./...")
	if err != nil {
		return nil, err
	}
	var errs []error
	types, err := program.Types()
	if err != nil {
		errs = append(errs, err)
	} else if err := write(filepath.Join(p.Frontend, "src", "types.ts"), types, &changed); err != nil {
		errs = append(errs, err)
	}
	patterns := used(p.Frontend)
	checks, err := program.Checks(p.Frontend, "src/types.ts", patterns...)
	if err != nil {
		errs = append(errs, err)
	} else if err := write(filepath.Join(p.Frontend, "src", typescript.ChecksFile("types.ts")), checks, &changed); err != nil {
		errs = append(errs, err)
	}
	have, err := os.ReadFile(filepath.Join(p.Frontend, "src", "routes.ts"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return changed, fmt.Errorf("generate: %w", err)
	}
	opts, err := typescript.RouteOptionsIn(string(have))
	if err != nil {
		return changed, err
	}
	named, err := program.Routes(opts)
	switch {
	case errors.Is(err, routes.ErrEmpty):
	case err != nil:
		errs = append(errs, err)
	default:
		if err := write(filepath.Join(p.Frontend, "src", "routes.ts"), named, &changed); err != nil {
			errs = append(errs, err)
		}
	}
	errs = append(errs, program.CheckComponents(p.Frontend, patterns...))
	return changed, errors.Join(errs...)
}

// components is where Inertia's plugin for Vite looks for them.
var components = []string{
	"src/pages/%s.tsx", "src/pages/%s.jsx", "src/pages/%s.vue", "src/pages/%s.svelte",
	"src/Pages/%s.tsx", "src/Pages/%s.jsx", "src/Pages/%s.vue", "src/Pages/%s.svelte",
}

// used are those of components that the front end has files for, or all of them
// if it has none. So the checks are those that "inertia types --pages" writes,
// which names the one pattern of a program.
func used(frontend string) (patterns []string) {
	folder := "" // one only: some file systems do not tell pages and Pages apart
	for _, pattern := range components {
		dir, extension := filepath.Dir(pattern), filepath.Ext(pattern)
		if folder != "" && folder != dir || !hasFiles(filepath.Join(frontend, dir), extension) {
			continue
		}
		folder, patterns = dir, append(patterns, pattern)
	}
	if patterns == nil {
		return components
	}
	return patterns
}

// hasFiles reports whether a file in dir or below it has an extension.
func hasFiles(dir, extension string) bool {
	found := false
	_ = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err // such as that there is no such folder, which has no files
		}
		if !entry.IsDir() && filepath.Ext(path) == extension {
			found = true
			return filepath.SkipAll
		}
		return nil
	})
	return found
}

func write(name, content string, changed *[]string) error {
	have, err := os.ReadFile(name)
	switch {
	case err == nil && string(have) == content:
		return nil
	case err != nil && content == "":
		return nil // there is none, as it should be
	case content == "":
		*changed = append(*changed, name)
		return os.Remove(name)
	}
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		return fmt.Errorf("generate: %w", err)
	}
	*changed = append(*changed, name)
	return nil
}
