package inertia_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/inertia/inertiatest"
	"github.com/inertia-templ/shell/vite"
)

// application is one of several. All have the same version, which is the worst case.
func application(t *testing.T, name string, opts ...inertia.Option) *inertia.Inertia {
	t.Helper()
	i, err := inertia.New(append([]inertia.Option{
		silent(), inertia.WithShell(shell.Default), inertia.WithVersion("v1"), inertia.WithShared("app", name),
		inertia.WithSecret([]byte(name + strings.Repeat("0", 32))),
		inertia.WithErrorPage(func(_ *http.Request, status int, _ error) (string, any) {
			return fmt.Sprintf("%s/Error%d", name, status), nil
		}),
	}, opts...)...)
	require.NoError(t, err)
	return i
}

// tab is a browser's tab: it keeps cookies, and is either a client that shows a
// page or a document that loads.
type tab struct {
	t       *testing.T
	handler http.Handler
	jar     http.CookieJar
	host    string
	version string
	url     string
}

func newTab(t *testing.T, h http.Handler, host string) *tab {
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	return &tab{t: t, handler: h, jar: jar, host: host}
}

type shown struct {
	Component string         `json:"component"`
	URL       string         `json:"url"`
	Version   string         `json:"version"`
	Flash     map[string]any `json:"flash"`
	Props     struct {
		App    string            `json:"app"`
		Errors map[string]string `json:"errors"`
	} `json:"props"`
}

func (b *tab) send(method, path string, client bool, headers ...string) *http.Response {
	b.t.Helper()
	at, err := url.Parse("http://" + b.host + path)
	require.NoError(b.t, err)
	r := httptest.NewRequest(method, path, nil)
	r.Host = b.host
	r.Header.Set("Accept", "text/html, application/xhtml+xml")
	if client {
		r.Header.Set("X-Inertia", "true")
		r.Header.Set("X-Inertia-Version", b.version)
	}
	if b.url != "" {
		r.Header.Set("Referer", "http://"+b.host+b.url)
	}
	for n := 0; n < len(headers); n += 2 {
		r.Header.Set(headers[n], headers[n+1])
	}
	for _, c := range b.jar.Cookies(at) {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	res := w.Result()
	b.jar.SetCookies(at, res.Cookies())
	return res
}

// visit does what the client does: it follows redirects and loads documents
// when it is told to. It returns the page and how many documents were loaded.
func (b *tab) visit(method, path string, headers ...string) (s shown, loads int) {
	b.t.Helper()
	client := b.version != ""
	for range 6 {
		res := b.send(method, path, client, headers...)
		if !client {
			loads++
		}
		switch {
		case res.StatusCode == http.StatusConflict:
			to, err := url.Parse(res.Header.Get("X-Inertia-Location"))
			require.NoError(b.t, err)
			method, path, client = "GET", to.RequestURI(), false
		case res.StatusCode >= 300 && res.StatusCode < 400:
			method, path = "GET", res.Header.Get("Location")
			if !client {
				loads-- // a document counts when it arrives
			}
		default:
			text := body(b.t, res)
			if res.Header.Get("X-Inertia") == "" {
				_, text, _ = strings.Cut(text, `type="application/json">`)
				text, _, _ = strings.Cut(text, "</script>")
			}
			require.NoError(b.t, json.Unmarshal([]byte(text), &s), "%s", text)
			b.version, b.url = s.Version, s.URL
			return s, loads
		}
	}
	b.t.Fatal("redirected without end")
	return s, loads
}

// two are a site and its admin panel at the paths.
func two(site, admin *inertia.Inertia, atSite, atAdmin string) http.Handler {
	mux := http.NewServeMux()
	pages := func(i *inertia.Inertia, name, at, other string) {
		mux.Handle("GET "+at+"{$}", i.Page(name+"/Home", nil))
		mux.Handle("GET "+at+"more", i.Page(name+"/More", nil))
		mux.Handle("POST "+at+"save", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
			inertia.Flash(r, "said", name+" saved")
			i.Redirect(w, r, other, inertia.Errors{"name": {"is taken"}})
			return nil
		}))
		mux.Handle("POST "+at+"fail", i.Handle(func(http.ResponseWriter, *http.Request) error {
			return inertia.Errors{"name": {"of " + name}}
		}))
		mux.Handle("POST "+at+"page", i.Page(name+"/Answer", nil))
	}
	pages(site, "site", atSite, atAdmin)
	pages(admin, "admin", atAdmin, atSite)
	return mux
}

func TestApplicationsKeepApart(t *testing.T) {
	t.Parallel()
	const (
		strip   = "/cut"
		forward = "/proxied"
	)
	for name, tc := range map[string]struct {
		patterns [2]string
		paths    [2]string // as the program sees them
		prefix   string    // that the browser sees before them
		around   func(http.Handler) http.Handler
		headers  []string
		opts     []inertia.Option
	}{
		"nested":       {patterns: [2]string{"/", "/admin/"}, paths: [2]string{"/", "/admin/"}},
		"side by side": {patterns: [2]string{"/site/", "/admin/"}, paths: [2]string{"/site/", "/admin/"}},
		"two levels":   {patterns: [2]string{"/team/", "/team/admin/"}, paths: [2]string{"/team/", "/team/admin/"}},
		"wildcards":    {patterns: [2]string{"/", "/{tenant}/admin/"}, paths: [2]string{"/", "/acme/admin/"}},
		"names that need escapes": {
			patterns: [2]string{"/", "/büro/"}, paths: [2]string{"/", "/b%C3%BCro/"},
		},
		"below a prefix that the program cuts off": {
			patterns: [2]string{"/", "/admin/"}, paths: [2]string{"/", "/admin/"}, prefix: strip,
			around: func(h http.Handler) http.Handler { return http.StripPrefix(strip, h) },
		},
		"below a prefix that a proxy cuts off": {
			patterns: [2]string{"/", "/admin/"}, paths: [2]string{"/", "/admin/"}, prefix: forward,
			around: func(h http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					r.Header.Set("X-Forwarded-Prefix", forward)
					http.StripPrefix(forward, rewritten(h)).ServeHTTP(w, r)
				})
			},
			opts: []inertia.Option{inertia.WithForwarded()},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site, admin := application(t, "site", tc.opts...), application(t, "admin", tc.opts...)
			apps, err := inertia.NewApplications(map[string]*inertia.Inertia{tc.patterns[0]: site, tc.patterns[1]: admin})
			require.NoError(t, err)
			decoded := func(path string) string {
				d, err := url.PathUnescape(path)
				require.NoError(t, err)
				return d
			}
			target := func(path string) string { // as the program's redirects name it
				if tc.prefix == strip {
					return strip + path
				}
				return path
			}
			mux := http.NewServeMux()
			inner := two(site, admin, decoded(tc.paths[0]), decoded(tc.paths[1]))
			mux.Handle("/", inner)
			for _, n := range []string{"site", "admin"} {
				i, at, other := site, tc.paths[0], tc.paths[1]
				if n == "admin" {
					i, at, other = admin, tc.paths[1], tc.paths[0]
				}
				mux.Handle("POST "+decoded(at)+"save", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
					inertia.Flash(r, "said", n+" saved")
					i.Redirect(w, r, target(other), inertia.Errors{"name": {"is taken"}})
					return nil
				}))
			}
			h := apps.Middleware(mux)
			if tc.around != nil {
				h = tc.around(h)
			}
			at := func(n int, path string) string { return tc.prefix + tc.paths[n] + path }

			for n, name := range []string{"site", "admin"} {
				other := 1 - n
				otherName := []string{"site", "admin"}[other]
				b := newTab(t, h, "example.com")

				first, loads := b.visit("GET", at(n, ""))
				assert.Equal(t, 1, loads)
				assert.Equal(t, name, first.Props.App)
				for range 3 {
					more, loads := b.visit("GET", at(n, "more"))
					assert.Zero(t, loads, "a click inside of %s stays in its client", name)
					assert.Equal(t, name+"/More", more.Component)
					assert.Equal(t, name, more.Props.App)
				}

				crossed := b.send("GET", at(other, "more"), true)
				assert.Equal(t, http.StatusConflict, crossed.StatusCode)
				assert.Equal(t, "http://example.com"+at(other, "more"), crossed.Header.Get("X-Inertia-Location"))
				assert.NotContains(t, crossed.Header, "X-Inertia-Version", "it counts in the background too")
				assert.NotContains(t, crossed.Header, "X-Inertia")

				there, loads := b.visit("POST", at(n, "save"))
				assert.Equal(t, 1, loads, "one document, after the redirect")
				assert.Equal(t, otherName+"/Home", there.Component)
				assert.Equal(t, map[string]any{"said": name + " saved"}, there.Flash)
				assert.Equal(t, map[string]string{"name": "is taken"}, there.Props.Errors)
				again, loads := b.visit("GET", at(other, ""))
				assert.Zero(t, loads)
				assert.Empty(t, again.Flash, "flash is shown once")
				assert.Empty(t, again.Props.Errors)

				back, loads := b.visit("POST", at(n, "fail"))
				assert.Zero(t, loads, "the form of one posts to the other and stays where it is")
				assert.Equal(t, otherName+"/Home", back.Component)
				assert.Equal(t, map[string]string{"name": "of " + name}, back.Props.Errors)

				answer := b.send("POST", at(n, "page"), true)
				assert.NotContains(t, answer.Header, "X-Inertia", "a component that the client does not have")
				assert.Contains(t, body(t, answer), name+`\/Answer`)

				lost, loads := b.visit("GET", at(n, "lost"))
				assert.Equal(t, 1, loads)
				assert.Equal(t, name+"/Error404", lost.Component)

				stale := b.send("GET", at(n, ""), true, "X-Inertia-Version", strings.Replace(lost.Version, "v1", "v0", 1))
				assert.Equal(t, http.StatusConflict, stale.StatusCode)
				assert.Equal(t, lost.Version, stale.Header.Get("X-Inertia-Version"), "an older build of its own")
			}
		})
	}
}

// rewritten makes the request target what the handler sees, as a proxy does.
func rewritten(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.RequestURI = r.URL.RequestURI()
		h.ServeHTTP(w, r)
	})
}

func TestApplicationsOnHosts(t *testing.T) {
	t.Parallel()
	site, admin := application(t, "site"), application(t, "admin")
	apps, err := inertia.NewApplications(map[string]*inertia.Inertia{"/": site, "admin.example.com/": admin})
	require.NoError(t, err)
	mux := http.NewServeMux()
	mux.Handle("GET admin.example.com/more", admin.Page("admin/More", nil))
	mux.Handle("GET /more", site.Page("site/More", nil))
	mux.Handle("POST /leave", site.Handle(func(w http.ResponseWriter, r *http.Request) error {
		site.Redirect(w, r, "http://admin.example.com/more")
		return nil
	}))
	h := apps.Middleware(mux)
	for host, name := range map[string]string{"example.com": "site", "admin.example.com:8080": "admin"} {
		b := newTab(t, h, host)
		_, loads := b.visit("GET", "/more")
		assert.Equal(t, 1, loads)
		s, loads := b.visit("GET", "/more")
		assert.Zero(t, loads)
		assert.Equal(t, name+"/More", s.Component)
		assert.Equal(t, name, s.Props.App)
	}
	b := newTab(t, h, "example.com")
	b.visit("GET", "/more")
	left := b.send("POST", "/leave", true)
	assert.Equal(t, http.StatusConflict, left.StatusCode)
	assert.Equal(t, "http://admin.example.com/more", left.Header.Get("X-Inertia-Location"))
}

func TestApplicationsServeTheirBuilds(t *testing.T) {
	t.Parallel()
	open := func(hash, base string) inertia.Option {
		v, err := vite.Open(build(hash), vite.WithBase(base))
		require.NoError(t, err)
		return inertia.WithVite(v)
	}
	make := func(opts ...inertia.Option) *inertia.Inertia {
		i, err := inertia.New(append(opts, silent(), inertia.WithChunkVersions(), inertia.WithSecret([]byte(strings.Repeat("0", 32))))...)
		require.NoError(t, err)
		return i
	}
	// The files of the admin panel lie below the path of the site.
	site, admin := make(open("CCCCCCCC", "/build/")), make(open("DDDDDDDD", "/build-admin/"))
	apps, err := inertia.NewApplications(map[string]*inertia.Inertia{"/": site, "/admin/": admin})
	require.NoError(t, err)
	mux := http.NewServeMux()
	mux.Handle("GET /{$}", site.Page("Stable", nil))
	mux.Handle("GET /admin/", admin.Page("Stable", nil))
	h := apps.Middleware(mux)
	for _, file := range []string{"/build/assets/Changing-CCCCCCCC.js", "/build-admin/assets/Changing-DDDDDDDD.js"} {
		assert.Equal(t, http.StatusOK, do(h, "GET", file).StatusCode, file)
	}
	assert.Contains(t, body(t, do(h, "GET", "/admin/")), "/build-admin/assets/main-DDDDDDDD.js")

	b := newTab(t, h, "example.com")
	s, _ := b.visit("GET", "/admin/")
	assert.True(t, strings.HasSuffix(s.Version, "@/admin/"), s.Version)
	_, loads := b.visit("GET", "/admin/")
	assert.Zero(t, loads)
	_, loads = b.visit("GET", "/")
	assert.Equal(t, 1, loads)
}

func TestApplicationsThatDisturbEachOtherAreRefused(t *testing.T) {
	t.Parallel()
	plain := application(t, "plain")
	for name, tc := range map[string]struct {
		apps map[string]*inertia.Inertia
		want string
	}{
		"none":         {nil, "there is no application"},
		"nil":          {map[string]*inertia.Inertia{"/": nil}, `the application at "/" is nil`},
		"method":       {map[string]*inertia.Inertia{"GET /": plain}, "names a method"},
		"pattern":      {map[string]*inertia.Inertia{"admin": plain}, `the pattern "admin"`},
		"proxy":        {map[string]*inertia.Inertia{"/": plain, "/b/": application(t, "b", inertia.WithForwarded())}, "WithForwarded"},
		"token cookie": {map[string]*inertia.Inertia{"/": application(t, "a", inertia.WithCSRF()), "/b/": application(t, "b", inertia.WithCSRF())}, "XSRF-TOKEN"},
	} {
		_, err := inertia.NewApplications(tc.apps)
		assert.ErrorContains(t, err, tc.want, name)
	}
	secret := inertia.WithSecret([]byte(strings.Repeat("s", 32)))
	_, err := inertia.NewApplications(map[string]*inertia.Inertia{
		"/": application(t, "a", inertia.WithCSRF(), secret), "/b/": application(t, "b", inertia.WithCSRF(), secret),
		"/c/": application(t, "c", inertia.WithCSRF(inertia.TokenCookie(http.Cookie{Name: "XSRF-C"}))),
	})
	assert.NoError(t, err)
}

func TestOneApplicationInsideTheMiddlewareOfAnotherIsNoticed(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	outer := application(t, "outer")
	inner := application(t, "inner", inertia.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
	h := outer.Middleware(inner.Middleware(inner.Page("Inner", nil)))
	for range 2 {
		_, _ = io.Copy(io.Discard, do(h, "GET", "/").Body)
	}
	assert.Equal(t, 1, strings.Count(log.String(), "NewApplications"), log.String())
}

func TestRequestsOfNoApplicationPass(t *testing.T) {
	t.Parallel()
	apps, err := inertia.NewApplications(map[string]*inertia.Inertia{"/admin/": application(t, "admin")})
	require.NoError(t, err)
	h := apps.Middleware(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "plain") }))
	res := do(h, "GET", "/other", client...)
	assert.Equal(t, "plain", body(t, res))
	assert.Empty(t, res.Header.Get("Vary"))
}

// The headless client of the tests crosses as browsers do.
func TestClientsCrossBetweenApplications(t *testing.T) {
	t.Parallel()
	site, admin := application(t, "site"), application(t, "admin")
	apps, err := inertia.NewApplications(map[string]*inertia.Inertia{"/": site, "/admin/": admin})
	require.NoError(t, err)
	c := inertiatest.NewClient(t, apps.Middleware(two(site, admin, "/", "/admin/")))
	c.Get("/").Component("site/Home")
	c.Get("/admin/more").Component("admin/More").Where("app", "admin")
	c.Post("/admin/save", nil).Component("site/Home").HasFlash("said")
}
