package modules

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

// Serve writes the released version of all modules below dir, as the tags of the
// repository at root have them, in the layout of a module proxy. GOPROXY names
// it with "file://" before it.
func Serve(dir, root, version string) error {
	all, err := List(root)
	if err != nil {
		return err
	}
	for _, m := range all {
		escaped, err := module.EscapePath(m.Path)
		if err != nil {
			return fmt.Errorf("modules: %w", err)
		}
		folder := filepath.Join(dir, filepath.FromSlash(escaped), "@v")
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return fmt.Errorf("modules: %w", err)
		}
		mod, err := Git(root, "show", m.Tag(version)+":"+filepath.ToSlash(filepath.Join(m.Dir, "go.mod")))
		if err != nil {
			return err
		}
		info := fmt.Sprintf(`{"Version":%q,"Time":%q}`, version, time.Unix(0, 0).UTC().Format(time.RFC3339))
		for name, text := range map[string]string{"list": version + "\n", version + ".info": info, version + ".mod": mod} {
			if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
				return fmt.Errorf("modules: %w", err)
			}
		}
		if err := zipTag(filepath.Join(folder, version+".zip"), root, m, version); err != nil {
			return err
		}
	}
	return nil
}

func zipTag(name, root string, m Module, version string) error {
	file, err := os.Create(name)
	if err != nil {
		return fmt.Errorf("modules: %w", err)
	}
	defer file.Close()
	sub := m.Dir
	if sub == "." {
		sub = ""
	}
	if err := zip.CreateFromVCS(file, module.Version{Path: m.Path, Version: version}, root, m.Tag(version), sub); err != nil {
		return fmt.Errorf("modules: %s: %w", m.Path, err)
	}
	return file.Close()
}
