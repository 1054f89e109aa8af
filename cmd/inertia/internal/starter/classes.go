package starter

import (
	"fmt"
	"io/fs"
	"strings"
)

// classes are the utilities of Tailwind, by the name that the markup has for
// them.
type classes map[string]string

// loadClasses reads classes.txt: a name and its utilities on each line. Empty
// lines and those that begin with # do not count.
func loadClasses() (classes, error) {
	text, err := fs.ReadFile(templates, "template/classes.txt")
	if err != nil {
		return nil, fmt.Errorf("starter: %w", err)
	}
	c := classes{}
	for n, line := range strings.Split(string(text), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, utilities, _ := strings.Cut(line, " ")
		if _, twice := c[name]; twice {
			return nil, fmt.Errorf("starter: classes.txt:%d: %s is there twice", n+1, name)
		}
		c[name] = strings.Join(strings.Fields(utilities), " ")
	}
	return c, nil
}

// markup is what stands in the class attribute for some names: the names
// themselves, or utilities.
func (c classes) markup(o Options, names string) (string, error) {
	var parts []string
	for name := range strings.FieldsSeq(names) {
		utilities, known := c[name]
		if !known {
			return "", fmt.Errorf("classes.txt has no class %q", name)
		}
		if !o.Tailwind() {
			utilities = name
		}
		if utilities != "" {
			parts = append(parts, utilities)
		}
	}
	return strings.Join(parts, " "), nil
}
