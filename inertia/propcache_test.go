package inertia_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/inertia/internal/propcache"
	"github.com/inertia-templ/shell/ssr"
)

func TestCacheKeepsTheValueAndRenewsItInTheBackground(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var calls atomic.Int32
		i := app(t)
		h := i.Middleware(i.Page("Page", inertia.Props{"p": inertia.Lazy(counted(&calls)).Cache(time.Minute, time.Hour).Shared()}))
		gets := func(value int, took time.Duration) {
			t.Helper()
			begun := time.Now()
			assert.Contains(t, visit(h, "/").Body.String(), fmt.Sprintf(`"p":%d}`, value))
			assert.Equal(t, took, time.Since(begun))
		}
		gets(1, time.Second)
		time.Sleep(50 * time.Second)
		gets(1, 0)
		time.Sleep(10 * time.Second)
		gets(1, 0) // it is stale, and computed again
		gets(1, 0) // once
		time.Sleep(2 * time.Second)
		gets(2, 0)
		assert.EqualValues(t, 2, calls.Load())
		time.Sleep(2 * time.Hour)
		gets(3, time.Second) // too old for anybody
	})
}

func TestCacheComputesOnceForAllWhoWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var calls atomic.Int32
		i := app(t, inertia.WithLogger(slog.New(slog.DiscardHandler)))
		h := i.Middleware(i.Page("Page", inertia.Props{"p": inertia.Lazy(counted(&calls)).Cache(time.Minute, 0).Shared()}))
		first, leave := context.WithTimeout(t.Context(), 500*time.Millisecond)
		defer leave()
		go h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(first, http.MethodGet, "/", nil))
		synctest.Wait()
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() { assert.Contains(t, visit(h, "/").Body.String(), `"p":1}`) })
		}
		all.Wait()
		assert.EqualValues(t, 1, calls.Load(), "the visitor who began has left, and the others get the result")
	})
}

// What a kept value is sent as is what the function's value would be sent as.
func TestCacheSendsWhatTheFunctionWouldSend(t *testing.T) {
	t.Parallel()
	type user struct {
		Name     string                 `json:"name"`
		Password string                 `json:"password"`
		Token    inertia.Secret[string] `json:"token"`
	}
	quiet := inertia.WithLogger(slog.New(slog.DiscardHandler))
	for name, tc := range map[string]any{
		"nil":               nil,
		"text":              `</script><!-- é " & `,
		"a number":          1.5,
		"no list":           []int(nil),
		"an object":         map[string]any{"b": 1, "a": []string{"x"}},
		"one with secrets":  user{Name: "Ada", Password: "p", Token: inertia.NewSecret("t")},
		"a secret":          inertia.NewSecret("t"),
		"a list of results": inertia.Paginate(inertia.PageAt(2, 2), []int{1, 2}, 9),
		"cursors":           inertia.CursorPage[int]{Data: []int{1}, Current: "c", Previous: "b", Next: "d"},
	} {
		for _, prop := range []string{"p", "api_key"} {
			load := func(context.Context) (any, error) { return tc, nil }
			plain, cached := inertia.Lazy(load), inertia.Lazy(load).Cache(time.Minute, 0).Shared()
			if _, scrolls := tc.(inertia.Paginator); scrolls {
				plain, cached = plain.Scroll(), cached.Scroll()
			}
			for _, headers := range [][]string{nil, partial(prop, ""), {"X-Inertia", ""}} {
				want := visit(app(t, quiet).Page("Page", inertia.Props{prop: plain}), "/", headers...)
				h := app(t, quiet).Page("Page", inertia.Props{prop: cached})
				for _, when := range []string{"computed", "kept"} {
					got := visit(h, "/", headers...)
					require.Equal(t, want.Code, got.Code, "%s, %s: %s", name, when, got.Body)
					assert.Equal(t, want.Body.String(), got.Body.String(), "%s as %s, %s", name, prop, when)
				}
			}
		}
	}
}

func TestCacheRefusesWhatOneVisitorCouldGetOfAnother(t *testing.T) {
	t.Parallel()
	load := func(context.Context) (any, error) { return 1, nil }
	for name, tc := range map[string]struct {
		props inertia.Props
		want  string
	}{
		"no key":        {inertia.Props{"p": inertia.Lazy(load).Cache(time.Minute, 0)}, `prop &#34;p&#34; of Page: cached without a key: every visitor would get the value of the first; add .By(userID)`},
		"an empty key":  {inertia.Props{"p": inertia.Lazy(load).Cache(time.Minute, 0).By("", 0)}, "By got nothing but empty parts"},
		"no part":       {inertia.Props{"p": inertia.Lazy(load).Cache(time.Minute, 0).By()}, "By got nothing but empty parts"},
		"a nil part":    {inertia.Props{"p": inertia.Lazy(load).Cache(time.Minute, 0).By((*time.Time)(nil))}, "By got nothing but empty parts"},
		"a struct":      {inertia.Props{"p": inertia.Lazy(load).Cache(time.Minute, 0).By(struct{ A int }{1})}, "By got a struct { A int }: want strings, numbers"},
		"no time":       {inertia.Props{"p": inertia.Lazy(load).Cache(0, time.Minute).Shared()}, "Cache(0s, 1m0s): want more than 0"},
		"a prop inside": {inertia.Props{"p": inertia.Lazy(func() any { return inertia.Props{"q": inertia.Lazy(load)} }).Cache(time.Minute, 0).Shared()}, "a prop inside of a cached one"},
		"a function":    {inertia.Props{"p": inertia.Lazy(func() any { return load }).Cache(time.Minute, 0).Shared()}, "a prop inside of a cached one"},
		"a provider":    {inertia.Props{"p": inertia.Lazy(func() any { return []any{requestBound{}} }).Cache(time.Minute, 0).Shared()}, "a provider inside of a cached prop"},
		"a dotted prop": {inertia.Props{"p": inertia.Lazy(load).Cache(time.Minute, 0).Shared(), "p.user": "Ada"}, `the prop &#34;p.user&#34; is shared inside of a cached one`},
		"an error":      {inertia.Props{"p": inertia.Lazy(func() (int, error) { return 0, errors.New("down") }).Cache(time.Minute, 0).Shared()}, `prop &#34;p&#34; of Page: down`},
		"a panic":       {inertia.Props{"p": inertia.Lazy(func() int { panic("boom") }).Cache(time.Minute, 0).Shared()}, `prop &#34;p&#34; of Page: panic: boom`},
		"no JSON":       {inertia.Props{"p": inertia.Lazy(func() any { return make(chan int) }).Cache(time.Minute, 0).Shared()}, `unsupported type: chan int`},
		"no page":       {inertia.Props{"p": inertia.Lazy(load).Cache(time.Minute, 0).Shared().Scroll()}, `a scroll prop of type int does not say which page it is`},
	} {
		i := app(t, inertia.WithDebug(), inertia.WithLogger(slog.New(slog.DiscardHandler)))
		for range 2 {
			w := visit(i.Middleware(i.Page("Page", tc.props)), "/")
			assert.Equal(t, http.StatusInternalServerError, w.Code, name)
			assert.Contains(t, w.Body.String(), tc.want, name)
		}
	}
}

// requestBound is a provider of what the request says.
type requestBound struct{}

func (requestBound) InertiaProps(c inertia.PropContext) inertia.Props {
	return inertia.Props{"path": c.Request.URL.Path}
}

// A visitor gets what was computed for the same parts, component and path, and
// nothing else.
func TestCacheTellsVisitorsPagesAndPropsApart(t *testing.T) {
	t.Parallel()
	i := app(t)
	h := i.Middleware(i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		q := r.URL.Query()
		by := func(prop string) any {
			return inertia.Lazy(func(*http.Request) string { return prop + r.URL.RawQuery }).Cache(time.Hour, 0).By(q.Get("a"), q.Get("b"), len(q["n"]))
		}
		return i.Render(w, r, "Page"+q.Get("page"), inertia.Props{"p": by("p"), "q": inertia.Props{"p": by("qp")}})
	}))
	for _, query := range []string{"a=x&b=y", "a=xy&b=", "a=&b=xy", "a=x&b=", "a=x&n=", "a=x&n=&n=", "a=x&b=y&page=2", "page=2&a=y&b=x"} {
		for range 2 {
			assert.Contains(t, visit(h, "/?"+query).Body.String(),
				fmt.Sprintf(`"p":"p%[1]s","q":{"p":"qp%[1]s"}`, strings.ReplaceAll(query, "&", `\u0026`)))
		}
	}
}

func TestInvalidateReachesAllThatIsKept(t *testing.T) {
	t.Parallel()
	var loads atomic.Int32
	i := app(t, inertia.WithSSR(&countingRenderer{}))
	load := func(context.Context) (int32, error) { return loads.Add(1), nil }
	h := i.Middleware(i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		props := inertia.Props{"once": inertia.Once(fn(1)).As("key").Tags("orders"), "cached": inertia.Lazy(load).Cache(time.Hour, 0).Shared().Tags("user:1", "orders")}
		return i.Render(w, r, "Page", props, inertia.CacheSSR(time.Hour, 0).Tags("texts"))
	}))
	key := func() string {
		var page struct {
			OnceProps map[string]any `json:"onceProps"`
		}
		require.NoError(t, json.Unmarshal(visit(h, "/").Body.Bytes(), &page))
		for key := range page.OnceProps {
			return key
		}
		return ""
	}
	remembered := key()
	document := func() string { return visit(h, "/", "X-Inertia", "").Body.String() }
	for range 2 {
		assert.Contains(t, document(), "render 1")
		assert.Contains(t, visit(h, "/", "X-Inertia-Except-Once-Props", remembered).Body.String(), `"props":{"errors":{},"cached":1}`)
	}
	require.NoError(t, i.Invalidate(t.Context(), "user:2", "other"))
	assert.Equal(t, remembered, key(), "other tags change nothing")
	assert.Contains(t, document(), "render 1")

	require.NoError(t, i.Invalidate(t.Context(), "orders"))
	assert.Contains(t, visit(h, "/", "X-Inertia-Except-Once-Props", remembered).Body.String(), `"props":{"errors":{},"cached":2,"once":1}`)
	assert.NotEqual(t, remembered, key())
	assert.Contains(t, document(), "render 2", "another page object")
	assert.Contains(t, visit(h, "/", "X-Inertia-Except-Once-Props", key()).Body.String(), `"props":{"errors":{},"cached":2}`, "it is remembered again")

	require.NoError(t, i.Invalidate(t.Context(), "user:1"))
	assert.Contains(t, visit(h, "/").Body.String(), `"cached":3`)
	assert.Contains(t, document(), "render 3", "another page object")
	assert.Contains(t, document(), "render 3")
	require.NoError(t, i.Invalidate(t.Context(), "texts"))
	assert.Contains(t, document(), "render 4", "the same page object")
	require.ErrorContains(t, i.Invalidate(t.Context(), "a", ""), "a tag is empty")
	require.NoError(t, i.Invalidate(t.Context()))
}

// countingRenderer renders a page as the number of pages that it has rendered.
type countingRenderer struct{ pages atomic.Int32 }

func (c *countingRenderer) Render(context.Context, []byte) (ssr.Result, error) {
	return ssr.Result{Body: fmt.Sprint("render ", c.pages.Add(1))}, nil
}

// What is computed from old data is not kept beyond an Invalidate, whoever waits
// for it.
func TestInvalidateWhileAValueIsComputed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var data atomic.Int32
		load := func(context.Context) (int32, error) {
			read := data.Load()
			time.Sleep(time.Second)
			return read, nil
		}
		i := app(t)
		h := i.Middleware(i.Page("Page", inertia.Props{
			"cached": inertia.Lazy(load).Cache(time.Hour, time.Hour).Shared().Tags("t"), "once": inertia.Once(load).Tags("t"),
		}))
		var old string
		var first sync.WaitGroup
		first.Go(func() { old = visit(h, "/").Body.String() })
		time.Sleep(500 * time.Millisecond)
		data.Store(1)
		require.NoError(t, i.Invalidate(t.Context(), "t"))
		after := visit(h, "/").Body.String()
		first.Wait()
		assert.Contains(t, after, `"cached":1,"once":1`)
		assert.Contains(t, old, `"cached":0,"once":0`)
		_, oldKey, _ := strings.Cut(old, "onceProps")
		assert.NotContains(t, after, oldKey, "the client that got the old value is sent the new one")
		assert.Contains(t, visit(h, "/").Body.String(), `"cached":1`, "the late result took no place")
	})
}

// A background computation has nothing of the exchange that began it.
func TestCacheOutlivesTheExchange(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var logged bytes.Buffer
		var calls atomic.Int32
		memo := inertia.Memo(counted(&calls))
		i := app(t, inertia.WithLogger(slog.New(slog.NewTextHandler(&logged, nil))))
		h := i.Middleware(i.Page("Page", inertia.Props{"p": inertia.Lazy(memo).Cache(time.Minute, time.Hour).Shared()}))
		ask := func() string {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel() // as a server does
			w := httptest.NewRecorder()
			r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/", nil)
			r.Header.Set("X-Inertia", "true")
			r.Header.Set("X-Inertia-Version", "v1")
			h.ServeHTTP(w, r)
			return w.Body.String()
		}
		assert.Contains(t, ask(), `"p":1}`)
		time.Sleep(2 * time.Minute)
		assert.Contains(t, ask(), `"p":1}`)
		time.Sleep(2 * time.Second)
		assert.Contains(t, ask(), `"p":2}`)
		assert.Empty(t, logged.String())
	})
}

// A store that is down costs time, not answers.
func TestCacheWithoutItsStore(t *testing.T) {
	t.Parallel()
	var logged bytes.Buffer
	i := app(t, inertia.WithCacheStore(downStore{}), inertia.WithLogger(slog.New(slog.NewTextHandler(&logged, nil))))
	var calls atomic.Int32
	load := func(context.Context) (int32, error) { return calls.Add(1), nil }
	h := i.Middleware(i.Page("Page", inertia.Props{"p": inertia.Lazy(load).Cache(time.Minute, 0).Shared(), "once": inertia.Once(load).Tags("t")}))
	assert.Contains(t, visit(h, "/").Body.String(), `"p":`)
	assert.Contains(t, visit(h, "/").Body.String(), `"once":`)
	assert.EqualValues(t, 4, calls.Load())
	for _, said := range []string{"not read", "not locked", "not kept", "does not know its tags", "is down"} {
		assert.Contains(t, logged.String(), said)
	}
	assert.ErrorContains(t, i.Invalidate(t.Context(), "t", "u"), "inertia: Invalidate(t, u): the store is down")
}

type downStore struct{}

var errDown = errors.New("the store is down")

func (downStore) Get(context.Context, string) ([]byte, error)              { return nil, errDown }
func (downStore) Set(context.Context, string, []byte, time.Duration) error { return errDown }
func (downStore) Lock(context.Context, string) (func(), error)             { return nil, errDown }
func (downStore) Mark(context.Context, []string) (uint64, error)           { return 0, errDown }
func (downStore) Sync(context.Context) error                               { return errDown }
func (downStore) Invalidate(context.Context, []string) error               { return errDown }

func TestCacheOptions(t *testing.T) {
	t.Parallel()
	for want, opts := range map[string][]inertia.Option{
		"WithCacheSize(0)":                  {inertia.WithCacheSize(0)},
		"WithCacheStore: the store is nil":  {inertia.WithCacheStore(nil)},
		"WithCacheSize and WithCacheStore ": {inertia.WithCacheSize(1), inertia.WithCacheStore(downStore{})},
	} {
		_, err := inertia.New(opts...)
		assert.ErrorContains(t, err, want)
	}
}

// Whatever runs side by side: no visitor gets the value of another, and nothing
// that an Invalidate has made old.
func TestNothingIsStaleAfterInvalidate(t *testing.T) {
	t.Parallel()
	const users, writes = 4, 150
	var data [users]atomic.Int64
	i := app(t, inertia.WithLogger(slog.New(slog.DiscardHandler)))
	h := i.Middleware(i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		user := r.URL.Query().Get("user")
		load := func(ctx context.Context) (string, error) {
			var n int
			_, _ = fmt.Sscan(user, &n)
			v := data[n].Load()
			time.Sleep(100 * time.Microsecond)
			return fmt.Sprint(user, ":", v), ctx.Err()
		}
		return i.Render(w, r, "Page", inertia.Props{"p": inertia.Lazy(load).Cache(time.Millisecond, time.Hour).By("user", user).Tags("user:" + user)})
	}))
	read := func(ctx context.Context, user int) (of int, v int64) {
		w := httptest.NewRecorder()
		r := httptest.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprint("/?user=", user), nil)
		r.Header.Set("X-Inertia", "true")
		r.Header.Set("X-Inertia-Version", "v1")
		h.ServeHTTP(w, r)
		_, text, _ := strings.Cut(w.Body.String(), `"p":"`)
		if _, err := fmt.Sscanf(text, `%d:%d"`, &of, &v); err != nil {
			return -1, 0
		}
		return of, v
	}
	var all sync.WaitGroup
	for user := range users {
		all.Go(func() {
			for range writes {
				wrote := data[user].Add(1)
				assert.NoError(t, i.Invalidate(t.Context(), fmt.Sprint("user:", user)))
				of, v := read(t.Context(), user)
				assert.Equal(t, user, of)
				assert.GreaterOrEqual(t, v, wrote)
			}
		})
		all.Go(func() { // visitors who leave
			for n := range writes {
				ctx, leave := context.WithTimeout(t.Context(), time.Duration(n%5)*50*time.Microsecond)
				if of, _ := read(ctx, user); of != -1 {
					assert.Equal(t, user, of)
				}
				leave()
			}
		})
	}
	all.Wait()
}

// After a deploy the values of the older build are not read: they may have
// another shape.
func TestCacheOfAnotherRevisionIsNotRead(t *testing.T) {
	t.Parallel()
	store := propcache.NewMemory(1 << 20)
	var calls atomic.Int32
	page := func(opts ...inertia.Option) string {
		i := app(t, append(opts, inertia.WithCacheStore(store))...)
		prop := inertia.Lazy(func(context.Context) (int32, error) { return calls.Add(1), nil }).Cache(time.Hour, 0).Shared()
		return visit(i.Middleware(i.Page("Page", inertia.Props{"p": prop})), "/").Body.String()
	}
	assert.Contains(t, page(inertia.WithCacheRevision("one")), `"p":1`)
	assert.Contains(t, page(inertia.WithCacheRevision("one")), `"p":1`)
	assert.Contains(t, page(inertia.WithCacheRevision("two")), `"p":2`)
	assert.Contains(t, page(), `"p":3`, "the revision of the build")
	assert.Contains(t, page(), `"p":3`)
	_, err := inertia.New(inertia.WithCacheRevision(""), inertia.WithShell(shell.Default))
	assert.ErrorContains(t, err, "WithCacheRevision: the revision is empty")
}
