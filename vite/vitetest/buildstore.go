package vitetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"testing"

	"github.com/inertia-templ/shell/vite"
)

// RunBuildStore checks that a [vite.BuildStore] does what replicas rely on. place
// makes an empty place to keep builds in, and returns what opens it; several that
// open the same place are several replicas.
func RunBuildStore(t *testing.T, place func(t *testing.T) (open func(keep int) (vite.BuildStore, error))) {
	t.Helper()
	for _, test := range []struct {
		name string
		run  func(s storeTest)
	}{
		{"files are those that were published", storeTest.contents},
		{"a file that nobody published does not exist", storeTest.missing},
		{"the newest build comes first", storeTest.newest},
		{"the oldest builds go", storeTest.oldest},
		{"a build that is published again is replaced", storeTest.again},
		{"replicas that start at once do not disturb one another", storeTest.atOnce},
		{"nothing is published when time is up", storeTest.ended},
		{"one build is too few", storeTest.tooFew},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.run(storeTest{t, place(t)})
		})
	}
}

type storeTest struct {
	*testing.T
	place func(keep int) (vite.BuildStore, error)
}

func (t storeTest) open(keep int) vite.BuildStore {
	t.Helper()
	s, err := t.place(keep)
	if err != nil {
		t.Fatalf("open the store: %v", err)
	}
	return s
}

// version is one as vite.Version is.
func version(n int) string { return fmt.Sprintf("%016x", n) }

func (t storeTest) publish(s vite.BuildStore, n int, files map[string][]byte) {
	t.Helper()
	if err := s.Publish(t.Context(), version(n), files); err != nil {
		t.Fatalf("publish build %d: %v", n, err)
	}
}

// has checks what is at a path; nil is nothing.
func (t storeTest) has(s vite.BuildStore, path string, want []byte) {
	t.Helper()
	got, err := s.Load(t.Context(), path)
	switch {
	case want == nil && !errors.Is(err, fs.ErrNotExist):
		t.Errorf("load %s: %d bytes and %v, not fs.ErrNotExist", path, len(got), err)
	case want != nil && err != nil:
		t.Errorf("load %s: %v", path, err)
	case want != nil && !bytes.Equal(got, want):
		t.Errorf("load %s: %d bytes of something else than the %d published", path, len(got), len(want))
	}
}

func (t storeTest) contents() {
	every := make([]byte, 256)
	for n := range every {
		every[n] = byte(n)
	}
	files := map[string][]byte{
		"assets/main-AAAAAAAA.js":       []byte("code"),
		"assets/empty-AAAAAAAA.js":      {},
		"assets/every-AAAAAAAA.woff2":   every,
		"assets/large-AAAAAAAA.js":      bytes.Repeat(every, 3<<12), // 3 MB
		"assets/a/b/deep-AAAAAAAA.css":  []byte("deep"),
		"assets/ünï cödé-AAAAAAAA.svg":  []byte("name"),
		"assets/[id].%20-?#AAAAAAAA.js": []byte("signs"),
	}
	t.publish(t.open(2), 1, files)
	other := t.open(2)
	for path, data := range files {
		t.has(other, path, data)
	}
}

func (t storeTest) missing() {
	s := t.open(2)
	t.has(s, "assets/none.js", nil)
	t.publish(s, 1, map[string][]byte{"assets/a.js": []byte("a")})
	for _, path := range []string{"assets/none.js", "assets", "a.js", "assets/a.js/b", "assets/A.js", "assets/a%", "assets/a_js"} {
		t.has(s, path, nil)
	}
}

func (t storeTest) newest() {
	a, b := t.open(3), t.open(3)
	t.publish(a, 1, map[string][]byte{"same.js": []byte("1"), "one.js": []byte("1")})
	t.publish(b, 2, map[string][]byte{"same.js": []byte("2")})
	t.has(a, "same.js", []byte("2"))
	t.has(b, "one.js", []byte("1"))
	t.publish(a, 1, map[string][]byte{"same.js": []byte("1"), "one.js": []byte("1")})
	t.has(b, "same.js", []byte("1"))
}

func (t storeTest) oldest() {
	s := t.open(2)
	file := func(n int) map[string][]byte { return map[string][]byte{fmt.Sprint(n, ".js"): []byte("x")} }
	t.publish(s, 1, file(1))
	t.publish(s, 2, file(2))
	t.publish(s, 1, file(1)) // after a rollback it is the newest
	t.publish(s, 3, file(3))
	t.has(s, "1.js", []byte("x"))
	t.has(s, "2.js", nil)
	t.has(s, "3.js", []byte("x"))
	t.publish(t.open(3), 4, file(4))
	t.has(s, "1.js", []byte("x"))
}

func (t storeTest) again() {
	s := t.open(2)
	t.publish(s, 1, map[string][]byte{"a.js": []byte("damaged"), "b.js": []byte("b")})
	t.publish(s, 1, map[string][]byte{"a.js": []byte("whole")})
	t.has(s, "a.js", []byte("whole"))
}

func (t storeTest) atOnce() {
	t.publish(t.open(2), 1, map[string][]byte{"old.js": []byte("old"), "kept.js": []byte("kept")})
	files := map[string][]byte{"new.js": []byte("new"), "kept.js": []byte("kept")}
	var all sync.WaitGroup
	for range 4 {
		s := t.open(2)
		all.Go(func() {
			if err := s.Publish(t.Context(), version(2), files); err != nil {
				t.Errorf("publish: %v", err)
			}
		})
		all.Go(func() {
			for range 10 {
				t.has(s, "kept.js", []byte("kept"))
				t.has(s, "old.js", []byte("old"))
			}
		})
	}
	all.Wait()
	s := t.open(2)
	t.has(s, "new.js", []byte("new"))
	t.has(s, "old.js", []byte("old"))
}

func (t storeTest) ended() {
	s := t.open(2)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Publish(ctx, version(1), map[string][]byte{"a.js": []byte("a")}); err == nil {
		t.Error("a build was published although its context had ended")
	}
	t.has(s, "a.js", nil)
}

func (t storeTest) tooFew() {
	if _, err := t.place(1); err == nil {
		t.Error("a store that keeps one build opens: during a deploy there are two")
	}
}
