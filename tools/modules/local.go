package modules

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// LocalMod writes a go.mod like that of m, and its go.sum, into the folder dir.
// It finds the other modules of the repository in their folders, whatever
// version it requires and whether that is released or not: for the flag -modfile
// of the go command, which looks at go.work in some commands only.
func LocalMod(dir, root string, m Module, all []Module) (name string, err error) {
	for _, other := range all {
		if other.Path == m.Path {
			continue
		}
		if err := m.File.AddReplace(other.Path, "", filepath.Join(root, other.Dir), ""); err != nil {
			return "", fmt.Errorf("modules: %w", err)
		}
	}
	text, err := m.File.Format()
	if err != nil {
		return "", fmt.Errorf("modules: %w", err)
	}
	name = filepath.Join(dir, "go.mod")
	if err := os.WriteFile(name, text, 0o644); err != nil {
		return "", fmt.Errorf("modules: %w", err)
	}
	sum, err := os.ReadFile(filepath.Join(root, m.Dir, "go.sum"))
	if err != nil && !os.IsNotExist(err) {
		return "", fmt.Errorf("modules: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "go.sum"), []byte(WithoutOwnSums(string(sum), all)), 0o644); err != nil {
		return "", fmt.Errorf("modules: %w", err)
	}
	return name, nil
}

// Go is the go command with these arguments for m alone, without go.work.
func Go(root string, m Module, args ...string) *exec.Cmd {
	cmd := exec.Command("go", args...)
	cmd.Dir = filepath.Join(root, m.Dir)
	cmd.Env = append(os.Environ(), "GOWORK=off")
	return cmd
}
