package proxies_test

import (
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/inertia/inertiatest"
	"github.com/inertia-templ/shell/vite"
)

// turns gives requests to replicas in turn, and counts the 409s.
type turns struct {
	replicas  []http.Handler
	next      int
	conflicts int
}

type status struct {
	http.ResponseWriter
	conflicts *int
}

func (s *status) WriteHeader(code int) {
	if code == http.StatusConflict {
		*s.conflicts++
	}
	s.ResponseWriter.WriteHeader(code)
}

func (t *turns) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	t.next++
	t.replicas[t.next%len(t.replicas)].ServeHTTP(&status{w, &t.conflicts}, r)
}

// Three machines that each ran "vite build" on the same sources are one program.
func TestReplicasThatBuiltForThemselvesAgree(t *testing.T) {
	const manifest = `{"src/main.tsx": {"file": "assets/main-B8QvT9Zy.js", "name": "main", "isEntry": true, "imports": ["_a.js"]}, "_a.js": {"file": "assets/a-C8QvT9Zy.js"}}`
	all := &turns{}
	for _, written := range []string{
		manifest,
		strings.ReplaceAll(manifest, " ", "\r\n  "),
		`{"_a.js": {"file": "assets/a-C8QvT9Zy.js"}, "src/main.tsx": {"imports": ["_a.js"], "isEntry": true, "name": "main", "file": "assets/main-B8QvT9Zy.js"}}`,
	} {
		v, err := vite.Open(fstest.MapFS{".vite/manifest.json": {Data: []byte(written)}, "assets/main-B8QvT9Zy.js": {}, "assets/a-C8QvT9Zy.js": {}})
		require.NoError(t, err)
		i, err := inertia.New(inertia.WithVite(v), inertia.WithSecret([]byte("0123456789abcdef0123456789abcdef")), inertia.WithLogger(slog.New(slog.DiscardHandler)))
		require.NoError(t, err)
		mux := http.NewServeMux()
		mux.Handle("GET /{page}", i.Page("Page", nil))
		mux.HandleFunc("POST /save", func(w http.ResponseWriter, r *http.Request) {
			i.Redirect(w, r, "/saved", inertia.Flashed("text", "Saved."))
		})
		all.replicas = append(all.replicas, i.Middleware(mux))
	}
	c := inertiatest.NewClient(t, all)
	c.Load("/first")
	for range 7 {
		c.Get("/next").URL("/next")
		c.Post("/save", nil).URL("/saved").HasFlash("text", "Saved.")
	}
	assert.Zero(t, all.conflicts)
}
