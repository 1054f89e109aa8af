package vite

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/olivere/vite"
)

// manifest is what Vite says about its output. Its keys are source files, or
// "_" and a file name for chunks that have no source of their own.
type manifest struct {
	label   string // what errors call it
	version string
	chunks  map[string]*chunk
	folders []string // where entries are, the top-most, with a slash at the end: "assets/"
}

// chunk is an output file. File, CSS and Assets are output paths, Imports and
// DynamicImports are keys of the manifest.
type chunk struct {
	vite.Chunk
	Assets    []string `json:"assets"`
	Integrity string   `json:"integrity"`

	key string // in the manifest
}

// source is the name of what c was made of.
func (c *chunk) source() string { return cmp.Or(c.Src, c.key) }

func parseManifest(label string, data []byte) (*manifest, error) {
	m := &manifest{label: label}
	err := json.Unmarshal(bytes.TrimPrefix(data, []byte("\ufeff")), &m.chunks)
	if err == nil {
		err = m.check()
	}
	if err == nil {
		m.version, err = m.meaning()
	}
	if err != nil {
		return nil, fmt.Errorf(`vite: %s is not a manifest of a build: %w: build again with "npx vite build"`, label, err)
	}
	for _, c := range m.chunks {
		if dir := path.Dir(c.File) + "/"; c.IsEntry && dir != "./" {
			m.folders = append(m.folders, dir)
		}
	}
	slices.Sort(m.folders)
	m.folders = slices.Compact(m.folders)
	return m, nil
}

// meaning is a hash of what the manifest says, however it is written: the order
// of keys, line ends and indentation do not matter, nor whether what is empty is
// left out.
func (m *manifest) meaning() (string, error) {
	type said struct {
		File, Src, Name, Integrity           string
		CSS, Assets, Imports, DynamicImports []string
		IsEntry, IsDynamicEntry              bool
	}
	all := map[string]said{}
	for key, c := range m.chunks {
		list := func(s []string) []string { return append([]string{}, s...) }
		all[key] = said{c.File, c.Src, c.Name, c.Integrity, list(c.CSS), list(c.Assets), list(c.Imports), list(c.DynamicImports), c.IsEntry, c.IsDynamicEntry}
	}
	canonical, err := json.Marshal(all) // sorts the keys
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:8]), nil
}

func (m *manifest) check() error {
	if m.chunks == nil {
		return errors.New("it is null")
	}
	for _, key := range slices.Sorted(maps.Keys(m.chunks)) {
		c := m.chunks[key]
		if c == nil {
			return fmt.Errorf("%q is null", key)
		}
		c.key = key
		for file := range c.files {
			if !fs.ValidPath(file) || file == "." {
				return fmt.Errorf("%q has the file %q", key, file)
			}
		}
	}
	return nil
}

// files yields every output path that c names.
func (c *chunk) files(yield func(string) bool) {
	if !yield(c.File) {
		return
	}
	for _, list := range [...][]string{c.CSS, c.Assets} {
		for _, file := range list {
			if !yield(file) {
				return
			}
		}
	}
}

// integrity are the hashes that the manifest has, by output path.
func (m *manifest) integrity() map[string]string {
	hashes := map[string]string{}
	for _, key := range slices.Sorted(maps.Keys(m.chunks)) {
		if c := m.chunks[key]; c.Integrity != "" {
			hashes[c.File] = c.Integrity
		}
	}
	return hashes
}

// entries are the keys of all entries, sorted, without those for old browsers.
func (m *manifest) entries() []string {
	var keys []string
	for key, c := range m.chunks {
		if c.IsEntry && !m.isLegacy(key) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// entry returns the entry to take when none is named.
func (m *manifest) entry() (string, error) {
	keys := m.entries()
	switch len(keys) {
	case 0:
		return "", fmt.Errorf(`vite: %s has no entry: set build.rolldownOptions.input: "src/main.tsx" in vite.config and run "npx vite build"`, m.label)
	case 1:
		return keys[0], nil
	default:
		return "", fmt.Errorf(`vite: %s has several entries (%s): choose with vite.WithEntry(%q), or name them in Tags`, m.label, strings.Join(keys, ", "), keys[0])
	}
}

func (m *manifest) unknown(name string) error {
	keys := m.entries()
	hint := ""
	if slices.ContainsFunc(keys, isHTML) {
		hint = fmt.Sprintf(" (without build.rolldownOptions.input: %q in vite.config, HTML files are the entries)", name)
	}
	return fmt.Errorf(`vite: %s has no entry %q, it knows %s: correct the name, or add it to build.rolldownOptions.input in vite.config and run "npx vite build"%s`,
		m.label, name, cmp.Or(strings.Join(keys, ", "), "none"), hint)
}

func isHTML(name string) bool { return path.Ext(name) == ".html" }

// reach lists the chunks that loading the entries loads at once: the entries
// and everything they import statically, each once, imports first. That is the
// order of evaluation, and the order in which styles have to override.
func (m *manifest) reach(entries []string) ([]*chunk, error) {
	var order []*chunk
	seen := map[string]bool{}
	var walk func(key string)
	walk = func(key string) {
		c, ok := m.chunks[key]
		if !ok || seen[key] {
			return
		}
		seen[key] = true
		for _, key := range c.Imports {
			walk(key)
		}
		order = append(order, c)
	}
	for _, name := range entries {
		if _, ok := m.chunks[name]; !ok {
			return nil, m.unknown(name)
		}
		walk(name)
	}
	return order, nil
}

// wholeStyle is the stylesheet of a build with cssCodeSplit: false, which no
// chunk mentions.
func (m *manifest) wholeStyle() (*chunk, bool) {
	style, ok := m.chunks["style.css"]
	if !ok || style.IsEntry {
		return nil, false
	}
	for _, c := range m.chunks {
		if len(c.CSS) > 0 {
			return nil, false
		}
	}
	return style, true
}
