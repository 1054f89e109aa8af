// Package ssrcheck renders every page of a program with the runtimes that are
// installed, and says which pages cannot be rendered on a server.
package ssrcheck

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/inertia-templ/shell/cmd/inertia/internal/project"
	"github.com/inertia-templ/shell/internal/ssrbundle"
	"github.com/inertia-templ/shell/ssr"
)

// Problem is a page that is not rendered, or what is wrong with the bundle.
type Problem struct {
	Fatal   bool   `json:"error"`             // false if the props may be to blame, which are almost empty
	Runtime string `json:"runtime,omitempty"` // "node", "" for any
	Page    string `json:"page,omitempty"`
	Message string `json:"message"`
	Place   string `json:"place,omitempty"`
	Fix     string `json:"fix"`
}

// Report is what was found.
type Report struct {
	Bundle   string         `json:"bundle"`
	Rendered map[string]int `json:"rendered"` // pages, by the runtime
	Problems []Problem      `json:"problems"`
}

// Failed reports whether something is wrong for sure.
func (r *Report) Failed() bool {
	return slices.ContainsFunc(r.Problems, func(p Problem) bool { return p.Fatal })
}

// runtimes are those that a pool can use.
var runtimes = []string{"bun", "node", "deno"}

// Runtimes finds the JavaScript runtimes for a front end: its own packages, and
// the PATH.
func Runtimes(dir string) map[string]string {
	found := map[string]string{}
	for _, name := range runtimes {
		for _, candidate := range []string{filepath.Join(dir, "node_modules", ".bin", name), name} {
			if path, err := exec.LookPath(candidate); err == nil {
				found[name] = path
				break
			}
		}
	}
	return found
}

// Find finds the bundle at a path: the file, or the folder that contains it.
func Find(path string) (string, error) {
	dir, base := filepath.Split(filepath.Clean(path))
	if dir == "" {
		dir = "."
	}
	name, err := ssrbundle.Find(os.DirFS(dir), base)
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, filepath.FromSlash(name)), nil
}

// Stale is a source of the front end that has changed since the bundle was
// built, or "".
func Stale(front, bundle string) string {
	built, err := os.Stat(bundle)
	if err != nil {
		return ""
	}
	newest, when := "", built.ModTime()
	look := func(path string) {
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && info.ModTime().After(when) {
			newest, when = path, info.ModTime()
		}
	}
	_ = filepath.WalkDir(filepath.Join(front, "src"), func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil //nolint:nilerr // What cannot be read is not newer.
		case entry.IsDir() && project.SkipDir(entry.Name()):
			return fs.SkipDir
		}
		look(path)
		return nil
	})
	for _, name := range []string{"vite.config.ts", "vite.config.js", "vite.config.mts", "vite.config.mjs", "package.json"} {
		look(filepath.Join(front, name))
	}
	return newest
}

// limit is how long a page may take: the first one starts the runtime.
const limit = 30 * time.Second

// Render renders pages with each of some runtimes, given by name and path.
func Render(ctx context.Context, bundle string, pages map[string]map[string]any, found map[string]string) (*Report, error) {
	report := &Report{Bundle: bundle, Rendered: map[string]int{}, Problems: []Problem{}}
	for _, name := range runtimes {
		path, ok := found[name]
		if !ok {
			continue
		}
		if err := report.with(ctx, name, path, pages); err != nil {
			return nil, err
		}
	}
	return report, nil
}

// with renders all pages with one runtime.
func (r *Report) with(ctx context.Context, name, path string, pages map[string]map[string]any) error {
	pool, err := ssr.NewPool(r.Bundle, ssr.WithRuntime(path), ssr.WithWorkers(1), ssr.WithStartTimeout(limit),
		ssr.WithRenderTimeout(limit/3), ssr.WithPoolLogger(slog.New(slog.DiscardHandler)))
	if err != nil {
		return fmt.Errorf("ssrcheck: %w", err)
	}
	defer pool.Close()
	r.Rendered[name] = 0
	for _, component := range slices.Sorted(maps.Keys(pages)) {
		page, err := json.Marshal(map[string]any{"component": component, "props": pages[component], "url": "/", "version": "", "flash": map[string]any{}})
		if err != nil {
			return fmt.Errorf("ssrcheck: %w", err)
		}
		trial, cancel := context.WithTimeout(ctx, limit)
		_, err = pool.Render(trial, page)
		cancel()
		if ctx.Err() != nil {
			return fmt.Errorf("ssrcheck: %w", ctx.Err())
		}
		if err == nil {
			r.Rendered[name]++
			continue
		}
		problem := explain(err)
		problem.Runtime, problem.Page = name, component
		r.Problems = append(r.Problems, problem)
		if problem.Page != "" && isStart(err) {
			// No page will do better.
			return nil
		}
	}
	return nil
}

// isStart reports whether the bundle does not even load.
func isStart(err error) bool {
	var failed *ssr.Error
	return errors.As(err, &failed) && failed.Kind == ssr.Connection
}

// explain says what a failure means, and how to fix it.
func explain(err error) Problem {
	var failed *ssr.Error
	if !errors.As(err, &failed) {
		return Problem{Fatal: true, Message: err.Error(), Fix: "look at the message"}
	}
	p := Problem{Fatal: true, Message: firstLine(failed.Message), Place: failed.Location, Fix: failed.Hint}
	fix := ""
	switch failed.Kind {
	case ssr.BrowserAPI:
		fix = "use it in an effect or after the page is mounted, which only browsers do, or leave the page out with inertia.NoSSR()"
	case ssr.Component:
		fix = "create the page's file, or correct its name in Go, and build again"
	case ssr.Timeout:
		fix = "look for a loop, or for something that the page waits for while it is loaded"
	case ssr.Crash:
		fix = "look for process.exit, and for memory that the page takes"
	case ssr.Connection:
		fix = "look for what runs while modules are loaded: only browsers have window and document"
	case ssr.Render:
		if strings.HasPrefix(p.Message, "the page calls exit") {
			p.Fix = "a page must not end the process that renders all pages: remove the call"
			break
		}
		p.Fatal = false
		p.Fix = "the props were almost empty: if that cannot happen, all is well; if it can, let the page expect it"
	default:
		fix = "look at the message"
	}
	if p.Fix == "" {
		p.Fix = fix
	}
	return p
}

func firstLine(text string) string {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			return line
		}
	}
	return ""
}
