package vite

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// saved are the folders of a history: when a build was saved, and its version.
var saved = regexp.MustCompile(`^\d{8}T\d{6}\.\d{9}Z-[0-9a-f]{16}$`)

const savedAt = "20060102T150405.000000000Z"

// OpenHistory finds the builds that [SaveBuild] left in dir, the newest first.
// A folder that does not exist is an empty history. To keep old tabs working
// across deploys, do this at startup:
//
//	old, err := vite.OpenHistory("/var/lib/app/builds")
//	v, err := vite.Open(dist, vite.WithPreviousBuilds(old...))
//	err = vite.SaveBuild("/var/lib/app/builds", dist, 5)
func OpenHistory(dir string) ([]fs.FS, error) {
	names, err := history(dir)
	if err != nil {
		return nil, err
	}
	var builds []fs.FS
	for _, name := range names {
		builds = append(builds, os.DirFS(filepath.Join(dir, name)))
	}
	return builds, nil
}

// history are the names of the builds in dir, the newest first.
func history(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("vite: read the history: %w", err)
	}
	var names []string
	for _, entry := range entries {
		if entry.IsDir() && saved.MatchString(entry.Name()) {
			names = append(names, entry.Name())
		}
	}
	slices.Sort(names)
	slices.Reverse(names)
	return names, nil
}

// SaveBuild copies the manifest and the hashed files of the build in dist into
// a folder of its own in dir, which it creates if necessary. It then removes
// the oldest builds until keep are left, this one included. A build that is
// already there becomes the newest. Other files in dir stay. Of the options,
// only [WithManifest] matters.
//
// The copy appears whole or not at all, so that several programs may share dir.
func SaveBuild(dir string, dist fs.FS, keep int, opts ...Option) error {
	if keep < 1 {
		return fmt.Errorf("vite: SaveBuild keeps %d builds: keep 1 or more", keep)
	}
	b, err := newBuild(dist, "", newConfig(slices.Concat(opts, []Option{saving})))
	if err != nil {
		return err
	}
	if err := b.save(dir, newConfig(opts).manifestName()); err != nil {
		return fmt.Errorf("vite: save the build in %s: %w", dir, err)
	}
	names, err := history(dir)
	if err != nil {
		return err
	}
	for _, name := range names[min(keep, len(names)):] {
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
			return fmt.Errorf("vite: remove an old build: %w", err)
		}
	}
	return nil
}

// saving takes away what costs time and is of no use to a copy.
func saving(c *config) { c.compression, c.previous, c.store = false, nil, nil }

func (b *build) save(dir, manifest string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	now := filepath.Join(dir, time.Now().UTC().Format(savedAt)+"-"+b.manifest.version)
	names, err := history(dir)
	if err != nil {
		return err
	}
	for _, name := range names {
		if strings.HasSuffix(name, "-"+b.manifest.version) {
			err := os.Rename(filepath.Join(dir, name), now)
			if errors.Is(err, fs.ErrNotExist) { // Another program did the same.
				return nil
			}
			return err
		}
	}
	temporary, err := os.MkdirTemp(dir, ".saving-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temporary) // what is left of it
	if err := os.Chmod(temporary, 0o755); err != nil {
		return err
	}
	root, err := os.OpenRoot(temporary)
	if err != nil {
		return err
	}
	defer root.Close()
	if err := copyFile(root, b.fsys, manifest); err != nil {
		return err
	}
	for name, f := range b.files {
		if !f.immutable {
			continue
		}
		if err := copyFile(root, b.fsys, name); err != nil {
			return err
		}
	}
	return os.Rename(temporary, now)
}

func copyFile(to *os.Root, from fs.FS, name string) error {
	source, err := from.Open(name)
	if err != nil {
		return err
	}
	defer source.Close()
	if err := to.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	target, err := to.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	if _, err := io.Copy(target, source); err != nil {
		target.Close()
		return err
	}
	return target.Close()
}
