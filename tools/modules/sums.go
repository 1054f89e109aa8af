package modules

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/mod/sumdb/dirhash"
)

// WriteSums gives every go.sum the lines of the modules of the repository that it
// requires, directly or not, as the release of version will have them. The files
// must already be those of the release, see [Require].
func WriteSums(root, version string) error {
	all, err := List(root)
	if err != nil {
		return err
	}
	lines := map[string][]string{}    // the lines of a module's release
	required := map[string][]string{} // the paths that a module requires, through others too
	for _, m := range all {
		own := []string{}
		for _, r := range m.File.Require {
			if _, ok := lines[r.Mod.Path]; ok {
				own = append(append(own, r.Mod.Path), required[r.Mod.Path]...)
			}
		}
		slices.Sort(own)
		required[m.Path] = slices.Compact(own)
		var sums []string
		for _, path := range required[m.Path] {
			sums = append(sums, lines[path]...)
		}
		if err := writeSums(filepath.Join(root, m.Dir, "go.sum"), all, sums); err != nil {
			return err
		}
		if lines[m.Path], err = sumsOf(root, m, all, version); err != nil {
			return err
		}
	}
	return nil
}

// sumsOf returns the lines of go.sum for a version of m.
func sumsOf(root string, m Module, all []Module, version string) ([]string, error) {
	file, err := os.CreateTemp("", "module-*.zip")
	if err != nil {
		return nil, fmt.Errorf("modules: %w", err)
	}
	defer os.Remove(file.Name())
	defer file.Close()
	if err := Zip(file, root, m, all, version); err != nil {
		return nil, err
	}
	whole, err := dirhash.HashZip(file.Name(), dirhash.Hash1)
	if err != nil {
		return nil, fmt.Errorf("modules: %s: %w", m.Path, err)
	}
	mod, err := dirhash.Hash1([]string{"go.mod"}, func(string) (io.ReadCloser, error) { return os.Open(filepath.Join(root, m.Dir, "go.mod")) })
	if err != nil {
		return nil, fmt.Errorf("modules: %s: %w", m.Path, err)
	}
	return []string{
		fmt.Sprintf("%s %s %s\n", m.Path, version, whole),
		fmt.Sprintf("%s %s/go.mod %s\n", m.Path, version, mod),
	}, nil
}

// writeSums replaces in a go.sum the lines of the repository's modules.
func writeSums(name string, all []Module, sums []string) error {
	data, err := os.ReadFile(name)
	if err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("modules: %w", err)
	}
	kept := WithoutOwnSums(string(data), all)
	lines := slices.Collect(strings.Lines(kept))
	lines = append(lines, sums...)
	if len(lines) == 0 {
		return nil
	}
	slices.SortFunc(lines, compareSums)
	if err := os.WriteFile(name, []byte(strings.Join(lines, "")), 0o644); err != nil {
		return fmt.Errorf("modules: %w", err)
	}
	return nil
}

// compareSums orders lines of go.sum as the go command does.
func compareSums(a, b string) int {
	x, y := strings.Fields(a), strings.Fields(b)
	versions := []module.Version{{Path: x[0], Version: x[1]}, {Path: y[0], Version: y[1]}}
	module.Sort(versions)
	switch {
	case a == b:
		return 0
	case versions[0].Path == x[0] && versions[0].Version == x[1]:
		return -1
	}
	return 1
}

// WithoutOwnSums is the text of a go.sum without the lines of these modules.
func WithoutOwnSums(sum string, all []Module) string {
	var kept strings.Builder
	for line := range strings.Lines(sum) {
		path, _, _ := strings.Cut(line, " ")
		if !slices.ContainsFunc(all, func(m Module) bool { return m.Path == path }) {
			kept.WriteString(line)
		}
	}
	return kept.String()
}

// KeepSums copies the go.sum from to the go.sum to, whose lines of the
// repository's own modules stay.
func KeepSums(from, to string, all []Module) error {
	fresh, err := os.ReadFile(from)
	if err != nil {
		return fmt.Errorf("modules: %w", err)
	}
	old, err := os.ReadFile(to)
	if err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("modules: %w", err)
	}
	foreign := WithoutOwnSums(string(old), all)
	var own []string
	for line := range strings.Lines(string(old)) {
		if !strings.Contains(foreign, line) {
			own = append(own, line)
		}
	}
	if err := os.WriteFile(to, fresh, 0o644); err != nil {
		return fmt.Errorf("modules: %w", err)
	}
	return writeSums(to, all, own)
}
