package vite

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

// BuildStore keeps the hashed files of builds where all replicas of a program find
// them. [NewFolderStore] is one. Methods are called concurrently, by many processes.
type BuildStore interface {
	// Publish keeps a build: its version, as in [Vite.Version], and its files by
	// path. If the version is there, it becomes the newest. Publish removes the
	// oldest builds that it does not want to keep.
	Publish(ctx context.Context, version string, files map[string][]byte) error

	// Load returns a file of any build, of the newest that has one with this path.
	// The error is [fs.ErrNotExist] if there is none. The path is valid as that of
	// a file system, see [fs.ValidPath].
	Load(ctx context.Context, path string) ([]byte, error)
}

// WithBuildStore lets replicas serve one another's files. [Open] publishes the hashed
// files of the build, and fails if it cannot. A file that the build does not have
// is looked for in the store, so a replica of the last version also serves the files
// of the next one, which a page that another replica has rendered asks for. By
// default there is no store. It has no effect with [Dev].
//
// Each file has a checksum; a file that does not match it is not served.
// Danger: whoever can write to the store decides which scripts visitors run.
func WithBuildStore(s BuildStore) Option { return func(c *config) { c.store = s } }

const (
	// storeTimeout bounds what a request or a start waits for the store.
	storeTimeout = 5 * time.Second
	// maxLookups is how many files are looked for at the same time: anybody can ask for
	// names that look like those of a build.
	maxLookups = 8
	// maxStored is how many bytes of files from the store are kept in memory.
	maxStored = 32 << 20
)

// stored are the files of other replicas.
type stored struct {
	store   BuildStore
	log     *slog.Logger
	calls   singleflight.Group
	lookups chan struct{}

	mu    sync.Mutex
	files map[string][]byte
	size  int
}

func newStored(c *config) *stored {
	return &stored{store: c.store, log: c.logger, lookups: make(chan struct{}, maxLookups), files: map[string][]byte{}}
}

// publish puts the hashed files of b into the store.
func (s *stored) publish(b *build) error {
	files := map[string][]byte{}
	for name, f := range b.files {
		if !f.immutable {
			continue // of the public folder
		}
		data, err := fs.ReadFile(b.fsys, name)
		if err != nil {
			return fmt.Errorf("vite: publish %s: %w", name, err)
		}
		sum := sha256.Sum256(data)
		files[name] = append(sum[:], data...)
	}
	ctx, cancel := context.WithTimeout(context.Background(), storeTimeout)
	defer cancel()
	if err := s.store.Publish(ctx, b.version(), files); err != nil {
		return fmt.Errorf("vite: WithBuildStore: publish the build: %w", err)
	}
	return nil
}

// find returns a file that another replica has published, nil if there is none.
func (s *stored) find(ctx context.Context, name string) ([]byte, error) {
	s.mu.Lock()
	data, ok := s.files[name]
	s.mu.Unlock()
	if ok {
		return data, nil
	}
	found := s.calls.DoChan(name, func() (any, error) { return s.load(context.WithoutCancel(ctx), name) })
	select {
	case result := <-found:
		data, _ := result.Val.([]byte)
		return data, result.Err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (s *stored) load(ctx context.Context, name string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, storeTimeout)
	defer cancel()
	select {
	case s.lookups <- struct{}{}:
		defer func() { <-s.lookups }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	framed, err := s.store.Load(ctx, name)
	if err != nil {
		return nil, err
	}
	if len(framed) < sha256.Size || sha256.Sum256(framed[sha256.Size:]) != [sha256.Size]byte(framed) {
		return nil, errors.New("its checksum is another one: publish the build again, by starting a replica that has it")
	}
	data := framed[sha256.Size:]
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.size+len(data) <= maxStored {
		s.files[name] = data
		s.size += len(data)
	}
	return data, nil
}

// serve answers with a file of another replica, and reports whether there is one. A
// store that does not answer is as good as 503, because the browser may try again.
func (s *stored) serve(w http.ResponseWriter, r *http.Request, name string) bool {
	data, err := s.find(r.Context(), name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false
	case err != nil:
		s.log.ErrorContext(r.Context(), "vite: a file of another replica cannot be had", "file", name, "error", err)
		http.Error(w, "503 service unavailable", http.StatusServiceUnavailable)
		return true
	}
	sum := sha256.Sum256(data)
	header := w.Header()
	header.Set("Content-Type", contentType(name))
	header.Set("ETag", `"`+hex.EncodeToString(sum[:16])+`"`)
	header.Set("Cache-Control", "public, max-age=31536000, immutable")
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(data))
	return true
}
