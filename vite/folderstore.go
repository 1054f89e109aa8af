package vite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// folderStore is a [BuildStore] of folders, one for each build, named as those of
// [SaveBuild] are.
type folderStore struct {
	dir  string
	keep int
}

// NewFolderStore keeps builds in dir, a folder that all replicas share, such as
// a network file system. It creates the folder if necessary, and keeps as many
// of the newest builds as keep says. A build appears whole or not at all. Do
// not use the folder of [SaveBuild].
func NewFolderStore(dir string, keep int) (BuildStore, error) {
	if keep < 2 {
		return nil, fmt.Errorf("vite: NewFolderStore keeps %d builds: keep 2 or more, during a deploy there are two", keep)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("vite: NewFolderStore: %w", err)
	}
	return &folderStore{dir, keep}, nil
}

func (s *folderStore) Publish(ctx context.Context, version string, files map[string][]byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := s.write(version, files); err != nil {
		return err
	}
	names, err := history(s.dir)
	if err != nil {
		return err
	}
	// Of a version the newest copy stays: what was there may be damaged, and
	// replicas that start at once write one each.
	kept := map[string]bool{}
	for _, name := range names {
		_, version, _ := strings.Cut(name, "-")
		if !kept[version] && len(kept) < s.keep {
			kept[version] = true
			continue
		}
		if err := os.RemoveAll(filepath.Join(s.dir, name)); err != nil {
			return err
		}
	}
	return nil
}

func (s *folderStore) write(version string, files map[string][]byte) error {
	now := filepath.Join(s.dir, time.Now().UTC().Format(savedAt)+"-"+version)
	temporary, err := os.MkdirTemp(s.dir, ".saving-")
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
	for name, data := range files {
		if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
			return err
		}
		if err := root.WriteFile(name, data, 0o644); err != nil {
			return err
		}
	}
	return os.Rename(temporary, now)
}

func (s *folderStore) Load(_ context.Context, name string) ([]byte, error) {
	names, err := history(s.dir)
	if err != nil {
		return nil, err
	}
	for _, build := range names {
		data, err := s.read(build, name)
		switch {
		case errors.Is(err, syscall.ENOTDIR), errors.Is(err, syscall.EISDIR): // part of the path of another file
		case !errors.Is(err, fs.ErrNotExist): // that one may have been removed meanwhile
			return data, err
		}
	}
	return nil, fs.ErrNotExist
}

func (s *folderStore) read(build, name string) ([]byte, error) {
	root, err := os.OpenRoot(filepath.Join(s.dir, build))
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return root.ReadFile(name)
}
