package proxies_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/vite/vitetest"
)

// newProgram is a program whose answers put proxies to the test.
func newProgram(t *testing.T) *httptest.Server {
	t.Helper()
	i, err := inertia.New(
		inertia.WithSecret([]byte("0123456789abcdef0123456789abcdef")), inertia.WithSecretRequired(),
		inertia.WithVite(vitetest.Stub()), inertia.WithVersion("1"), inertia.WithForwarded(), inertia.WithCSRF(), inertia.WithLogger(slog.New(slog.DiscardHandler)),
	)
	require.NoError(t, err)
	acknowledged := make(chan struct{})
	mux := http.NewServeMux()
	mux.Handle("GET /{page}", i.Page("Page", nil))
	mux.Handle("GET /kept/{page}", i.Page("Page", nil))
	mux.Handle("GET /large", i.Page("Page", inertia.Props{"large": strings.Repeat("a", 10_000)}))
	mux.HandleFunc("POST /flash", func(w http.ResponseWriter, r *http.Request) {
		setPolicy(w, r)
		i.Redirect(w, r, r.FormValue("to"), inertia.Flashed("text", r.FormValue("text")))
	})
	mux.HandleFunc("POST /rows", func(w http.ResponseWriter, r *http.Request) {
		setPolicy(w, r)
		n, _ := strconv.Atoi(r.FormValue("n"))
		errors := inertia.Errors{}
		for row := range n {
			errors[fmt.Sprintf("rows.%d.email", row)] = []string{fmt.Sprintf("Row %d: someone%d@example.com has an account already.", row, row*7919)}
		}
		i.Back(w, r, errors)
	})
	mux.HandleFunc("GET /events", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		w.Header().Set("X-Accel-Buffering", "no")
		for n := range 3 {
			fmt.Fprintf(w, "data: %d\n\n", n)
			_ = http.NewResponseController(w).Flush()
			select {
			case <-acknowledged:
			case <-r.Context().Done():
				return
			}
		}
	})
	mux.HandleFunc("POST /acknowledge", func(w http.ResponseWriter, r *http.Request) {
		select {
		case acknowledged <- struct{}{}:
			w.WriteHeader(http.StatusNoContent)
		case <-r.Context().Done():
		}
	})
	mux.HandleFunc("GET /compressed", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = io.WriteString(z, strings.Repeat("b", 10_000))
		_ = z.Close()
	})
	mux.HandleFunc("GET /address", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, strings.Join(r.Header.Values("X-Forwarded-For"), "|"))
	})
	mux.HandleFunc("GET /hints", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Link", "</assets/main.js>; rel=modulepreload")
		w.WriteHeader(http.StatusEarlyHints)
		_, _ = io.WriteString(w, "page")
	})
	// Outside, as /readyz is: an answer that was begun passes as it is.
	outer := http.NewServeMux()
	outer.Handle("GET /readyz", i.Ready())
	outer.Handle("GET /events", mux)
	outer.Handle("POST /acknowledge", mux)
	outer.Handle("GET /hints", mux)
	outer.Handle("GET /compressed", mux)
	outer.Handle("GET /address", mux)
	outer.Handle("/", i.Middleware(mux))
	server := httptest.NewServer(outer)
	t.Cleanup(server.Close)
	return server
}

// setPolicy makes the answer's own header as large as the request says.
func setPolicy(w http.ResponseWriter, r *http.Request) {
	if n, _ := strconv.Atoi(r.FormValue("policy")); n > 0 {
		w.Header().Set("Content-Security-Policy", "img-src "+strings.Repeat("x", n))
	}
}

func gunzip(t *testing.T, body string) []byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader([]byte(body)))
	require.NoError(t, err)
	plain, err := io.ReadAll(z)
	require.NoError(t, err)
	return plain
}
