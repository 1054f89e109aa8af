// Package release makes a release of everything in this repository, in the local
// clone only.
package release

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"golang.org/x/mod/semver"

	"github.com/inertia-templ/shell/tools/modules"
)

// plugin is the folder of the package for npm.
const plugin = "vite/plugin"

// Make writes version into every go.mod, go.sum and package.json of the
// repository at root, packs the package for npm into bin/, commits what has
// changed, and tags every module. A failure before the commit leaves the files
// changed and no tag: "git checkout ." takes them back.
func Make(root, version string, out io.Writer) error {
	all, err := check(root, version)
	if err != nil {
		return err
	}
	if err := modules.Require(root, version); err != nil {
		return err
	}
	if err := setPackageVersion(root, strings.TrimPrefix(version, "v")); err != nil {
		return err
	}
	if err := modules.WriteSums(root, version); err != nil {
		return err
	}
	packed, err := pack(root)
	if err != nil {
		return err
	}
	changed, err := modules.Git(root, "status", "--porcelain")
	if err != nil {
		return err
	}
	if changed != "" {
		if _, err := modules.Git(root, "commit", "--quiet", "--all", "-m", "Release "+version); err != nil {
			return err
		}
	}
	var tags []string
	for _, m := range all {
		if _, err := modules.Git(root, "tag", "--annotate", m.Tag(version), "-m", m.Path+" "+version); err != nil {
			return err
		}
		tags = append(tags, m.Tag(version))
	}
	fmt.Fprintf(out, "%s is committed, tagged and packed. To publish it:\n  git push --atomic origin HEAD %s\n  npm publish --access public %s\n", version, strings.Join(tags, " "), packed)
	return nil
}

// check refuses what cannot be released.
func check(root, version string) ([]modules.Module, error) {
	if semver.Canonical(version) != version || semver.Build(version) != "" || semver.Compare(semver.Major(version), "v1") > 0 {
		return nil, fmt.Errorf("release: %q is not a version of these modules: write it as v0.2.0 or v1.2.3-rc.1", version)
	}
	dirty, err := modules.Git(root, "status", "--porcelain")
	if err != nil {
		return nil, err
	}
	if dirty != "" {
		return nil, fmt.Errorf("release: there are changes without a commit: commit or remove them first:\n%s", dirty)
	}
	all, err := modules.List(root)
	if err != nil {
		return nil, err
	}
	for _, m := range all {
		if len(m.File.Replace) > 0 {
			return nil, fmt.Errorf("release: %s/go.mod has a replace directive, which nobody else sees: remove it, go.work says where modules are", m.Dir)
		}
		if found, err := modules.Git(root, "tag", "--list", m.Tag(version)); err != nil || found != "" {
			return nil, errors.Join(err, fmt.Errorf("release: the tag %s exists: choose the next version", m.Tag(version)))
		}
	}
	return all, nil
}

var packageVersion = regexp.MustCompile(`("name": "@inertia-templ/vite",\s*"version": ")[^"]*`)

// setPackageVersion writes the version of the package for npm, there and where
// the lock files of this repository repeat it.
func setPackageVersion(root, version string) error {
	out, err := modules.Git(root, "ls-files", "--", plugin+"/package.json", "*/package-lock.json")
	if err != nil {
		return err
	}
	for name := range strings.FieldsSeq(out) {
		file := filepath.Join(root, name)
		text, err := os.ReadFile(file)
		if err != nil {
			return fmt.Errorf("release: %w", err)
		}
		changed := packageVersion.ReplaceAll(text, []byte("${1}"+version))
		if name == plugin+"/package.json" && !packageVersion.Match(text) {
			return fmt.Errorf("release: %s has no version after its name", name)
		}
		if bytes.Equal(text, changed) {
			continue
		}
		if err := os.WriteFile(file, changed, 0o644); err != nil {
			return fmt.Errorf("release: %w", err)
		}
	}
	return nil
}

// pack makes the package for npm and returns its path below root.
func pack(root string) (string, error) {
	if err := os.MkdirAll(filepath.Join(root, "bin"), 0o755); err != nil {
		return "", fmt.Errorf("release: %w", err)
	}
	cmd := exec.Command("npm", "pack", "--json", "--pack-destination", filepath.Join(root, "bin"))
	cmd.Dir = filepath.Join(root, plugin)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("release: npm pack: %w", err)
	}
	var packed []struct{ Filename string }
	if err := json.Unmarshal(out, &packed); err != nil || len(packed) != 1 {
		return "", errors.Join(fmt.Errorf("release: npm pack said %s", out), err)
	}
	return filepath.Join("bin", packed[0].Filename), nil
}
