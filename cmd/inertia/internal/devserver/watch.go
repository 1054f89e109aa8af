package devserver

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

// quiet is how long nothing may happen before a burst of changes is over.
// Editors and git write many files at once.
const quiet = 60 * time.Millisecond

// watcher tells when the content of files changes.
type watcher struct {
	files *fsnotify.Watcher
	skip  func(dir string) bool
	begun func()               // something may have changed
	ended func(names []string) // what has; nothing if it was a false alarm

	// eager makes a change of what is written without another content, so that
	// saving a file is a way to try again.
	eager atomic.Bool

	mu      sync.Mutex
	include func(file string) bool
	trees   []string
	dirs    map[string]bool              // the folders that are watched
	known   map[string][sha256.Size]byte // the content of included files
}

// newWatcher watches nothing yet. begun and ended are called one after another.
func newWatcher(skip func(string) bool, begun func(), ended func([]string)) (*watcher, error) {
	files, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, watchError(err)
	}
	return &watcher{files: files, skip: skip, begun: begun, ended: ended, dirs: map[string]bool{}, known: map[string][sha256.Size]byte{}}, nil
}

func watchError(err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return fmt.Errorf("devserver: watch files: %w: allow more with \"sudo sysctl fs.inotify.max_user_watches=524288\"", err)
	case errors.Is(err, syscall.EMFILE):
		return fmt.Errorf("devserver: watch files: %w: allow more with \"sudo sysctl fs.inotify.max_user_instances=1024\" or \"ulimit -n 8192\"", err)
	}
	return fmt.Errorf("devserver: watch files: %w", err)
}

// watch adds folders: trees with everything below them, folders without. From
// now on it reports the files that include picks.
func (w *watcher) watch(trees, folders []string, include func(string) bool) error {
	w.mu.Lock()
	w.include = include
	for _, dir := range trees {
		if !slices.Contains(w.trees, dir) {
			w.trees = append(w.trees, dir)
		}
	}
	w.mu.Unlock()
	for _, dir := range folders {
		if err := w.folder(dir, nil); err != nil {
			return err
		}
	}
	for _, dir := range trees {
		if err := w.tree(dir, nil); err != nil {
			return err
		}
	}
	return nil
}

// folder adds a folder, and passes its files to found. Without found they are
// known, as they are now, unless they are already.
func (w *watcher) folder(dir string, found func(string)) error {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil // A pattern of go:embed may mean a file, or something that is gone.
	}
	if err := w.files.Add(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return watchError(err)
	}
	w.mu.Lock()
	w.dirs[dir] = true
	w.mu.Unlock()
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return watchError(err)
	}
	for _, entry := range entries {
		if entry.IsDir() {
			continue
		}
		name := filepath.Join(dir, entry.Name())
		if found != nil {
			found(name)
		} else {
			w.remember(name)
		}
	}
	return nil
}

func (w *watcher) tree(dir string, found func(string)) error {
	return filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return watchError(err)
		case !entry.IsDir():
			return nil
		case path != dir && w.skip(path):
			return fs.SkipDir
		}
		return w.folder(path, found)
	})
}

// remember notes the content of a file that counts, if it is not known yet.
func (w *watcher) remember(name string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, ok := w.known[name]; ok || !w.include(name) {
		return
	}
	if sum, err := hash(name); err == nil {
		w.known[name] = sum
	}
}

// different reports whether a file that counts has another content than the one
// that is known, and notes it.
func (w *watcher) different(name string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.include(name) {
		return false
	}
	before, had := w.known[name]
	sum, err := hash(name)
	if err != nil {
		delete(w.known, name)
		return had
	}
	w.known[name] = sum
	return !had || sum != before
}

func (w *watcher) counts(name string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.include(name)
}

func hash(name string) (sum [sha256.Size]byte, err error) {
	file, err := os.Open(name)
	if err != nil {
		return sum, err
	}
	defer file.Close()
	h := sha256.New()
	if _, err := io.Copy(h, file); err != nil {
		return sum, err
	}
	return [sha256.Size]byte(h.Sum(nil)), nil
}

// run passes on bursts of changes until the watcher is closed.
func (w *watcher) run() error {
	touched := map[string]bool{}
	moved := false // Whether a folder was, which the system does not watch any more.
	var over <-chan time.Time
	touch := func(name string) {
		if !w.counts(name) {
			return
		}
		if len(touched) == 0 {
			w.begun()
		}
		touched[name] = true
		over = time.After(quiet)
	}
	for {
		select {
		case event, ok := <-w.files.Events:
			if !ok {
				return nil
			}
			if event.Op == fsnotify.Chmod {
				continue
			}
			if info, err := os.Lstat(event.Name); err == nil && info.IsDir() {
				if event.Has(fsnotify.Create) && !w.skip(event.Name) {
					if err := w.tree(event.Name, touch); err != nil {
						return err
					}
				}
				continue
			} else if err != nil && w.gone(event.Name, touch) {
				moved, over = true, time.After(quiet)
				continue
			}
			touch(event.Name)
		case err, ok := <-w.files.Errors:
			if !ok {
				return nil
			}
			if errors.Is(err, fsnotify.ErrEventOverflow) { // Anything may have changed.
				w.all(touch)
				continue
			}
			return watchError(err)
		case <-over:
			over = nil
			if moved {
				moved = false
				if err := w.again(touch); err != nil {
					return err
				}
				over = nil
			}
			if len(touched) == 0 {
				continue
			}
			var changed []string
			for name := range touched {
				if w.different(name) || w.eager.Load() {
					changed = append(changed, name)
				}
			}
			clear(touched)
			w.ended(changed)
		}
	}
}

// gone reports whether a folder was watched that is not there any more, and
// touches the files that were in it.
func (w *watcher) gone(dir string, touch func(string)) bool {
	w.mu.Lock()
	watched := w.dirs[dir]
	delete(w.dirs, dir)
	w.mu.Unlock()
	if watched {
		w.each(func(name string) {
			if isAbove(dir, name) {
				touch(name)
			}
		})
	}
	return watched
}

// again watches all folders that are there now.
func (w *watcher) again(touch func(string)) error {
	w.mu.Lock()
	trees := slices.Clone(w.trees)
	w.mu.Unlock()
	for _, dir := range trees {
		if err := w.tree(dir, touch); err != nil {
			return err
		}
	}
	return nil
}

func (w *watcher) all(touch func(string)) { w.each(touch) }

func (w *watcher) each(do func(string)) {
	w.mu.Lock()
	names := make([]string, 0, len(w.known))
	for name := range w.known {
		names = append(names, name)
	}
	w.mu.Unlock()
	for _, name := range names {
		do(name)
	}
}

func (w *watcher) close() error { return w.files.Close() }
