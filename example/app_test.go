package main

import (
	"encoding/json"
	"html"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// front is a small build: what the handlers need to know of the front end.
var front = fstest.MapFS{
	"dist/.vite/manifest.json": {Data: []byte(`{"src/main.tsx": {"file": "assets/main-1.js", "src": "src/main.tsx", "isEntry": true, "css": ["assets/main-1.css"]}}`)},
	"dist/assets/main-1.js":    {Data: []byte("export {}")},
	"dist/assets/main-1.css":   {Data: []byte("body { margin: 0 }")},
	"dist/favicon.svg":         {Data: []byte("<svg/>")},
	"dist-ssr/ssr.js":          {Data: []byte("export default (page) => ({ head: [], body: `<div id=\"app\" data-server-rendered=\"true\">${page.component}</div>` })")},
}

func TestFirstVisitIsADocument(t *testing.T) {
	t.Parallel()
	b := open(t)
	res := b.get("/", "text/html")
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	document := string(body)

	assert.Equal(t, http.StatusOK, res.StatusCode)
	assert.Contains(t, document, `<html lang="en">`)
	assert.Contains(t, document, `<link rel="icon" type="image/svg+xml" href="/build/favicon.svg">`)
	assert.Contains(t, document, `src="/build/assets/main-1.js"`)
	assert.Contains(t, document, `href="/build/assets/main-1.css"`)
	assert.Contains(t, document, `<div id="app">`)
	assert.Contains(t, document, `theme-color`)
}

func TestFilesOfTheFrontEndAreServed(t *testing.T) {
	t.Parallel()
	b := open(t)
	for path, contentType := range map[string]string{
		"/build/assets/main-1.js":  "text/javascript; charset=utf-8",
		"/build/assets/main-1.css": "text/css; charset=utf-8",
		"/build/favicon.svg":       "image/svg+xml",
	} {
		res := b.get(path, "*/*")
		assert.Equal(t, http.StatusOK, res.StatusCode, path)
		assert.Equal(t, contentType, res.Header.Get("Content-Type"), path)
	}
}

func TestDashboard(t *testing.T) {
	t.Parallel()
	b := open(t)
	full := b.visit("GET", "/", "")
	assert.Equal(t, "Dashboard", full.page.Component)
	assert.Equal(t, map[string]any{"contacts": 60.0, "organisations": 35.0, "cities": 12.0, "recent": 11.0}, full.page.Props["counts"])
	assert.Equal(t, map[string]any{"id": 1.0, "name": "Alex Morgan", "email": "alex@contacts.example", "role": "admin", "avatar": ""}, userOf(full))
	for _, name := range []string{"report", "growth", "how"} {
		assert.NotContains(t, full.page.Props, name, "not part of the first answer")
	}
	assert.Len(t, full.page.Props["recent"], 6)
	assert.Len(t, full.page.Props["activity"], 6)

	b.visit("POST", "/contacts", ann)
	refreshed := b.visit("GET", "/", "", "Dashboard:activity")
	newest := refreshed.page.Props["activity"].([]any)[0].(map[string]any)
	assert.Equal(t, "Ann Lee", newest["subject"])
	assert.Equal(t, "created", newest["action"])
	for _, name := range []string{"counts", "recent", "growth", "report"} {
		assert.NotContains(t, refreshed.page.Props, name)
	}

	growth := b.visit("GET", "/", "", "Dashboard:growth").page.Props["growth"].([]any)
	require.Len(t, growth, 12)
	assert.Equal(t, time.Now().UTC().Format("2006-01"), growth[11].(map[string]any)["month"])
	largest := b.visit("GET", "/", "", "Dashboard:largest").page.Props["largest"].([]any)
	require.Len(t, largest, 6)
	assert.EqualValues(t, 3, largest[0].(map[string]any)["contacts"])

	for _, name := range []string{"a", "b", "c", "d"} { // the cached list is forgotten
		b.visit("POST", "/contacts", strings.NewReplacer("ann@", name+"@", `"company":""`, `"company":"New Company"`, "Oslo", "London").Replace(ann))
	}
	largest = b.visit("GET", "/", "", "Dashboard:largest").page.Props["largest"].([]any)
	assert.Equal(t, "New Company", largest[0].(map[string]any)["name"])

	report := b.visit("GET", "/", "", "Dashboard:report")
	assert.Len(t, report.page.Props["report"], 13, "with Ann's Oslo")
	assert.NotContains(t, report.page.Props, "activity")
}

func TestDocumentationIsElsewhere(t *testing.T) {
	t.Parallel()
	b := open(t)
	visit := b.visit("GET", "/docs", "")
	assert.Equal(t, http.StatusConflict, visit.status)
	assert.Equal(t, "https://docs.example/", visit.header.Get("X-Inertia-Location"))

	b.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	res := b.get("/docs", "text/html")
	assert.Equal(t, http.StatusFound, res.StatusCode)
	assert.Equal(t, "https://docs.example/", res.Header.Get("Location"))
}

func TestHostilePropArrivesUnchanged(t *testing.T) {
	t.Parallel()
	b := open(t)
	res := b.get("/about", "text/html")
	p := pageIn(t, res)
	assert.Equal(t, "About", p.Component)
	assert.Equal(t, "</script><script>alert(1)</script><!-- \u2028", p.Props["hostile"])
	assert.Equal(t, p.Props["hostile"], b.visit("GET", "/about", "").page.Props["hostile"])
}

func TestErrorPages(t *testing.T) {
	t.Parallel()
	b := open(t)
	large := `{"about":"` + strings.Repeat("x", 1<<20) + `"}`
	tests := map[string]struct {
		method, path, body string
		status             int
	}{
		"unknown address":    {"GET", "/nothing", "", http.StatusNotFound},
		"unknown contact":    {"GET", "/contacts/999999", "", http.StatusNotFound},
		"id is not a number": {"GET", "/contacts/ann", "", http.StatusNotFound},
		"id beyond int64":    {"GET", "/contacts/99999999999999999999", "", http.StatusNotFound},
		"edit of unknown":    {"GET", "/contacts/999999/edit", "", http.StatusNotFound},
		"update of unknown":  {"PUT", "/contacts/999999", `{"name":"Ann","email":"ann@example.com"}`, http.StatusNotFound},
		"delete of unknown":  {"DELETE", "/contacts/999999", "", http.StatusNotFound},
		"wrong method":       {"DELETE", "/about", "", http.StatusMethodNotAllowed},
		"malformed JSON":     {"POST", "/contacts", `{"name":`, http.StatusBadRequest},
		"body too large":     {"POST", "/contacts", large, http.StatusRequestEntityTooLarge},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := b.visit(test.method, test.path, test.body)
			assert.Equal(t, test.status, got.status)
			assert.Equal(t, "Error", got.page.Component)
			assert.EqualValues(t, test.status, got.page.Props["status"])
			assert.Contains(t, got.page.Props, "auth", "the layout wants the user on every page")
			if test.method != http.MethodGet {
				return
			}
			res := b.get(test.path, "text/html")
			assert.Equal(t, test.status, res.StatusCode)
			assert.Equal(t, "Error", pageIn(t, res).Component)
		})
	}
}

func TestOtherSitesCannotPost(t *testing.T) {
	t.Parallel()
	b := open(t)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.server.URL+"/contacts",
		strings.NewReader("name=Eve&email=eve%40example.com"))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	res, err := b.client.Do(r)
	require.NoError(t, err)
	defer res.Body.Close()
	assert.Equal(t, http.StatusForbidden, res.StatusCode)
	assert.Equal(t, "Error", pageIn(t, res).Component)
	assert.EqualValues(t, 0, contactsOf(b.visit("GET", "/contacts?search=eve@example.com", ""))["total"])
}

func contactsOf(got answer) map[string]any {
	list, _ := got.page.Props["contacts"].(map[string]any)
	return list
}

func TestMarkupInAContactStaysText(t *testing.T) {
	t.Parallel()
	b := open(t)
	name := `<!--<script>"&\` + html.EscapeString("'")
	body, err := json.Marshal(Input{Name: name, Email: "markup@example.com"})
	require.NoError(t, err)
	created := b.visit("POST", "/contacts", string(body))
	shown := pageIn(t, b.get(created.page.URL, "text/html"))
	assert.Equal(t, name, shown.Props["contact"].(map[string]any)["name"])
}
