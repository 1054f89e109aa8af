package vite_test

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/vite"
)

func TestContent(t *testing.T) {
	t.Parallel()
	v, err := vite.Open(os.DirFS("testdata/app"))
	require.NoError(t, err)
	for asset, file := range map[string]string{
		"src/logo.svg":             "assets/logo-YdksmfwZ.svg",
		"/src/main.tsx":            "assets/main-D5aSHfuo.js",
		"assets/main-BRWiIo4f.css": "assets/main-BRWiIo4f.css",
		"favicon.svg":              "favicon.svg",
	} {
		want, err := os.ReadFile("testdata/app/" + file)
		require.NoError(t, err)
		got, err := v.Content(asset)
		require.NoError(t, err, asset)
		assert.Equal(t, string(want), string(got), asset)
	}
	for _, asset := range []string{"", ".", "none.css", "../generate.sh", ".vite/manifest.json", "assets", "/../app/favicon.svg", "favicon.svg\x00"} {
		got, err := v.Content(asset)
		require.ErrorIs(t, err, fs.ErrNotExist, asset)
		require.ErrorContains(t, err, "npx vite build")
		assert.Empty(t, got)
	}
}

const inlined = `{
	"src/a.css": {"file": "a.css", "isEntry": true},
	"src/a.ts": {"file": "a.js", "isEntry": true},
	"src/b.ts": {"file": "b.js", "isEntry": true, "imports": ["src/a.ts"]},
	"src/c.ts": {"file": "c.js", "isEntry": true, "dynamicImports": ["src/a.ts"]},
	"src/a.svg": {"file": "a.svg"},
	"src/gone.css": {"file": "gone.css"}
}`

func openInlined(tb testing.TB, style, script string) *vite.Vite {
	v, err := vite.Open(fstest.MapFS{
		".vite/manifest.json": {Data: []byte(inlined)},
		"a.css":               {Data: []byte(style)},
		"a.js":                {Data: []byte(script)},
		"b.js":                {}, "c.js": {}, "a.svg": {},
	})
	require.NoError(tb, err)
	return v
}

func TestInline(t *testing.T) {
	t.Parallel()
	v := openInlined(t, `a{content:"</STYLE ><script>"}`, `x="</Script><!-- <script>";if(a<b)c()`)
	for range 2 {
		assert.Equal(t, "<style nonce=\"n\">\na{content:\"<\\/STYLE ><script>\"}</style>\n", render(t, v.Inline("/src/a.css"), "n"))
		assert.Equal(t, "<script type=\"module\">\nx=\"\\x3c/Script>\\x3c!-- <script>\";if(a<b)c()</script>\n", render(t, v.Inline("src/a.ts"), ""))
	}
	for asset, want := range map[string]string{
		"src/b.ts":     "imports other chunks",
		"src/c.ts":     "imports other chunks",
		"src/a.svg":    "take its Content",
		"src/gone.css": `no asset "src/gone.css"`,
		"":             `no asset ""`,
	} {
		var b bytes.Buffer
		require.ErrorContains(t, v.Inline(asset).Render(context.Background(), &b), want)
		assert.Empty(t, b.String())
	}
}

func FuzzInline(f *testing.F) {
	f.Add(`</style>`)
	f.Add(`</script><!--<script></script>`)
	f.Add("<</script</style\x00")
	endOfStyle, endOfScript := regexp.MustCompile(`(?i)</style`), regexp.MustCompile(`(?i)</script|<!--`)
	f.Fuzz(func(t *testing.T, content string) {
		v := openInlined(t, content, content)
		if style := strings.TrimSuffix(render(t, v.Inline("src/a.css"), ""), "</style>\n"); endOfStyle.MatchString(style) {
			t.Fatalf("%q", style)
		}
		if script := strings.TrimSuffix(render(t, v.Inline("src/a.ts"), ""), "</script>\n"); endOfScript.MatchString(script) {
			t.Fatalf("%q", script)
		}
	})
}

func TestContentOfADevServer(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/__vite/src/a.css" && r.Header.Get("Accept") == "text/css":
			w.Header().Set("Content-Type", "text/css")
			_, _ = io.WriteString(w, "a{}")
		case r.URL.Path == "/__vite/src/index":
			w.Header().Set("Content-Type", "text/html")
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	t.Cleanup(server.Close)
	v, err := vite.Dev(server.URL, vite.WithStartTimeout(0))
	require.NoError(t, err)
	got, err := v.Content("src/a.css")
	require.NoError(t, err)
	assert.Equal(t, "a{}", string(got))
	assert.Equal(t, "<style nonce=\"n\">\na{}</style>\n", render(t, v.Inline("src/a.css"), "n"))
	for _, asset := range []string{"src/none.css", "src/index"} {
		_, err = v.Content(asset)
		require.ErrorIs(t, err, fs.ErrNotExist)
	}

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	require.ErrorIs(t, v.Inline("src/a.css").Render(ctx, io.Discard), context.Canceled)
	gone, err := vite.Dev("http://127.0.0.1:1", vite.WithStartTimeout(time.Nanosecond))
	require.NoError(t, err)
	_, err = gone.Content("src/a.css")
	require.ErrorContains(t, err, "no dev server at http://127.0.0.1:1")
}
