package doctor

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/inertia-templ/shell/vite"
)

// checkEmbed looks at what go:embed names.
func checkEmbed(_ context.Context, p *project, r *reporter) {
	if p.code == nil {
		return
	}
	for _, m := range p.code.missing {
		place, _ := split(m.place + ": ")
		pattern := strings.TrimPrefix(m.pattern, "all:")
		fix := fmt.Sprintf("create %s with a file in it that is committed, such as .gitkeep", pattern)
		if p.front != nil {
			fix = p.build() + ", or " + fix + ", so that a fresh clone compiles"
		}
		r.err(fmt.Sprintf("go:embed %s finds nothing, and so the program does not compile", m.pattern), p.placeIn(place), fix)
	}
	if p.vite == nil {
		return
	}
	for _, e := range p.code.embeds {
		out := p.vite.Build.OutDir
		outer, err := filepath.Rel(filepath.Join(e.dir, filepath.FromSlash(e.pattern)), out)
		if e.all || strings.ContainsAny(e.pattern, "*?[") || err != nil || !filepath.IsLocal(outer) || !hidden(p.vite.Build.Manifest) {
			continue
		}
		r.err(fmt.Sprintf("go:embed %s leaves out %s, since its name begins with a dot", e.pattern, path.Dir(p.vite.Build.Manifest)), p.code.place(e.at), "//go:embed all:"+e.pattern)
	}
}

// placeIn is a place of the go command, which may be without a line.
func (p *project) placeIn(place string) string { return p.short(place) }

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
		if p.code != nil && len(p.code.missing) > 0 {
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
		if name := p.entry(input); v.CheckEntries(name) != nil && inManifest(file, name) == notThere {
			r.warn("the build is of before "+name+" became an entry", p.short(file), p.build())
			return
		}
	}
	r.fine("build with %d pages", len(v.Components()))
}

type presence int

const (
	unknown presence = iota
	there
	notThere
)

// inManifest looks for a source in a manifest.
func inManifest(file, name string) presence {
	data, err := os.ReadFile(file)
	chunks := map[string]json.RawMessage{}
	if err != nil || json.Unmarshal(data, &chunks) != nil {
		return unknown
	}
	if _, ok := chunks[name]; ok {
		return there
	}
	return notThere
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
