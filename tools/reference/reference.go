// Package reference writes the pages of the documentation that repeat what the
// code says: the options of every package, and the command line.
package reference

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// Write writes the generated pages below root.
func Write(root string) error {
	return each(root, func(name string, want []byte) error { return os.WriteFile(name, want, 0o644) })
}

// Check reports pages that are stale.
func Check(root string) error {
	return each(root, func(name string, want []byte) error {
		got, err := os.ReadFile(name)
		if err == nil && !bytes.Equal(got, want) {
			err = fmt.Errorf("%s is stale, run ./task docs:reference", name)
		}
		return err
	})
}

func each(root string, do func(name string, want []byte) error) error {
	pages, err := options(root)
	if err != nil {
		return fmt.Errorf("reference: options: %w", err)
	}
	if pages["docs/reference/cli.md"], err = commands(root); err != nil {
		return fmt.Errorf("reference: commands: %w", err)
	}
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		if err := do(filepath.Join(root, name), pages[name]); err != nil {
			return fmt.Errorf("reference: %w", err)
		}
	}
	return nil
}

const generated = "<!-- Written by \"./task docs:reference\". Do not edit: change the code and run it again. -->\n"
