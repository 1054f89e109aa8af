package vitetest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/inertia-templ/shell/vite"
	"github.com/inertia-templ/shell/vite/internal/cli"
)

// OpenFresh opens the build in outDir, a folder within dir such as "dist". It
// first builds it with "npx vite build" if the files in dir have changed since
// the last time. It is for tests that want the real front end:
//
//	v, err := vitetest.OpenFresh(t.Context(), "../frontend", "dist")
//
// All files below dir count, and so do environment variables whose names begin
// with VITE_, but neither node_modules nor files and folders that begin with a
// dot, ".env" files excepted. Their hash is kept in node_modules. Several
// processes that ask at once build once.
func OpenFresh(ctx context.Context, dir, outDir string, opts ...vite.Option) (*vite.Vite, error) {
	v, err := openFresh(ctx, dir, filepath.Join(dir, outDir), opts)
	if err != nil {
		return nil, fmt.Errorf("vitetest: OpenFresh: %w", err)
	}
	return v, nil
}

func openFresh(ctx context.Context, dir, dist string, opts []vite.Option) (*vite.Vite, error) {
	where, err := filepath.Abs(dist)
	if err != nil {
		return nil, err
	}
	modules := filepath.Join(dir, "node_modules")
	if _, err := os.Stat(modules); err != nil {
		return nil, fmt.Errorf(`%w: install the front end with "npm ci" in %s`, err, dir)
	}
	sum := sha256.Sum256([]byte(where))
	stamp := filepath.Join(modules, ".built-"+hex.EncodeToString(sum[:8]))
	unlock, err := lock(ctx, stamp+".lock")
	if err != nil {
		return nil, fmt.Errorf("wait for another process that builds: %w", err)
	}
	defer unlock()

	sources, err := hashSources(dir, dist)
	if err != nil {
		return nil, err
	}
	// The version is in the stamp too, because others build into outDir as well.
	last, _ := os.ReadFile(stamp)
	if version, ok := strings.CutPrefix(string(last), sources+" "); ok {
		if v, err := vite.Open(os.DirFS(dist), opts...); err == nil && v.Version() == version {
			return v, nil
		}
	}
	name, args := cli.Command(dir, "build", "--logLevel", "warn")
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	cmd.Env = cli.Environment()
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf(`run "npx vite build" in %s, it said: %s: %w`, dir, strings.TrimSpace(colours.ReplaceAllString(string(out), "")), err)
	}
	v, err := vite.Open(os.DirFS(dist), opts...)
	if err != nil {
		return nil, fmt.Errorf("the build in %s: %w", dist, err)
	}
	return v, os.WriteFile(stamp, []byte(sources+" "+v.Version()), 0o644)
}

// colours are what Rolldown writes whatever the environment says.
var colours = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// hashSources hashes what a build is made of.
func hashSources(dir, dist string) (string, error) {
	h := sha256.New()
	for _, variable := range os.Environ() {
		if strings.HasPrefix(variable, "VITE_") {
			fmt.Fprintf(h, "%s\x00", variable)
		}
	}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		name := entry.Name()
		hidden := strings.HasPrefix(name, ".") && !strings.HasPrefix(name, ".env")
		switch {
		case err != nil:
			return err
		case path == dir:
			return nil
		case entry.IsDir() && (hidden || name == "node_modules" || path == dist):
			return fs.SkipDir
		case !entry.Type().IsRegular() || hidden:
			return nil
		}
		f, err := os.Open(path)
		if errors.Is(err, fs.ErrNotExist) { // gone since
			return nil
		}
		if err != nil {
			return err
		}
		defer f.Close()
		fmt.Fprintf(h, "%s\x00", path)
		n, err := io.Copy(h, f)
		fmt.Fprintf(h, "\x00%d\x00", n)
		return err
	})
	return hex.EncodeToString(h.Sum(nil)), err
}
