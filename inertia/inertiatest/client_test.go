package inertiatest_test

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/inertia/inertiatest"
)

type data = map[string]any

func TestClientLogsIn(t *testing.T) {
	t.Parallel()
	c := inertiatest.NewClient(t, newApp(t))
	c.Get("/login").Component("Login").Where("user", nil).Status(200)

	c.Post("/login", data{"name": ""}).Component("Login").URL("/login").HasError("name", "Enter a name.")
	c.Post("/login", data{}, inertiatest.ErrorBag("login")).Bag("login").HasError("name")
	c.Post("/login", data{"name": "ada"}).
		Component("Dashboard").URL("/dashboard").NoErrors().
		Where("user", "ada").HasFlash("success", "Welcome.")
	assert.Equal(t, []map[string]any{{"success": "Welcome."}}, c.Browser().Flashes())
	c.Get("/prices").MissingFlash().Where("user", "ada")
	assert.Equal(t, "https://example.com/prices", c.Browser().Location())
}

func TestClientLoadsDeferredProps(t *testing.T) {
	t.Parallel()
	app := newApp(t)
	c := inertiatest.NewClient(t, app)
	c.Get("/dashboard").
		Where("stats", 5).Where("chart", []int{1, 2}).Where("nested", data{"a": 1, "b": 2}).
		HasRescued("weather").Missing("weather", "secret")
	assert.EqualValues(t, 3, app.requests.Load())

	manual := inertiatest.NewClient(t, app, inertiatest.WithManualDeferred())
	manual.Get("/dashboard").HasDeferred("default", "nested.b", "stats").HasDeferred("slow", "chart", "weather").Missing("stats")
	manual.LoadDeferred("default").Where("stats", 5).Missing("chart")
	manual.LoadDeferred().Where("chart", []int{1, 2})
	f := fails(t, func(t testing.TB) {
		c := inertiatest.NewClient(t, app)
		c.Get("/dashboard")
		c.LoadDeferred("late")
	})
	assert.Equal(t, `inertiatest: there is no deferred group "late"; there are default, slow`, f.said())
}

func TestClientMergesPartialReloads(t *testing.T) {
	t.Parallel()
	c := inertiatest.NewClient(t, newApp(t))
	c.Get("/log").Where("lines", []data{{"id": 1, "text": 1}, {"id": 2, "text": 1}})
	c.Reload(inertiatest.Only("lines")).
		Where("lines", []data{{"id": 1, "text": 2}, {"id": 2, "text": 1}, {"id": 3, "text": 2}})
	c.Reload(inertiatest.Reset("lines")).Where("lines", []data{{"id": 1, "text": 3}, {"id": 4, "text": 3}})

	c.Get("/dashboard").Missing("secret")
	c.Reload(inertiatest.Only("secret", "nested.a")).Where("secret", "s").Where("nested.b", 2).Where("title", "Hello")
	c.Reload(inertiatest.Except("plans", "weather")).Where("stats", 5)
}

func TestClientRemembersOnceProps(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		app := newApp(t)
		c := inertiatest.NewClient(t, app)
		c.Get("/dashboard").HasOnce("plans").Where("plans", []string{"basic"})
		c.Get("/prices").HasOnce("plans").Where("offers", []string{"basic"})
		assert.EqualValues(t, 1, app.plans.Load())
		time.Sleep(59 * time.Minute)
		c.Get("/dashboard").Where("plans", []string{"basic"})
		assert.EqualValues(t, 1, app.plans.Load(), "the expiry is that of the first answer")
		time.Sleep(2 * time.Minute)
		c.Get("/prices").Where("offers", []string{"basic"})
		assert.EqualValues(t, 2, app.plans.Load())
		c.Load("/prices")
		assert.EqualValues(t, 3, app.plans.Load(), "a document begins anew")
	})
}

func TestClientScrolls(t *testing.T) {
	t.Parallel()
	c := inertiatest.NewClient(t, newApp(t))
	b := c.Browser()
	c.Get("/feed?page=2").HasScroll("posts").Where("posts.data", []int{20, 21})
	assert.True(t, b.HasNext("posts"))
	assert.True(t, b.HasPrevious("posts"))
	c.LoadNext("posts").Where("posts.data", []int{20, 21, 30, 31}).Where("page", 2).URL("/feed?page=2")
	assert.False(t, b.HasNext("posts"))
	c.LoadPrevious("posts").Where("posts.data", []int{10, 11, 20, 21, 30, 31})
	assert.False(t, b.HasPrevious("posts"))
	c.LoadNext("posts").Count("posts.data", 6)

	// Back shows what was loaded, and remembers that there is no more.
	c.Get("/prices")
	c.Back().Component("Feed").Count("posts.data", 6)
	assert.False(t, b.HasNext("posts"))
	c.Reload(inertiatest.Reset("posts")).Where("posts.data", []int{20, 21})
	assert.True(t, b.HasNext("posts"))

	f := fails(t, func(t testing.TB) {
		c := inertiatest.NewClient(t, newApp(t))
		c.Get("/feed")
		c.LoadNext("users")
	})
	assert.Equal(t, `inertiatest: "users" is no scroll prop of the page; there are posts`, f.said())
}

func TestClientPrefetches(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		app := newApp(t)
		c := inertiatest.NewClient(t, app)
		c.Get("/login")
		c.Prefetch("/login") // already there
		c.Prefetch("/prices")
		c.Prefetch("/prices")
		assert.EqualValues(t, 2, app.requests.Load())
		assert.Equal(t, "prefetch", app.last.Load().Header.Get("Purpose"))
		c.Page().Component("Login")
		c.Get("/prices").Component("Prices")
		assert.EqualValues(t, 2, app.requests.Load())

		c.Get("/login")
		c.Get("/prices")
		assert.EqualValues(t, 3, app.requests.Load(), "kept for the next visit")
		time.Sleep(31 * time.Second)
		c.Get("/login")
		c.Get("/prices")
		assert.EqualValues(t, 5, app.requests.Load(), "not for ever")

		c.Prefetch("/plain")
		f := fails(t, func(testing.TB) {
			_, err := c.Browser().Get(t.Context(), "/plain")
			assert.Error(t, err)
		})
		assert.Empty(t, f.messages)
	})
}

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

func TestClientHistoryThatCannotBeDecrypted(t *testing.T) {
	t.Parallel()
	clears := false
	requests := 0
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests++
		page := `{"component":"A","props":{},"url":"` + r.URL.Path + `","encryptHistory":true`
		if clears {
			page += `,"clearHistory":true`
		}
		answerPage(w, r, page+`}`)
	})
	c := inertiatest.NewClient(t, h)
	c.Get("/a")
	c.Get("/b").EncryptsHistory()
	c.Back().URL("/a")
	assert.Equal(t, 2, requests)
	c.Forward()
	clears = true
	c.Get("/c").ClearsHistory()
	clears = false
	c.Back().URL("/b")
	assert.Equal(t, 4, requests)
	f := fails(t, func(t testing.TB) { inertiatest.NewClient(t, h).Back() })
	assert.Equal(t, "inertiatest: the history ends here, at entry 0 of 0", f.said())
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
		"/html":            "X-Inertia is set, but the body is no JSON object: <script",
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

func TestNewVisitInterruptsTheOneBefore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/slow" {
				<-r.Context().Done()
			}
			answerPage(w, r, `{"component":"A","props":{},"url":"`+r.URL.Path+`"}`)
		})
		b, err := inertiatest.NewBrowser(h)
		require.NoError(t, err)
		_, err = b.Load(t.Context(), "/")
		require.NoError(t, err)
		done := make(chan error)
		go func() {
			_, err := b.Get(t.Context(), "/slow")
			done <- err
		}()
		synctest.Wait()
		page, err := b.Get(t.Context(), "/fast")
		require.NoError(t, err)
		assert.Equal(t, "/fast", page.URL)
		assert.ErrorIs(t, <-done, inertiatest.ErrInterrupted)
	})
}

func TestLateBackgroundAnswersAreDropped(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("X-Inertia-Partial-Data") != "" {
				time.Sleep(time.Second)
			}
			answerPage(w, r, `{"component":"A","props":{"late":true},"url":"`+r.URL.Path+`"}`)
		})
		b, err := inertiatest.NewBrowser(h)
		require.NoError(t, err)
		_, err = b.Load(t.Context(), "/one")
		require.NoError(t, err)
		go func() {
			_, err := b.Reload(t.Context(), inertiatest.Only("late"))
			assert.NoError(t, err)
		}()
		synctest.Wait()
		_, err = b.Get(t.Context(), "/two")
		require.NoError(t, err)
		time.Sleep(2 * time.Second)
		synctest.Wait()
		assert.Equal(t, "/two", b.Page().URL)
		assert.Equal(t, "https://example.com/two", b.Location())
	})
}

func TestManyClientsAtOnce(t *testing.T) {
	t.Parallel()
	app := newApp(t)
	var wg sync.WaitGroup
	for n := range 50 {
		wg.Go(func() {
			b, err := inertiatest.NewBrowser(app)
			if !assert.NoError(t, err) {
				return
			}
			name := "user" + string(rune('a'+n%26)) + string(rune('a'+n/26))
			ctx := t.Context()
			_, err = b.Load(ctx, "/login")
			assert.NoError(t, err)
			page, err := b.Post(ctx, "/login", data{"name": name})
			if assert.NoError(t, err) {
				assert.Equal(t, name, page.Props["user"])
				assert.Equal(t, map[string]any{"success": "Welcome."}, page.Flash)
			}
			// One browser is safe for concurrent use too.
			var inner sync.WaitGroup
			for range 4 {
				inner.Go(func() {
					_, err := b.Reload(ctx, inertiatest.Only("user"))
					assert.NoError(t, err)
					b.Page().Props["user"] = "changed by its reader"
				})
			}
			inner.Wait()
			assert.Equal(t, name, b.Page().Props["user"])
		})
	}
	wg.Wait()
}

func TestVisitEndsWithItsContext(t *testing.T) {
	t.Parallel()
	app := newApp(t)
	b, err := inertiatest.NewBrowser(app)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = b.Load(ctx, "/login")
	assert.True(t, errors.Is(err, context.Canceled), err)
}
