// Package ssrbundle finds the file that "vite build --ssr" has written.
package ssrbundle

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// extensions are those of scripts: Vite writes ssr.js if package.json has
// "type": "module", and ssr.mjs otherwise.
var extensions = []string{".js", ".mjs", ".cjs"}

const build = `build it with "npx vite build --ssr"`

// Find returns the name of the bundle in fsys. name is the bundle, with the
// extension .js or .mjs whichever it has, or the folder that contains it.
func Find(fsys fs.FS, name string) (string, error) {
	name = path.Clean(name)
	info, err := fs.Stat(fsys, name)
	switch {
	case err == nil && info.IsDir():
		return inFolder(fsys, name)
	case err == nil:
		return name, nil
	}
	stem := strings.TrimSuffix(name, path.Ext(name))
	if isScript(name) {
		if found := scripts(fsys, stem); len(found) == 1 {
			return found[0], nil
		}
	}
	return "", fmt.Errorf("no bundle: %w: %s", err, build)
}

func isScript(name string) bool {
	for _, extension := range extensions {
		if path.Ext(name) == extension {
			return true
		}
	}
	return false
}

// scripts are the files that have this name without their extension.
func scripts(fsys fs.FS, stem string) (found []string) {
	for _, extension := range extensions {
		if info, err := fs.Stat(fsys, stem+extension); err == nil && info.Mode().IsRegular() {
			found = append(found, stem+extension)
		}
	}
	return found
}

// inFolder finds ssr.js or ssr.mjs, or the only script there is.
func inFolder(fsys fs.FS, name string) (string, error) {
	found := scripts(fsys, path.Join(name, "ssr"))
	if len(found) == 0 {
		entries, err := fs.ReadDir(fsys, name)
		if err != nil {
			return "", fmt.Errorf("no bundle: %w", err)
		}
		for _, entry := range entries {
			if isScript(entry.Name()) && entry.Type().IsRegular() {
				found = append(found, path.Join(name, entry.Name()))
			}
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return "", fmt.Errorf("no bundle: the folder %s contains no script: %s", name, build)
	default:
		return "", fmt.Errorf("the folder %s contains %s: name the bundle itself", name, strings.Join(found, ", "))
	}
}
