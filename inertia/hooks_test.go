package inertia_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/stretchr/testify/assert"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/inertia"
)

func TestAHookSeesClientsOfAnotherVersion(t *testing.T) {
	t.Parallel()
	i := app(t, inertia.WithVersionChange(func(conflict http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Hook", "ran")
			conflict.ServeHTTP(w, r)
		})
	}))
	h := i.Middleware(i.Page("Page", nil))
	stale := do(h, "GET", "/a", "X-Inertia", "true", "X-Inertia-Version", "v0")
	assert.Equal(t, http.StatusConflict, stale.StatusCode)
	assert.Equal(t, "http://example.com/a", stale.Header.Get("X-Inertia-Location"))
	assert.Equal(t, "ran", stale.Header.Get("Hook"))
	assert.NotContains(t, do(h, "GET", "/a", client...).Header, "Hook")
}

func TestAHookMayAnswerClientsOfAnotherVersion(t *testing.T) {
	t.Parallel()
	var i *inertia.Inertia
	i = app(t, inertia.WithVersionChange(func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			i.Error(w, r, i.Render(w, r, "SaveFirst", nil))
		})
	}))
	h := i.Middleware(inertia.Defaults(i.Page("Page", nil), inertia.Version("other")))
	stale := do(h, "GET", "/", "X-Inertia", "true", "X-Inertia-Version", "v0")
	assert.Equal(t, http.StatusOK, stale.StatusCode)
	text := body(t, stale)
	assert.Contains(t, text, `"component":"SaveFirst"`)
	assert.Contains(t, text, `"version":"v0"`, "the client goes on telling its version")
	again := do(h, "GET", "/", client...) // the version of the group differs
	assert.Contains(t, body(t, again), `"component":"SaveFirst"`)
}

func TestAHookAnswersVisitsThatAreAnsweredWithNothing(t *testing.T) {
	t.Parallel()
	nothing := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	for name, tc := range map[string]struct {
		hook func(goBack http.Handler) http.Handler
		want string
	}{
		"redirect": {func(http.Handler) http.Handler { return http.RedirectHandler("/there", http.StatusFound) }, "/there"},
		"default":  {func(goBack http.Handler) http.Handler { return goBack }, "/form"},
		"nothing":  {func(http.Handler) http.Handler { return nothing }, "/form"},
	} {
		i := app(t, inertia.WithEmptyAnswer(tc.hook))
		headers := append([]string{"Referer", "http://example.com/form"}, client...)
		res := do(i.Middleware(nothing), "POST", "/save", headers...)
		assert.Equal(t, http.StatusFound, res.StatusCode, name)
		assert.Equal(t, tc.want, res.Header.Get("Location"), name)
		res = do(i.Middleware(nothing), "POST", "/save")
		assert.Equal(t, http.StatusOK, res.StatusCode, "%s: a browser's empty answer is one", name)
	}
}

func TestRoutesWithoutACheckOfTheVersion(t *testing.T) {
	t.Parallel()
	i := app(t, inertia.WithoutVersionCheck("GET /status/", "/own"))
	mux := http.NewServeMux()
	mux.Handle("/", i.Page("Page", nil))
	mux.Handle("/own", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		return i.Render(w, r, "Own", nil, inertia.Version("own"))
	}))
	h := i.Middleware(mux)
	at := func(path, version string) *http.Response {
		return do(h, "GET", path, "X-Inertia", "true", "X-Inertia-Version", version)
	}
	assert.Contains(t, body(t, at("/status/1", "v0")), `"version":"v0"`, "the next route that checks notices")
	assert.Equal(t, http.StatusConflict, at("/other", "v0").StatusCode)
	assert.Contains(t, body(t, at("/status/1", "v1")), `"version":"v1"`)

	conflict := at("/own", "v1")
	assert.Equal(t, http.StatusConflict, conflict.StatusCode)
	assert.Equal(t, "http://example.com/own", conflict.Header.Get("X-Inertia-Location"))
	assert.Contains(t, body(t, do(h, "GET", "/own")), `"version":"own"`)
	assert.Contains(t, body(t, at("/own", "own")), `"version":"own"`)
	assert.Equal(t, http.StatusConflict, at("/other", "own").StatusCode)
}

func TestSharedForAGroupOrACondition(t *testing.T) {
	t.Parallel()
	isAdmin := func(r *http.Request) bool { return r.Header.Get("User") == "admin" }
	i := app(t, inertia.WithShared("menu", "site"), inertia.WithSharedWhen(isAdmin, "can", func() []string { return []string{"delete"} }))
	h := i.Middleware(inertia.Defaults(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/share" {
			inertia.Share(r, "menu", "request")
		}
		i.Error(w, r, i.Render(w, r, "Page", nil))
	}), inertia.Sharing("menu", "group")))
	text := body(t, do(h, "GET", "/", client...))
	assert.Contains(t, text, `"menu":"group"`)
	assert.Contains(t, text, `"sharedProps":["errors","menu"]`)
	assert.Contains(t, body(t, do(h, "GET", "/share", client...)), `"menu":"request"`)
	text = body(t, do(h, "GET", "/", append([]string{"User", "admin"}, client...)...))
	assert.Contains(t, text, `"can":["delete"]`)
	assert.Contains(t, text, `"sharedProps":["errors","menu","can"]`)
}

func TestDocumentsAndNamesAreChosenByFunctions(t *testing.T) {
	t.Parallel()
	document := func(name string) func(shell.Document) templ.Component {
		return func(doc shell.Document) templ.Component {
			return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
				_, err := io.WriteString(w, name+" "+doc.Component)
				return err
			})
		}
	}
	i := app(t, inertia.WithShell(document("default")),
		inertia.WithShellFunc(func(r *http.Request) func(shell.Document) templ.Component {
			if strings.HasPrefix(r.Host, "print.") {
				return document("print")
			}
			return nil
		}),
		inertia.WithComponentNames(func(name string) string { return "shop/" + name }))
	h := i.Page("Page", inertia.Props{"a": 1, "b": 2})
	assert.Equal(t, "default shop/Page", body(t, do(h, "GET", "/")))
	assert.Equal(t, "print shop/Page", body(t, do(h, "GET", "/", "Host", "print.example.com")))
	w := visit(h, "/", "X-Inertia-Partial-Component", "shop/Page", "X-Inertia-Partial-Data", "a")
	assert.Contains(t, w.Body.String(), `"component":"shop/Page","props":{"errors":{},"a":1}`)
}
