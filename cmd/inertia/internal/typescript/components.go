package typescript

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// CheckComponents makes sure that there is a file for the component of every
// page. In a pattern %s stands for the component: "src/pages/%s.tsx". Without a
// pattern nothing is checked.
func (p *Program) CheckComponents(dir string, patterns ...string) error {
	if len(patterns) == 0 {
		return nil
	}
	var errs []error
	components := map[string]string{}
	for _, page := range p.pages {
		components[page.component] = page.at.String()
	}
	for _, name := range slices.Sorted(maps.Keys(components)) {
		if err := CheckComponent(dir, name, patterns...); err != nil {
			errs = append(errs, fmt.Errorf("typescript: %s: %w", components[name], err))
		}
	}
	return errors.Join(errs...)
}

// CheckComponent makes sure that there is a file for a component.
func CheckComponent(dir, name string, patterns ...string) error {
	if findComponent(dir, name, patterns...) != "" {
		return nil
	}
	return fmt.Errorf("there is no component %q%s: looked for %s", name, similar(dir, patterns, name), strings.ReplaceAll(strings.Join(patterns, ", "), "%s", name))
}

// findComponent is the file of a component, below dir, or "".
func findComponent(dir, name string, patterns ...string) string {
	for _, pattern := range patterns {
		if file := strings.ReplaceAll(pattern, "%s", name); exists(absolute(dir, file)) {
			return file
		}
	}
	return ""
}

func exists(file string) bool {
	info, err := os.Stat(file)
	if err != nil || info.IsDir() {
		return false
	}
	// Where names of files do not tell case apart, browsers do.
	entries, err := os.ReadDir(filepath.Dir(file))
	return err == nil && slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.Name() == filepath.Base(file) })
}

// similar suggests a component that is called almost the same.
func similar(dir string, patterns []string, name string) string {
	best, least := "", 4
	for _, pattern := range patterns {
		before, after, _ := strings.Cut(filepath.ToSlash(filepath.Join(dir, pattern)), "%s")
		_ = filepath.WalkDir(filepath.FromSlash(before), func(path string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, after) {
				return nil
			}
			found := strings.TrimSuffix(strings.TrimPrefix(filepath.ToSlash(path), before), after)
			if d := distance(found, name); d < least {
				best, least = found, d
			}
			return nil
		})
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(", did you mean %q?", best)
}

// distance is how many letters have to be changed, added or removed.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
