package main

import (
	"context"
	"io/fs"
	"path/filepath"
	"strings"
	"time"
)

// watch calls changed now and whenever Go code in a folder changes. It looks
// twice a second, and ends with the context.
func watch(ctx context.Context, dir string, changed func()) error {
	ticker := time.NewTicker(500 * time.Millisecond)
	defer ticker.Stop()
	for last := (time.Time{}); ; {
		newest, err := newestGo(dir)
		if err != nil {
			return err
		}
		if newest.After(last) {
			last = newest
			changed()
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// newestGo is when Go code was changed last.
func newestGo(dir string) (newest time.Time, err error) {
	err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "node_modules" || strings.HasPrefix(entry.Name(), ".") && path != dir):
			return fs.SkipDir
		case filepath.Ext(path) != ".go":
			return nil
		}
		info, err := entry.Info()
		if err == nil && info.ModTime().After(newest) {
			newest = info.ModTime()
		}
		return nil
	})
	return newest, err
}
