// Package documents_test checks the components, scripts and configurations of
// the documentation in projects as "npm create vite" leaves them, and builds
// and renders those of its first page.
package documents_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/needs"
	"github.com/inertia-templ/shell/internal/snippets"
	"github.com/inertia-templ/shell/ssr"
	"github.com/inertia-templ/shell/vite"
)

const (
	repository = "../.."
	install    = `run "npm ci --prefix lab/documents"`
)

// framework is one of create-vite's templates.
type framework struct {
	name, adapter, template string
	check                   [][]string // commands in node_modules/.bin, as the template's scripts have them
}

var frameworks = []framework{
	{"React", "@inertiajs/react", "template-react-ts", [][]string{{"../typescript7/bin/tsc", "-b"}}},
	{"Vue", "@inertiajs/vue3", "template-vue-ts", [][]string{{"vue-tsc", "-b"}}},
	{"Svelte", "@inertiajs/svelte", "template-svelte-ts", [][]string{{"svelte-check", "--tsconfig", "./tsconfig.app.json", "--threshold", "error"}, {"tsc", "-p", "tsconfig.node.json"}}},
}

// project is a copy of the template, with the packages of this folder.
func (f framework) project(t *testing.T) string {
	t.Helper()
	needs.Node(t)
	modules := filepath.Dir(needs.File(t, "node_modules/create-vite", install))
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS(filepath.Join(modules, "create-vite", f.template))))
	// Not one link for all of them: compilers keep what they know in node_modules.
	link(t, modules, filepath.Join(dir, "node_modules"))
	return dir
}

func link(t *testing.T, from, to string) {
	t.Helper()
	from, err := filepath.Abs(from)
	require.NoError(t, err)
	require.NoError(t, os.MkdirAll(to, 0o755))
	entries, err := os.ReadDir(from)
	require.NoError(t, err)
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), "@") {
			link(t, filepath.Join(from, entry.Name()), filepath.Join(to, entry.Name()))
		} else if entry.Name() != ".tmp" && entry.Name() != ".vite" {
			require.NoError(t, os.Symlink(filepath.Join(from, entry.Name()), filepath.Join(to, entry.Name())))
		}
	}
}

// document is a block of code in the documentation.
type document struct {
	snippets.Block
	file string // from the root of the repository
	name string // that the block's first line says, or ""
}

var (
	named  = regexp.MustCompile(`^(?://|<!--) (\S+\.(?:tsx?|vue|svelte))(?: -->)?\n`)
	client = regexp.MustCompile(`@inertiajs/(?:react|vue3|svelte)|@vitejs/plugin-(?:react|vue)|@sveltejs/vite-plugin-svelte`)
	module = regexp.MustCompile(`'((?:\.\./)+)(types|routes)'`)
)

// all are the blocks for a framework.
func (f framework) all(t *testing.T) []document {
	t.Helper()
	var found []document
	for _, file := range files(t) {
		text, err := os.ReadFile(filepath.Join(repository, file))
		require.NoError(t, err)
		for _, block := range snippets.Blocks(string(text)) {
			if !f.owns(block) || block.File() != "" { // files belong to the tutorial's program
				continue
			}
			d := document{Block: block, file: file}
			if match := named.FindStringSubmatch(block.Code); match != nil {
				d.name = match[1]
			}
			found = append(found, d)
		}
	}
	return found
}

func (f framework) owns(b snippets.Block) bool {
	switch b.Lang {
	case "vue", "svelte":
		return b.Lang == strings.ToLower(f.name)
	case "tsx":
		return f.name == "React"
	case "ts":
		if used := client.FindString(b.Code); used != "" {
			return used == f.adapter || strings.HasSuffix(used, "-"+strings.ToLower(f.name))
		}
		return b.Label == f.name || b.Label == "" // of all of them
	}
	return false
}

// files are the documents.
func files(t *testing.T) []string {
	t.Helper()
	found := []string{"README.md"}
	require.NoError(t, filepath.WalkDir(filepath.Join(repository, "docs"), func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "node_modules" || entry.Name() == ".vitepress"):
			return fs.SkipDir
		case filepath.Ext(name) == ".md":
			relative, err := filepath.Rel(repository, name)
			found = append(found, filepath.ToSlash(relative))
			return err
		}
		return nil
	}))
	return found
}

func write(t *testing.T, name, content string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
	require.NoError(t, os.WriteFile(name, []byte(content), 0o600))
}

// put writes a block into a folder of its own, at the place that its first line
// names or, without one, as deep as its imports have it.
func (d document) put(t *testing.T, dir string) {
	t.Helper()
	id := regexp.MustCompile(`\W+`).ReplaceAllString(fmt.Sprintf("%s line %d", d.file, d.Line), "_")
	if base := path.Base(d.name); strings.HasPrefix(base, "vite.config") || strings.Contains(d.Code, "from 'vite'") {
		write(t, filepath.Join(dir, "vite.config."+id+".ts"), d.Code)
		return
	}
	own := filepath.Join(dir, "src", id)
	name := strings.TrimPrefix(d.name, "src/")
	if name == "" {
		depth := 0
		if match := module.FindStringSubmatch(d.Code); match != nil {
			depth = strings.Count(match[1], "../")
		}
		name = strings.Repeat("pages/", depth) + "Block." + d.Lang
	}
	write(t, filepath.Join(own, filepath.FromSlash(name)), d.Code)
	for _, match := range module.FindAllStringSubmatch(d.Code, -1) {
		write(t, filepath.Join(own, match[2]+".ts"), "export * from '../"+match[2]+"'\n")
	}
}

// run runs a program of node_modules in a project.
func run(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), filepath.Join(dir, "node_modules/.bin", name), args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "NO_COLOR=1") // colours stand between a file and its line
	out, err := cmd.CombinedOutput()
	if err == nil {
		return ""
	}
	return fmt.Sprintf("%s: %v\n%s", name, err, out)
}

// generate has the command write types and routes of the program beside.
func generate(t *testing.T, dir string) {
	t.Helper()
	for _, what := range []string{"types", "routes"} {
		out, err := exec.CommandContext(t.Context(), "go", "run", "github.com/inertia-templ/shell/cmd/inertia", what, "-o", filepath.Join(dir, "src", what+".ts"), "./program").CombinedOutput()
		require.NoError(t, err, "%s", out)
	}
}

// What the documentation shows, and what the command writes, passes the checks
// of create-vite's templates.
func TestDocumentationFitsCreateVite(t *testing.T) {
	t.Parallel()
	for _, f := range frameworks {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			dir := f.project(t)
			generate(t, dir)
			blocks := f.all(t)
			require.NotEmpty(t, blocks)
			configs := 0
			for _, d := range blocks {
				d.put(t, dir)
				if strings.HasPrefix(path.Base(d.name), "vite.config") {
					configs++
				}
			}
			require.NotZero(t, configs)
			settings := filepath.Join(dir, "tsconfig.node.json")
			data, err := os.ReadFile(settings)
			require.NoError(t, err)
			require.Contains(t, string(data), `"vite.config.ts"`)
			write(t, settings, strings.Replace(string(data), `"vite.config.ts"`, `"vite.config*.ts"`, 1))
			for _, check := range f.check {
				assert.Empty(t, run(t, dir, check[0], check[1:]...))
			}

			// The checks look where they should.
			broken := filepath.Join(dir, "src", "Broken.ts")
			write(t, broken, "export const n: number = 'text'\n")
			assert.Contains(t, run(t, dir, f.check[0][0], f.check[0][1:]...), "Broken.ts")
			require.NoError(t, os.Remove(broken))
		})
	}
}

// The files of the documentation's first page, in a project of create-vite, are
// built and rendered.
func TestFirstPage(t *testing.T) {
	t.Parallel()
	for _, f := range frameworks {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			dir := f.project(t)
			for _, d := range f.all(t) {
				if d.file == "docs/start/first-page.md" && d.name != "" {
					write(t, filepath.Join(dir, filepath.FromSlash(d.name)), d.Code)
				}
			}
			require.Empty(t, run(t, dir, "vite", "build", "--logLevel", "error"))
			require.Empty(t, run(t, dir, "vite", "build", "--ssr", "--logLevel", "error"))
			v, err := vite.Open(os.DirFS(filepath.Join(dir, "dist")))
			require.NoError(t, err)
			assert.Equal(t, []string{"Home"}, v.Components(), "a chunk for each page")
			pool, err := ssr.NewPool(filepath.Join(dir, "dist-ssr"), ssr.WithRuntime("node"), ssr.WithWorkers(1))
			require.NoError(t, err)
			defer pool.Close()
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
			defer cancel()
			result, err := pool.Render(ctx, []byte(`{"component": "Home", "props": {"errors": {}, "greeting": "Hello"}, "url": "/", "version": "1", "flash": {}}`))
			require.NoError(t, err)
			assert.Regexp(t, `<h1[^>]*>(<!--.*?-->)*Hello`, result.Body)
			assert.Contains(t, result.Body, `<form`)
		})
	}
}
