package vite_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"testing/fstest"

	"github.com/a-h/templ"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/vite"
)

func openEntries(tb testing.TB) *vite.Vite {
	v, err := vite.Open(os.DirFS("testdata/entries"), vite.WithEntry("src/main.tsx", "src/admin.ts", "src/print.css"))
	require.NoError(tb, err)
	return v
}

func BenchmarkTags(b *testing.B) {
	v := openEntries(b)
	ctx := context.Background()
	for name, bench := range map[string]struct {
		ctx     context.Context
		entries []string
	}{
		"default": {ctx, nil},
		"nonce":   {templ.WithNonce(ctx, "r4nd0m"), nil},
		"named":   {templ.WithNonce(ctx, "r4nd0m"), []string{"src/main.tsx"}},
		"several": {templ.WithNonce(ctx, "r4nd0m"), []string{"src/main.tsx", "src/print.css"}},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var out bytes.Buffer
			for b.Loop() {
				out.Reset()
				if err := v.Tags(bench.entries...).Render(bench.ctx, &out); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// large is a manifest of 500 chunks: 400 pages, each with styles and three of
// 99 shared chunks, which import each other.
func large() fstest.MapFS {
	chunks := map[string]any{"src/main.tsx": map[string]any{"file": "assets/main-AAAAAAAA.js", "isEntry": true, "imports": []string{"_shared0.js"}}}
	for i := range 99 {
		chunks[fmt.Sprintf("_shared%d.js", i)] = map[string]any{"file": fmt.Sprintf("assets/shared%d-AAAAAAAA.js", i), "imports": []string{fmt.Sprintf("_shared%d.js", i/3)}}
	}
	for i := range 400 {
		chunks[fmt.Sprintf("src/pages/Page%d.tsx", i)] = map[string]any{
			"file": fmt.Sprintf("assets/Page%d-AAAAAAAA.js", i), "isDynamicEntry": true,
			"imports": []string{"src/main.tsx", fmt.Sprintf("_shared%d.js", i%99), fmt.Sprintf("_shared%d.js", i%7), fmt.Sprintf("_shared%d.js", i%33)},
			"css":     []string{fmt.Sprintf("assets/Page%d-AAAAAAAA.css", i)},
		}
	}
	data, err := json.Marshal(chunks)
	if err != nil {
		panic(err)
	}
	return fstest.MapFS{".vite/manifest.json": {Data: data}}
}

func BenchmarkOpenLarge(b *testing.B) {
	dist := large()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := vite.Open(dist); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPageTags(b *testing.B) {
	v, err := vite.Open(large())
	require.NoError(b, err)
	ctx := templ.WithNonce(context.Background(), "r4nd0m")
	for name, entries := range map[string][]string{"default": nil, "named": {"src/main.tsx"}} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var out bytes.Buffer
			for b.Loop() {
				out.Reset()
				if err := v.Page("Page97", entries...).Tags().Render(ctx, &out); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(bytes.Count(out.Bytes(), []byte("\n"))), "tags")
		})
	}
}

func BenchmarkOwns(b *testing.B) {
	v, err := vite.Open(os.DirFS("testdata/app"))
	require.NoError(b, err)
	r := httptest.NewRequest(http.MethodGet, "/users/7", nil)
	b.ReportAllocs()
	for b.Loop() {
		if v.Owns(r) {
			b.Fatal("owned")
		}
	}
}

func BenchmarkHandler(b *testing.B) {
	v, err := vite.Open(os.DirFS("testdata/app"))
	require.NoError(b, err)
	r := httptest.NewRequest(http.MethodGet, "/favicon.svg", nil)
	b.ReportAllocs()
	for b.Loop() {
		v.Handler().ServeHTTP(httptest.NewRecorder(), r)
	}
}

func TestAllocations(t *testing.T) { // alone, or others' would count
	v := openEntries(t)
	dev, err := vite.Dev("http://localhost:5173", vite.WithBase("/"))
	require.NoError(t, err)
	var out bytes.Buffer
	out.Grow(4096)
	nonce := templ.WithNonce(context.Background(), "r4nd0m")
	render := func(entries ...string) func() {
		return func() {
			out.Reset()
			if err := v.Tags(entries...).Render(nonce, &out); err != nil {
				t.Error(err)
			}
		}
	}
	assert.LessOrEqual(t, testing.AllocsPerRun(100, render()), 2.0)
	assert.LessOrEqual(t, testing.AllocsPerRun(100, render("src/main.tsx")), 2.0)
	assert.LessOrEqual(t, testing.AllocsPerRun(100, render("src/main.tsx", "src/print.css")), 2.0)
	pages, err := vite.Open(large())
	require.NoError(t, err)
	for _, entries := range [][]string{nil, {"src/main.tsx"}} {
		assert.LessOrEqual(t, testing.AllocsPerRun(100, func() {
			out.Reset()
			if err := pages.Page("Page97", entries...).Tags().Render(nonce, &out); err != nil {
				t.Error(err)
			}
		}), 2.0)
	}
	r := httptest.NewRequest(http.MethodGet, "/users/7", nil)
	assert.Zero(t, testing.AllocsPerRun(100, func() { v.Owns(r); dev.Owns(r) }))
}
