package vite

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
)

// build is the output of "vite build".
type build struct {
	fsys       fs.FS
	base       base
	manifest   *manifest
	attributes attributes
	prefetch   Prefetch
	tails      sync.Map          // what tail made, by entries
	integrity  map[string]string // of files, by path within fsys
	files      map[string]*file  // what may be served, by path within fsys
	pages      map[string]string // the chunk's key, by component
	contents   contents          // what files are made of
	previous   []*build
	stored     *stored // nil without a store
}

var _ source = (*build)(nil)

// newBuild opens the build in fsys, which errors call dir.
func newBuild(fsys fs.FS, dir string, c *config) (*build, error) {
	base, err := parseBase(cmp.Or(c.base, "/"))
	if err != nil {
		return nil, err
	}
	patterns, err := pagePatterns(c.pages)
	if err != nil {
		return nil, err
	}
	name := c.manifestName()
	label := path.Join(strings.ReplaceAll(dir, `\`, "/"), name)
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, missing(fsys, dir, label, err)
	}
	m, err := parseManifest(label, data)
	if err != nil {
		return nil, err
	}
	if err := m.checkBrowser(fsys); err != nil {
		return nil, err
	}
	b := &build{
		fsys:       fsys,
		base:       base,
		manifest:   m,
		attributes: c.attributes,
		prefetch:   c.prefetch,
		integrity:  m.integrity(),
		pages:      m.pages(patterns),
	}
	if b.files, err = list(fsys, name, m, c.logger); err != nil {
		return nil, fmt.Errorf("vite: list the files of the build: %w", err)
	}
	if c.store != nil {
		b.stored = newStored(c)
		if err := b.stored.publish(b); err != nil {
			return nil, err
		}
	}
	if err := b.addPrevious(c, name, patterns); err != nil {
		return nil, err
	}
	if c.compression {
		if err := b.compress(c.logger); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// missing explains why there is no manifest.
func missing(fsys fs.FS, dir, label string, err error) error {
	if !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("vite: read the manifest %s: %w", label, err)
	}
	const run = `"npx vite build"`
	found, dirErr := fs.ReadDir(fsys, ".")
	switch {
	case dirErr != nil || len(found) == 0:
		return fmt.Errorf("vite: no build, the manifest %s is missing: build the front end with %s: %w", label, run, err)
	case slices.ContainsFunc(found, func(e fs.DirEntry) bool { return e.Name() == "manifest.json" }):
		return fmt.Errorf(`vite: the manifest %s is missing, but there is a manifest.json: if that is Vite's, name it with vite.WithManifest("manifest.json"); if not, set build.manifest: true in vite.config and run %s: %w`, label, run, err)
	default:
		return fmt.Errorf("vite: the manifest %s is missing although %s has files: set build.manifest: true in vite.config and run %s: %w", label, cmp.Or(dir, "the outDir"), run, err)
	}
}

// entries are the keys of the entries that were named, or of the only one.
func (b *build) entries(names []string) ([]string, error) {
	if len(names) == 0 {
		entry, err := b.manifest.entry()
		return []string{entry}, err
	}
	keys := slices.Clone(names)
	for i, name := range keys {
		if _, ok := b.manifest.chunks[name]; !ok {
			keys[i] = entryName(name)
		}
	}
	return keys, nil
}

// needs lists what a document loads that shows a component; "" is not a component.
func (b *build) needs(entries []string, component string) (*needs, error) {
	roots := entries
	if page, ok := b.pages[component]; ok {
		roots = append(slices.Clone(entries), page)
	}
	chunks, err := b.manifest.reach(roots)
	if err != nil {
		return nil, err
	}
	var n needs
	scripts := map[string]bool{}
	for _, name := range entries {
		if c := b.manifest.chunks[name]; !isStyle(c.File) {
			n.scripts = append(n.scripts, b.asset(c, c.File))
			scripts[c.File] = true
		}
	}
	if c, ok := b.manifest.wholeStyle(); ok && len(n.scripts) > 0 {
		n.styles = append(n.styles, b.asset(c, c.File))
	}
	for _, c := range chunks {
		for _, file := range c.CSS {
			n.styles = append(n.styles, b.asset(c, file))
		}
		switch {
		case isStyle(c.File):
			n.styles = append(n.styles, b.asset(c, c.File))
		case !scripts[c.File]:
			n.preloads = append(n.preloads, b.asset(c, c.File))
		}
	}
	n.preloads, n.styles, n.scripts = once(n.preloads), once(n.styles), once(n.scripts)
	return &n, nil
}

func (b *build) asset(c *chunk, file string) Asset {
	return Asset{File: file, Source: c.source(), URL: b.base.join(file), Integrity: b.integrity[file]}
}

// once keeps each file at its first place.
func once(assets []Asset) []Asset {
	seen := map[string]bool{}
	return slices.DeleteFunc(assets, func(a Asset) bool {
		again := seen[a.File]
		seen[a.File] = true
		return again
	})
}

func (b *build) load(entries []string, component string) (*Page, error) {
	entries, err := b.entries(entries)
	if err != nil {
		return nil, err
	}
	n, err := b.needs(entries, component)
	if err != nil {
		return nil, err
	}
	// Browsers always load modules of another origin with CORS. Styles need the
	// attribute, or the document cannot read their rules.
	l := tagList{attributes: b.attributes, cors: b.base.absolute}
	for _, a := range n.preloads {
		l.preload(a)
	}
	for _, a := range n.styles {
		l.stylesheet(a)
	}
	if c := b.manifest.chunks[modernPolyfills]; c != nil && len(n.scripts) > 0 {
		l.script(b.asset(c, c.File))
	}
	for _, a := range n.scripts {
		l.script(a)
	}
	b.legacy(&l, entries)
	t, err := l.finish()
	if err != nil {
		return nil, err
	}
	if t.tail, err = b.tail(entries); err != nil {
		return nil, err
	}
	return &Page{tags: t, links: l.links(), version: b.version(), changed: b.changes(entries, component)}, nil
}

func (b *build) failed(err error) *Page {
	return &Page{tags: failing(err), version: b.version(), changed: b.changes(nil, "")}
}

func (b *build) components() []string { return slices.Sorted(maps.Keys(b.pages)) }

func (b *build) pageFile(component string) string { return b.pages[component] }

func (b *build) version() string { return b.manifest.version }

func (b *build) url(asset string) string {
	if c, ok := b.manifest.chunks[asset]; ok {
		asset = c.File
	}
	return b.base.join(asset)
}

func (b *build) ready(context.Context) error { return nil }
