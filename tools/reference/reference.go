// Package reference writes the pages of the documentation that repeat what the
// code says: the options of every package, and the command line.
package reference

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
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
	for name, page := range map[string]func(root string) ([]byte, error){
		"docs/reference/options.md": options,
		"docs/reference/cli.md":     commands,
	} {
		text, err := page(root)
		if err != nil {
			return fmt.Errorf("reference: %s: %w", name, err)
		}
		if err := do(filepath.Join(root, name), text); err != nil {
			return fmt.Errorf("reference: %w", err)
		}
	}
	return nil
}

const generated = "<!-- Written by \"./task docs:reference\". Do not edit: change the code and run it again. -->\n"
