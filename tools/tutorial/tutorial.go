// Package tutorial takes the steps of the documentation's tutorial.
package tutorial

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/inertia-templ/shell/internal/snippets"
)

// Parts are the pages of the tutorial, in order.
var Parts = []string{
	"docs/start/tutorial-1.md", "docs/start/tutorial-2.md", "docs/start/tutorial-3.md", "docs/start/tutorial-4.md",
}

// extensions of a front end's own files; those of the others are skipped.
var extensions = map[string]string{"react": ".tsx", "vue": ".vue", "svelte": ".svelte"}

// Apply takes the steps of a page in the program in dir, which has this front
// end: it writes the files that the page shows, and makes the changes.
func Apply(page, dir, frontend string) error {
	text, err := os.ReadFile(page)
	if err != nil {
		return fmt.Errorf("tutorial: %w", err)
	}
	for _, block := range snippets.Blocks(string(text)) {
		name := block.File()
		if name == "" || ofOther(name, frontend) {
			continue
		}
		if err := step(filepath.Join(dir, name), block); err != nil {
			return fmt.Errorf("tutorial: %s:%d: %s: %w", page, block.Line, name, err)
		}
	}
	return nil
}

func ofOther(name, frontend string) bool {
	for other, extension := range extensions {
		if other != frontend && strings.HasSuffix(name, extension) {
			return true
		}
	}
	return false
}

func step(name string, block snippets.Block) error {
	if block.Lang != "diff" {
		if _, err := os.Stat(name); err == nil {
			return errors.New("the file exists already")
		}
		return os.WriteFile(name, []byte(block.Code), 0o644)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	before, after, err := change(block.Code)
	if err != nil {
		return err
	}
	if n := strings.Count(string(text), before); n != 1 {
		return fmt.Errorf("the lines that it changes are there %d times:\n%s", n, before)
	}
	return os.WriteFile(name, []byte(strings.Replace(string(text), before, after, 1)), 0o644)
}

// change returns what a diff without line numbers finds, and puts there.
func change(diff string) (before, after string, err error) {
	for line := range strings.Lines(diff) {
		switch {
		case strings.HasPrefix(line, "-"):
			before += line[1:]
		case strings.HasPrefix(line, "+"):
			after += line[1:]
		case strings.HasPrefix(line, " "):
			before, after = before+line[1:], after+line[1:]
		case line == "\n":
			before, after = before+line, after+line
		default:
			return "", "", fmt.Errorf("no line of a diff: %q", line)
		}
	}
	if before == "" {
		return "", "", errors.New("the diff has no line that says where it belongs")
	}
	return before, after, nil
}
