package inertiatest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

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
		HasRescued("weather").Missing("weather", "hidden")
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

	c.Get("/dashboard").Missing("hidden")
	c.Reload(inertiatest.Only("hidden", "nested.a")).Where("hidden", "s").Where("nested.b", 2).Where("title", "Hello")
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
		assert.EqualValues(t, 3, app.plans.Load(), "a document starts again")
	})
}

func TestClientReadsEveryKindOfExpiry(t *testing.T) {
	t.Parallel()
	for expiry, want := range map[string]string{"null": "key", "0": "key", "1": "", "99999999999999": "key"} {
		var got string
		c := inertiatest.NewClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			got = r.Header.Get("X-Inertia-Except-Once-Props")
			answerPage(w, r, `{"component":"A","props":{"a":{"b":1}},"url":"/","onceProps":{"key":{"prop":"a.b","expiresAt":`+expiry+`},"gone":{"prop":"a.c"}}}`)
		}))
		c.Get("/")
		c.Get("/")
		assert.Equal(t, want, got, expiry)
	}
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
	assert.Equal(t, `inertiatest: "users" is not a scroll prop of the page; there are posts`, f.said())
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

func TestClientInSubtests(t *testing.T) {
	t.Parallel()
	c := inertiatest.NewClient(t, newApp(t))
	c.Get("/login")
	f := fails(t, func(t testing.TB) { c.For(t).Get("/prices").Component("Login") })
	assert.Equal(t, `inertiatest: Prices at /prices: the component is "Prices", want "Login"`, f.said())
	c.Page().Component("Prices")
}

func TestClientForgetsAsBrowsersDo(t *testing.T) {
	t.Parallel()
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answerPage(w, r, `{"component":"A","props":{},"url":"`+r.URL.Path+`","flash":{"at":"`+r.URL.Path+`"}}`)
	})
	c := inertiatest.NewClient(t, h)
	for n := range 1010 {
		c.Get(fmt.Sprint("/", n))
	}
	at, urls := inertiatest.History(c.Browser())
	assert.Equal(t, 49, at)
	assert.Len(t, urls, 50)
	assert.Equal(t, "https://example.com/1009", urls[at])
	flashes := c.Browser().Flashes()
	assert.Len(t, flashes, 1000)
	assert.Equal(t, "/1009", flashes[999]["at"])
	c.Back().URL("/1008")
	c.Get("/new")
	_, urls = inertiatest.History(c.Browser())
	assert.Equal(t, []string{"https://example.com/1008", "https://example.com/new"}, urls[48:])
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
