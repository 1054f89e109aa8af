package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

// front is what the clients know of the builds: which files a page is made of, and
// what is in them.
type front struct {
	dir      string
	releases map[string]release
	entries  map[string]string // the release, by the path of the entry
	files    map[string][32]byte
}

// release is the manifest of a build.
type release map[string]struct {
	File    string   `json:"file"`
	CSS     []string `json:"css"`
	Imports []string `json:"imports"`
	IsEntry bool     `json:"isEntry"`
}

func openFront(dir string, names ...string) (*front, error) {
	f := &front{dir: dir, releases: map[string]release{}, entries: map[string]string{}, files: map[string][32]byte{}}
	for _, name := range names {
		dist := os.DirFS(filepath.Join(dir, name))
		data, err := fs.ReadFile(dist, ".vite/manifest.json")
		if err != nil {
			return nil, fmt.Errorf("scale: %w: build the front end with ./task scale", err)
		}
		var r release
		if err := json.Unmarshal(data, &r); err != nil {
			return nil, err
		}
		f.releases[name] = r
		for _, chunk := range r {
			if chunk.IsEntry {
				f.entries["/build/"+chunk.File] = name
			}
			data, err := fs.ReadFile(dist, chunk.File)
			if err != nil {
				return nil, err
			}
			f.files["/build/"+chunk.File] = sha256.Sum256(data)
		}
	}
	if len(f.entries) != len(names) {
		return nil, fmt.Errorf("scale: %d builds have %d entries: each must change a page", len(names), len(f.entries))
	}
	return f, nil
}

// needs are the paths of the files that a release loads for a component.
func (f *front) needs(name, component string) (paths []string) {
	seen := map[string]bool{}
	var add func(key string)
	add = func(key string) {
		if seen[key] {
			return
		}
		seen[key] = true
		chunk := f.releases[name][key]
		paths = append(paths, "/build/"+chunk.File)
		for _, css := range chunk.CSS {
			paths = append(paths, "/build/"+css)
		}
		for _, other := range chunk.Imports {
			add(other)
		}
	}
	add("pages/" + component + ".ts")
	return paths
}

// changed reports whether a component has other files in another release.
func (f *front) changed(from, to, component string) bool {
	return fmt.Sprint(f.needs(from, component)) != fmt.Sprint(f.needs(to, component))
}

var fileOf = regexp.MustCompile(`(?:src|href)="(/build/[^"]+)"`)

// filesOf are the files that a document loads, and the release that it is of.
func (f *front) filesOf(document []byte) (paths []string, release string) {
	for _, m := range fileOf.FindAllSubmatch(document, -1) {
		path := string(m[1])
		paths = append(paths, path)
		if name, ok := f.entries[path]; ok {
			release = name
		}
	}
	return paths, release
}
