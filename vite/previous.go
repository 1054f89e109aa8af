package vite

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// WithPreviousBuilds keeps older builds alive for visitors who have not loaded
// the page again since: their files are served too, those with a hash in their
// names, if this build has none of the same path. Each is an outDir like that
// of [Open], with its manifest; see [OpenHistory]. A build that is the current
// one is left out. No effect with [Dev].
func WithPreviousBuilds(fsys ...fs.FS) Option {
	return func(c *config) { c.previous = append(c.previous, fsys...) }
}

// addPrevious opens the previous builds and takes their files over.
func (b *build) addPrevious(c *config, name string, patterns []*regexp.Regexp) error {
	if len(c.previous) == 0 {
		return nil
	}
	current := b.fingerprints(c.entries)
	b.changes = map[string]changes{}
	for i, fsys := range c.previous {
		label := fmt.Sprintf("%s of previous build %d", name, i+1)
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return fmt.Errorf("vite: WithPreviousBuilds: %s: %w: pass folders that vite.SaveBuild made, or outDirs", label, err)
		}
		m, err := parseManifest(label, data)
		if err != nil {
			return err
		}
		if _, known := b.changes[m.version]; known || m.version == b.manifest.version {
			continue
		}
		old := &build{fsys: fsys, manifest: m, base: b.base, pages: m.pages(patterns)}
		b.changes[m.version] = compare(current, old.fingerprints(c.entries))
		files, err := list(fsys, name, m, m.folders())
		if err != nil {
			return fmt.Errorf("vite: list the files of previous build %d: %w", i+1, err)
		}
		for name, f := range files {
			if _, taken := b.files[name]; f.immutable && !taken {
				b.files[name] = f
			}
		}
	}
	return nil
}

// Changed tells whether a client that runs the build of a version, as
// [Vite.Version] gave it, would get other files for a component than it has:
// the chunks of the default entries and of the component, all that they import,
// and their stylesheets. Files are the same if they differ in nothing but the
// names of chunks.
//
// If the version is neither this build's nor that of a previous build, known is
// false and changed true. With a dev server nothing ever changes.
func (v *Vite) Changed(version, component string) (changed, known bool) {
	b, ok := v.source.(*build)
	if !ok || version == b.manifest.version {
		return false, version == v.Version()
	}
	c, known := b.changes[version]
	if !known {
		return true, false
	}
	if changed, ok := c.pages[component]; ok {
		return changed, true
	}
	return c.entries, true
}

// changes are the differences of two builds.
type changes struct {
	entries bool
	pages   map[string]bool // of components that one of them knows
}

// fingerprints are hashes of all files that a component needs; those of the
// entries stand under "". It is the content that counts, with the names of
// chunks taken out: Vite writes the names of all lazy chunks into the entry, so
// that a change of one page would look like a change of every other.
func (b *build) fingerprints(names []string) map[string][sha256.Size]byte {
	prints := map[string][sha256.Size]byte{}
	entries, err := b.entries(names)
	if err != nil {
		return prints
	}
	content := b.contentHashes()
	for _, component := range append(b.components(), "") {
		n, err := b.needs(entries, component)
		if err != nil {
			return prints
		}
		var files []string
		for _, a := range slices.Concat(n.preloads, n.styles, n.scripts) {
			files = append(files, content(a.File))
		}
		slices.Sort(files)
		prints[component] = sha256.Sum256([]byte(strings.Join(files, "\x00")))
	}
	return prints
}

// contentHashes tells files apart by what is in them, other than the names of
// the build's chunks, or by name where the file is elsewhere.
func (b *build) contentHashes() func(file string) string {
	labels := map[string]string{} // of names, that two builds have in common
	taken := map[string]int{}
	for _, key := range slices.Sorted(maps.Keys(b.manifest.chunks)) {
		c := b.manifest.chunks[key]
		if path.Ext(c.File) != ".js" {
			continue // what it is made of is what counts
		}
		label := key // a source file
		if strings.HasPrefix(key, "_") {
			label = c.Name // as against "_table-BH92hy48.js"
		}
		for i, file := range append([]string{c.File}, c.CSS...) {
			labels[path.Base(file)] = fmt.Sprint(label, "#", i)
			taken[fmt.Sprint(label, "#", i)]++
		}
	}
	var names []string
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		if label := labels[name]; taken[label] == 1 {
			names = append(names, name, label)
		}
	}
	without := strings.NewReplacer(names...)
	known := map[string]string{}
	return func(file string) string {
		if hash, ok := known[file]; ok {
			return hash
		}
		hash := file
		if data, err := fs.ReadFile(b.fsys, file); err == nil {
			sum := sha256.Sum256([]byte(without.Replace(string(data))))
			hash = string(sum[:])
		}
		known[file] = hash
		return hash
	}
}

func compare(a, b map[string][sha256.Size]byte) changes {
	differs := func(component string) bool {
		inA, okA := a[component]
		inB, okB := b[component]
		return !okA || !okB || inA != inB
	}
	c := changes{entries: differs(""), pages: map[string]bool{}}
	for _, prints := range []map[string][sha256.Size]byte{a, b} {
		for component := range prints {
			if component != "" {
				c.pages[component] = differs(component)
			}
		}
	}
	return c
}

// manifestName is the manifest's path within an outDir.
func (c *config) manifestName() string { return cmp.Or(c.manifest, ".vite/manifest.json") }
