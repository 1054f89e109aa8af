package main

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/needs"
	"github.com/inertia-templ/shell/ssr"
	"github.com/inertia-templ/shell/ssr/quickjs"
)

// Whoever renders, the pages are the same byte for byte: Node, Bun, and the
// engine within the program.
func TestRenderersAgreeOnEveryPage(t *testing.T) {
	t.Parallel()
	built := os.DirFS("frontend/dist-ssr")
	needs.File(t, "frontend/dist-ssr/ssr.js", howBuilt)
	quiet := slog.New(slog.DiscardHandler)
	pool := func(runtime string) ssr.Renderer {
		p, err := ssr.NewPool("ssr.js", ssr.WithFS(built), ssr.WithRuntime(runtime), ssr.WithWorkers(1), ssr.WithPoolLogger(quiet))
		require.NoError(t, err)
		t.Cleanup(func() { assert.NoError(t, p.Close()) })
		return p
	}
	engine, err := quickjs.OpenFS(built, "ssr.js", quickjs.WithInstances(1), quickjs.WithLogger(quiet))
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, engine.Close()) })
	node, others := pool(needs.Node(t)), map[string]ssr.Renderer{"bun": pool(needs.Bun(t)), "quickjs": engine}

	rendered := map[string]bool{}
	check := func(b *browser, path string) {
		res := b.get(path, "text/html")
		if res.StatusCode == http.StatusFound {
			return
		}
		object := pageIn(t, res)
		data, err := json.Marshal(object)
		require.NoError(t, err)
		want, err := node.Render(t.Context(), data)
		require.NoError(t, err, path)
		assert.Contains(t, want.Body, `data-server-rendered="true"`)
		rendered[object.Component] = true
		for name, other := range others {
			got, err := other.Render(t.Context(), data)
			require.NoError(t, err, "%s with %s", path, name)
			assert.Equal(t, want, got, "%s with %s", path, name)
		}
	}
	for _, path := range []string{"/", "/about", "/contacts", "/contacts?page=2", "/contacts?search=%3Cscript%3E", "/contacts/1", "/contacts/1/edit", "/contacts/create", "/contacts/999999", "/account", "/organisations", "/organisations/3", "/organisations/3/edit", "/organisations/create", "/trash", "/team", "/audit"} {
		check(open(t), path)
	}
	for _, path := range []string{"/login", "/register", "/"} {
		check(openAsStranger(t), path)
	}
	assert.Len(t, rendered, 17, "every page of the front end: %v", rendered)
}

func TestModesOfRendering(t *testing.T) {
	for mode, want := range map[string]string{"off": "<nil>", "embedded": "*quickjs.Engine", "pool": "*ssr.Pool", "": "*ssr.Pool", "http": "main.remote"} {
		t.Run(mode, func(t *testing.T) {
			t.Setenv("SSR", mode)
			r, err := openRendering(front, false)
			require.NoError(t, err)
			assert.Equal(t, want, fmt.Sprintf("%T", r))
			if r != nil {
				assert.NoError(t, r.Close())
			}
		})
	}
	t.Run("no runtime", func(t *testing.T) {
		t.Setenv("PATH", "")
		r, err := openRendering(front, false)
		require.NoError(t, err)
		assert.Equal(t, "*quickjs.Engine", fmt.Sprintf("%T", r))
		assert.NoError(t, r.Close())
	})
	t.Setenv("SSR", "on")
	_, err := openRendering(front, false)
	assert.ErrorContains(t, err, "want off, pool, embedded or http")
}
