package main

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/inertia-templ/shell/inertia/inertiatest"
	"github.com/inertia-templ/shell/lab/internal/proxy"
)

// listener is a window that shows news and listens for more, as live.js of
// @inertia-templ/vite does.
type listener struct {
	name   string
	origin string
	wire   http.RoundTripper
	tally  *tally

	browser *inertiatest.Browser
	seen    atomic.Int64 // the news that it shows, 0 before it shows any
	offer   string       // of the channel
	since   string       // what it has heard of
	due     bool         // it has heard of news, and does not show them yet
	tries   int
}

func openListener(name, origin string, transport http.RoundTripper, t *tally) (*listener, error) {
	b, err := inertiatest.NewBrowser(nil, inertiatest.WithBaseURL(origin), inertiatest.WithTransport(transport))
	return &listener{name: name, origin: origin, wire: transport, tally: t, browser: b}, err
}

// use shows the page and listens until the context ends.
func (l *listener) use(ctx context.Context) {
	for ctx.Err() == nil {
		page, err := l.browser.Load(ctx, "/news")
		if err == nil {
			l.shows(page)
			break
		}
		l.failed(ctx, err)
		pause(ctx, time.Second)
	}
	for ctx.Err() == nil {
		wait, err := l.listen(ctx)
		if err != nil {
			wait = time.Duration(float64(min(30*time.Second, time.Second<<min(l.tries, 5))) * (0.5 + rand.Float64())) //nolint:gosec // for nobody to guess
			l.tries++
		}
		pause(ctx, wait)
	}
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

func (l *listener) failed(ctx context.Context, err error) {
	if ctx.Err() == nil {
		l.tally.note(&l.tally.failed, l.name, err)
	}
}

// shows notes what a page shows and offers.
func (l *listener) shows(page *inertiatest.PageObject) {
	if news, ok := page.Props["news"].(float64); ok {
		l.seen.Store(max(l.seen.Load(), int64(news)))
	}
	offers, _ := page.Props["liveProps"].(map[string]any)
	on, _ := offers["on"].(map[string]any)
	if offer, ok := on["news"].(string); ok {
		l.offer = offer
	}
	if at, ok := offers["at"].(string); ok && l.since == "" {
		l.since = at
	}
}

// listen follows one stream to its end, and returns how long to wait before the
// next one.
func (l *listener) listen(ctx context.Context) (time.Duration, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, l.origin+"/changes?on="+url.QueryEscape(l.offer)+"&since="+url.QueryEscape(l.since), nil)
	if err != nil {
		return 0, err
	}
	r.Header.Set("Accept", "text/event-stream")
	answer, err := l.wire.RoundTrip(r)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("%s", answer.Status)
	}
	event := map[string]string{}
	for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
		if line := lines.Text(); line != "" {
			name, value, _ := strings.Cut(line, ":")
			event[name] = strings.TrimPrefix(value, " ")
			continue
		}
		if wait, ends := l.hear(ctx, event); ends {
			return wait, nil
		}
		event = map[string]string{}
	}
	return 0, fmt.Errorf("the stream ends without a word")
}

// hear does what an event wants, and reports whether the stream ends with it.
func (l *listener) hear(ctx context.Context, event map[string]string) (wait time.Duration, ends bool) {
	if event["id"] != "" {
		l.since, l.tries = event["id"], 0
	}
	_, said := event["data"]
	switch kind := event["event"]; {
	case kind == "bye":
		ms, _ := strconv.Atoi(event["data"])
		return time.Duration(ms) * time.Millisecond, true
	case kind == "hello" && event["data"] == "*":
		l.failed(ctx, fmt.Errorf("news may not be listened to"))
	case kind == "reload" || kind == "" && said:
		l.due = true
	}
	if !l.due {
		return 0, false
	}
	pause(ctx, time.Duration(50+rand.IntN(100))*time.Millisecond) //nolint:gosec // for nobody to guess
	page, err := l.browser.Reload(ctx, inertiatest.Only("news"))
	if err != nil {
		l.failed(ctx, err) // it tries again with the next event
		return 0, false
	}
	l.due = false
	l.shows(page)
	return 0, false
}

// newsroom publishes news, and looks whether they reach everybody.
type newsroom struct {
	browser   *inertiatest.Browser
	listeners []*listener
	tally     *tally
	within    time.Duration // how long news may take
}

func openNewsroom(p *proxy.Proxy, t *tally, o options) (*newsroom, error) {
	b, err := inertiatest.NewBrowser(nil, inertiatest.WithBaseURL(p.Origin()), inertiatest.WithTransport(p.Transport()))
	if err != nil {
		return nil, err
	}
	n := &newsroom{browser: b, tally: t, within: o.within}
	for k := range o.listeners {
		transport := p.TransportFrom(net.IPv4(127, 2, byte(k/250), byte(k%250+1))) //nolint:gosec // below 256
		l, err := openListener(fmt.Sprint("listener-", k), p.Origin(), transport, t)
		if err != nil {
			return nil, err
		}
		n.listeners = append(n.listeners, l)
	}
	return n, nil
}

// publish publishes news every second until the context ends, and returns when
// it is known who has seen them.
func (n *newsroom) publish(ctx context.Context) {
	var checks sync.WaitGroup
	defer checks.Wait()
	if _, err := n.browser.Load(ctx, "/news"); err != nil && ctx.Err() == nil {
		n.tally.note(&n.tally.failed, "newsroom", err)
	}
	for ctx.Err() == nil {
		pause(ctx, time.Second)
		var there []*listener
		for _, l := range n.listeners {
			if l.seen.Load() > 0 {
				there = append(there, l)
			}
		}
		page, err := n.browser.Post(ctx, "/news", nil)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			n.tally.note(&n.tally.failed, "newsroom", err)
			continue
		}
		news, ok := page.Props["news"].(float64)
		if !ok {
			n.tally.note(&n.tally.failed, "newsroom", fmt.Errorf("%s has no news", page.URL))
			continue
		}
		n.tally.news.Add(1)
		checks.Go(func() {
			time.Sleep(n.within)
			for _, l := range there {
				if seen := l.seen.Load(); seen < int64(news) {
					n.tally.note(&n.tally.missed, l.name, fmt.Errorf("news %.0f are not seen within %v, it shows %d", news, n.within, seen))
				} else {
					n.tally.reached.Add(1)
				}
			}
		})
	}
}
