package ssrguard_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/inertia-templ/shell/internal/ssrguard"
	"github.com/inertia-templ/shell/internal/ssrguard/place"
	"github.com/inertia-templ/shell/ssr"
)

func TestVisitorsWaitShorterThanCrawlers(t *testing.T) {
	t.Parallel()
	visitor := place.Place{MaxWait: 500 * time.Millisecond}
	crawler := place.Place{First: true}
	paying := func(r *http.Request) bool { return r.Header.Get("X-Paying") != "" }
	for _, test := range []struct {
		agent string
		opts  []ssr.Option
		want  place.Place
	}{
		{"", nil, visitor},
		{"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", nil, visitor},
		{"Mozilla/5.0 (Linux; Android 14; CUBOT X90) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36", nil, visitor},
		{"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", nil, crawler},
		{"Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", nil, crawler},
		{"facebookexternalhit/1.1", nil, crawler},
		{"Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", nil, crawler},
		{"", []ssr.Option{ssr.WithMaxWait(time.Second)}, place.Place{MaxWait: time.Second}},
		{"", []ssr.Option{ssr.WithMaxWait(0)}, place.Place{}},
		{"", []ssr.Option{ssr.WithRequired()}, place.Place{}},
		{"Googlebot/2.1", []ssr.Option{ssr.WithPriority(paying)}, visitor},
	} {
		var got place.Place
		g := newGuard(t, rendererFunc(func(ctx context.Context, _ []byte) (ssr.Result, error) {
			got = place.Of(ctx)
			return ssr.Result{}, nil
		}), test.opts...)
		r := request("{}")
		r.HTTP = httptest.NewRequest(http.MethodGet, "/", nil)
		r.HTTP.Header.Set("User-Agent", test.agent)
		_, _, err := g.Render(t.Context(), r)
		assert.NoError(t, err)
		assert.Equal(t, test.want, got, test.agent)
	}
}

// A renderer that has too much to do is not a renderer that fails.
func TestPagesThatAreSentAwayPauseNothing(t *testing.T) {
	t.Parallel()
	var logged output
	var events []ssr.Event
	full := true
	g := newGuard(t, rendererFunc(func(ctx context.Context, page []byte) (ssr.Result, error) {
		if full {
			return ssr.Result{}, fmt.Errorf("%w: 9 pages wait", ssr.ErrShed)
		}
		return echo(ctx, page)
	}), ssr.WithLogger(logged.logger()), ssr.WithObserver(func(_ context.Context, e ssr.Event) { events = append(events, e) }))
	for n := range 20 {
		_, ok, err := g.Render(t.Context(), ssrguard.Request{Page: []byte("{}"), Component: fmt.Sprint("Page", n%5)})
		assert.False(t, ok, "the browser renders it")
		assert.NoError(t, err)
		assert.Equal(t, ssr.Shed, events[n].Outcome)
		assert.Nil(t, events[n].Err)
	}
	assert.Empty(t, logged.String())
	full = false
	result, ok, err := g.Render(t.Context(), request("{}"))
	assert.NoError(t, err)
	assert.True(t, ok)
	assert.Equal(t, "{}", result.Body)
}
