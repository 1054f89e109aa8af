package vite_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/vite"
)

var script = strings.Repeat("const answer = 42;\n", 200)

func openCompressed(tb testing.TB) *vite.Vite {
	v, err := vite.Open(fstest.MapFS{
		".vite/manifest.json":     {Data: []byte(oneEntry)},
		"assets/main-4ed993c7.js": {Data: []byte(script)},
		"small.js":                {Data: []byte(script[:1024])},
		"photo.png":               {Data: []byte(script)},
		"main.js.map":             {Data: []byte(script)},
		"noise.txt":               {Data: noise(4096)},
	}, vite.WithCompression())
	require.NoError(tb, err)
	return v
}

// noise does not get smaller.
func noise(n int) []byte {
	b, x := make([]byte, n), uint32(1)
	for i := range b {
		x ^= x << 13
		x ^= x >> 17
		x ^= x << 5
		b[i] = byte(x)
	}
	return b
}

func decode(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	var r io.Reader = w.Body
	var err error
	switch coding := w.Header().Get("Content-Encoding"); coding {
	case "br":
		r = brotli.NewReader(r)
	case "zstd":
		r, err = zstd.NewReader(r)
	case "gzip":
		r, err = gzip.NewReader(r)
	default:
		require.Empty(t, coding)
	}
	require.NoError(t, err)
	content, err := io.ReadAll(r)
	require.NoError(t, err)
	return string(content)
}

func TestAcceptEncoding(t *testing.T) {
	t.Parallel()
	v := openCompressed(t)
	tests := map[string]struct {
		accept []string
		want   string
	}{
		"no header":                  {nil, ""},
		"an empty header":            {[]string{""}, ""},
		"a browser's":                {[]string{"gzip, deflate, br, zstd"}, "br"},
		"an older browser's":         {[]string{"gzip, deflate"}, "gzip"},
		"zstd before gzip":           {[]string{"gzip,zstd"}, "zstd"},
		"several headers":            {[]string{"gzip", "br"}, "br"},
		"weights":                    {[]string{"br;q=0.1, gzip;q=0.9, zstd; Q = 0.8"}, "gzip"},
		"weights that differ little": {[]string{"br;q=0.001, gzip;q=0.002"}, "gzip"},
		"anything":                   {[]string{"*"}, "br"},
		"anything else":              {[]string{"br;q=0, *"}, "zstd"},
		"anything, weighted":         {[]string{"gzip, *;q=0.5"}, "gzip"},
		"nothing":                    {[]string{"*;q=0"}, ""},
		"only one":                   {[]string{"gzip, *;q=0"}, "gzip"},
		"excluded":                   {[]string{"br;q=0, gzip;q=0.0, zstd;q=0.000"}, ""},
		"only itself":                {[]string{"identity"}, ""},
		"rather itself":              {[]string{"identity, br;q=0.5"}, ""},
		"as well as itself":          {[]string{"identity;q=0.5, br;q=0.5"}, "br"},
		"not itself":                 {[]string{"identity;q=0, gzip;q=0.1"}, "gzip"},
		"upper case":                 {[]string{"GZIP"}, "gzip"},
		"the old name":               {[]string{"x-gzip"}, "gzip"},
		"unknown":                    {[]string{"deflate, compress, brotli, gzi, gzipp"}, ""},
		"a weight of more than 1":    {[]string{"br;q=2, gzip"}, "gzip"},
		"a negative weight":          {[]string{"br;q=-1, gzip"}, "gzip"},
		"no number":                  {[]string{"br;q=NaN, zstd;q=1e0, gzip;q="}, ""},
		"hexadecimal":                {[]string{"br;q=0x1, gzip"}, "gzip"},
		"another parameter":          {[]string{"br;level=9, gzip"}, "gzip"},
		"only commas":                {[]string{",,,;,;;q=1,"}, ""},
		"line ends":                  {[]string{"br\r\nX: y"}, ""},
		"too long":                   {[]string{strings.Repeat("a,", 1000) + "br"}, ""},
		"too many":                   {append(make([]string, 10000), "gzip"), "gzip"},
		"long after what is known":   {[]string{"gzip", strings.Repeat("br,", 100000)}, "gzip"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := do(v, http.MethodGet, "/assets/main-4ed993c7.js", http.Header{"Accept-Encoding": test.accept})
			require.Equal(t, 200, w.Code)
			assert.Equal(t, test.want, w.Header().Get("Content-Encoding"))
			assert.Equal(t, []string{"Accept-Encoding"}, w.Header()["Vary"])
			assert.Equal(t, script, decode(t, w))
		})
	}
}

func TestCompressionLeavesTheRestAlone(t *testing.T) {
	t.Parallel()
	v := openCompressed(t)
	for _, path := range []string{"/small.js", "/photo.png", "/main.js.map", "/noise.txt"} {
		w := do(v, http.MethodGet, path, http.Header{"Accept-Encoding": {"br, gzip, zstd"}})
		assert.Equal(t, 200, w.Code)
		assert.Empty(t, w.Header().Get("Content-Encoding"), path)
		assert.Empty(t, w.Header().Get("Vary"), path)
	}
	without, err := vite.Open(fstest.MapFS{".vite/manifest.json": {Data: []byte(oneEntry)}, "a.js": {Data: []byte(script)}})
	require.NoError(t, err)
	w := do(without, http.MethodGet, "/a.js", http.Header{"Accept-Encoding": {"br"}})
	assert.Empty(t, w.Header().Get("Content-Encoding"))
	assert.Equal(t, script, w.Body.String())
}

func TestEveryCodingIsARepresentationOfItsOwn(t *testing.T) {
	t.Parallel()
	v := openCompressed(t)
	const path = "/assets/main-4ed993c7.js"
	tags := map[string]bool{}
	for _, coding := range []string{"br", "zstd", "gzip", "identity"} {
		accept := http.Header{"Accept-Encoding": {coding}}
		w := do(v, http.MethodGet, path, accept)
		tag := w.Header().Get("ETag")
		assert.False(t, tags[tag], tag)
		tags[tag] = true
		assert.Regexp(t, `^"[0-9a-f]{32}(-[a-z]+)?"$`, tag)
		assert.Equal(t, strconv.Itoa(w.Body.Len()), w.Header().Get("Content-Length"))
		assert.Equal(t, forever, w.Header().Get("Cache-Control"))
		assert.Equal(t, "text/javascript; charset=utf-8", w.Header().Get("Content-Type"))

		head := do(v, http.MethodHead, path, accept)
		assert.Equal(t, w.Header(), head.Header())
		assert.Empty(t, head.Body.Bytes())

		same := do(v, http.MethodGet, path, http.Header{"Accept-Encoding": {coding}, "If-None-Match": {tag}})
		assert.Equal(t, 304, same.Code)
		assert.Equal(t, tag, same.Header().Get("ETag"))
		assert.Equal(t, "Accept-Encoding", same.Header().Get("Vary"))
		assert.Empty(t, same.Header().Get("Content-Encoding"))
		assert.Empty(t, same.Body.Bytes())
		for other := range tags {
			if other != tag {
				assert.Equal(t, 200, do(v, http.MethodGet, path, http.Header{"Accept-Encoding": {coding}, "If-None-Match": {other}}).Code)
			}
		}

		// A range is one of the file itself, whatever was asked for.
		part := do(v, http.MethodGet, path, http.Header{"Accept-Encoding": {coding}, "Range": {"bytes=6-11"}})
		assert.Equal(t, 206, part.Code)
		assert.Equal(t, "answer", part.Body.String())
		assert.Empty(t, part.Header().Get("Content-Encoding"))
		assert.Equal(t, "Accept-Encoding", part.Header().Get("Vary"))
		if coding != "identity" {
			rest := do(v, http.MethodGet, path, http.Header{"Accept-Encoding": {coding}, "Range": {"bytes=6-11"}, "If-Range": {tag}})
			assert.Equal(t, 200, rest.Code, "the rest of something else")
			assert.Equal(t, script, rest.Body.String())
		}
	}
}

func TestFilesCompressedBeforehand(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, content string) {
		file := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(content), 0o644))
	}
	write(".vite/manifest.json", oneEntry)
	write("assets/main-4ed993c7.js", script)
	write("assets/main-4ed993c7.js.br", "not really brotli")
	write("assets/main-4ed993c7.js.zst", "not really zstd")
	write("data.tar", "tar")
	write("data.tar.gz", "a file of its own")
	for _, options := range [][]vite.Option{nil, {vite.WithCompression()}} {
		v, err := vite.Open(os.DirFS(dir), options...)
		require.NoError(t, err)
		w := do(v, http.MethodGet, "/assets/main-4ed993c7.js", http.Header{"Accept-Encoding": {"br"}})
		assert.Equal(t, "br", w.Header().Get("Content-Encoding"))
		assert.Equal(t, "not really brotli", w.Body.String())
		assert.Equal(t, forever, w.Header().Get("Cache-Control"))
		w = do(v, http.MethodGet, "/assets/main-4ed993c7.js", http.Header{"Accept-Encoding": {"gzip"}})
		assert.Equal(t, options != nil, w.Header().Get("Content-Encoding") == "gzip")
		assert.Equal(t, script, decode(t, w))
		w = do(v, http.MethodGet, "/data.tar", http.Header{"Accept-Encoding": {"gzip"}})
		assert.Equal(t, "tar", w.Body.String())
		assert.Equal(t, "a file of its own", get(v, "/data.tar.gz").Body.String())
		assert.Equal(t, "application/octet-stream", get(v, "/data.tar.gz").Header().Get("Content-Type"))
	}

	// What changes after Open is never mixed up with what was made there.
	v, err := vite.Open(os.DirFS(dir), vite.WithCompression())
	require.NoError(t, err)
	require.NoError(t, os.Remove(filepath.Join(dir, "assets/main-4ed993c7.js.br")))
	write("assets/main-4ed993c7.js", "changed")
	for _, coding := range []string{"br", "gzip"} {
		w := do(v, http.MethodGet, "/assets/main-4ed993c7.js", http.Header{"Accept-Encoding": {coding}})
		assert.Equal(t, 200, w.Code)
		assert.Empty(t, w.Header().Get("Content-Encoding"))
		assert.Equal(t, "changed", w.Body.String())
	}
}

func TestCompressionIsBounded(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	v, err := vite.Open(fstest.MapFS{
		".vite/manifest.json": {Data: []byte(oneEntry)},
		"a.js":                {Data: []byte(script)},
		"b.js":                {Data: make([]byte, 64<<20)},
		"c.js":                {Data: []byte(script)},
	}, vite.WithCompression(), vite.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
	require.NoError(t, err)
	for path, want := range map[string]string{"/a.js": "br", "/b.js": "", "/c.js": ""} {
		w := do(v, http.MethodHead, path, http.Header{"Accept-Encoding": {"br"}})
		assert.Equal(t, want, w.Header().Get("Content-Encoding"), path)
	}
	assert.Contains(t, log.String(), "from=b.js")
}

func TestCompressionReportsWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	dist := &countingFS{FS: os.DirFS("testdata/app")}
	dist.statErr.Store(true)
	_, err := vite.Open(dist, vite.WithCompression())
	require.ErrorContains(t, err, "vite: compress assets/")
	assert.Zero(t, dist.open.Load())
}

func FuzzAcceptEncoding(f *testing.F) {
	f.Add("gzip, deflate, br;q=1.0, *;q=0.5", "identity;q=0")
	f.Add(";;q=q=1,,", "\x00")
	v := openCompressed(f)
	f.Fuzz(func(t *testing.T, a, b string) {
		w := do(v, http.MethodGet, "/assets/main-4ed993c7.js", http.Header{"Accept-Encoding": {a, b}})
		coding := w.Header().Get("Content-Encoding")
		if w.Code != 200 || decode(t, w) != script {
			t.Fatal(w.Code)
		}
		if accept := strings.ToLower(a + "," + b); coding != "" && !strings.Contains(accept, coding) && !strings.Contains(accept, "*") {
			t.Fatalf("%q for %q", coding, accept)
		}
	})
}
