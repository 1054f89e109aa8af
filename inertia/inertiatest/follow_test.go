package inertiatest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/inertia/inertiatest"
)

func TestClientFollowsRedirectsAsBrowsersDo(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		status       int
		method, want string
		body         string
	}{
		"301 of POST":  {301, "POST", "GET", ""},
		"302 of POST":  {302, "POST", "GET", ""},
		"303 of POST":  {303, "POST", "GET", ""},
		"307 of POST":  {307, "POST", "POST", `{"a":1}`},
		"308 of POST":  {308, "POST", "POST", `{"a":1}`},
		"302 of PUT":   {302, "PUT", "PUT", `{"a":1}`},
		"301 of PATCH": {301, "PATCH", "PATCH", `{"a":1}`},
		"303 of PUT":   {303, "PUT", "GET", ""},
		"302 of GET":   {302, "GET", "GET", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var seen *http.Request
			var body []byte
			mux := http.NewServeMux()
			mux.HandleFunc("/from", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/to?x=1", tc.status) })
			mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
				seen, body = r, read(t, r)
				answerPage(w, r, `{"component":"To","props":{"errors":{}},"url":"/to?x=1"}`)
			})
			c := inertiatest.NewClient(t, mux)
			c.Get("/")
			var opts []inertiatest.VisitOption
			if tc.method != "GET" {
				opts = append(opts, inertiatest.Data(data{"a": 1}))
			}
			page, err := c.Browser().Visit(t.Context(), tc.method, "/from", append(opts, inertiatest.Header("X-Custom", "kept"), inertiatest.Only("a"))...)
			require.NoError(t, err)
			assert.Equal(t, "To", page.Component)
			assert.Equal(t, tc.want, seen.Method)
			assert.Equal(t, tc.body, string(body))
			assert.Equal(t, "kept", seen.Header.Get("X-Custom"))
			assert.Equal(t, "true", seen.Header.Get("X-Inertia"))
			assert.Equal(t, "a", seen.Header.Get("X-Inertia-Partial-Data"))
			assert.Equal(t, tc.body != "", seen.Header.Get("Content-Type") == "application/json")
		})
	}
}

func TestClientObeysTheServer(t *testing.T) {
	t.Parallel()
	app := newApp(t)
	c := inertiatest.NewClient(t, app)
	c.Get("/login")

	c.Post("/section", nil).Component("Dashboard").URL("/dashboard#stats").HasFlash("success", "There.")
	assert.Equal(t, "https://example.com/dashboard#stats", c.Browser().Location())
	c.Put("/dashboard", data{}).Component("Dashboard")
	c.Get("/hard").Component("Prices").URL("/prices")

	c.Post("/pay", nil).Component("Prices")
	c.LeftFor("https://pay.example/1")
	left := fails(t, func(t testing.TB) {
		c := inertiatest.NewClient(t, app)
		c.Get("/login")
		c.Post("/pay", nil)
		c.LeftFor("https://pay.example/2")
	})
	assert.Equal(t, "inertiatest: the browser was sent to https://pay.example/1, want https://pay.example/2", left.said())
	c.Get("/login")
	f := fails(t, func(t testing.TB) { inertiatest.NewClient(t, app).LeftFor("https://pay.example") })
	assert.Equal(t, "inertiatest: the browser is at https://example.com/, want it sent to https://pay.example", f.said())
}

func TestClientReloadsForNewAssets(t *testing.T) {
	t.Parallel()
	app := newApp(t)
	c := inertiatest.NewClient(t, app)
	c.Get("/login").Version("v1")
	app.version.Store("v2")
	before := app.requests.Load()
	c.Reload(inertiatest.Only("user")).Version("v1")
	assert.Equal(t, before+1, app.requests.Load(), "a background visit does not reload the page")
	c.Get("/prices").Component("Prices").Version("v2")
	app.version.Store("v3")
	c.Post("/login", data{"name": "ada"}).Component("Dashboard").Version("v3").HasFlash("success", "Welcome.")

	// Pages of the old assets are asked for again.
	before = app.requests.Load()
	c.Back().Component("Prices").Version("v3")
	assert.Equal(t, before+1, app.requests.Load())
	c.Forward().Component("Dashboard").Where("stats", 5)
	assert.Equal(t, before+2, app.requests.Load(), "only what failed is asked for again")
	assert.Equal(t, "weather", app.last.Load().Header.Get("X-Inertia-Partial-Data"))
}

func TestClientSendsTheToken(t *testing.T) {
	t.Parallel()
	for cookie, want := range map[string]string{
		"XSRF-TOKEN=a%2Fb%3D; Path=/":        "a/b=",
		"XSRF-TOKEN=a%2Fb; Path=/; HttpOnly": "",
		"XSRF-TOKEN=a%2Fb; Path=/elsewhere":  "",
		"XSRF-TOKEN=a%2Fb; Path=/; Secure":   "a/b",
		"OTHER=x":                            "",
	} {
		var got string
		h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			got = r.Header.Get("X-XSRF-TOKEN")
			w.Header().Set("Set-Cookie", cookie)
			answerPage(w, r, `{"component":"A","props":{},"url":"/"}`)
		})
		c := inertiatest.NewClient(t, h)
		c.Get("/")
		c.Post("/", nil)
		assert.Equal(t, want, got, cookie)
	}

	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Set-Cookie", "XSRF-TOKEN=100%; Path=/")
		answerPage(w, r, `{"component":"A","props":{},"url":"/"}`)
	})
	f := fails(t, func(t testing.TB) {
		c := inertiatest.NewClient(t, h)
		c.Get("/")
		c.Post("/", nil)
	})
	assert.Contains(t, f.said(), "cookie XSRF-TOKEN: the client cannot decode it")
}

func TestClientPassesCSRFChecks(t *testing.T) {
	t.Parallel()
	c := inertiatest.NewClient(t, newApp(t, inertia.WithCSRF()))
	c.Get("/login")
	c.Post("/login", data{"name": "ada"}).Component("Dashboard").HasFlash("success")
}

func TestClientFailsWhereTheRealOneShowsADialog(t *testing.T) {
	t.Parallel()
	plain := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			answerPage(w, r, `{"component":"A","props":{},"url":"/"}`)
		case "/away":
			http.Redirect(w, r, "https://other.example/", http.StatusFound)
		case "/javascript":
			w.Header().Set("Location", "javascript:alert(1)")
			w.WriteHeader(http.StatusFound)
		case "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		case "/circle":
			w.Header().Set("X-Inertia-Redirect", "/circle")
			w.WriteHeader(http.StatusConflict)
		case "/empty":
		case "/html":
			w.Header().Set("X-Inertia", "true")
			_, _ = w.Write([]byte(`<script data-page="app" type="application/json">{"component":"A","props":{},"url":"/"}</script>`))
		case "/broken":
			w.Header().Set("X-Inertia", "true")
			_, _ = w.Write([]byte(`{"component":"A"}`))
		case "/endless":
			answerPage(w, r, `{"component":"A","props":{},"url":"/endless","deferredProps":{"default":["a"]}}`)
		case "/panic":
			panic("oh no")
		default:
			http.Error(w, "gone away", http.StatusGone)
		}
	})
	for path, want := range map[string]string{
		"/gone":            "inertiatest: GET /gone is answered with 410 Gone, no page: gone away",
		"/empty":           "inertiatest: GET /empty is answered with 200 OK, no page",
		"/html":            "X-Inertia is set, but the body is not a JSON object: <script",
		"/broken":          "inertiatest: GET /broken is answered with 200 OK, no page: page object of A without url",
		"/away":            "the client cannot follow a redirect to another origin, https://other.example/: use inertia.Location",
		"/javascript":      `redirect to "javascript:alert(1)": neither http nor https`,
		"/loop":            "inertiatest: GET https://example.com/loop: stopped after 20 redirects",
		"/circle":          "stopped after 20 redirects of the client",
		"/endless":         "only full visits may list deferredProps",
		"/panic":           "inertiatest: the handler panicked: oh no",
		"//other.example/": "inertiatest: https://other.example/ is of another origin than the client",
		"/%zz":             `inertiatest: parse "/%zz": invalid URL escape`,
	} {
		f := fails(t, func(t testing.TB) {
			c := inertiatest.NewClient(t, plain)
			c.Get("/")
			c.Get(path)
		})
		assert.Contains(t, f.said(), want)
		assert.True(t, f.ended)
	}

	b, err := inertiatest.NewBrowser(plain)
	require.NoError(t, err)
	_, err = b.Post(t.Context(), "/", nil)
	assert.ErrorContains(t, err, "POST /: a visit starts from a page: Load one first")
	_, err = b.Reload(t.Context())
	assert.ErrorContains(t, err, "there is no page to reload")
	_, err = b.LoadDeferred(t.Context())
	assert.ErrorContains(t, err, "there is no page to load deferred props of")
	assert.ErrorContains(t, b.Prefetch(t.Context(), "/x"), "there is no page to prefetch from")
	_, err = b.Load(t.Context(), "/gone")
	var response *inertiatest.ResponseError
	require.ErrorAs(t, err, &response)
	assert.Equal(t, http.StatusGone, response.Status)
	assert.Equal(t, "gone away\n", string(response.Body))
	assert.Nil(t, b.Page())
	_, err = b.Load(t.Context(), "/away")
	var left *inertiatest.LeftError
	require.ErrorAs(t, err, &left)
	assert.Equal(t, "https://other.example/", left.URL)
	f := fails(t, func(t testing.TB) { inertiatest.NewClient(t, plain).Page() })
	assert.Equal(t, "inertiatest: the client has no page yet: Load one first", f.said())
}

func TestClientOfAServerThatForgetsVary(t *testing.T) {
	t.Parallel()
	h := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Inertia", "true")
		_, _ = w.Write([]byte(`{"component":"A","props":{},"url":"/"}`))
	})
	f := fails(t, func(t testing.TB) { inertiatest.NewClient(t, h).Get("/") })
	assert.Contains(t, f.said(), "a browser asked for a document and would show this JSON")
}
