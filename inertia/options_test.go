package inertia_test

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/flash"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/vite"
)

// keepingShell is a document that keeps everything it is handed.
func keepingShell() (*[]shell.Document, func(shell.Document) templ.Component) {
	kept := &[]shell.Document{}
	return kept, func(doc shell.Document) templ.Component {
		*kept = append(*kept, doc)
		return shell.Default(doc)
	}
}

func TestNewRefusesWhatCannotBeMeant(t *testing.T) {
	t.Parallel()
	v, err := vite.Open(build("CCCCCCCC"))
	require.NoError(t, err)
	secret := strings.Repeat("s", 32)
	version := func(*http.Request) string { return "1" }
	for want, opts := range map[string][]inertia.Option{
		"WithVite and WithViteManifest":      {inertia.WithVite(v), inertia.WithViteManifest("dist/.vite/manifest.json")},
		"WithVersion and WithVersionFunc":    {inertia.WithVersion("1"), inertia.WithVersionFunc(version)},
		"WithVite: nil":                      {inertia.WithVite(nil)},
		"WithViteManifest: the path":         {inertia.WithViteManifest("")},
		"WithEntry: a name":                  {inertia.WithEntry("src/a.ts", "")},
		"WithEntry(\"src/nothing.ts\")":      {inertia.WithVite(v), inertia.WithEntry("src/nothing.ts")},
		"WithEntry: there is no Vite":        {inertia.WithEntry("src/main.tsx")},
		"WithShell: nil":                     {inertia.WithShell(nil)},
		"WithRootID":                         {inertia.WithRootID("")},
		"WithLang":                           {inertia.WithLang("")},
		"WithTitle":                          {inertia.WithTitle("")},
		"WithVersion: ":                      {inertia.WithVersion("")},
		"WithVersionFunc: ":                  {inertia.WithVersionFunc(nil)},
		"WithURL":                            {inertia.WithURL(nil)},
		"WithShared: ":                       {inertia.WithShared("", 1)},
		"WithSharedFunc":                     {inertia.WithSharedFunc[inertia.Props](nil)},
		"WithSecret: there is no key":        {inertia.WithSecret()},
		"WithSecret: key 1 has 0 bytes":      {inertia.WithSecret([]byte{})},
		"WithSecret: key 2 has 31 bytes":     {inertia.WithSecret([]byte(secret), []byte(secret[1:]))},
		"WithSecret: key 1 is the placehold": {inertia.WithSecret([]byte("replace me: openssl rand -hex 32"))},
		"has 5 bytes":                        {inertia.WithFlashStore(flash.None{}), inertia.WithSecretRequired(), inertia.WithSecret([]byte("short"))},
		"WithSecretRequired: there is no":    {inertia.WithFlashStore(flash.None{}), inertia.WithSecretRequired(), inertia.WithCSRF()},
		"WithFlashStore":                     {inertia.WithFlashStore((*flash.Sealed)(nil))},
		"WithFallback(\"https://evil.test\"": {inertia.WithFallback("https://evil.test")},
		"WithFallback(\"//evil.test\"":       {inertia.WithFallback("//evil.test")},
		"WithFallback(\"\"":                  {inertia.WithFallback("")},
		"WithErrorPage":                      {inertia.WithErrorPage(nil)},
		"WithEditor(\"subl\"":                {inertia.WithEditor("subl")},
		"WithJSON":                           {inertia.WithJSON(inertia.EncoderFunc(nil))},
		"WithConcurrency":                    {inertia.WithConcurrency(-1)},
		"WithLogger":                         {inertia.WithLogger(nil)},
		"WithRoutes":                         {inertia.WithRoutes(nil)},
		"WithCSP":                            {inertia.WithCSP("")},
		"WithNonce":                          {inertia.WithNonce(nil)},
		"WithCSRF: an option is nil":         {inertia.WithCSRF(nil)},
		"WithSSR: the renderer is nil":       {inertia.WithSSR(nil)},
	} {
		_, err := inertia.New(append([]inertia.Option{inertia.WithLogger(slog.New(slog.DiscardHandler))}, opts...)...)
		assert.ErrorContains(t, err, want)
	}
}

func TestWithViteManifestServesTheBuildOnDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, f := range build("CCCCCCCC") {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), f.Data, 0o644))
	}
	i, err := inertia.New(inertia.WithViteManifest(filepath.Join(dir, ".vite", "manifest.json")), inertia.WithSecret([]byte(strings.Repeat("s", 32))))
	require.NoError(t, err)
	h := i.Middleware(i.Page("Stable", nil))
	document := body(t, do(h, "GET", "/"))
	assert.Contains(t, document, `<script type="module" src="/assets/main-CCCCCCCC.js">`)
	assert.Contains(t, body(t, do(h, "GET", "/assets/main-CCCCCCCC.js")), "import")
}

func TestWithEntryAddsUp(t *testing.T) {
	t.Parallel()
	v, err := vite.Open(build("CCCCCCCC"))
	require.NoError(t, err)
	i, err := inertia.New(inertia.WithVite(v), inertia.WithEntry("src/main.tsx"), inertia.WithEntry("src/main.tsx"), inertia.WithSecret([]byte(strings.Repeat("s", 32))))
	require.NoError(t, err)
	assert.Equal(t, 1, strings.Count(body(t, do(i.Middleware(i.Page("Stable", nil)), "GET", "/")), "<script type=\"module\""))
}

func TestWhatADocumentIsMadeOf(t *testing.T) {
	t.Parallel()
	i := quiet(t, inertia.WithTitle("Site"), inertia.WithLang("de"), inertia.WithRootID("root"))
	other := func(doc shell.Document) templ.Component {
		return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
			_, err := io.WriteString(w, "other:"+doc.Title+":"+doc.ViewData.(string))
			return err
		})
	}
	mux := http.NewServeMux()
	mux.Handle("/plain", i.Page("Page", nil))
	mux.Handle("/titled", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		return i.Render(w, r, "Page", nil, inertia.Title("Page & more"))
	}))
	mux.Handle("/other", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		return i.Render(w, r, "Page", nil, inertia.Shell(other), inertia.ViewData("secret"))
	}))
	h := i.Middleware(mux)
	document := body(t, do(h, "GET", "/plain"))
	for _, want := range []string{`<html lang="de">`, `<title data-inertia="">Site</title>`, `data-page="root"`, `<div id="root">`} {
		assert.Contains(t, document, want)
	}
	assert.Contains(t, body(t, do(h, "GET", "/titled")), `<title data-inertia="">Page &amp; more</title>`)
	assert.Equal(t, "other:Site:secret", body(t, do(h, "GET", "/other")))
	assert.NotContains(t, body(t, do(h, "GET", "/other", client...)), "secret")
}

func TestWithStrictXHRRefusesOtherXMLHttpRequests(t *testing.T) {
	t.Parallel()
	for _, strict := range []bool{false, true} {
		var opts []inertia.Option
		want := http.StatusOK
		if strict {
			opts, want = append(opts, inertia.WithStrictXHR()), http.StatusBadRequest
		}
		i := quiet(t, opts...)
		h := i.Middleware(i.Page("Page", nil))
		assert.Equal(t, want, do(h, "GET", "/", "X-Requested-With", "XMLHttpRequest").StatusCode)
		assert.Equal(t, http.StatusOK, do(h, "GET", "/", with("X-Requested-With", "XMLHttpRequest")...).StatusCode)
		assert.Equal(t, http.StatusOK, do(h, "GET", "/").StatusCode)
	}
}

func TestWithoutExternalRedirectsLeavesThemAlone(t *testing.T) {
	t.Parallel()
	to := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "https://pay.test/", http.StatusFound)
	})
	res := do(quiet(t).Middleware(to), "GET", "/", client...)
	assert.Equal(t, http.StatusConflict, res.StatusCode)
	assert.Equal(t, "https://pay.test/", res.Header.Get("X-Inertia-Location"))
	res = do(quiet(t, inertia.WithoutExternalRedirects()).Middleware(to), "GET", "/", client...)
	assert.Equal(t, http.StatusFound, res.StatusCode)
	assert.Equal(t, "https://pay.test/", res.Header.Get("Location"))
}

func TestDefaultsAreForAGroupOfRoutes(t *testing.T) {
	t.Parallel()
	i := quiet(t)
	own := i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		return i.Render(w, r, "Page", nil, inertia.EncryptHistory(false), inertia.Title("Own"))
	})
	group := func(h http.Handler) http.Handler {
		return inertia.Defaults(inertia.Defaults(h, inertia.Title("Inner")), inertia.EncryptHistory(true), inertia.Title("Outer"))
	}
	assert.NotContains(t, body(t, do(i.Middleware(i.Page("Page", nil)), "GET", "/")), "encryptHistory")
	for name, h := range map[string]http.Handler{"inside": i.Middleware(group(i.Page("Page", nil))), "outside": group(i.Middleware(i.Page("Page", nil)))} {
		res := do(h, "GET", "/")
		assert.Equal(t, "no-store", res.Header.Get("Cache-Control"), name)
		document := body(t, res)
		assert.Contains(t, document, `"encryptHistory":true`, name)
		assert.Contains(t, document, "Inner", name)
	}
	document := body(t, do(i.Middleware(group(own)), "GET", "/"))
	assert.NotContains(t, document, "encryptHistory")
	assert.Contains(t, document, "Own")
}

func TestCursorPages(t *testing.T) {
	t.Parallel()
	i := quiet(t)
	h := i.Middleware(i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		return i.Render(w, r, "Page", inertia.Props{"list": inertia.Scroll(inertia.CursorPage[string]{Current: "b", Previous: "a"})})
	}))
	var page struct {
		Props       map[string]json.RawMessage
		ScrollProps map[string]json.RawMessage
	}
	require.NoError(t, json.NewDecoder(do(h, "GET", "/", client...).Body).Decode(&page))
	assert.JSONEq(t, `{"data":[],"currentCursor":"b","previousCursor":"a","nextCursor":""}`, string(page.Props["list"]))
	assert.JSONEq(t, `{"pageName":"cursor","currentPage":"b","previousPage":"a","nextPage":null,"reset":false}`, string(page.ScrollProps["list"]))
}

func TestAnEncoderFuncEncodesProps(t *testing.T) {
	t.Parallel()
	i := quiet(t, inertia.WithJSON(inertia.EncoderFunc(func(w io.Writer, _ any) error {
		_, err := io.WriteString(w, `"encoded"`)
		return err
	})))
	h := i.Middleware(i.Page("Page", inertia.Props{"a": []int{1}}))
	assert.Contains(t, body(t, do(h, "GET", "/", client...)), `"a":"encoded"`)
}
