package doctor

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// front is the front end, as its package.json has it.
type front struct {
	dir string

	Scripts         map[string]string `json:"scripts"`
	Dependencies    map[string]string `json:"dependencies"`
	DevDependencies map[string]string `json:"devDependencies"`
}

// adapters are the packages of Inertia's client, with the extensions of their
// components.
var adapters = map[string][]string{
	"@inertiajs/react":  {".tsx", ".jsx"},
	"@inertiajs/vue3":   {".vue"},
	"@inertiajs/svelte": {".svelte"},
}

// findFront finds the front end below root: the folder whose package.json needs
// Vite or a client of Inertia. It is nil if there is none.
func findFront(root, named string) (*front, error) {
	if named != "" {
		if !filepath.IsAbs(named) {
			named = filepath.Join(root, named)
		}
		return readFront(named)
	}
	var found []*front
	walk(root, 3, func(path string) {
		if filepath.Base(path) != "package.json" {
			return
		}
		f, err := readFront(filepath.Dir(path))
		if err == nil && (f.adapter() != "" || f.wants("vite") != "") {
			found = append(found, f)
		}
	})
	if clients := slices.DeleteFunc(slices.Clone(found), func(f *front) bool { return f.adapter() == "" }); len(clients) > 0 {
		found = clients
	}
	// Where the other commands look first.
	if usual := slices.IndexFunc(found, func(f *front) bool { return f.dir == filepath.Join(root, "frontend") }); usual >= 0 {
		return found[usual], nil
	}
	switch len(found) {
	case 0:
		return nil, nil
	case 1:
		return found[0], nil
	}
	var names []string
	for _, f := range found {
		if relative, err := filepath.Rel(root, f.dir); err == nil {
			names = append(names, filepath.ToSlash(relative))
		}
	}
	return nil, fmt.Errorf("there are several front ends, in %s: name one with --frontend", strings.Join(names, ", "))
}

func readFront(dir string) (*front, error) {
	f := &front{dir: dir}
	data, err := os.ReadFile(filepath.Join(dir, "package.json"))
	if err != nil {
		return nil, fmt.Errorf("read the front end: %w", err)
	}
	if err := json.Unmarshal(data, f); err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(dir, "package.json"), err)
	}
	return f, nil
}

// wants is the version of a package that package.json asks for, or "".
func (f *front) wants(name string) string {
	if version := f.Dependencies[name]; version != "" {
		return version
	}
	return f.DevDependencies[name]
}

// adapter is the client of Inertia that is in use, or "".
func (f *front) adapter() string {
	for name := range adapters {
		if f.wants(name) != "" {
			return name
		}
	}
	return ""
}

// module is the folder of an installed package: in node_modules here, or above
// where a workspace has put it.
func (f *front) module(name string) string {
	for at := f.dir; ; at = filepath.Dir(at) {
		if dir := filepath.Join(at, "node_modules", filepath.FromSlash(name)); isDir(dir) {
			return dir
		}
		if at == filepath.Dir(at) {
			return ""
		}
	}
}

// version is that of an installed package, or "".
func (f *front) version(name string) string {
	dir := f.module(name)
	if dir == "" {
		return ""
	}
	var installed struct {
		Version string `json:"version"`
	}
	data, err := os.ReadFile(filepath.Join(dir, "package.json"))
	if err != nil || json.Unmarshal(data, &installed) != nil {
		return ""
	}
	return installed.Version
}

func (f *front) installed() bool { return f.module("vite") != "" }

// locks are the files by which package managers are known.
var locks = []struct{ file, manager string }{
	{"package-lock.json", "npm"}, {"pnpm-lock.yaml", "pnpm"}, {"yarn.lock", "yarn"}, {"bun.lock", "bun"}, {"bun.lockb", "bun"},
}

// manager is the package manager whose lock file is here or above.
func (f *front) manager() string {
	for at := f.dir; at != filepath.Dir(at); at = filepath.Dir(at) {
		for _, lock := range locks {
			if isFile(filepath.Join(at, lock.file)) {
				return lock.manager
			}
		}
	}
	return "npm"
}

// config is the path of vite.config.
func (f *front) config() string {
	for _, ext := range []string{".ts", ".js", ".mts", ".mjs", ".cts", ".cjs"} {
		if path := filepath.Join(f.dir, "vite.config"+ext); isFile(path) {
			return path
		}
	}
	return filepath.Join(f.dir, "vite.config.ts")
}

// sources calls f for the front end's scripts, components and styles.
func (f *front) sources(visit func(path string)) {
	walk(filepath.Join(f.dir, "src"), 20, visit)
}

var (
	pagesOption = regexp.MustCompile(`\bpages:\s*['"]([^'"]+)['"]`)
	pagesPath   = regexp.MustCompile(`\bpages:\s*\{[^}]*\bpath:\s*['"]([^'"]+)['"]`)
	pagesGlob   = regexp.MustCompile(`import\.meta\.glob(?:<[^(]*>)?\(\s*['"]([^'"*]+)/\*`)
)

// pages is the folder of the page components: what createInertiaApp or a glob
// says, or where they usually are. It is "" if that cannot be told.
func (f *front) pages() string {
	var found []string
	usual := false // createInertiaApp without a word about pages
	walk(filepath.Join(f.dir, "src"), 1, func(path string) {
		if !isScript(path) {
			return
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return
		}
		text := string(data)
		named := false
		for _, pattern := range []*regexp.Regexp{pagesOption, pagesPath, pagesGlob} {
			for _, match := range pattern.FindAllStringSubmatch(text, -1) {
				dir := filepath.Join(filepath.Dir(path), filepath.FromSlash(match[1]))
				if pattern == pagesGlob && !strings.HasPrefix(match[1], ".") {
					continue
				}
				if named = true; isDir(dir) && !slices.Contains(found, dir) {
					found = append(found, dir)
				}
			}
		}
		usual = usual || !named && strings.Contains(text, "createInertiaApp(") && !strings.Contains(text, "resolve")
	})
	if len(found) == 1 {
		return found[0]
	}
	if len(found) == 0 && usual {
		for _, name := range []string{"src/pages", "src/Pages"} {
			if dir := filepath.Join(f.dir, filepath.FromSlash(name)); isDir(dir) {
				return dir
			}
		}
	}
	return ""
}

func isScript(path string) bool {
	switch filepath.Ext(path) {
	case ".ts", ".tsx", ".js", ".jsx", ".mts", ".mjs":
		return true
	}
	return false
}
