package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/needs"
	"github.com/inertia-templ/shell/routes"
	"github.com/inertia-templ/shell/ssr/quickjs"
)

// An instance of quickjs renders one page after the other. What the page of one visitor has
// set is not there for the next one, who may not set it.
func TestDefaultsOfRoutesStayWithTheirPage(t *testing.T) {
	t.Parallel()
	tsc, err := filepath.Abs(needs.File(t, "frontend/node_modules/.bin/tsc", `run "npm ci --prefix example/frontend"`))
	require.NoError(t, err)
	r := routes.New()
	require.NoError(t, r.AddPattern("show", "GET /{locale}/{tenant}"))
	module, err := r.TypeScript(routes.Defaults("locale", "tenant"))
	require.NoError(t, err)
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "routes.ts"), []byte(module), 0o600))
	out, err := exec.CommandContext(t.Context(), tsc, "--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler", "--types", "", filepath.Join(dir, "routes.ts")).CombinedOutput()
	require.NoError(t, err, string(out))
	script, err := os.ReadFile(filepath.Join(dir, "routes.js"))
	require.NoError(t, err)

	bundle := string(script) + `
const tried = () => { try { return show.url() } catch (e) { return e.message } }
export default async ({ props: { set } }) => {
  const before = tried()
  for (const values of set) setDefaults(values)
  await new Promise((go) => setTimeout(go, 1))
  return { body: before + ', ' + tried() }
}`
	e, err := quickjs.OpenFS(fstest.MapFS{"ssr.js": {Data: []byte(bundle)}}, "ssr.js", quickjs.WithInstances(1), quickjs.WithRenderTimeout(time.Minute))
	require.NoError(t, err)
	defer func() { assert.NoError(t, e.Close()) }()
	for _, visitor := range []struct{ set, want string }{
		{`[{"locale":"de"},{"tenant":"acme"}]`, "/{locale}/{tenant} needs locale, /de/acme"},
		{`[{"locale":"en"}]`, "/{locale}/{tenant} needs locale, /{locale}/{tenant} needs tenant"},
		{`[]`, "/{locale}/{tenant} needs locale, /{locale}/{tenant} needs locale"},
		{`[{"locale":"fr","tenant":"x"}]`, "/{locale}/{tenant} needs locale, /fr/x"},
	} {
		res, err := e.Render(t.Context(), []byte(`{"component":"Any","url":"/","props":{"set":`+visitor.set+`}}`))
		require.NoError(t, err)
		assert.Equal(t, visitor.want, res.Body, visitor.set)
	}
}
