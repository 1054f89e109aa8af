package modules

import (
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

// Zip writes the zip file of a version of m, which is one of all, from the files
// that Git knows or would know, as they are now.
func Zip(w io.Writer, root string, m Module, all []Module, version string) error {
	names, err := files(root)
	if err != nil {
		return err
	}
	var packed []zip.File
	for _, name := range names {
		if info, err := os.Lstat(filepath.Join(root, name)); err == nil && info.Mode().IsRegular() && owner(name, all) == m.Dir {
			packed = append(packed, file{strings.TrimPrefix(name, m.Dir+"/"), filepath.Join(root, name)})
		}
	}
	// A module without a license has that of the repository.
	if !slices.ContainsFunc(packed, func(f zip.File) bool { return f.Path() == "LICENSE" }) {
		packed = append(packed, file{"LICENSE", filepath.Join(root, "LICENSE")})
	}
	if err := zip.Create(w, module.Version{Path: m.Path, Version: version}, packed); err != nil {
		return fmt.Errorf("modules: %s: %w", m.Path, err)
	}
	return nil
}

// owner is the folder of the module that a file belongs to: the deepest one that
// holds it.
func owner(name string, all []Module) string {
	for dir := path.Dir(name); ; dir = path.Dir(dir) {
		if dir == "." || slices.ContainsFunc(all, func(m Module) bool { return m.Dir == dir }) {
			return dir
		}
	}
}

// file is a file of a checkout.
type file struct{ path, name string }

func (f file) Path() string                 { return f.path }
func (f file) Lstat() (os.FileInfo, error)  { return os.Lstat(f.name) }
func (f file) Open() (io.ReadCloser, error) { return os.Open(f.name) }
