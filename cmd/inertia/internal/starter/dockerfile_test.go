package starter_test

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/stretchr/testify/require"
)

// build does what the Dockerfile of a program says, without Docker: each stage
// has a folder for its files, and its commands run there. It returns the binary.
func (p *program) build() string {
	p.t.Helper()
	text, err := os.ReadFile(filepath.Join(p.dir, "Dockerfile"))
	require.NoError(p.t, err)
	d := dockerfile{p: p, stages: map[string]string{}}
	for line := range strings.SplitSeq(string(text), "\n") {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch word {
		case "FROM":
			d.from(rest)
		case "WORKDIR":
			d.dir = d.path(rest)
			require.NoError(p.t, os.MkdirAll(d.dir, 0o755))
		case "COPY":
			d.copy(strings.Fields(rest))
		case "RUN":
			// A shell in a container has / for its own.
			p.runIn(d.dir, nil, "sh", "-ec", strings.ReplaceAll(rest, " /out", " "+d.path("/out")))
		case "", "#", "ENV", "VOLUME", "EXPOSE", "ENTRYPOINT":
		default:
			p.t.Fatalf("the Dockerfile has a line that this test does not know: %s", line)
		}
	}
	return filepath.Join(d.stage, filepath.Base(p.dir))
}

type dockerfile struct {
	p      *program
	stages map[string]string // folders, by name
	stage  string            // the folder of this stage
	dir    string            // where commands run
}

func (d *dockerfile) from(image string) {
	_, name, named := strings.Cut(image, " AS ")
	if !named {
		name = "last"
	}
	// As deep below / as the program: from a checkout, package-lock.json has the
	// way to the library.
	d.stage = d.p.t.TempDir()
	d.stages[name], d.dir = d.stage, d.stage
}

// path is where a path of the container is.
func (d *dockerfile) path(name string) string {
	if strings.HasPrefix(name, "/") {
		return filepath.Join(d.stage, name)
	}
	return filepath.Join(d.dir, name)
}

// copy copies files, and the contents of folders, as Docker does.
func (d *dockerfile) copy(args []string) {
	t, from := d.p.t, d.p.dir
	t.Helper()
	for len(args) > 0 && strings.HasPrefix(args[0], "--") {
		if name, ok := strings.CutPrefix(args[0], "--from="); ok {
			require.Contains(t, d.stages, name)
			from = d.stages[name]
		}
		args = args[1:]
	}
	require.GreaterOrEqual(t, len(args), 2)
	to := args[len(args)-1]
	for _, name := range args[:len(args)-1] {
		source, target := filepath.Join(from, name), d.path(to)
		info, err := os.Stat(source)
		require.NoError(t, err)
		if !info.IsDir() && strings.HasSuffix(to, "/") {
			target = filepath.Join(target, filepath.Base(name))
		}
		err = filepath.WalkDir(source, func(file string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			relative, err := filepath.Rel(source, file)
			require.NoError(t, err)
			if from == d.p.dir && d.ignored(filepath.Join(name, relative)) {
				if entry.IsDir() {
					return fs.SkipDir
				}
				return nil
			}
			into := filepath.Join(target, relative)
			if entry.IsDir() {
				return os.MkdirAll(into, 0o755)
			}
			content, err := os.ReadFile(file)
			require.NoError(t, err)
			info, err := entry.Info()
			require.NoError(t, err)
			require.NoError(t, os.MkdirAll(filepath.Dir(into), 0o755))
			return os.WriteFile(into, content, info.Mode().Perm())
		})
		require.NoError(t, err)
	}
}

// ignored reports whether .dockerignore leaves a file out.
func (d *dockerfile) ignored(name string) bool {
	text, err := os.ReadFile(filepath.Join(d.p.dir, ".dockerignore"))
	require.NoError(d.p.t, err)
	for pattern := range strings.FieldsSeq(string(text)) {
		where := name
		if anywhere, ok := strings.CutPrefix(pattern, "**/"); ok {
			pattern, where = anywhere, filepath.Base(name)
		}
		if fits, err := path.Match(pattern, where); err == nil && fits {
			return true
		}
	}
	return false
}
