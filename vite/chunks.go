package vite

import (
	"cmp"
	"io/fs"
	"slices"
)

// Chunk is a file of a build that the manifest lists.
type Chunk struct {
	File      string // within the build: "assets/Index-D1x0aZ.js"
	Source    string // what it was made of, empty for chunks of several
	Component string // whose page it has, empty for others
	Bytes     int64  // before compression, 0 if the file is not there
}

// Chunks lists the scripts and stylesheets of the build, the largest first. A
// dev server has none.
func (v *Vite) Chunks() []Chunk {
	b, ok := v.source.(*build)
	if !ok {
		return nil
	}
	components := map[string]string{}
	for component, key := range b.pages {
		components[key] = component
	}
	var list []Chunk
	listed := map[string]bool{}
	add := func(c Chunk) {
		if listed[c.File] {
			return
		}
		listed[c.File] = true
		if info, err := fs.Stat(b.fsys, c.File); err == nil {
			c.Bytes = info.Size()
		}
		list = append(list, c)
	}
	for key, c := range b.manifest.chunks {
		add(Chunk{File: c.File, Source: c.Src, Component: components[key]})
		for _, css := range c.CSS {
			add(Chunk{File: css})
		}
	}
	slices.SortFunc(list, func(a, b Chunk) int { return cmp.Or(cmp.Compare(b.Bytes, a.Bytes), cmp.Compare(a.File, b.File)) })
	return list
}
