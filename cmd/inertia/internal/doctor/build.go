package doctor

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/inertia-templ/shell/vite"
)

// checkEmbed looks at what go:embed names.
func checkEmbed(_ context.Context, p *project, r *reporter) {
	if p.code == nil {
		return
	}
	for _, e := range p.code.embeds {
		switch finds(e, e.all) {
		case true:
			if out := p.outDir(); out != "" && p.leavesOut(e, out) {
				r.err(fmt.Sprintf("go:embed %s leaves out %s, since its name begins with a dot", e.pattern, path.Dir(p.vite.Build.Manifest)), p.code.place(e.at), "//go:embed all:"+e.pattern)
			}
		case false:
			name := e.pattern
			if e.all {
				name = "all:" + name
			}
			r.err(fmt.Sprintf("go:embed %s finds nothing, and so the program does not compile", name), p.code.place(e.at), p.fixEmbed(e))
		}
	}
}

func (p *project) fixEmbed(e embed) string {
	if finds(e, true) {
		return "//go:embed all:" + e.pattern
	}
	fix := fmt.Sprintf("create %s with a file in it that is committed, such as .gitkeep, so that a fresh clone compiles", p.short(filepath.Join(e.dir, filepath.FromSlash(e.pattern))))
	if p.front != nil {
		return p.build() + ", or " + fix
	}
	return fix
}

func (p *project) outDir() string {
	if p.vite == nil {
		return ""
	}
	return p.vite.Build.OutDir
}

// leavesOut reports whether a pattern embeds the build without its manifest.
func (p *project) leavesOut(e embed, out string) bool {
	inner, err := filepath.Rel(filepath.Join(e.dir, filepath.FromSlash(e.pattern)), out)
	return !e.all && !strings.ContainsAny(e.pattern, "*?[") && err == nil && filepath.IsLocal(inner) && hidden(p.vite.Build.Manifest)
}

// finds reports whether a pattern of go:embed matches a file, or a folder with
// one.
func finds(e embed, all bool) bool {
	matches, err := filepath.Glob(filepath.Join(e.dir, filepath.FromSlash(e.pattern)))
	if err != nil {
		return true // the compiler says it
	}
	for _, match := range matches {
		found := false
		_ = filepath.WalkDir(match, func(path string, entry fs.DirEntry, err error) error {
			name := filepath.Base(path)
			switch {
			case err != nil:
				return err
			case path != match && !all && (name[0] == '.' || name[0] == '_'):
				if entry.IsDir() {
					return fs.SkipDir
				}
			case entry.Type().IsRegular():
				found = true
				return fs.SkipAll
			}
			return nil
		})
		if found {
			return true
		}
	}
	return false
}

// hidden reports whether a part of a path begins with a dot.
func hidden(name string) bool { return strings.HasPrefix(name, ".") || strings.Contains(name, "/.") }

// opened is a build that Go code opens.
type opened struct {
	folder
	manifest string // "" if Go code does not say
	at       string
}

// builds are those that Go code opens, and whether all of them are known.
func (c *code) builds() (found []opened, known bool) {
	known = true
	manifest := ""
	switch names, constant := texts(c.all("vite.WithManifest"), 0); {
	case !constant:
		known = false
	case len(names) > 0:
		manifest = names[0]
	}
	for _, call := range c.all("vite.Open") {
		f := c.folder(call.pkg, call.Args[0])
		if f == nil {
			known = false
			continue
		}
		found = append(found, opened{*f, manifest, c.place(call.Pos())})
	}
	for _, call := range c.all("vite.OpenManifest", "inertia.WithViteManifest") {
		name, ok := call.text(0)
		if !ok {
			known = false
			continue
		}
		dir, file := path.Split(path.Clean(filepath.ToSlash(name)))
		if path.Base(dir) == ".vite" {
			dir, file = path.Join(dir, ".."), ".vite/"+file
		}
		found = append(found, opened{*c.onDisk(path.Clean(dir)), file, c.place(call.Pos())})
	}
	return found, known
}

// checkBuild compares the place of the build with where Go code opens it, and
// opens it.
func checkBuild(_ context.Context, p *project, r *reporter) {
	if p.vite == nil || p.vite.Build.Manifest == "" {
		return
	}
	out, manifest := p.vite.Build.OutDir, p.vite.Build.Manifest
	if p.code != nil && !p.comparePlaces(r) {
		return
	}
	file := filepath.Join(out, filepath.FromSlash(manifest))
	if !isFile(file) {
		if slices.ContainsFunc(r.report.Findings, func(f Finding) bool { return f.Check == "embed" }) {
			return // checkEmbed has said it.
		}
		r.warn("the front end is not built", p.short(out), p.build())
		return
	}
	v, err := vite.OpenManifest(file, vite.WithManifest(manifest))
	if err != nil {
		r.err("the build cannot be used: "+strings.TrimPrefix(flat(err), "vite: "), p.short(file), p.build())
		return
	}
	for _, input := range p.vite.Build.Inputs {
		if name := p.entry(input); isFile(input) && lacks(file, name) {
			r.warn("the build is of before "+name+" became an entry", p.short(file), p.build())
			return
		}
	}
	r.fine("build with %d pages", len(v.Components()))
}

// lacks reports whether a manifest knows nothing of a source.
func lacks(file, name string) bool {
	data, err := os.ReadFile(file)
	chunks := map[string]json.RawMessage{}
	if err != nil || json.Unmarshal(data, &chunks) != nil {
		return false
	}
	_, ok := chunks[name]
	return !ok
}

// comparePlaces reports whether Go code opens the folder that Vite writes.
func (p *project) comparePlaces(r *reporter) bool {
	found, known := p.code.builds()
	if !known || len(found) == 0 {
		return true
	}
	out, manifest := p.vite.Build.OutDir, p.vite.Build.Manifest
	for _, o := range found {
		if o.path != out {
			continue
		}
		if o.manifest != "" && o.manifest != manifest || o.manifest == "" && manifest != ".vite/manifest.json" {
			want := o.manifest
			if want == "" {
				want = ".vite/manifest.json"
			}
			r.err(fmt.Sprintf("Vite writes the manifest %s, and Go code reads %s", manifest, want), o.at, fmt.Sprintf("vite.WithManifest(%q), or build: { manifest: true } in vite.config", manifest))
			return false
		}
		return true
	}
	o := found[0]
	message := fmt.Sprintf("Go code opens %s, and Vite writes %s", p.short(o.path), p.short(out))
	fix := fmt.Sprintf("name %s, or set build.outDir in vite.config", p.short(out))
	if o.relative != "" && strings.HasSuffix(filepath.ToSlash(out), "/"+filepath.ToSlash(o.relative)) {
		r.warn(message, o.at, fix+", unless the program is always started in "+p.short(strings.TrimSuffix(out, o.relative)))
		return true
	}
	r.err(message, o.at, fix)
	return false
}
