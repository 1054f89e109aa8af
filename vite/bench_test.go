package vite_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

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
	r := httptest.NewRequest(http.MethodGet, "/users/7", nil)
	assert.Zero(t, testing.AllocsPerRun(100, func() { v.Owns(r); dev.Owns(r) }))
}
