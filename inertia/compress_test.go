package inertia_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
)

func TestCompress(t *testing.T) {
	t.Parallel()
	i := app(t, inertia.WithETag())
	long := strings.Repeat("all work and no play ", 400)
	mux := http.NewServeMux()
	mux.Handle("GET /long", i.Page("Page", inertia.Props{"text": long}))
	mux.Handle("GET /short", i.Page("Page", inertia.Props{"text": "short"}))
	mux.HandleFunc("GET /image", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "image/png")
		_, _ = io.WriteString(w, long)
	})
	mux.HandleFunc("GET /done", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/css")
		w.Header().Set("Content-Encoding", "br")
		_, _ = io.WriteString(w, long)
	})
	h := inertia.Compress(i.Middleware(mux))
	plain := map[string]func([]byte) string{
		"":   func(b []byte) string { return string(b) },
		"br": func(b []byte) string { return string(b) },
		"gzip": func(b []byte) string {
			r, err := gzip.NewReader(bytes.NewReader(b))
			require.NoError(t, err)
			out, err := io.ReadAll(r)
			require.NoError(t, err)
			return string(out)
		},
		"zstd": func(b []byte) string {
			r, err := zstd.NewReader(bytes.NewReader(b))
			require.NoError(t, err)
			defer r.Close()
			out, err := io.ReadAll(r)
			require.NoError(t, err)
			return string(out)
		},
	}
	tests := []struct{ name, path, accepts, inertia, want string }{
		{"a document", "/long", "gzip", "", "gzip"},
		{"a page object", "/long", "gzip, deflate, br, zstd", "true", "zstd"},
		{"what the client refuses", "/long", "gzip;q=0", "true", ""},
		{"a client that says nothing", "/long", "", "true", ""},
		{"nothing small", "/short", "gzip", "true", ""},
		{"nothing that is dense already", "/image", "gzip", "", ""},
		{"nothing twice", "/done", "gzip, br", "", "br"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			headers := []string{"Accept-Encoding", test.accepts}
			if test.inertia != "" {
				headers = append(headers, "X-Inertia", "true", "X-Inertia-Version", "v1")
			}
			res := do(h, "GET", test.path, headers...)
			assert.Equal(t, http.StatusOK, res.StatusCode)
			assert.Equal(t, test.want, res.Header.Get("Content-Encoding"))
			data := []byte(body(t, res))
			if test.want == "gzip" || test.want == "zstd" {
				assert.Less(t, len(data), 1000)
				assert.Contains(t, strings.Join(res.Header.Values("Vary"), ","), "Accept-Encoding")
			}
			text := plain[test.want](data)
			if test.path == "/short" {
				assert.Contains(t, text, "short")
			} else {
				assert.Contains(t, text, long)
			}
			if tag := res.Header.Get("ETag"); tag != "" {
				again := do(h, "GET", test.path, append(headers, "If-None-Match", tag)...)
				assert.Equal(t, http.StatusNotModified, again.StatusCode)
			}
		})
	}
}
