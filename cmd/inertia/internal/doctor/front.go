package doctor

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	layout "github.com/inertia-templ/shell/cmd/inertia/internal/project"
)

// front is the front end, as its package.json has it.
type front struct {
	root, dir string // of the program, and of package.json

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

// findFront finds the front end of the program in root. It is nil if there is
// none.
func findFront(root, named string) (*front, error) {
	dir, err := layout.Frontend(root, named)
	if errors.Is(err, layout.ErrNoFrontend) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return readFront(root, dir)
}

func readFront(root, dir string) (*front, error) {
	f := &front{root: root, dir: dir}
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

// manager is the package manager in use.
func (f *front) manager() string {
	name, _ := (&layout.Project{Root: f.root, Frontend: f.dir}).Manager()
	return name
}

// config is the path of vite.config.
func (f *front) config() string {
	name, _ := layout.Config(f.dir)
	return name
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
