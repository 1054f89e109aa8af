package inertia_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/inertia"
)

// do sends one request; headers are name, value.
func do(handler http.Handler, method, target string, headers ...string) *http.Response {
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
			continue
		}
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, res *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return string(b)
}

var client = []string{"X-Inertia", "true", "X-Inertia-Version", "v1"}

func with(headers ...string) []string { return append(client[:len(client):len(client)], headers...) }

func TestMiddlewareRewritesRedirects(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		method   string
		status   int
		location string
		headers  []string
		want     int
		header   string // the header that carries the target
		target   string
	}{
		"PUT 302":                        {"PUT", 302, "/b", client, 303, "Location", "/b"},
		"PATCH 302":                      {"PATCH", 302, "/b", client, 303, "Location", "/b"},
		"DELETE 302":                     {"DELETE", 302, "/b", client, 303, "Location", "/b"},
		"PUT 301":                        {"PUT", 301, "/b", client, 303, "Location", "/b"},
		"POST 302":                       {"POST", 302, "/b", client, 302, "Location", "/b"},
		"GET 302":                        {"GET", 302, "/b", client, 302, "Location", "/b"},
		"PUT 307":                        {"PUT", 307, "/b", client, 307, "Location", "/b"},
		"PUT 308":                        {"PUT", 308, "/b", client, 308, "Location", "/b"},
		"PUT of a browser":               {"PUT", 302, "/b", nil, 302, "Location", "/b"},
		"fragment":                       {"POST", 302, "/b#sec", client, 409, "X-Inertia-Redirect", "/b#sec"},
		"fragment of a prefetch":         {"GET", 302, "/b#sec", with("Purpose", "prefetch"), 302, "Location", "/b#sec"},
		"fragment of a browser":          {"GET", 302, "/b#sec", nil, 302, "Location", "/b#sec"},
		"another host":                   {"GET", 302, "https://other.test/x", client, 409, "X-Inertia-Location", "https://other.test/x"},
		"another port":                   {"GET", 303, "http://example.com:8080/x", client, 409, "X-Inertia-Location", "http://example.com:8080/x"},
		"another scheme":                 {"GET", 302, "https://example.com/x", client, 409, "X-Inertia-Location", "https://example.com/x"},
		"protocol-relative":              {"GET", 302, "//other.test/x", client, 409, "X-Inertia-Location", "//other.test/x"},
		"the same origin":                {"GET", 302, "http://EXAMPLE.com:80/x", client, 302, "Location", "http://EXAMPLE.com:80/x"},
		"the same origin behind TLS":     {"GET", 302, "https://example.com/x", with("Referer", "https://example.com/"), 302, "Location", "https://example.com/x"},
		"another host with 307":          {"PUT", 307, "https://other.test/x", client, 307, "Location", "https://other.test/x"},
		"another host, browser":          {"GET", 302, "https://other.test/x", nil, 302, "Location", "https://other.test/x"},
		"another host of a precognition": {"GET", 302, "https://other.test/x", []string{"Precognition", "true"}, 302, "Location", "https://other.test/x"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := app(t).Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Vary", "Accept-Encoding")
				http.SetCookie(w, &http.Cookie{Name: "a", Value: "1"})
				http.Redirect(w, r, tc.location, tc.status)
			}))
			res := do(h, tc.method, "/a", tc.headers...)
			assert.Equal(t, tc.want, res.StatusCode)
			assert.Equal(t, tc.target, res.Header.Get(tc.header))
			assert.Equal(t, []string{"Accept-Encoding", "X-Inertia"}, res.Header["Vary"])
			assert.Len(t, res.Cookies(), 1, "cookies stay")
			if tc.want == http.StatusConflict {
				assert.Empty(t, body(t, res))
				for _, gone := range []string{"Location", "X-Inertia", "Content-Type", "Content-Length"} {
					assert.Empty(t, res.Header.Get(gone), gone)
				}
			}
		})
	}
}

func TestVersion(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		method  string
		headers []string
		want    int
	}{
		"same version":  {"GET", client, 200},
		"other version": {"GET", []string{"X-Inertia", "true", "X-Inertia-Version", "v0"}, 409},
		"no version":    {"GET", []string{"X-Inertia", "true"}, 409},
		"prefetch":      {"GET", []string{"X-Inertia", "true", "Purpose", "prefetch"}, 409},
		"partial":       {"GET", []string{"X-Inertia", "true", "X-Inertia-Partial-Component", "Page"}, 409},
		"POST":          {"POST", []string{"X-Inertia", "true", "X-Inertia-Version", "v0"}, 200},
		"HEAD":          {"HEAD", []string{"X-Inertia", "true", "X-Inertia-Version", "v0"}, 200},
		"browser":       {"GET", []string{"X-Inertia-Version", "v0"}, 200},
		"precognition":  {"GET", []string{"X-Inertia", "true", "Precognition", "true"}, 200},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ran := false
			i := app(t)
			h := i.Middleware(i.Handle(func(w http.ResponseWriter, r *http.Request) error {
				ran = true
				return i.Render(w, r, "Page", nil)
			}))
			res := do(h, tc.method, "/a%20b/?x=[1]&a=", tc.headers...)
			assert.Equal(t, tc.want, res.StatusCode)
			assert.Equal(t, tc.want == 200, ran, "the handler runs only if the answer counts")
			assert.Equal(t, "X-Inertia", res.Header.Get("Vary"))
			if tc.want == 409 {
				assert.Equal(t, "http://example.com/a%20b/?x=[1]&a=", res.Header.Get("X-Inertia-Location"))
				assert.Equal(t, "v1", res.Header.Get("X-Inertia-Version"))
				assert.Equal(t, "no-store", res.Header.Get("Cache-Control"))
				assert.Empty(t, res.Header.Get("X-Inertia"))
				assert.Empty(t, body(t, res))
			}
		})
	}
}

// A stale client keeps what waits for it; the page after the reload shows it,
// and only that one.
func TestFlashSurvivesRedirectsAndConflicts(t *testing.T) {
	t.Parallel()
	i := app(t)
	mux := http.NewServeMux()
	mux.HandleFunc("POST /save", func(w http.ResponseWriter, r *http.Request) {
		inertia.Flash(r, "success", "Saved <it>")
		i.Redirect(w, r, "/hop", inertia.Errors{"name": {"is odd", "is long"}}, inertia.ClearHistory(), inertia.PreserveFragment())
	})
	mux.Handle("GET /hop", http.RedirectHandler("/page", http.StatusFound))
	mux.Handle("GET /page", i.Page("Page", nil))
	server := httptest.NewServer(i.Middleware(mux))
	t.Cleanup(server.Close)

	var cookies []*http.Cookie
	ask := func(method, path string, headers ...string) (*http.Response, string) {
		r, err := http.NewRequest(method, server.URL+path, nil)
		require.NoError(t, err)
		for n := 0; n < len(headers); n += 2 {
			r.Header.Set(headers[n], headers[n+1])
		}
		for _, c := range cookies {
			r.AddCookie(c)
		}
		res, err := http.DefaultTransport.RoundTrip(r)
		require.NoError(t, err)
		defer func() { _ = res.Body.Close() }()
		for _, c := range res.Cookies() {
			cookies = nil
			if c.MaxAge >= 0 {
				cookies = []*http.Cookie{c}
			}
		}
		return res, body(t, res)
	}

	res, _ := ask("POST", "/save", client...)
	require.Equal(t, 302, res.StatusCode)
	require.Len(t, cookies, 1)
	assert.True(t, cookies[0].HttpOnly)
	assert.Equal(t, http.SameSiteLaxMode, cookies[0].SameSite)
	res, _ = ask("GET", "/hop", client...)
	require.Equal(t, 302, res.StatusCode)
	res, _ = ask("GET", "/page", "X-Inertia", "true", "X-Inertia-Version", "old")
	require.Equal(t, 409, res.StatusCode)
	_, page := ask("GET", "/page", with("Purpose", "prefetch")...)
	assert.NotContains(t, page, "Saved")
	_, page = ask("GET", "/page", with("X-Inertia-Partial-Component", "Page", "Cache-Control", "no-cache")...)
	assert.NotContains(t, page, "Saved")

	_, page = ask("GET", "/page", client...)
	assert.JSONEq(t, `{"component":"Page","props":{"errors":{"name":"is odd"}},"url":"/page","version":"v1","sharedProps":["errors"],
		"flash":{"success":"Saved <it>"},"clearHistory":true,"preserveFragment":true}`, page)
	assert.Empty(t, cookies)
	_, page = ask("GET", "/page", client...)
	assert.JSONEq(t, `{"component":"Page","props":{"errors":{}},"url":"/page","version":"v1","sharedProps":["errors"]}`, page)
}

// Two forms are sent at once, from two tabs; each tab gets its own answer.
func TestTwoTabsGetTheirOwnMessages(t *testing.T) {
	t.Parallel()
	i := app(t)
	mux := http.NewServeMux()
	mux.Handle("GET /{page}", i.Page("Page", nil))
	mux.HandleFunc("POST /{page}", func(w http.ResponseWriter, r *http.Request) {
		i.Redirect(w, r, "/"+r.PathValue("page")+"?q=1", inertia.Flashed("from", r.PathValue("page")))
	})
	h := i.Middleware(mux)
	a, b := do(h, "POST", "/a", client...).Cookies(), do(h, "POST", "/b", client...).Cookies()
	require.Len(t, a, 1)
	require.Len(t, b, 1)
	both := with("Cookie", a[0].String()+"; "+b[0].String())
	assert.Contains(t, body(t, do(h, "GET", "/b?q=1", both...)), `"flash":{"from":"b"}`)
	assert.Contains(t, body(t, do(h, "GET", "/a?q=1", both...)), `"flash":{"from":"a"}`)
	assert.NotContains(t, body(t, do(h, "GET", "/c", both...)), "flash")
}

// Errors that vanish would make a refused form look like a saved one.
func TestMessagesThatCannotBeKeptFailTheAnswer(t *testing.T) {
	t.Parallel()
	i := app(t, inertia.WithLogger(slog.New(slog.DiscardHandler)), inertia.WithErrorPage(func(_ *http.Request, status int, _ error) (string, any) {
		return "Error", inertia.Props{"status": status}
	}))
	h := i.Middleware(i.Handle(func(http.ResponseWriter, *http.Request) error {
		return inertia.Errors{"name": {strings.Repeat("x", 100_000)}}
	}))
	res := do(h, "POST", "/", client...)
	assert.Equal(t, 500, res.StatusCode)
	assert.Empty(t, res.Header.Get("Location"))
	assert.Contains(t, body(t, res), `"props":{"errors":{},"status":500}`)
}

func TestErrorsAndBags(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		bag, asked string
		all        bool
		want       string
	}{
		"first message":         {"", "", false, `{"name":"a"}`},
		"all messages":          {"", "", true, `{"name":["a","b"]}`},
		"the bag asked for":     {"", "form", false, `{"form":{"name":"a"}}`},
		"a named bag":           {"login", "", false, `{"login":{"name":"a"}}`},
		"a named bag and asked": {"login", "form", false, `{"login":{"name":"a"}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var opts []inertia.Option
			if tc.all {
				opts = append(opts, inertia.WithAllErrors())
			}
			i := app(t, opts...)
			h := i.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodGet {
					assert.NoError(t, i.Render(w, r, "Page", nil))
					return
				}
				opts := []inertia.RedirectOption{inertia.Errors{"name": {"a", "b"}}}
				if tc.bag != "" {
					opts = append(opts, inertia.ErrorBag(tc.bag))
				}
				i.Back(w, r, opts...)
			}))
			res := do(h, "POST", "/form?x=1", with("Referer", "http://example.com/form?x=1")...)
			assert.Equal(t, "/form?x=1", res.Header.Get("Location"))
			require.Len(t, res.Cookies(), 1)
			res = do(h, "GET", "/form?x=1", with("Cookie", res.Cookies()[0].String(), "X-Inertia-Error-Bag", tc.asked)...)
			assert.Contains(t, body(t, res), `"props":{"errors":`+tc.want+`}`)
		})
	}
}

func TestBackStaysOnTheSameHost(t *testing.T) {
	t.Parallel()
	for referer, want := range map[string]string{
		"":                                  "/",
		"http://example.com/a?b=c":          "/a?b=c",
		"https://example.com/a":             "/a",
		"http://evil.test/a":                "/",
		"http://example.com.evil.test/a":    "/",
		"http://example.com@evil.test/":     "/",
		"http://example.com//evil.test/x":   "/evil.test/x",
		`http://example.com/\evil.test`:     "/%5Cevil.test",
		"javascript:alert(1)":               "/",
		"http://example.com/a\r\nX-Evil: 1": "/",
		"::not a url::":                     "/",
	} {
		i := app(t)
		h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { i.Back(w, r) })
		assert.Equal(t, want, do(h, "POST", "/x", "Referer", referer).Header.Get("Location"), referer)
	}
}

type teapot struct{ error }

func (teapot) ServeHTTP(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) }

func TestErrorThatIsAHandlerAnswersForItself(t *testing.T) {
	t.Parallel()
	i := app(t)
	h := i.Middleware(i.Handle(func(http.ResponseWriter, *http.Request) error {
		return fmt.Errorf("brewing: %w", teapot{errors.New("short and stout")})
	}))
	assert.Equal(t, http.StatusTeapot, do(h, "GET", "/", "Accept", "text/html").StatusCode)
}

func TestValidationErrorsForThoseWhoShowNoPages(t *testing.T) {
	t.Parallel()
	i := app(t, inertia.WithLogger(slog.New(slog.DiscardHandler)))
	invalid := i.Middleware(i.Handle(func(http.ResponseWriter, *http.Request) error { return inertia.Errors{"name": {"is odd"}} }))
	refused := i.Middleware(i.Handle(func(http.ResponseWriter, *http.Request) error { return &inertia.HTTPError{Status: 403} }))
	for _, headers := range [][]string{{"Accept", "application/json"}, {"Precognition", "true", "Accept", "application/json"}} {
		res := do(invalid, "POST", "/", headers...)
		assert.Equal(t, 422, res.StatusCode)
		assert.Equal(t, "application/json", res.Header.Get("Content-Type"))
		assert.JSONEq(t, `{"message":"validation failed: name is odd","errors":{"name":["is odd"]}}`, body(t, res))
		assert.Equal(t, headers[0] == "Precognition", res.Header.Get("Precognition") == "true")
	}
	assert.Equal(t, 302, do(invalid, "POST", "/", "Accept", "text/html").StatusCode)
	res := do(refused, "POST", "/", "Precognition", "true")
	assert.Equal(t, 403, res.StatusCode)
	assert.Equal(t, "true", res.Header.Get("Precognition"))
}

func TestFallback(t *testing.T) {
	t.Parallel()
	i := app(t, inertia.WithFallback("/home"))
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { i.Back(w, r) })
	assert.Equal(t, "/home", do(h, "POST", "/x").Header.Get("Location"))
}

func TestLocation(t *testing.T) {
	t.Parallel()
	i := app(t)
	to := func(url string) http.Handler {
		return i.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { i.Location(w, r, url) }))
	}
	res := do(to("https://other.test/x"), "POST", "/", client...)
	assert.Equal(t, 409, res.StatusCode)
	assert.Equal(t, "https://other.test/x", res.Header.Get("X-Inertia-Location"))
	assert.Empty(t, res.Header.Get("X-Inertia"))
	assert.Empty(t, res.Header.Get("X-Inertia-Version"), "a deliberate location is followed in the background too")

	res = do(to("https://other.test/x"), "GET", "/")
	assert.Equal(t, 302, res.StatusCode)
	assert.Equal(t, "https://other.test/x", res.Header.Get("Location"))

	res = do(to("javascript:alert(1)"), "GET", "/", client...)
	assert.Equal(t, 500, res.StatusCode)
	assert.Empty(t, res.Header.Get("X-Inertia-Location"))

	res = do(to("/a\r\nSet-Cookie: x=y"), "GET", "/")
	assert.Empty(t, res.Header.Get("Set-Cookie"))
}

// edge is a program whose answers come from everywhere but its pages.
func edge(t *testing.T, opts ...inertia.Option) http.Handler {
	t.Helper()
	i := app(t, append([]inertia.Option{
		inertia.WithShared("user", "Ada"),
		inertia.WithLogger(slog.New(slog.DiscardHandler)),
		inertia.WithErrorPage(func(_ *http.Request, status int, err error) (string, any) {
			return "Error", inertia.Props{"status": status, "text": err.Error()}
		}),
	}, opts...)...)
	mux := http.NewServeMux()
	mux.Handle("GET /page", i.Page("Page", nil))
	mux.HandleFunc("/empty", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("/status", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(200) })
	mux.HandleFunc("/no-content", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) })
	mux.HandleFunc("/limit", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "7")
		http.Error(w, "slow down", 429)
	})
	mux.HandleFunc("/json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"a":1}`))
	})
	mux.HandleFunc("/file", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Disposition", "attachment")
		_, _ = io.Copy(w, strings.NewReader(strings.Repeat("x", 100_000)))
	})
	mux.HandleFunc("/panic", func(http.ResponseWriter, *http.Request) { panic("boom") })
	mux.HandleFunc("/late", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("half"))
		panic("boom")
	})
	mux.Handle("/fails", i.Handle(func(w http.ResponseWriter, _ *http.Request) error {
		w.Header().Set("Content-Type", "text/csv")
		return errors.New("database is down")
	}))
	mux.Handle("/missing", i.Handle(func(http.ResponseWriter, *http.Request) error {
		return fmt.Errorf("user 7: %w", &inertia.HTTPError{Status: 404})
	}))
	mux.Handle("/large", i.Handle(func(w http.ResponseWriter, _ *http.Request) error {
		_, err := io.ReadAll(http.MaxBytesReader(w, io.NopCloser(strings.NewReader("too much")), 1))
		return err
	}))
	mux.Handle("/unencodable", i.Page("Page", inertia.Props{"a": inertia.Props{"b": make(chan int)}}))
	return i.Middleware(mux)
}

func TestEdgeTurnsWhatTheClientCannotShowIntoPages(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		method, path string
		want         int
		contains     string
		location     string
	}{
		"unknown route":            {"GET", "/nowhere", 404, `"props":{"errors":{},"user":"Ada","status":404`, ""},
		"wrong method":             {"POST", "/page", 405, `"status":405`, ""},
		"rate limit":               {"GET", "/limit", 429, `"text":"slow down"`, ""},
		"panic":                    {"GET", "/panic", 500, `"component":"Error"`, ""},
		"handler error":            {"GET", "/fails", 500, `"text":"database is down"`, ""},
		"handler status":           {"GET", "/missing", 404, `"status":404`, ""},
		"too large":                {"POST", "/large", 413, `"status":413`, ""},
		"props that do not encode": {"GET", "/unencodable", 500, `"text":"inertia: props of Page: a: b: json: unsupported type: chan int"`, ""},
		"JSON on GET":              {"GET", "/json", 409, "", "/json"},
		"download":                 {"GET", "/file", 409, "", "/file"},
		"JSON on POST":             {"POST", "/json", 500, `"component":"Error"`, ""},
		"empty":                    {"GET", "/empty", 302, "", ""},
		"empty after PUT":          {"PUT", "/empty", 303, "", ""},
		"status without a body":    {"POST", "/status", 302, "", ""},
		"no content":               {"POST", "/no-content", 204, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			res := do(edge(t), tc.method, tc.path, with("Referer", "http://example.com/back?a=1")...)
			assert.Equal(t, tc.want, res.StatusCode)
			text := body(t, res)
			switch {
			case tc.contains != "":
				assert.Contains(t, text, tc.contains)
				assert.Equal(t, "true", res.Header.Get("X-Inertia"))
				assert.Equal(t, "application/json", res.Header.Get("Content-Type"))
			default:
				assert.Empty(t, text)
				assert.Empty(t, res.Header.Get("X-Inertia"))
			}
			if tc.location != "" {
				assert.Equal(t, tc.location, res.Header.Get("X-Inertia-Location"))
			}
			if tc.want == 302 || tc.want == 303 {
				assert.Equal(t, "/back?a=1", res.Header.Get("Location"))
			}
			assert.Equal(t, "X-Inertia", res.Header.Get("Vary"))
		})
	}
}

func TestEdgeLeavesOtherClientsAlone(t *testing.T) {
	t.Parallel()
	h := edge(t)
	res := do(h, "GET", "/json", "Accept", "application/json")
	assert.JSONEq(t, `{"a":1}`, body(t, res))
	res = do(h, "GET", "/nowhere", "Accept", "application/json")
	assert.Equal(t, "404 page not found\n", body(t, res))
	res = do(h, "GET", "/empty", "Accept", "text/html")
	assert.Equal(t, 200, res.StatusCode)
	res = do(h, "GET", "/file", "Accept", "text/html")
	assert.Len(t, body(t, res), 100_000)

	res = do(h, "GET", "/nowhere", "Accept", "text/html,*/*")
	assert.Equal(t, 404, res.StatusCode)
	assert.Contains(t, body(t, res), `"component":"Error"`, "a browser sees the error page")
	res = do(h, "POST", "/page", "Accept", "text/html")
	assert.Equal(t, 405, res.StatusCode)
	assert.Equal(t, "GET, HEAD", res.Header.Get("Allow"))
	res = do(h, "GET", "/limit", "Accept", "text/html")
	assert.Equal(t, "7", res.Header.Get("Retry-After"))
	res = do(h, "GET", "/fails")
	assert.Equal(t, "500 Internal Server Error\n", body(t, res), "errors are not told to everybody")
}

func TestDebugShowsTheError(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{"/panic": "middleware_test.go", "/fails": "database is down", "/unencodable": "a: b: json"} {
		res := do(edge(t, inertia.WithDebug()), "GET", path, client...)
		assert.Equal(t, 500, res.StatusCode)
		assert.Empty(t, res.Header.Get("X-Inertia"))
		assert.Contains(t, body(t, res), want)
	}
}

func TestPanicAfterTheFirstByteCutsTheConnection(t *testing.T) {
	t.Parallel()
	assert.PanicsWithValue(t, http.ErrAbortHandler, func() { do(edge(t), "GET", "/late", "Accept", "text/html") })
}

func TestRenderWithoutMiddleware(t *testing.T) {
	t.Parallel()
	i := app(t)
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		inertia.Flash(r, "a", 1)
		if err := i.Render(w, r, "Page", inertia.Props{"b": 2}); err != nil {
			http.Error(w, err.Error(), 500)
		}
	})
	res := do(h, "GET", "/", client...)
	assert.JSONEq(t, `{"component":"Page","props":{"errors":{},"b":2},"url":"/","version":"v1","sharedProps":["errors"],"flash":{"a":1}}`, body(t, res))
	assert.Equal(t, 409, do(h, "GET", "/", "X-Inertia", "true").StatusCode)
	failing := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := i.Render(w, r, "Page", inertia.Props{"b": make(chan int)}); err != nil {
			http.Error(w, "mine", 503)
		}
	})
	res = do(failing, "GET", "/", client...)
	assert.Equal(t, 503, res.StatusCode)
	assert.Equal(t, "mine\n", body(t, res))
}

func TestDocument(t *testing.T) {
	t.Parallel()
	i := app(t, inertia.WithRootID("main"), inertia.WithLang("de"), inertia.WithTitle("A & B"))
	res := do(i.Page("Page", inertia.Props{"hostile": "</script><script>alert(1)</script><!-- \u2028 & /a/b"}), "GET", "/x?y=1")
	assert.Equal(t, "text/html; charset=utf-8", res.Header.Get("Content-Type"))
	assert.Equal(t, "no-cache, private", res.Header.Get("Cache-Control"))
	golden(t, "document.html", body(t, res))
}

// golden compares got with a file of testdata; UPDATE_GOLDEN=1 writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := "testdata/" + name
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}

func TestNewReportsEverythingThatIsWrong(t *testing.T) {
	t.Parallel()
	_, err := inertia.New(inertia.WithShell(nil), inertia.WithConcurrency(0), inertia.WithSecret([]byte("short")), nil)
	for _, want := range []string{"WithShell: nil", "WithConcurrency(0)", "has 5 bytes", "an option is nil"} {
		assert.ErrorContains(t, err, want)
	}
	_, err = inertia.New()
	assert.ErrorContains(t, err, "WithViteManifest")
	_, err = inertia.New(inertia.WithShell(shell.Default), inertia.WithSecretRequired())
	assert.ErrorContains(t, err, "openssl rand")
	var log bytes.Buffer
	_, err = inertia.New(inertia.WithShell(shell.Default), inertia.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
	require.NoError(t, err)
	assert.Equal(t, 1, strings.Count(log.String(), "WithSecret"))
}
