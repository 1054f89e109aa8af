package vite

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// WithPages tells which source file is the page of a component, so that
// [Vite.Page] knows its chunk. In a pattern %s stands for the component
// ("Users/Index"), "*" for a part of one name of a folder or file, "**/" for
// any number of folders, and "{tsx,jsx}" for one of several:
//
//	vite.WithPages("src/pages/%s.tsx", "src/modules/*/pages/%s.tsx")
//
// If several files fit a component, the first pattern wins. The default fits
// .tsx, .jsx, .ts, .js, .vue and .svelte files below pages or Pages in Vite's
// root, in src and in resources/js. With [Dev] only [Vite.CheckPage],
// [Vite.Components] and [Vite.Source] use it.
func WithPages(patterns ...string) Option {
	return func(c *config) { c.pages = append(c.pages, patterns...) }
}

const defaultPages = "{,src/,resources/js/}{pages,Pages}/%s.{tsx,jsx,ts,js,vue,svelte}"

// pagePatterns compiles what WithPages was given.
func pagePatterns(patterns []string) ([]*regexp.Regexp, error) {
	if len(patterns) == 0 {
		patterns = []string{defaultPages}
	}
	var compiled []*regexp.Regexp
	for _, pattern := range patterns {
		re, err := pagePattern(entryName(pattern))
		if err != nil {
			return nil, fmt.Errorf(`vite: WithPages(%q): %w; want one like "src/pages/%%s.tsx"`, pattern, err)
		}
		compiled = append(compiled, re)
	}
	return compiled, nil
}

// pagePattern is an expression whose only group is the component. The parts
// that stand for folders take as little as they can: what they leave belongs to
// the component.
func pagePattern(pattern string) (*regexp.Regexp, error) {
	if n := strings.Count(pattern, "%s"); n != 1 {
		return nil, fmt.Errorf("%%s is in it %d times", n)
	}
	var b strings.Builder
	b.WriteString("^")
	braces := false
	for rest := pattern; rest != ""; {
		switch {
		case strings.HasPrefix(rest, "%s"):
			b.WriteString("(.+)")
			rest = rest[2:]
			continue
		case strings.HasPrefix(rest, "**/"):
			b.WriteString("(?:.*?/)??")
			rest = rest[3:]
			continue
		case rest[0] == '*':
			b.WriteString("[^/]*?")
		case rest[0] == '{' && !braces:
			b.WriteString("(?:")
			braces = true
		case rest[0] == '}' && braces:
			b.WriteString(")")
			braces = false
		case rest[0] == ',' && braces:
			b.WriteString("|")
		default:
			b.WriteString(regexp.QuoteMeta(rest[:1]))
		}
		rest = rest[1:]
	}
	if braces {
		return nil, fmt.Errorf("a brace is not closed")
	}
	b.WriteString("$")
	return regexp.Compile(b.String())
}

// pages are the components that have a chunk of their own, with its key.
func (m *manifest) pages(patterns []*regexp.Regexp) map[string]string {
	keys := slices.Sorted(maps.Keys(m.chunks))
	pages := map[string]string{}
	for _, re := range patterns {
		for _, key := range keys {
			c := m.chunks[key]
			if !c.IsDynamicEntry && !c.IsEntry || isStyle(c.File) || m.isLegacy(key) {
				continue
			}
			if found := re.FindStringSubmatch(key); found != nil && pages[found[1]] == "" {
				pages[found[1]] = key
			}
		}
	}
	return pages
}
