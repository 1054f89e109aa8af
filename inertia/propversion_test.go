package inertia_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
)

// orders is a prop whose computations are counted.
type orders struct {
	version  atomic.Value
	computed atomic.Int32
	fails    error
}

func newOrders() *orders {
	o := &orders{}
	o.version.Store("1")
	return o
}

func (o *orders) Version(context.Context) (string, error) { return o.version.Load().(string), o.fails }

func (o *orders) load(context.Context) (string, error) {
	o.computed.Add(1)
	return "orders " + o.version.Load().(string), nil
}

func (o *orders) prop() inertia.Prop[string] { return inertia.Lazy(o.load).Version(o.Version) }

func poll(tag string, more ...string) []string {
	return partial("p", "", append([]string{"If-None-Match", tag, "Cache-Control", "max-age=0"}, more...)...)
}

func TestVersionSparesTheComputation(t *testing.T) {
	t.Parallel()
	o := newOrders()
	i := app(t)
	h := i.Middleware(i.Page("Page", inertia.Props{"p": o.prop(), "slow": inertia.Lazy(fn(1))}))

	first := visit(h, "/", poll("")...)
	require.Equal(t, http.StatusOK, first.Code)
	tag := first.Header().Get("ETag")
	require.NotEmpty(t, tag)
	assert.Equal(t, "no-cache, private", first.Header().Get("Cache-Control"))
	for _, name := range []string{"X-Inertia", "X-Inertia-Partial-Data", "X-Inertia-Partial-Component"} {
		assert.Contains(t, first.Header()["Vary"], name)
	}
	for range 3 {
		again := visit(h, "/", poll(tag)...)
		assert.Equal(t, http.StatusNotModified, again.Code)
		assert.Empty(t, again.Body.String())
		assert.Equal(t, tag, again.Header().Get("ETag"))
	}
	assert.EqualValues(t, 1, o.computed.Load())

	o.version.Store("2")
	changed := visit(h, "/", poll(tag)...)
	assert.Equal(t, http.StatusOK, changed.Code)
	assert.Contains(t, changed.Body.String(), "orders 2")
	assert.NotEqual(t, tag, changed.Header().Get("ETag"))
	assert.EqualValues(t, 2, o.computed.Load())

	assert.Empty(t, visit(h, "/").Header().Get("ETag"), "slow has no version")
	assert.EqualValues(t, 3, o.computed.Load())
}

// A 304 shows what the browser has, so whatever an answer shows or depends on
// must be in its tag.
func TestVersionTellsAnswersApart(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]struct {
		props   func(inertia.Props)
		request []string
		flash   bool
		errors  bool
		path    string
		version string
		page    string
		share   any
	}{
		"a cookie":             {request: []string{"Cookie", "session=b"}},
		"no cookie":            {request: []string{"Cookie", ""}},
		"an Authorization":     {request: []string{"Authorization", "Bearer b"}},
		"another selection":    {request: partial("p,q", "")},
		"a full visit":         {request: []string{"X-Inertia-Partial-Data", "", "X-Inertia-Partial-Component", ""}},
		"a reset":              {request: []string{"X-Inertia-Reset", "p"}},
		"an error bag":         {request: []string{"X-Inertia-Error-Bag", "bag"}},
		"a message":            {flash: true},
		"errors":               {errors: true},
		"another URL":          {path: "/?page=2"},
		"other assets":         {version: "v2", request: []string{"X-Inertia-Version", "v2"}},
		"another component":    {page: "Other", request: []string{"X-Inertia-Partial-Component", "Other"}},
		"a plain value":        {props: func(p inertia.Props) { p["always"] = inertia.Always("b") }},
		"a shared value":       {share: inertia.Always("b")},
		"a prop without one":   {props: func(p inertia.Props) { p["always"] = inertia.Always(fn("b")) }},
		"another visitor":      {props: func(p inertia.Props) { p["p"] = newOrders().prop().By(2) }},
		"everybody":            {props: func(p inertia.Props) { p["p"] = newOrders().prop().Shared() }},
		"the way it is merged": {props: func(p inertia.Props) { p["p"] = newOrders().prop().Merge() }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			handler := func(flash, errs bool, version, page string, share any, edit func(inertia.Props)) http.Handler {
				i := app(t, inertia.WithVersion(version))
				return i.Middleware(i.Handle(func(w http.ResponseWriter, r *http.Request) error {
					var opts []inertia.RenderOption
					if flash {
						opts = append(opts, inertia.Flashed("notice", "saved"))
					}
					if errs {
						opts = append(opts, inertia.Errors{"name": {"is empty"}})
					}
					if share != nil {
						inertia.Share(r, "share", share)
					}
					props := inertia.Props{"p": newOrders().prop(), "q": newOrders().prop(), "always": inertia.Always("a")}
					if edit != nil {
						edit(props)
					}
					return i.Render(w, r, page, props, opts...)
				}))
			}
			before := handler(false, false, "v1", "Page", inertia.Always("a"), nil)
			tag := visit(before, "/", poll("", "Cookie", "session=a")...).Header().Get("ETag")
			require.NotEmpty(t, tag)
			require.Equal(t, http.StatusNotModified, visit(before, "/", poll(tag, "Cookie", "session=a")...).Code)

			version, page, path, share := "v1", "Page", "/", any(inertia.Always("a"))
			if change.version != "" {
				version = change.version
			}
			if change.page != "" {
				page = change.page
			}
			if change.path != "" {
				path = change.path
			}
			if change.share != nil {
				share = change.share
			}
			after := handler(change.flash, change.errors, version, page, share, change.props)
			res := visit(after, path, append(poll(tag, "Cookie", "session=a"), change.request...)...)
			require.Equal(t, http.StatusOK, res.Code, res.Body)
			assert.NotEqual(t, tag, res.Header().Get("ETag"))
		})
	}
}

// Cookies that change with every answer say nothing of the visitor if the
// program says who it is.
func TestVersionOfANamedVisitor(t *testing.T) {
	t.Parallel()
	for name, prop := range map[string]any{"By": newOrders().prop().By("ann"), "Shared": newOrders().prop().Shared()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := app(t)
			h := i.Middleware(i.Page("Page", inertia.Props{"p": prop}))
			tag := visit(h, "/", poll("", "Cookie", "counter=1")...).Header().Get("ETag")
			assert.Equal(t, http.StatusNotModified, visit(h, "/", poll(tag, "Cookie", "counter=2")...).Code)
		})
	}
	i := app(t, inertia.WithLogger(slog.New(slog.DiscardHandler)))
	h := i.Middleware(i.Page("Page", inertia.Props{"p": newOrders().prop().By("")}))
	assert.Equal(t, http.StatusInternalServerError, visit(h, "/", poll("")...).Code, "nobody is named")
}

// An answer that lacks a failed prop must not take the place of the one that has
// it.
func TestVersionOfAFailedProp(t *testing.T) {
	t.Parallel()
	var fails atomic.Bool
	fails.Store(true)
	load := func(context.Context) (int, error) {
		if fails.Load() {
			return 0, errors.New("away")
		}
		return 7, nil
	}
	i := app(t, inertia.WithLogger(slog.New(slog.DiscardHandler)))
	h := i.Middleware(i.Page("Page", inertia.Props{"p": inertia.Defer(load).Rescue().Version(newOrders().Version)}))
	res := visit(h, "/", poll("")...)
	assert.Contains(t, res.Body.String(), `"rescuedProps":["p"]`)
	assert.Empty(t, res.Header().Get("ETag"))
	fails.Store(false)
	assert.Contains(t, visit(h, "/", poll("")...).Body.String(), `"p":7`)
}

func TestVersionThatFailsComputesTheProp(t *testing.T) {
	t.Parallel()
	for name, version := range map[string]func(context.Context) (string, error){
		"error": func(context.Context) (string, error) { return "", errors.New("away") },
		"panic": func(context.Context) (string, error) { panic("away") },
		"nil":   nil,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := app(t, inertia.WithLogger(slog.New(slog.DiscardHandler)))
			h := i.Middleware(i.Page("Page", inertia.Props{"p": inertia.Lazy(fn(5)).Version(version)}))
			res := visit(h, "/", poll("")...)
			assert.Contains(t, res.Body.String(), `"p":5`)
			assert.Empty(t, res.Header().Get("ETag"))
		})
	}
}

// What the handler of an unchanged page does for the next page still happens,
// and messages that wait for a page that shows them go on waiting.
func TestUnchangedPageShowsItsMessages(t *testing.T) {
	t.Parallel()
	i := app(t)
	var n int
	h := i.Middleware(i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		n++
		inertia.Flash(r, "notice", fmt.Sprint("message ", n/2))
		return i.Render(w, r, "Page", inertia.Props{"p": newOrders().prop()})
	}))
	first := visit(h, "/", poll("")...) // message 0
	assert.Equal(t, http.StatusOK, visit(h, "/", poll(first.Header().Get("ETag"))...).Code, "another message")
	second := visit(h, "/", poll("")...) // message 1
	assert.Contains(t, second.Body.String(), "message 1")
	assert.Empty(t, second.Header()["Set-Cookie"], "it was shown")
}

// A cached prop keeps its version as long as its value. A value that was kept
// before the version changed is not sent as the new version.
func TestVersionOfACachedProp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := newOrders()
		var asked atomic.Int32
		i := app(t)
		h := i.Middleware(i.Page("Page", inertia.Props{"p": inertia.Lazy(o.load).Cache(time.Second, 0).Shared().Tags("t").Version(
			func(ctx context.Context) (string, error) { asked.Add(1); return o.Version(ctx) })}))
		var tag string
		for second := range 3 {
			for tab := range 1000 {
				res := visit(h, "/", poll(tag)...)
				require.Equal(t, second > 0 || tab > 0, res.Code == http.StatusNotModified)
				tag = res.Header().Get("ETag")
			}
			require.EqualValues(t, second+1, asked.Load())
			time.Sleep(time.Second)
		}
		require.EqualValues(t, 1, o.computed.Load())

		visit(h, "/", poll("")...) // the value is kept, and then the data changes
		o.version.Store("2")
		require.NoError(t, i.Invalidate(t.Context(), "t"))
		assert.Contains(t, visit(h, "/", poll(tag)...).Body.String(), "orders 2")
		o.version.Store("3")
		time.Sleep(999 * time.Millisecond)
		visit(h, "/", poll("")...)
		time.Sleep(time.Millisecond)
		assert.Contains(t, visit(h, "/", poll("")...).Body.String(), "orders 3")
	})
}

// The token against requests from other sites is not part of who the visitor is.
func TestVersionWithATokenThatChanges(t *testing.T) {
	t.Parallel()
	i := app(t, inertia.WithCSRF())
	h := i.Middleware(i.Page("Page", inertia.Props{"p": newOrders().prop()}))
	tag := visit(h, "/", poll("", "Cookie", "session=a; XSRF-TOKEN=1")...).Header().Get("ETag")
	assert.Equal(t, http.StatusNotModified, visit(h, "/", poll(tag, "Cookie", "session=a; XSRF-TOKEN=2")...).Code)
	assert.Equal(t, http.StatusOK, visit(h, "/", poll(tag, "Cookie", "session=b; XSRF-TOKEN=2")...).Code)
}
