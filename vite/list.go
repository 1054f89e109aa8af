package vite

import (
	"bytes"
	"io"
	"io/fs"
	"log/slog"
	"path"
	"strings"
)

// list finds the files of a build. What is not in the list is not served, so no
// path, however it is written, leads to anything else: not to the manifest, not
// to dotfiles other than those of .well-known, not to the HTML that Vite built,
// which is the document of no page, and not to a bundle that is for the server.
func list(fsys fs.FS, manifestName string, m *manifest, log *slog.Logger) (map[string]*file, error) {
	files := map[string]*file{}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		hidden := name != "." && strings.HasPrefix(d.Name(), ".") && name != wellKnown
		switch {
		case err != nil:
			return err
		case d.IsDir() && hidden:
			return fs.SkipDir
		case !d.Type().IsRegular() || hidden || name == manifestName || name == "index.html":
			return nil
		case isHTML(name) && m.chunks[name] != nil:
			return nil
		}
		files[name] = &file{fsys: fsys, name: name, contentType: contentType(name)}
		if path.Ext(name) == "" && strings.HasPrefix(name, wellKnown+"/") {
			files[name].contentType = wellKnownType(fsys, name)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := withoutServer(fsys, m, files, log); err != nil {
		return nil, err
	}
	immutable, err := m.immutable(fsys, files)
	if err != nil {
		return nil, err
	}
	for name, f := range files {
		f.immutable = immutable[plainName(name)]
	}
	pair(files)
	return files, nil
}

// wellKnown is the only folder with a dot that is served (RFC 8615): what other
// programs look for lies there, such as security.txt and assetlinks.json.
const wellKnown = ".well-known"

// wellKnownType is the media type of a file without an extension. Most of them
// are JSON, and those who look for them insist on its type.
func wellKnownType(fsys fs.FS, name string) string {
	begin, err := readBegin(fsys, name, 512)
	if trimmed := bytes.TrimSpace(begin); err == nil && len(trimmed) > 0 && (trimmed[0] == '{' || trimmed[0] == '[') {
		return contentTypes[".json"]
	}
	return contentTypes[".txt"]
}

// readBegin reads no more than the first n bytes of a file.
func readBegin(fsys fs.FS, name string, n int64) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, n))
}

// plainName is the file that a source map or a compressed file belongs to, and
// the name itself of all others.
func plainName(name string) string {
	for _, extension := range codingExtensions {
		name = strings.TrimSuffix(name, extension)
	}
	return strings.TrimSuffix(name, ".map")
}
