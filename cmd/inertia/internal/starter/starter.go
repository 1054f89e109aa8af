// Package starter writes a whole program: the Go server, its front end, tests,
// and what deploys it. Its templates are the folder template:
//
//   - program has the files of every program, by the path that they get;
//   - react, vue and svelte have those of the folder frontend, e2e the browser
//     tests;
//   - classes.txt has the classes of the front end in two notations.
//
// All files are templates of package text/template with the delimiters << and >>
// and [Options] as data. The ending .tmpl is cut off, and "dot_" at the start of a
// name becomes a dot. A file whose template prints nothing is not written.
package starter

import (
	"bytes"
	"crypto/rand"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"text/template"
)

//go:embed all:template
var templates embed.FS

// Write writes the program into dir, which it makes. A folder that has files in
// it is an error.
func Write(dir string, o Options) error {
	if o.Module == "" {
		o.Module = o.Name
	}
	if err := o.Check(); err != nil {
		return err
	}
	files, err := render(o)
	if err != nil {
		return err
	}
	files[".env"], err = environment(files[".env.example"])
	if err != nil {
		return err
	}
	if err := checkEmpty(dir); err != nil {
		return err
	}
	for name, content := range files {
		if err := save(filepath.Join(dir, filepath.FromSlash(name)), content); err != nil {
			return err
		}
	}
	return nil
}

func save(file string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return fmt.Errorf("starter: %w", err)
	}
	mode := fs.FileMode(0o644)
	if filepath.Base(file) == ".env" { // it has a secret
		mode = 0o600
	}
	if err := os.WriteFile(file, content, mode); err != nil {
		return fmt.Errorf("starter: %w", err)
	}
	return nil
}

func checkEmpty(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("starter: %w", err)
	case len(entries) > 0:
		return fmt.Errorf("starter: the folder %s is not empty: choose another name, or remove it", dir)
	}
	return nil
}

// render returns the files of a program by their paths.
func render(o Options) (map[string][]byte, error) {
	classes, err := loadClasses()
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, part := range []struct{ from, to string }{
		{"program", ""}, {o.Frontend, "frontend"}, {"e2e", "e2e"},
	} {
		root := path.Join("template", part.from)
		err := fs.WalkDir(templates, root, func(name string, entry fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) && name == root {
				return nil
			}
			if err != nil || entry.IsDir() {
				return err
			}
			content, err := execute(name, o, classes)
			if err != nil || len(bytes.TrimSpace(content)) == 0 {
				return err
			}
			target := path.Join(part.to, targetName(strings.TrimPrefix(name, root+"/")))
			if path.Ext(target) == ".go" {
				if content, err = formatGo(name, content); err != nil {
					return err
				}
			}
			if _, taken := files[target]; taken {
				return fmt.Errorf("starter: two templates write %s", target)
			}
			files[target] = content
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	for name, content := range files {
		if path.Ext(name) != ".templ" {
			continue
		}
		if files[strings.TrimSuffix(name, ".templ")+"_templ.go"], err = compile(name, content); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// targetName is where a template's output goes.
func targetName(name string) string {
	parts := strings.Split(strings.TrimSuffix(name, ".tmpl"), "/")
	for i, part := range parts {
		if rest, ok := strings.CutPrefix(part, "dot_"); ok {
			parts[i] = "." + rest
		}
	}
	return path.Join(parts...)
}

func execute(name string, o Options, c classes) ([]byte, error) {
	text, err := fs.ReadFile(templates, name)
	if err != nil {
		return nil, fmt.Errorf("starter: %w", err)
	}
	parsed, err := template.New(name).Delims("<<", ">>").Option("missingkey=error").
		Funcs(template.FuncMap{"class": func(names string) (string, error) { return c.markup(o, names) }}).Parse(string(text))
	if err != nil {
		return nil, fmt.Errorf("starter: %w", err)
	}
	var b bytes.Buffer
	if err := parsed.Execute(&b, o); err != nil {
		return nil, fmt.Errorf("starter: %w", err)
	}
	// Conditions leave empty lines at the start of a file.
	return bytes.TrimLeft(b.Bytes(), "\n"), nil
}

// environment is .env.example with a secret of its own.
func environment(example []byte) ([]byte, error) {
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // never fails
	const empty = "\nAPP_SECRET=\n"
	if !bytes.Contains(example, []byte(empty)) {
		return nil, errors.New("starter: .env.example has no line APP_SECRET=")
	}
	return bytes.Replace(example, []byte(empty), []byte("\nAPP_SECRET="+hex.EncodeToString(secret)+"\n"), 1), nil
}
