package ssr

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"sync"

	"github.com/inertia-templ/shell/internal/ssrbundle"
)

// bundle is a private copy of the bundle's files, in memory and in a temporary
// folder. So workers can start again after somebody has replaced or deleted the
// files, and all of them render with the same build.
type bundle struct {
	place string            // where the bundle lies, for messages
	main  string            // its name in the copy
	files map[string][]byte // by their name in the copy
	links map[string]string // folders node_modules, to where they are

	mu   sync.Mutex
	root string   // the temporary folder
	lock *os.File // held as long as the pool uses it
}

func openBundle(name string) (*bundle, error) {
	absolute, err := filepath.Abs(name)
	if err != nil {
		return nil, fmt.Errorf("ssr: NewPool(%q): %w", name, err)
	}
	dir, base := filepath.Split(absolute)
	found, err := ssrbundle.Find(os.DirFS(dir), base)
	if err != nil {
		return nil, fmt.Errorf("ssr: NewPool(%q): %w", name, err)
	}
	// The real path, as the runtime uses it to find what the bundle imports.
	file, err := filepath.EvalSymlinks(filepath.Join(dir, filepath.FromSlash(found)))
	if err != nil {
		return nil, fmt.Errorf("ssr: NewPool(%q): %w", name, err)
	}
	b := &bundle{place: file, main: inCopy(file), files: map[string][]byte{}, links: map[string]string{}}
	if err := b.follow(file); err != nil {
		return nil, fmt.Errorf("ssr: NewPool(%q): read the bundle: %w", name, err)
	}
	b.typeModule()
	return b, nil
}

// openBundleFS reads a bundle that lies in fsys, with all other files there.
func openBundleFS(fsys fs.FS, name string) (*bundle, error) {
	main, err := ssrbundle.Find(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("ssr: NewPool(%q): %w", name, err)
	}
	b := &bundle{place: main, main: main, files: map[string][]byte{}}
	err = fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		b.files[name], err = fs.ReadFile(fsys, name)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("ssr: NewPool(%q): read the bundle: %w", name, err)
	}
	b.typeModule()
	return b, nil
}

// module finds a statement that only an ES module has, at the beginning of a
// line, as Vite writes it.
var module = regexp.MustCompile(`(?m)^(?:import[\s{*"']|export[\s{*])`)

// typeModule says what a bundle is that has been taken away from its
// package.json: Node before 20.19 does not find out by itself, and Debian and
// Ubuntu have such.
func (b *bundle) typeModule() {
	for name := range b.files {
		if path.Base(name) == "package.json" {
			return
		}
	}
	if path.Ext(b.main) == ".js" && module.Match(b.files[b.main]) {
		b.files["package.json"] = []byte(`{"type":"module"}`)
	}
}

// inCopy is the name in the copy of a file: its whole path, so that relative
// paths, those in source maps too, mean the same as outside.
func inCopy(file string) string {
	return filepath.ToSlash(file[len(filepath.VolumeName(file))+1:])
}

var (
	// relative finds texts in a script that may name another file: "./chunk.js",
	// '../data.json'.
	relative = regexp.MustCompile("[\"'`](\\.\\.?/[^\"'`\\n\\\\?#$*{}]+)[\"'`?#]")
	script   = regexp.MustCompile(`\.[cm]?js$`)
)

// largeFile is the size, in bytes, from which a file that is not a script is not
// copied.
const largeFile = 64 << 20

// follow reads a script, and the files that it names, and those that they name.
func (b *bundle) follow(main string) error {
	todo := []string{main}
	seen := map[string]bool{main: true}
	for len(todo) > 0 {
		file := todo[0]
		todo = todo[1:]
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		b.files[inCopy(file)] = data
		dir := filepath.Dir(file)
		b.surround(dir, seen)
		if !script.MatchString(file) && file != main {
			continue
		}
		names := []string{file + ".map"}
		for _, match := range relative.FindAllSubmatch(data, -1) {
			names = append(names, filepath.Join(dir, filepath.FromSlash(string(match[1]))))
		}
		for _, name := range names {
			if seen[name] {
				continue
			}
			seen[name] = true
			info, err := os.Stat(name)
			if err == nil && info.Mode().IsRegular() && (script.MatchString(name) || info.Size() <= largeFile) {
				todo = append(todo, name)
			}
		}
	}
	return nil
}

// surround reads what gives the scripts of a folder their meaning: package.json
// and node_modules there and above.
func (b *bundle) surround(dir string, seen map[string]bool) {
	for ; !seen[dir+"/"]; dir = filepath.Dir(dir) {
		seen[dir+"/"] = true
		if file := filepath.Join(dir, "package.json"); !seen[file] {
			seen[file] = true
			if data, err := os.ReadFile(file); err == nil {
				b.files[inCopy(file)] = data
			}
		}
		modules := filepath.Join(dir, "node_modules")
		if info, err := os.Stat(modules); err == nil && info.IsDir() && distrust(modules, b.place) == nil {
			b.links[inCopy(modules)] = modules
		}
	}
}

// restore writes what is missing of the copy, and returns its folder and the
// path of the bundle in it.
func (b *bundle) restore() (root, main string, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if info, err := os.Lstat(b.root); b.root == "" || err != nil || !info.IsDir() || !isOurs(info) {
		if err := b.create(); err != nil {
			return "", "", fmt.Errorf("copy the bundle: %w", err)
		}
	}
	for name, data := range b.files {
		if err := b.write(name, data); err != nil {
			return "", "", fmt.Errorf("copy the bundle: %w", err)
		}
	}
	for name, target := range b.links {
		link := filepath.Join(b.root, filepath.FromSlash(name))
		if _, err := os.Lstat(link); err == nil {
			continue
		}
		if err := os.Symlink(target, link); err != nil {
			return "", "", fmt.Errorf("copy the bundle: %w", err)
		}
	}
	return b.root, filepath.Join(b.root, filepath.FromSlash(b.main)), nil
}

// copies is the pattern of the temporary folders' names.
const copies = "ssr-bundle-*"

// create makes the temporary folder. It also deletes those of programs that were
// killed before they could: nobody holds their locks.
func (b *bundle) create() error {
	if b.lock != nil {
		b.lock.Close()
		b.lock = nil
	}
	old, _ := filepath.Glob(filepath.Join(os.TempDir(), copies)) // the pattern is right
	for _, dir := range old {
		if info, err := os.Lstat(dir); err != nil || !info.IsDir() || !isOurs(info) {
			continue
		}
		if lock, err := lockFolder(dir); err == nil && lock != nil {
			_ = os.RemoveAll(dir) // the next program tries again
			lock.Close()
		}
	}
	for {
		root, err := os.MkdirTemp("", copies)
		if err != nil {
			return err
		}
		lock, locked := lockFolder(root)
		if locked == nil {
			// The name that runtimes know it by. It fails if another program deleted
			// the folder before it was locked.
			if real, err := filepath.EvalSymlinks(root); err == nil {
				b.root, b.lock = real, lock
				return nil
			}
			lock.Close()
		}
	}
}

func (b *bundle) write(name string, data []byte) error {
	file := filepath.Join(b.root, filepath.FromSlash(path.Clean(name)))
	if info, err := os.Lstat(file); err == nil && info.Mode().IsRegular() && info.Size() == int64(len(data)) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	// A worker that starts meanwhile sees the whole file or none.
	temporary := file + ".part"
	if err := os.WriteFile(temporary, data, 0o600); err != nil {
		return err
	}
	return os.Rename(temporary, file)
}

// remove deletes the temporary folder.
func (b *bundle) remove() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.root == "" {
		return nil
	}
	err := os.RemoveAll(b.root)
	if b.lock != nil {
		b.lock.Close()
	}
	return err
}
