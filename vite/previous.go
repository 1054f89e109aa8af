package vite

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// WithPreviousBuilds keeps older builds alive for visitors who have not
// reloaded the page since. It serves the files of these builds that Vite
// hashed, unless this build has a file of the same path. Each build is an
// outDir with its manifest, as for [Open]; see [OpenHistory]. The current
// build is skipped if it is among them. By default there are none. It has no
// effect with [Dev].
func WithPreviousBuilds(fsys ...fs.FS) Option {
	return func(c *config) { c.previous = append(c.previous, fsys...) }
}

// addPrevious opens the previous builds and takes their files over.
func (b *build) addPrevious(c *config, name string, patterns []*regexp.Regexp) error {
	known := map[string]bool{b.version(): true}
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
		if known[m.version] {
			continue
		}
		known[m.version] = true
		b.previous = append(b.previous, &build{fsys: fsys, manifest: m, base: b.base, pages: m.pages(patterns)})
		files, err := list(fsys, name, m, c.logger)
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

// older are the components that only previous builds know.
func (b *build) older() []string {
	older := map[string]bool{}
	for _, old := range b.previous {
		for component := range old.pages {
			if _, ok := b.pages[component]; !ok {
				older[component] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(older))
}

// changes tells of each previous build, by its version, whether it has other
// files for a component than b. That is so for certain if nobody knows what the
// component needs, because there are no entries.
func (b *build) changes(entries []string, component string) map[string]bool {
	if len(b.previous) == 0 {
		return nil
	}
	var now []byte
	if len(entries) > 0 {
		now = b.fingerprint(entries, component)
	}
	changed := map[string]bool{}
	for _, old := range b.previous {
		_, is := b.pages[component]
		_, was := old.pages[component]
		changed[old.version()] = is != was || now == nil || !bytes.Equal(now, old.fingerprint(entries, component))
	}
	return changed
}

// fingerprint is a hash of all files that a component needs, nil if the build
// does not know the entries. It is the content that counts, with the names of
// chunks taken out: Vite writes the names of all lazy chunks into the entry, so
// that a change of one page would look like a change of every other.
func (b *build) fingerprint(entries []string, component string) []byte {
	n, err := b.needs(entries, component)
	if err != nil {
		return nil
	}
	var files []string
	for _, a := range slices.Concat(n.preloads, n.styles, n.scripts) {
		files = append(files, b.contentHash(a.File))
	}
	slices.Sort(files)
	sum := sha256.Sum256([]byte(strings.Join(files, "\x00")))
	return sum[:]
}

// contents are hashes of the files of a build, each made when first asked for.
type contents struct {
	once    sync.Once
	without *strings.Replacer // takes the names of chunks out

	mu    sync.Mutex
	known map[string]string
}

// contentHash tells files apart by what is in them, other than the names of the
// build's chunks and the kind of line ends, or by name where the file is
// elsewhere.
func (b *build) contentHash(file string) string {
	c := &b.contents
	c.once.Do(func() { c.without, c.known = b.withoutNames(), map[string]string{} })
	c.mu.Lock()
	defer c.mu.Unlock()
	if hash, ok := c.known[file]; ok {
		return hash
	}
	hash := file
	if data, err := fs.ReadFile(b.fsys, file); err == nil {
		sum := sha256.Sum256([]byte(c.without.Replace(string(data))))
		hash = string(sum[:])
	}
	c.known[file] = hash
	return hash
}

// withoutNames puts labels that two builds have in common in the place of the
// names of chunks.
func (b *build) withoutNames() *strings.Replacer {
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
	return strings.NewReplacer(append(names, "\r\n", "\n")...)
}

// manifestName is the manifest's path within an outDir.
func (c *config) manifestName() string { return cmp.Or(c.manifest, ".vite/manifest.json") }
