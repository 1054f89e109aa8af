package vite

import (
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// immutable is the set of files whose names change with their content, so that
// browsers may keep them for ever: those that the manifest names, if a hash is in
// their names, and the code that those refer to, such as workers, which the
// manifests of some versions leave out. A file of Vite's public folder is never
// among them, whatever it is called, unless a chunk refers to it as to a worker.
func (m *manifest) immutable(fsys fs.FS, files map[string]*file) (map[string]bool, error) {
	set := m.hashed()
	unlisted := map[string][]string{} // by the last part of the name
	for name := range files {
		if _, listed := set[name]; !listed && codeExtensions[path.Ext(name)] && m.inFolders(name) && looksHashed(name) {
			unlisted[path.Base(name)] = append(unlisted[path.Base(name)], name)
		}
	}
	var read []string
	for name, hashed := range set {
		if hashed && codeExtensions[path.Ext(name)] && files[name] != nil {
			read = append(read, name)
		}
	}
	for len(read) > 0 && len(unlisted) > 0 {
		content, err := fs.ReadFile(fsys, read[0])
		if err != nil {
			return nil, err
		}
		read = read[1:]
		for _, word := range codeNames.FindAll(content, -1) {
			found := unlisted[string(word)]
			delete(unlisted, string(word))
			for _, name := range found {
				set[name] = true
				read = append(read, name)
			}
		}
	}
	return set, nil
}

var (
	codeExtensions = map[string]bool{".js": true, ".mjs": true, ".css": true, ".wasm": true}
	codeNames      = regexp.MustCompile(`[\w.~-]+\.(?:js|mjs|css|wasm)\b`)
)

// inFolders reports whether a file is where the build puts its own files.
func (m *manifest) inFolders(name string) bool {
	return slices.ContainsFunc(m.folders, func(folder string) bool { return strings.HasPrefix(name, folder) })
}

// hashed tells of each file that the manifest names whether a hash is in its
// name. In a build with entryFileNames: "[name].bundle.js" there is none, and the
// file would never be fetched again if it were called immutable.
func (m *manifest) hashed() map[string]bool {
	plain := map[string]bool{}
	for _, c := range m.chunks {
		for _, name := range c.plainNames() {
			plain[name] = true
		}
	}
	set := map[string]bool{}
	unsure := map[string]int{} // how long what may be a hash is
	lengths := map[int]bool{}  // of hashes
	for _, key := range slices.Sorted(maps.Keys(m.chunks)) {
		c := m.chunks[key]
		for file := range c.files {
			stem := stem(file)
			if plain[stem] || set[file] {
				set[file] = set[file] && !plain[stem]
				continue
			}
			set[file] = false
			token, known := c.afterName(stem)
			switch {
			case known && isHash(token):
				set[file] = true
				lengths[len(token)] = true
			case known && hashLike.MatchString(token):
				unsure[file] = len(token)
			case !known:
				set[file] = looksHashed(file) || isHash(stem)
			}
		}
	}
	// What looks like a word is a hash in a build whose hashes are as long.
	for file, length := range unsure {
		set[file] = set[file] || lengths[length]
	}
	return set
}

func stem(name string) string {
	name = path.Base(name)
	return strings.TrimSuffix(name, path.Ext(name))
}

// plainNames are what c's files would be called without a hash.
func (c *chunk) plainNames() []string {
	names := []string{stem(c.source())}
	if c.Name != "" {
		names = append(names, path.Base(c.Name))
	}
	return names
}

// afterName is what follows the name of the chunk or of its source in that of a
// file.
func (c *chunk) afterName(stem string) (token string, ok bool) {
	for _, name := range c.plainNames() {
		if rest, found := strings.CutPrefix(stem, name); found && rest != "" && (rest[0] == '-' || rest[0] == '.' || rest[0] == '_') {
			token, _, _ = strings.Cut(rest[1:], ".") // as against main-D5aSHfuo.min.js
			return token, true
		}
	}
	return "", false
}

// looksHashed reports whether a file is named as Vite does by default, with
// eight characters of base64 before the extension, and those are not a word and no
// date: neither "Team-Portrait.jpg" nor "brochure-20240101.pdf" are.
func looksHashed(name string) bool {
	parts := strings.Split(path.Base(name), ".")
	for i, part := range parts[:len(parts)-1] {
		at := len(part) - 8
		if (at > 0 && part[at-1] == '-' || at == 0 && i > 0) && isHash(part[at:]) && !allCaps.MatchString(part[at:]) {
			return true
		}
	}
	return false
}

// isHash reports whether a part of a file's name is a hash rather than words,
// a number, a date or a version.
func isHash(token string) bool {
	return hashLike.MatchString(token) && (!words.MatchString(token) || hexadecimal.MatchString(token))
}

var (
	hashLike    = regexp.MustCompile(`^[A-Za-z0-9_-]{6,64}$`)
	words       = regexp.MustCompile(`^(?:[-_]?[A-Z]?[a-z]+)+[-_0-9]*$|^[-_0-9]+$`)
	hexadecimal = regexp.MustCompile(`^[0-9a-f]*(?:[0-9][a-f]|[a-f][0-9])[0-9a-f]*$`)
	allCaps     = regexp.MustCompile(`^[A-Z_-]+$`)
)
