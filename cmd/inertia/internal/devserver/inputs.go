package devserver

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/inertia-templ/shell/cmd/inertia/internal/project"
)

// inputs are the files that the program is made of.
type inputs struct {
	project  *project.Project
	packages map[string][]string // what each local package embeds, by its folder
	anyGo    bool                // Go files of other folders count too
}

// listInputs asks the go command which packages the program has. Those of the
// standard library and of released modules do not change.
func listInputs(ctx context.Context, p *project.Project) (map[string][]string, error) {
	cmd := exec.CommandContext(ctx, "go", "list", "-e", "-deps", "-json=Dir,Standard,Module,EmbedPatterns", p.Package())
	cmd.Dir = p.Dir
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("devserver: go list -deps %s: %w: %s", p.Package(), err, strings.TrimSpace(complaints.String()))
	}
	found := map[string][]string{}
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var pkg struct {
			Dir      string
			Standard bool
			Module   *struct {
				Main    bool
				Replace *struct{ Version string }
			}
			EmbedPatterns []string
		}
		if err := decoder.Decode(&pkg); errors.Is(err, io.EOF) {
			return found, nil
		} else if err != nil {
			return nil, fmt.Errorf("devserver: go list: %w", err)
		}
		if m := pkg.Module; !pkg.Standard && m != nil && (m.Main || m.Replace != nil && m.Replace.Version == "") {
			found[pkg.Dir] = pkg.EmbedPatterns
		}
	}
}

// sources are the extensions that the go command compiles.
var sources = []string{".go", ".c", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp", ".m", ".s", ".S", ".syso", ".f", ".swig"}

// include reports whether a change of a file can change the program.
func (in *inputs) include(file string) bool {
	dir, name := filepath.Split(file)
	dir = filepath.Clean(dir)
	_, local := in.packages[dir]
	switch {
	case file == filepath.Join(in.project.Dir, ".env"):
		return true
	case name == "go.mod", name == "go.sum", name == "go.work", name == "go.work.sum":
		return isAbove(dir, in.project.Dir) || local
	case strings.HasSuffix(name, "_test.go"):
		return false
	case strings.HasSuffix(name, "_templ.go"):
		// What is generated follows from the template.
		_, err := os.Stat(strings.TrimSuffix(file, "_templ.go") + ".templ")
		return err != nil && (local || in.anyGo)
	case filepath.Ext(name) == ".templ":
		return isAbove(in.project.Root, dir)
	case slices.Contains(sources, filepath.Ext(name)) && (local || in.anyGo):
		return true
	}
	return in.embedded(file)
}

// embedded reports whether a package embeds a file, or would if it were there.
func (in *inputs) embedded(file string) bool {
	if in.built(file) {
		return false
	}
	for dir, patterns := range in.packages {
		relative, err := filepath.Rel(dir, file)
		if err != nil || !filepath.IsLocal(relative) {
			continue
		}
		relative = filepath.ToSlash(relative)
		for _, pattern := range patterns {
			if embeds(pattern, relative) {
				return true
			}
		}
	}
	return false
}

// embeds reports whether a pattern of go:embed means a file: itself, or a folder
// above it. Names that begin with a dot or an underscore need "all:" there.
func embeds(pattern, file string) bool {
	pattern, all := strings.CutPrefix(pattern, "all:")
	for at := file; at != "."; at = path.Dir(at) {
		if ok, err := path.Match(pattern, at); err != nil || !ok {
			continue
		}
		below := strings.TrimPrefix(file[len(at):], "/")
		hidden := slices.ContainsFunc(strings.Split(below, "/"), func(part string) bool {
			return strings.HasPrefix(part, ".") || strings.HasPrefix(part, "_")
		})
		return all || !hidden
	}
	return pattern == "."
}

// built reports whether a file or folder is one that Vite writes. The program
// embeds it, and in development has no use for it.
func (in *inputs) built(name string) bool {
	relative, err := filepath.Rel(in.project.Frontend, name)
	if err != nil || !filepath.IsLocal(relative) {
		return false
	}
	first, _, _ := strings.Cut(filepath.ToSlash(relative), "/")
	return strings.HasPrefix(first, "dist") || first == "node_modules"
}

// isAbove reports whether dir is the folder of name or above it.
func isAbove(dir, name string) bool {
	relative, err := filepath.Rel(dir, name)
	return err == nil && filepath.IsLocal(relative)
}

// watched are the folders that have inputs: the whole module but its front end,
// and the local packages that are elsewhere.
func (in *inputs) watched() (trees, folders []string) {
	trees = []string{in.project.Root}
	for dir, patterns := range in.packages {
		folders = append(folders, dir)
		for _, pattern := range patterns {
			// Up to the first element with a wildcard.
			at := dir
			for part := range strings.SplitSeq(strings.TrimPrefix(pattern, "all:"), "/") {
				if strings.ContainsAny(part, `*?[\`) {
					break
				}
				at = filepath.Join(at, part)
			}
			if !in.built(at) {
				trees = append(trees, at)
			}
		}
	}
	for at := in.project.Root; ; at = filepath.Dir(at) { // go.work
		if _, err := os.Stat(filepath.Join(at, "go.work")); err == nil {
			folders = append(folders, at)
			break
		}
		if at == filepath.Dir(at) {
			break
		}
	}
	slices.Sort(trees)
	slices.Sort(folders)
	return slices.Compact(trees), slices.Compact(folders)
}

// skip reports whether a folder below a tree is left out: one that tools write,
// and the front end, which Vite watches.
func (in *inputs) skip(dir string) bool {
	if project.SkipDir(filepath.Base(dir)) {
		return true
	}
	front := in.project.Frontend
	return front != in.project.Root && front != in.project.Dir && dir == front
}
