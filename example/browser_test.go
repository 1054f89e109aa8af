package main

import (
	"encoding/json"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/internal/needs"
	"github.com/inertia-templ/shell/vite"
)

// howBuilt says how the files of the front end come about.
const howBuilt = `run "npm ci && npm run build" in example/frontend, or ./task frontend`

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
	needs.File(t, "frontend/dist/.vite/manifest.json", howBuilt)
	dist, err := fs.Sub(front, "dist")
	require.NoError(t, err)
	v, err := vite.Open(dist, vite.WithBase("/build/"))
	require.NoError(t, err)
	store := newStore(t)
	handler, _, err := newApp(store, v, "https://docs.example/", inertia.WithLogger(slog.New(slog.DiscardHandler)))
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
