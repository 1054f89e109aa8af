package starter

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"

	"golang.org/x/mod/modfile"

	"github.com/inertia-templ/shell/cmd/inertia/internal/merge"
)

// Addition is what [Add] has done. Names are paths from the program's folder.
type Addition struct {
	Written []string
	Changed []string
	Left    []string // what somebody has to do by hand, a line each
}

// Add turns a program that was written with the options from into one that is
// written with to, and keeps what was changed since: each file gets the
// difference between the two. Where that and a change of the user's meet, the
// file has both between the marks that Git has for it. The name says what is
// added.
func Add(dir, name string, from, to Options) (*Addition, error) {
	before, err := render(from)
	if err != nil {
		return nil, err
	}
	after, err := render(to)
	if err != nil {
		return nil, err
	}
	a := &addition{dir: dir, name: name, contents: map[string][]byte{}}
	for _, file := range slices.Sorted(maps.Keys(after)) {
		was, old := before[file]
		switch {
		case !old:
			err = a.write(file, after[file])
		case string(was) == string(after[file]):
		case file == "go.mod":
			err = a.require(file, after[file])
		default:
			err = a.change(file, file, was, after[file])
		}
		if err != nil {
			return nil, err
		}
		if file == ".env.example" && old {
			if err := a.change(".env", file, was, after[file]); err != nil {
				return nil, err
			}
		}
	}
	return &a.Addition, a.save()
}

type addition struct {
	Addition
	dir, name string
	contents  map[string][]byte // of files to write
}

func (a *addition) path(file string) string { return filepath.Join(a.dir, filepath.FromSlash(file)) }

// write takes a new file.
func (a *addition) write(file string, content []byte) error {
	if path.Ext(file) == ".sql" {
		var err error
		if file, err = a.nextMigration(file); err != nil {
			return err
		}
	}
	if _, err := os.Stat(a.path(file)); err == nil {
		return fmt.Errorf("starter: %s is there already, and %q writes it: give it another name", file, a.name)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("starter: %w", err)
	}
	a.Written, a.contents[file] = append(a.Written, file), content
	return nil
}

var migrationNumber = regexp.MustCompile(`^(\d+)_`)

// nextMigration is the name of a migration that runs behind those that are there.
func (a *addition) nextMigration(file string) (string, error) {
	folder, base := path.Split(file)
	entries, err := os.ReadDir(a.path(folder))
	if err != nil {
		return "", fmt.Errorf("starter: %w", err)
	}
	last := 0
	for _, entry := range entries {
		if number := migrationNumber.FindStringSubmatch(entry.Name()); number != nil {
			n, _ := strconv.Atoi(number[1]) // too many digits for a version, and so for goose
			last = max(last, n)
		}
	}
	return folder + fmt.Sprintf("%05d_", last+1) + migrationNumber.ReplaceAllString(base, ""), nil
}

// change changes a file as its template did.
func (a *addition) change(file, template string, was, is []byte) error {
	mine, err := os.ReadFile(a.path(file))
	switch {
	case errors.Is(err, fs.ErrNotExist) && file == ".env": // not in Git
		return nil
	case errors.Is(err, fs.ErrNotExist):
		a.Left = append(a.Left, fmt.Sprintf("%s is gone: whatever took its place may have to know about this", file))
		return nil
	case err != nil:
		return fmt.Errorf("starter: %w", err)
	}
	merged, conflicts := merge.Lines(string(was), string(mine), string(is), file, a.name)
	if merged == string(mine) {
		return nil
	}
	if conflicts > 0 {
		a.Left = append(a.Left, fmt.Sprintf("%s: choose between the lines from <<<<<<< to =======, which are yours, and those to >>>>>>> (%d %s)",
			file, conflicts, map[bool]string{true: "place", false: "places"}[conflicts == 1]))
	} else if path.Ext(file) == ".go" {
		if formatted, err := formatGo(template, []byte(merged)); err == nil { // else it did not compile before
			merged = string(formatted)
		}
	}
	a.Changed, a.contents[file] = append(a.Changed, file), []byte(merged)
	return nil
}

// require adds the modules that go.mod does not require yet.
func (a *addition) require(file string, is []byte) error {
	text, err := os.ReadFile(a.path(file))
	if err != nil {
		return fmt.Errorf("starter: %w", err)
	}
	mine, err := modfile.Parse(file, text, nil)
	if err != nil {
		return fmt.Errorf("starter: %w", err)
	}
	wanted, err := modfile.Parse(file, is, nil)
	if err != nil {
		return fmt.Errorf("starter: %w", err)
	}
	required := slices.Clone(mine.Require)
	for _, r := range wanted.Require {
		at := slices.IndexFunc(required, func(m *modfile.Require) bool { return m.Mod.Path == r.Mod.Path })
		if at < 0 {
			required = append(required, r)
		} else {
			required[at].Indirect = false
		}
	}
	mine.SetRequireSeparateIndirect(required)
	mine.Cleanup()
	content, err := mine.Format()
	if err != nil {
		return fmt.Errorf("starter: %w", err)
	}
	if string(content) != string(text) {
		a.Changed, a.contents[file] = append(a.Changed, file), content
	}
	return nil
}

// save writes all that was made.
func (a *addition) save() error {
	for file, content := range a.contents {
		if err := save(a.path(file), content); err != nil {
			return err
		}
	}
	return nil
}
