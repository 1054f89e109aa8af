package vite_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/vite"
	"github.com/inertia-templ/shell/vite/vitetest"
)

func folder(t *testing.T, keep int) (vite.BuildStore, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "builds")
	s, err := vite.NewFolderStore(dir, keep)
	require.NoError(t, err)
	return s, dir
}

func TestFolderStore(t *testing.T) {
	t.Parallel()
	vitetest.RunBuildStore(t, func(t *testing.T) func(int) (vite.BuildStore, error) {
		dir := t.TempDir()
		return func(keep int) (vite.BuildStore, error) { return vite.NewFolderStore(dir, keep) }
	})
}

// replica runs a build beside others.
func replica(t *testing.T, s vite.BuildStore, dist fs.FS) *vite.Vite {
	t.Helper()
	v, err := vite.Open(dist, vite.WithBuildStore(s), vite.WithLogger(slog.New(slog.DiscardHandler)))
	require.NoError(t, err)
	return v
}

func TestReplicasServeOneAnothersFiles(t *testing.T) {
	t.Parallel()
	s, _ := folder(t, 3)
	before := replica(t, s, release("AAAAAAA1", "AAAAAAA1", "AAAAAAA1"))
	assert.Equal(t, 404, get(before, "/assets/main-AAAAAAA2.js").Code)
	after := replica(t, s, release("AAAAAAA2", "AAAAAAA1", "AAAAAAA2"))
	for _, v := range []*vite.Vite{before, after} {
		for _, hash := range []string{"AAAAAAA1", "AAAAAAA2"} {
			w := get(v, "/assets/main-"+hash+".js")
			assert.Equal(t, 200, w.Code, hash)
			assert.True(t, strings.HasPrefix(w.Body.String(), "main-"+hash+".js // "))
			assert.Equal(t, forever, w.Header().Get("Cache-Control"))
			assert.Equal(t, "text/javascript; charset=utf-8", w.Header().Get("Content-Type"))
			assert.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
			again := do(v, http.MethodGet, "/assets/main-"+hash+".js", http.Header{"If-None-Match": {w.Header().Get("ETag")}})
			assert.Equal(t, 304, again.Code)
			assert.Empty(t, do(v, http.MethodHead, "/assets/main-"+hash+".js", nil).Body.String())
		}
		// What is not hashed is that of each replica, and nothing else is had.
		for _, path := range []string{"/only-none.txt", "/assets/none-AAAAAAA9.js", "/.vite/manifest.json", "/assets/../only-AAAAAAA1.txt", "/assets/main-AAAAAAA2.js/", "/x/main-AAAAAAA2.js"} {
			assert.Equal(t, 404, get(v, path).Code, path)
		}
		assert.Equal(t, 405, do(v, http.MethodPost, "/assets/Users-AAAAAAA1.js", nil).Code)
	}
	assert.Equal(t, "AAAAAAA1", get(before, "/favicon.svg").Body.String())
}

func TestTheOldestBuildsGo(t *testing.T) {
	t.Parallel()
	s, dir := folder(t, 2)
	first := release("AAAAAAA1", "AAAAAAA1", "AAAAAAA1")
	replica(t, s, first)
	replica(t, s, release("AAAAAAA2", "AAAAAAA2", "AAAAAAA2"))
	replica(t, s, first) // a rollback makes it the newest
	v := replica(t, s, release("AAAAAAA3", "AAAAAAA3", "AAAAAAA3"))
	assert.Equal(t, 200, get(v, "/assets/main-AAAAAAA1.js").Code)
	assert.Equal(t, 404, get(v, "/assets/main-AAAAAAA2.js").Code)
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, entries, 2, "and nothing half-written")
}

func TestReplicasThatStartAtOncePublishOneBuild(t *testing.T) {
	t.Parallel()
	s, _ := folder(t, 2)
	replica(t, s, release("AAAAAAA0", "AAAAAAA0", "AAAAAAA0"))
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, err := vite.Open(release("AAAAAAA1", "AAAAAAA1", "AAAAAAA1"), vite.WithBuildStore(s))
			assert.NoError(t, err)
		})
	}
	all.Wait()
	v := replica(t, s, release("AAAAAAA1", "AAAAAAA1", "AAAAAAA1"))
	assert.Equal(t, 200, get(v, "/assets/main-AAAAAAA0.js").Code, "the build before is still there")
}

func TestDamagedFilesAreNotServed(t *testing.T) {
	t.Parallel()
	for name, damage := range map[string]func([]byte) []byte{
		"changed": func(b []byte) []byte { b[40]++; return b }, "cut": func(b []byte) []byte { return b[:len(b)-1] }, "empty": func([]byte) []byte { return nil },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, dir := folder(t, 2)
			other := release("AAAAAAA2", "AAAAAAA2", "AAAAAAA2")
			replica(t, s, other)
			found, err := filepath.Glob(filepath.Join(dir, "*", "assets", "main-AAAAAAA2.js"))
			require.NoError(t, err)
			require.Len(t, found, 1)
			data, err := os.ReadFile(found[0])
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(found[0], damage(data), 0o600))
			var log bytes.Buffer
			v, err := vite.Open(release("AAAAAAA1", "AAAAAAA1", "AAAAAAA1"), vite.WithBuildStore(s), vite.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
			require.NoError(t, err)
			w := get(v, "/assets/main-AAAAAAA2.js")
			assert.Equal(t, 503, w.Code)
			assert.Equal(t, "no-store", w.Header().Get("Cache-Control"))
			assert.Contains(t, log.String(), "checksum")
			replica(t, s, other) // publishes it again
			assert.Equal(t, 200, get(v, "/assets/main-AAAAAAA2.js").Code)
		})
	}
}

// counting notes what is asked for.
type counting struct {
	vite.BuildStore
	mu    sync.Mutex
	loads int
	err   error
}

func (c *counting) Load(ctx context.Context, path string) ([]byte, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.loads++; c.err != nil {
		return nil, c.err
	}
	return c.BuildStore.Load(ctx, path)
}

func (c *counting) Publish(ctx context.Context, version string, files map[string][]byte) error {
	if c.err != nil {
		return c.err
	}
	return c.BuildStore.Publish(ctx, version, files)
}

func TestTheStoreIsAskedOnceForAFile(t *testing.T) {
	t.Parallel()
	s, _ := folder(t, 2)
	replica(t, s, release("AAAAAAA2", "AAAAAAA2", "AAAAAAA2"))
	c := &counting{BuildStore: s}
	v := replica(t, c, release("AAAAAAA1", "AAAAAAA1", "AAAAAAA1"))
	for range 3 {
		assert.Equal(t, 200, get(v, "/assets/main-AAAAAAA2.js").Code)
		get(v, "/assets/main-AAAAAAA1.js")
		get(v, "/assets/app.js")
	}
	assert.Equal(t, 1, c.loads)
	c.err = errors.New("down")
	assert.Equal(t, 503, get(v, "/assets/Users-AAAAAAA2.js").Code)
	c.err = nil
	assert.Equal(t, 200, get(v, "/assets/Users-AAAAAAA2.js").Code, "nothing is kept of an error")
}

func TestBuildStoreErrors(t *testing.T) {
	t.Parallel()
	_, err := vite.NewFolderStore(t.TempDir(), 1)
	assert.ErrorContains(t, err, "keep 2 or more")
	s, _ := folder(t, 2)
	_, err = vite.Open(release("AAAAAAA1", "AAAAAAA1", "AAAAAAA1"), vite.WithBuildStore(&counting{BuildStore: s, err: errors.New("down")}))
	assert.ErrorContains(t, err, "vite: WithBuildStore: publish the build: down")
}
