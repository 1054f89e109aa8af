package vite

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
	"time"

	"github.com/gofrs/flock"
)

// OpenFresh opens the build in outDir, a folder within dir such as "dist", and
// builds it beforehand with "npx vite build" if it is not what the files in dir
// say now. It is for tests that want the real front end:
//
//	v, err := vite.OpenFresh(t.Context(), "../frontend", "dist")
//
// All files below dir count, and the names of environment variables that begin
// with VITE_ together with their values, but neither node_modules nor files and
// folders that begin with a dot, ".env" files excepted. A hash of them is kept in
// node_modules. Several processes that ask at once build once.
func OpenFresh(ctx context.Context, dir, outDir string, opts ...Option) (*Vite, error) {
	dist := filepath.Join(dir, outDir)
	if err := refresh(ctx, dir, dist, newConfig(opts)); err != nil {
		return nil, fmt.Errorf("vite: OpenFresh: %w", err)
	}
	return open(os.DirFS(dist), dist, opts)
}

// refresh builds if need be.
func refresh(ctx context.Context, dir, dist string, c *config) error {
	where, err := filepath.Abs(dist)
	if err != nil {
		return err
	}
	modules := filepath.Join(dir, "node_modules")
	if _, err := os.Stat(modules); err != nil {
		return fmt.Errorf(`%w: install the front end with "npm ci" in %s`, err, dir)
	}
	sum := sha256.Sum256([]byte(where))
	stamp := filepath.Join(modules, ".built-"+hex.EncodeToString(sum[:8]))
	lock := flock.New(stamp + ".lock")
	if ok, err := lock.TryLockContext(ctx, 50*time.Millisecond); !ok {
		return fmt.Errorf("wait for another process that builds: %w", err)
	}
	defer lock.Unlock() //nolint:errcheck // the end of the process does it too

	want, err := hashSources(dir, dist)
	if err != nil {
		return err
	}
	// The manifest is in the stamp too, because others build into outDir as well.
	state := func() string {
		manifest, _ := os.ReadFile(filepath.Join(dist, c.manifestName()))
		sum := sha256.Sum256(manifest)
		return want + hex.EncodeToString(sum[:])
	}
	if last, err := os.ReadFile(stamp); err == nil && string(last) == state() {
		return nil
	}
	name, args := command(dir, "build", "--logLevel", "warn")
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	cmd.Env = plainEnvironment()
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf(`run "npx vite build" in %s, it said: %s: %w`, dir, strings.TrimSpace(colours.ReplaceAllString(string(out), "")), err)
	}
	return os.WriteFile(stamp, []byte(state()), 0o644)
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
