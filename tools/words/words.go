// Package words finds phrases that the documentation, comments and messages of
// this repository do not use, because readers stumble over them.
package words

import (
	_ "embed"
	"errors"
	"fmt"
	"go/scanner"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

//go:embed words.txt
var list string

//go:embed except.txt
var except string

// Check reports every phrase of the list in the files that git knows.
func Check(root string) error {
	out, err := exec.Command("git", "-C", root, "ls-files", "-co", "--exclude-standard", "--",
		"*.md", "*.go", "*.templ", "*.ts", "*.tsx", "*.vue", "*.svelte", "*.yml").Output()
	if err != nil {
		return fmt.Errorf("words: list the files: %w", err)
	}
	bad, instead := phrases(list)
	skipped := lines(except)
	var found error
	for _, name := range lines(string(out)) {
		if excepted(name, skipped) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(root, name))
		if errors.Is(err, os.ErrNotExist) {
			continue // deleted and not committed
		}
		if err != nil {
			return fmt.Errorf("words: %w", err)
		}
		for _, p := range prose(name, text) {
			for _, at := range bad.FindAllStringIndex(p.text, -1) {
				phrase := p.text[at[0]:at[1]]
				if instead[plain(phrase)] == "" {
					continue
				}
				found = errors.Join(found, fmt.Errorf("%s:%d: %q: write %s", name,
					p.line+strings.Count(p.text[:at[0]], "\n"), phrase, instead[plain(phrase)]))
			}
		}
	}
	return found
}

// passage is text for people, and the line that it begins on.
type passage struct {
	line int
	text string
}

// prose is a file without what is not for people: of Go, comments and texts.
func prose(name string, text []byte) []passage {
	if !strings.HasSuffix(name, ".go") {
		return []passage{{1, string(text)}}
	}
	set := token.NewFileSet()
	file := set.AddFile(name, -1, len(text))
	var s scanner.Scanner
	s.Init(file, text, nil, scanner.ScanComments)
	var all []passage
	for {
		at, kind, literal := s.Scan()
		switch kind {
		case token.EOF:
			return all
		case token.COMMENT:
			// A phrase may begin on one line and end on the next.
			line := file.Line(at)
			if last := len(all) - 1; last >= 0 && strings.HasPrefix(literal, "//") && all[last].line+strings.Count(all[last].text, "\n")+1 == line {
				all[last].text += "\n" + literal
				continue
			}
			all = append(all, passage{line, literal})
		case token.STRING:
			all = append(all, passage{file.Line(at), literal})
		}
	}
}

var gap = regexp.MustCompile(`[\s/]+`)

func plain(phrase string) string { return strings.ToLower(gap.ReplaceAllString(phrase, " ")) }

// phrases makes one expression of the list, and says what to write instead.
func phrases(list string) (*regexp.Regexp, map[string]string) {
	instead := map[string]string{}
	var all []string
	for _, line := range lines(list) {
		phrase, better, _ := strings.Cut(line, " => ")
		instead[phrase] = better
		all = append(all, strings.ReplaceAll(regexp.QuoteMeta(phrase), " ", `[\s/]+`))
	}
	// The match that begins first wins: "there is none" before "is none".
	return regexp.MustCompile(`(?i)\b(?:` + strings.Join(all, "|") + `)\b`), instead
}

func lines(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			all = append(all, line)
		}
	}
	return all
}

func excepted(name string, skipped []string) bool {
	if strings.HasPrefix(name, "tools/words/") {
		return true
	}
	for _, s := range skipped {
		if name == s || strings.HasSuffix(s, "/") && strings.HasPrefix(name, s) {
			return true
		}
	}
	return false
}
