package main

import (
	"encoding/json"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/vite"
)

// dist is a small build: what the handlers need to know of the front end.
var dist = fstest.MapFS{
	".vite/manifest.json": {Data: []byte(`{"src/main.tsx": {"file": "assets/main-1.js", "src": "src/main.tsx", "isEntry": true, "css": ["assets/main-1.css"]}}`)},
	"assets/main-1.js":    {Data: []byte("export {}")},
	"assets/main-1.css":   {Data: []byte("body { margin: 0 }")},
	"favicon.svg":         {Data: []byte("<svg/>")},
}

// browser visits the application the way the Inertia client does.
type browser struct {
	t       *testing.T
	store   *Store
	server  *httptest.Server
	client  *http.Client
	version string
	at      string // the URL in the address bar
}

type answer struct {
	status int
	header http.Header
	page   page
}

type page struct {
	Component      string         `json:"component"`
	Props          map[string]any `json:"props"`
	URL            string         `json:"url"`
	EncryptHistory bool           `json:"encryptHistory"`
	ClearHistory   bool           `json:"clearHistory"`
	Version        string         `json:"version"`
	Flash          map[string]any `json:"flash"`
}

// open starts an application of its own, and has the demo user signed in.
func open(t *testing.T) *browser {
	t.Helper()
	b := openAsStranger(t)
	u, err := b.store.User(t.Context(), 1)
	require.NoError(t, err)
	b.signIn(&u)
	return b
}

// openAsStranger starts an application of its own with nobody signed in.
func openAsStranger(t *testing.T) *browser {
	t.Helper()
	front, err := vite.Open(dist, vite.WithBase("/build/"))
	require.NoError(t, err)
	store := newStore(t)
	handler, err := newApp(store, front, "https://docs.example/", inertia.WithLogger(slog.New(slog.DiscardHandler)))
	require.NoError(t, err)
	b := &browser{t: t, store: store, server: httptest.NewServer(handler), client: &http.Client{Jar: newJar(t)}}
	t.Cleanup(b.server.Close)
	b.version = pageIn(t, b.get("/about", "text/html")).Version
	return b
}

func newJar(t *testing.T) http.CookieJar {
	t.Helper()
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	return jar
}

// signIn makes the session that the sign-in page would make, without the time
// that hashing a password takes.
func (b *browser) signIn(u *User) {
	b.t.Helper()
	a := &app{store: b.store, sessions: newSessions(b.store.db)}
	ctx, err := a.sessions.Load(b.t.Context(), "")
	require.NoError(b.t, err)
	require.NoError(b.t, a.enter(ctx, u))
	token, _, err := a.sessions.Commit(ctx)
	require.NoError(b.t, err)
	b.setCookie(a.sessions.Cookie.Name, token)
}

// setCookie puts a cookie into the browser's jar.
func (b *browser) setCookie(name, value string) {
	b.client.Jar.SetCookies(b.home(), []*http.Cookie{{Name: name, Value: value, Path: "/"}})
}

// cookie is the value of a cookie, empty if there is none.
func (b *browser) cookie(name string) string {
	for _, c := range b.client.Jar.Cookies(b.home()) {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

func (b *browser) home() *url.URL {
	home, err := url.Parse(b.server.URL)
	require.NoError(b.t, err)
	return home
}

// get loads a document or a file, as the address bar does.
func (b *browser) get(path, accept string) *http.Response {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, b.server.URL+path, nil)
	require.NoError(b.t, err)
	r.Header.Set("Accept", accept)
	res, err := b.client.Do(r)
	require.NoError(b.t, err)
	b.t.Cleanup(func() { res.Body.Close() })
	b.at = path
	return res
}

// visit sends an Inertia visit and follows its redirects. only names the props
// of a partial reload of the component before the colon: "Dashboard:now".
func (b *browser) visit(method, path, body string, only ...string) answer {
	b.t.Helper()
	return b.send(method, path, "application/json", body, only...)
}

// send is visit with a body of another type.
func (b *browser) send(method, path, contentType, body string, only ...string) answer {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.server.URL+path, strings.NewReader(body))
	require.NoError(b.t, err)
	r.Header.Set("X-Inertia", "true")
	r.Header.Set("X-Inertia-Version", b.version)
	r.Header.Set("Accept", "text/html, application/xhtml+xml")
	r.Header.Set("Referer", b.server.URL+b.at)
	if token := b.cookie("XSRF-TOKEN"); token != "" {
		r.Header.Set("X-XSRF-TOKEN", token)
	}
	if body != "" {
		r.Header.Set("Content-Type", contentType)
	}
	for _, name := range only {
		component, props, _ := strings.Cut(name, ":")
		r.Header.Set("X-Inertia-Partial-Component", component)
		r.Header.Set("X-Inertia-Partial-Data", props)
	}
	res, err := b.client.Do(r)
	require.NoError(b.t, err)
	defer res.Body.Close()
	got := answer{status: res.StatusCode, header: res.Header}
	if res.Header.Get("X-Inertia") != "" {
		require.NoError(b.t, json.NewDecoder(res.Body).Decode(&got.page))
		b.at = got.page.URL
	}
	return got
}

// pageIn finds the page object in a document.
func pageIn(t *testing.T, res *http.Response) page {
	t.Helper()
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	found := regexp.MustCompile(`(?s)<script[^>]*data-page="app"[^>]*>(.*?)</script>`).FindSubmatch(body)
	require.NotNil(t, found, "no page object in %s", body)
	var p page
	require.NoError(t, json.Unmarshal(found[1], &p))
	return p
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
	assert.Equal(t, map[string]any{"contacts": 60.0, "cities": 12.0, "recent": 11.0}, full.page.Props["counts"])
	assert.Equal(t, map[string]any{"id": 1.0, "name": "Alex Morgan", "email": "alex@contacts.example", "avatar": ""}, userOf(full))
	assert.NotContains(t, full.page.Props, "report", "counted only when asked for")
	assert.Len(t, full.page.Props["recent"], 9)

	refreshed := b.visit("GET", "/", "", "Dashboard:now")
	assert.NotEqual(t, full.page.Props["now"], refreshed.page.Props["now"])
	_, err := time.Parse(time.RFC3339Nano, refreshed.page.Props["now"].(string))
	assert.NoError(t, err)
	for _, name := range []string{"counts", "recent", "renderedAt", "report"} {
		assert.NotContains(t, refreshed.page.Props, name)
	}

	report := b.visit("GET", "/", "", "Dashboard:report")
	assert.Len(t, report.page.Props["report"], 12)
	assert.NotContains(t, report.page.Props, "now")
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
	large := `{"notes":"` + strings.Repeat("x", 1<<20) + `"}`
	tests := map[string]struct {
		method, path, body string
		status             int
	}{
		"unknown address":   {"GET", "/nothing", "", http.StatusNotFound},
		"unknown contact":   {"GET", "/contacts/999999", "", http.StatusNotFound},
		"id is no number":   {"GET", "/contacts/ann", "", http.StatusNotFound},
		"id beyond int64":   {"GET", "/contacts/99999999999999999999", "", http.StatusNotFound},
		"edit of unknown":   {"GET", "/contacts/999999/edit", "", http.StatusNotFound},
		"update of unknown": {"PUT", "/contacts/999999", `{"name":"Ann","email":"ann@example.com"}`, http.StatusNotFound},
		"delete of unknown": {"DELETE", "/contacts/999999", "", http.StatusNotFound},
		"wrong method":      {"DELETE", "/about", "", http.StatusMethodNotAllowed},
		"malformed JSON":    {"POST", "/contacts", `{"name":`, http.StatusBadRequest},
		"body too large":    {"POST", "/contacts", large, http.StatusRequestEntityTooLarge},
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
