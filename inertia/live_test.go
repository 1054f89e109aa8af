package inertia_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/inertia"
)

func anybody(*http.Request, string) (bool, error) { return true, nil }

var liveSecret = []byte("live props keep their secrets well")

func newLive(t testing.TB, allow func(*http.Request, string) (bool, error), opts ...inertia.LiveOption) *inertia.Inertia {
	t.Helper()
	opts = append([]inertia.LiveOption{inertia.LiveTimes(time.Hour, time.Millisecond, 10*time.Second)}, opts...)
	i, err := inertia.New(inertia.WithShell(shell.Default), inertia.WithVersion("v1"), inertia.WithSecret(liveSecret),
		inertia.WithLogger(slog.New(slog.DiscardHandler)), inertia.WithLive(allow, opts...))
	require.NoError(t, err)
	return i
}

// offers is what a page tells the client to listen to.
type offers struct {
	At string            `json:"at"`
	On map[string]string `json:"on"`
}

// page asks for a page of props, or a part of it.
func livePage(t testing.TB, i *inertia.Inertia, props any, only string) (body map[string]json.RawMessage, o offers) {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("X-Inertia", "true")
	r.Header.Set("X-Inertia-Version", "v1")
	if only != "" {
		r.Header.Set("X-Inertia-Partial-Component", "Page")
		r.Header.Set("X-Inertia-Partial-Data", only)
	}
	w := httptest.NewRecorder()
	i.Middleware(i.Page("Page", props)).ServeHTTP(w, r)
	require.Equal(t, http.StatusOK, w.Code, w.Body.String())
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &body), w.Body.String())
	var all struct{ LiveProps offers }
	require.NoError(t, json.Unmarshal(body["props"], &all))
	return body, all.LiveProps
}

// offer is what lets a client listen to channels.
func offer(t testing.TB, i *inertia.Inertia, channels ...string) string {
	t.Helper()
	_, o := livePage(t, i, inertia.Props{"p": inertia.Live(1, channels...)}, "")
	return o.On["p"]
}

// names are the channels of an offer.
func channelsOf(offers string) string {
	var list []string
	for o := range strings.SplitSeq(offers, ",") {
		name, _, _ := strings.Cut(o, "~")
		list = append(list, name)
	}
	return strings.Join(list, ",")
}

// listener is a client of a stream.
type listener struct {
	t     testing.TB
	body  io.ReadCloser
	lines *bufio.Reader
	id    string
}

func listen(t testing.TB, origin, on, since string) *listener {
	t.Helper()
	resp := askLive(t, origin, on, since)
	require.Equal(t, http.StatusOK, resp.StatusCode)
	require.Equal(t, "text/event-stream", resp.Header.Get("Content-Type"))
	require.Equal(t, "no", resp.Header.Get("X-Accel-Buffering"))
	require.Equal(t, "no-store, no-transform", resp.Header.Get("Cache-Control"))
	require.Empty(t, resp.Header.Get("Content-Encoding"))
	l := &listener{t: t, body: resp.Body, lines: bufio.NewReader(resp.Body)}
	t.Cleanup(func() { _ = l.body.Close() })
	return l
}

func askLive(t testing.TB, origin, on, since string) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, origin+"/live?"+url.Values{"on": {on}, "since": {since}}.Encode(), nil)
	require.NoError(t, err)
	r.Header.Set("Accept", "text/event-stream")
	resp, err := http.DefaultTransport.RoundTrip(r)
	require.NoError(t, err)
	t.Cleanup(func() { _ = resp.Body.Close() })
	return resp
}

// next is the next event, "name:data"; the end of the stream is "".
func (l *listener) next() string {
	l.t.Helper()
	name, data, some := "", "", false
	for {
		line, err := l.lines.ReadString('\n')
		if err != nil {
			return ""
		}
		switch field, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": "); field {
		case "id":
			l.id = value
		case "event":
			name = value
		case "data":
			data, some = value, true
		case "":
			if some {
				return name + ":" + data
			}
		}
	}
}

func serveLive(t testing.TB, i *inertia.Inertia) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle("GET /live", i.LiveStream())
	s := httptest.NewServer(inertia.Compress(i.Middleware(mux)))
	t.Cleanup(func() {
		s.CloseClientConnections()
		s.Close()
		assert.Eventually(t, func() bool { return i.Listeners() == 0 }, time.Minute, time.Millisecond)
	})
	return s
}

func TestLivePropsTellTheClientWhatToListenTo(t *testing.T) {
	t.Parallel()
	i := newLive(t, anybody)
	page := inertia.Props{
		"plain":    1,
		"orders":   inertia.Live(func() int { return 1 }, "orders:7", "all"),
		"nested":   map[string]any{"deep": inertia.Value(1).Live("deep")},
		"deferred": inertia.Defer(func() int { return 1 }).Live("late"),
		"optional": inertia.Optional(func() int { return 1 }).Live("late"),
		"twice":    inertia.Live(inertia.Live(1, "inner"), "outer"),
	}
	body, o := livePage(t, i, page, "")
	got := map[string]string{}
	for path, on := range o.On {
		got[path] = channelsOf(on)
	}
	assert.Equal(t, map[string]string{"orders": "orders:7,all", "nested.deep": "deep", "twice": "inner,outer"}, got)
	assert.NotEmpty(t, o.At)
	assert.NotContains(t, string(body["deepMergeProps"]), "liveProps")

	body, o = livePage(t, i, page, "deferred,orders")
	assert.Empty(t, o.At, "the client catches up from where it began")
	assert.Equal(t, "late", channelsOf(o.On["deferred"]))
	assert.Len(t, o.On, 2)
	assert.JSONEq(t, `["liveProps"]`, string(body["deepMergeProps"]), "what it was told of other props stays")

	body, _ = livePage(t, i, inertia.Props{"plain": 1}, "")
	assert.JSONEq(t, `{"errors":{},"plain":1}`, string(body["props"]), "a page that is not live pays nothing")
}

func TestLivePropsThatNobodyCanListenToAreRefused(t *testing.T) {
	t.Parallel()
	with := newLive(t, anybody)
	without, err := inertia.New(inertia.WithShell(shell.Default), inertia.WithSecret(liveSecret), inertia.WithLogger(slog.New(slog.DiscardHandler)))
	require.NoError(t, err)
	for name, test := range map[string]struct {
		i     *inertia.Inertia
		props inertia.Props
		want  string
	}{
		"no WithLive":  {without, inertia.Props{"p": inertia.Live(1, "c")}, `prop "p" of Page: it is live, but nobody may listen: give New the option WithLive`},
		"no name":      {with, inertia.Props{"p": inertia.Live(1, "")}, `the channel ""`},
		"a comma":      {with, inertia.Props{"p": inertia.Live(1, "a,b")}, `the channel "a,b": want 1 to 128 bytes`},
		"a line break": {with, inertia.Props{"p": inertia.Live(1, "a\nb")}, `the channel "a\nb"`},
		"too long":     {with, inertia.Props{"p": inertia.Live(1, strings.Repeat("a", 129))}, `want 1 to 128 bytes`},
		"its own name": {with, inertia.Props{"liveProps": 1, "p": inertia.Live(1, "c")}, `"liveProps" of Page: the page has a prop of its own`},
	} {
		w := httptest.NewRecorder()
		assert.ErrorContains(t, test.i.Render(w, httptest.NewRequest(http.MethodGet, "/", nil), "Page", test.props), test.want, name)
	}
	assert.ErrorContains(t, with.Publish(t.Context(), "a b"), `inertia: Publish: the channel "a b"`)
	assert.ErrorContains(t, without.Publish(t.Context(), "a"), "give New the option WithLive")
	assert.ErrorContains(t, without.EndStreams(t.Context(), "a"), "give New the option WithLive")
	assert.ErrorContains(t, with.EndStreams(t.Context(), "a"), "give WithLive the option LiveVisitor")
}

func TestLiveOptionsSayWhatIsWrong(t *testing.T) {
	t.Parallel()
	for want, opt := range map[string]inertia.LiveOption{
		"LiveAge(0s)": inertia.LiveAge(0), "LiveStreams(0, 1)": inertia.LiveStreams(0, 1), "LiveChannels(0)": inertia.LiveChannels(0),
		"LiveReplay(-1)": inertia.LiveReplay(-1), "LiveBroker: the broker is nil": inertia.LiveBroker(nil),
		"LiveVisitor: the function is nil": inertia.LiveVisitor(nil), "an option is nil": nil,
	} {
		_, err := inertia.New(inertia.WithShell(shell.Default), inertia.WithSecret(liveSecret), inertia.WithLive(anybody, opt))
		assert.ErrorContains(t, err, want)
	}
	_, err := inertia.New(inertia.WithShell(shell.Default), inertia.WithSecret(liveSecret), inertia.WithLive(nil))
	assert.ErrorContains(t, err, "WithLive: the function is nil")
}

func TestPublishReachesWhoListens(t *testing.T) {
	t.Parallel()
	i := newLive(t, anybody)
	s := serveLive(t, i)
	a, b := listen(t, s.URL, offer(t, i, "a", "x"), ""), listen(t, s.URL, offer(t, i, "b", "x"), "")
	assert.Equal(t, "hello:", a.next())
	assert.Equal(t, "hello:", b.next())
	require.NoError(t, i.Publish(t.Context(), "a"))
	assert.Equal(t, ":a", a.next())
	require.NoError(t, i.Publish(t.Context(), "b", "x"))
	assert.Equal(t, ":x", a.next())
	assert.Equal(t, ":b,x", b.next())
}

// Whatever is published while a stream pauses is one event, each channel once.
func TestBurstsAreJoined(t *testing.T) {
	t.Parallel()
	i := newLive(t, anybody, inertia.LiveTimes(time.Hour, 200*time.Millisecond, 10*time.Second))
	s := serveLive(t, i)
	a := listen(t, s.URL, offer(t, i, "a", "b"), "")
	assert.Equal(t, "hello:", a.next())
	require.NoError(t, i.Publish(t.Context(), "a"))
	assert.Equal(t, ":a", a.next())
	for range 1000 {
		require.NoError(t, i.Publish(t.Context(), "a", "b"))
	}
	events := 0
	require.NoError(t, i.Publish(t.Context(), "b"))
	for {
		events++
		if a.next() == ":a,b" {
			break
		}
	}
	assert.Less(t, events, 20)
}

func TestClientsCatchUpOnWhatTheyMissed(t *testing.T) {
	t.Parallel()
	i := newLive(t, anybody, inertia.LiveReplay(3))
	s := serveLive(t, i)
	_, o := livePage(t, i, inertia.Props{"p": inertia.Live(1, "a", "b")}, "")
	on := o.On["p"]

	require.NoError(t, i.Publish(t.Context(), "a"))
	l := listen(t, s.URL, on, o.At)
	assert.Equal(t, "hello:", l.next())
	assert.Equal(t, ":a", l.next(), "between the page and the stream")
	_ = l.body.Close()

	require.NoError(t, i.Publish(t.Context(), "other"))
	require.NoError(t, i.Publish(t.Context(), "b"))
	again := listen(t, s.URL, on, l.id)
	assert.Equal(t, "hello:", again.next())
	assert.Equal(t, ":b", again.next(), "and no channel that it knows of")

	for _, since := range []string{"nonsense", "1-AAAAAA", "5", "18446744073709551616-" + l.id} {
		l := listen(t, s.URL, on, since)
		assert.Equal(t, "hello:", l.next())
		assert.Equal(t, "reload:*", l.next(), since)
	}
	for range 4 {
		require.NoError(t, i.Publish(t.Context(), "other"))
	}
	old := listen(t, s.URL, on, l.id)
	assert.Equal(t, "hello:", old.next())
	assert.Equal(t, "reload:*", old.next(), "more than is remembered")

	// A page of another process that began later than this one hears of
	// changes around its time.
	number, _, _ := strings.Cut(again.id, "-")
	other := listen(t, s.URL, on, number+"-OTHER1")
	assert.Equal(t, "hello:", other.next())
	assert.Equal(t, "reload:*", other.next(), "this process is too young to know")
}

func TestWhoMayListenIsAskedForEveryChannel(t *testing.T) {
	t.Parallel()
	var asked sync.Map
	i := newLive(t, func(r *http.Request, channel string) (bool, error) {
		asked.Store(channel, r.URL.Path)
		return channel == "mine", nil
	})
	s := serveLive(t, i)
	l := listen(t, s.URL, offer(t, i, "mine", "yours"), "")
	assert.Equal(t, "hello:yours", l.next())
	require.NoError(t, i.Publish(t.Context(), "yours"))
	require.NoError(t, i.Publish(t.Context(), "mine"))
	assert.Equal(t, ":mine", l.next())

	good := offer(t, i, "mine")
	for _, forged := range []string{"guessed", "guessed~" + strings.Repeat("A", 16), "other" + good[4:], good[:len(good)-1], "", "~", ","} {
		l := listen(t, s.URL, forged, "")
		assert.Equal(t, "hello:*", l.next())
		assert.Empty(t, l.next(), "the stream ends")
	}
	_, guessed := asked.Load("guessed")
	_, other := asked.Load("other")
	assert.False(t, guessed || other, "channels that no page has offered are not asked about")
}

func TestOffersOfAnOlderSecretAreGood(t *testing.T) {
	t.Parallel()
	rotated := []byte("the next secret is as good as the last")
	i, err := inertia.New(inertia.WithShell(shell.Default), inertia.WithSecret(rotated, liveSecret), inertia.WithLogger(slog.New(slog.DiscardHandler)), inertia.WithLive(anybody))
	require.NoError(t, err)
	s := serveLive(t, i)
	l := listen(t, s.URL, offer(t, newLive(t, anybody), "c"), "")
	assert.Equal(t, "hello:", l.next())
	require.NoError(t, i.Publish(t.Context(), "c"))
	assert.Equal(t, ":c", l.next())
}

func TestStreamsAreLimited(t *testing.T) {
	t.Parallel()
	i := newLive(t, anybody, inertia.LiveStreams(3, 2), inertia.LiveChannels(2), inertia.LiveVisitor(func(r *http.Request) string { return r.URL.Query().Get("since") }))
	s := serveLive(t, i)
	l := listen(t, s.URL, offer(t, i, "a", "b", "c", "a"), "")
	assert.Equal(t, "hello:c", l.next())
	on := offer(t, i, "a")
	listen(t, s.URL, on, "ada").next()
	second := listen(t, s.URL, on, "ada")
	second.next()
	assert.Equal(t, http.StatusServiceUnavailable, askLive(t, s.URL, on, "grace").StatusCode, "the process is full")
	_ = l.body.Close()
	require.Eventually(t, func() bool { return i.Listeners() == 2 }, 30*time.Second, time.Millisecond)
	resp := askLive(t, s.URL, on, "ada")
	assert.Equal(t, http.StatusServiceUnavailable, resp.StatusCode, "a visitor has too many")
	assert.Equal(t, "5", resp.Header.Get("Retry-After"))
	listen(t, s.URL, on, "grace").next()
}

func TestStreamsEnd(t *testing.T) {
	t.Parallel()
	visitor := inertia.LiveVisitor(func(r *http.Request) string { return r.URL.Query().Get("since") })
	ends := func(t *testing.T, l *listener) {
		t.Helper()
		for {
			event := l.next()
			if strings.HasPrefix(event, "bye:") {
				assert.Empty(t, l.next())
				return
			}
			require.NotEmpty(t, event, "it ends without a word")
		}
	}
	t.Run("when the visitor's do", func(t *testing.T) {
		t.Parallel()
		i := newLive(t, anybody, visitor)
		s := serveLive(t, i)
		ada, grace := listen(t, s.URL, offer(t, i, "c"), "ada"), listen(t, s.URL, offer(t, i, "c"), "grace")
		ada.next()
		grace.next()
		require.NoError(t, i.EndStreams(t.Context(), "ada", ""))
		ends(t, ada)
		grace.next() // the reload, as its mark makes no sense
		require.NoError(t, i.Publish(t.Context(), "c"))
		assert.Equal(t, ":c", grace.next())
		assert.ErrorContains(t, i.EndStreams(t.Context(), "a\nb"), "want at most 256 bytes")
	})
	t.Run("with age", func(t *testing.T) {
		t.Parallel()
		i := newLive(t, anybody, inertia.LiveAge(10*time.Millisecond))
		ends(t, listen(t, serveLive(t, i).URL, offer(t, i, "c"), ""))
	})
	t.Run("when the server drains, after it has ended other limits of the server", func(t *testing.T) {
		t.Parallel()
		i := newLive(t, anybody)
		mux := http.NewServeMux()
		mux.Handle("GET /live", i.LiveStream())
		l := httptest.NewUnstartedServer(nil).Listener
		ctx, drain := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		server := &http.Server{Handler: inertia.Compress(i.Middleware(mux)), ReadTimeout: time.Second, WriteTimeout: time.Second}
		go func() { ended <- i.Serve(ctx, server, l) }()
		stream := listen(t, "http://"+l.Addr().String(), offer(t, i, "c"), "")
		stream.next()
		time.Sleep(1500 * time.Millisecond) // longer than the limits
		require.NoError(t, i.Publish(t.Context(), "c"))
		assert.Equal(t, ":c", stream.next())
		drain()
		ends(t, stream)
		assert.NoError(t, <-ended)
	})
	t.Run("when the client does not read", func(t *testing.T) {
		t.Parallel()
		i := newLive(t, anybody, inertia.LiveTimes(time.Hour, time.Nanosecond, 50*time.Millisecond))
		channel := strings.Repeat("c", 128)
		listen(t, serveLive(t, i).URL, offer(t, i, channel), "").next()
		require.Eventually(t, func() bool {
			for range 1000 { // until the buffers of both sides are full
				assert.NoError(t, i.Publish(context.Background(), channel))
			}
			return i.Listeners() == 0
		}, 5*time.Minute, time.Millisecond)
	})
	t.Run("when the client leaves", func(t *testing.T) {
		t.Parallel()
		i := newLive(t, anybody)
		l := listen(t, serveLive(t, i).URL, offer(t, i, "c"), "")
		l.next()
		_ = l.body.Close()
		require.Eventually(t, func() bool { return i.Listeners() == 0 }, time.Minute, time.Millisecond)
	})
}

// What waits between two events is told before a stream ends. The client would
// begin again after it.
func TestNothingIsLostWhenAStreamEnds(t *testing.T) {
	t.Parallel()
	long := inertia.LiveTimes(time.Hour, time.Hour, 10*time.Second)
	for name, test := range map[string]struct {
		opts []inertia.LiveOption
		end  func(drain func())
	}{
		"with age":               {[]inertia.LiveOption{long, inertia.LiveAge(2 * time.Second)}, func(func()) {}},
		"when the server drains": {[]inertia.LiveOption{long}, func(drain func()) { drain() }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := newLive(t, anybody, test.opts...)
			mux := http.NewServeMux()
			mux.Handle("GET /live", i.LiveStream())
			ctx, drain := context.WithCancel(t.Context())
			ended := make(chan error, 1)
			at := httptest.NewUnstartedServer(nil).Listener
			go func() { ended <- i.Serve(ctx, &http.Server{Handler: i.Middleware(mux)}, at) }()
			stream := listen(t, "http://"+at.Addr().String(), offer(t, i, "a", "b"), "")
			assert.Equal(t, "hello:", stream.next())
			require.NoError(t, i.Publish(t.Context(), "a"))
			assert.Equal(t, ":a", stream.next())
			require.NoError(t, i.Publish(t.Context(), "a", "b"))
			test.end(drain)
			assert.Equal(t, ":a,b", stream.next())
			assert.Contains(t, stream.next(), "bye:")
			drain()
			assert.NoError(t, <-ended)
		})
	}
}

// A connection of HTTP/2 has other streams, and some middleware lets nobody have
// the connection.
func TestStreamsOnConnectionsThatStayTheServers(t *testing.T) {
	t.Parallel()
	i := newLive(t, anybody)
	mux := http.NewServeMux()
	mux.Handle("GET /live", i.LiveStream())
	s := httptest.NewUnstartedServer(inertia.Compress(i.Middleware(mux)))
	s.EnableHTTP2 = true
	s.Config.WriteTimeout, s.Config.ReadTimeout = 2*time.Second, 2*time.Second
	s.StartTLS()
	defer s.Close()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+"/live?on="+url.QueryEscape(offer(t, i, "c")), nil)
	require.NoError(t, err)
	resp, err := s.Client().Do(r)
	require.NoError(t, err)
	require.Equal(t, 2, resp.ProtoMajor)
	require.Equal(t, "no", resp.Header.Get("X-Accel-Buffering"))
	l := &listener{t: t, body: resp.Body, lines: bufio.NewReader(resp.Body)}
	assert.Equal(t, "hello:", l.next())
	time.Sleep(2500 * time.Millisecond) // longer than the limits of the server
	require.NoError(t, i.Publish(t.Context(), "c"))
	assert.Equal(t, ":c", l.next())
	_ = resp.Body.Close()
	require.Eventually(t, func() bool { return i.Listeners() == 0 }, time.Minute, time.Millisecond)
}

type closedWriter struct{ http.ResponseWriter }

func TestAMiddlewareThatHidesFlushIsLogged(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	i, err := inertia.New(inertia.WithShell(shell.Default), inertia.WithVersion("v1"), inertia.WithSecret(liveSecret), inertia.WithLive(anybody), inertia.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
	require.NoError(t, err)
	r := httptest.NewRequest(http.MethodGet, "/live?on="+url.QueryEscape(offer(t, i, "c")), nil)
	i.LiveStream().ServeHTTP(closedWriter{httptest.NewRecorder()}, r)
	assert.Contains(t, log.String(), "a middleware around it hides Flush; its ResponseWriter needs a method Unwrap")
	assert.Zero(t, i.Listeners())
}

// Cookies that middleware has set are part of the answer.
func TestStreamsKeepTheHeaderOfMiddleware(t *testing.T) {
	t.Parallel()
	i := newLive(t, anybody)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Set-Cookie", "session=renewed")
		i.LiveStream().ServeHTTP(w, r)
	}))
	defer s.Close()
	resp := askLive(t, s.URL, offer(t, i, "c"), "")
	assert.Equal(t, "session=renewed", resp.Header.Get("Set-Cookie"))
	_ = resp.Body.Close()
	require.Eventually(t, func() bool { return i.Listeners() == 0 }, time.Minute, time.Millisecond)
}

func TestHeartbeatsAreComments(t *testing.T) {
	t.Parallel()
	i := newLive(t, anybody, inertia.LiveTimes(time.Millisecond, time.Millisecond, 10*time.Second))
	l := listen(t, serveLive(t, i).URL, offer(t, i, "c"), "")
	l.next()
	line, err := l.lines.ReadString('\n')
	require.NoError(t, err)
	assert.Equal(t, ":\n", line)
}

func TestLiveStreamRefuses(t *testing.T) {
	t.Parallel()
	failing := newLive(t, func(*http.Request, string) (bool, error) { return false, errors.New("the database is away") })
	off, err := inertia.New(inertia.WithShell(shell.Default), inertia.WithSecret(liveSecret), inertia.WithLogger(slog.New(slog.DiscardHandler)))
	require.NoError(t, err)
	on := url.QueryEscape(offer(t, failing, "c"))
	for name, test := range map[string]struct {
		i            *inertia.Inertia
		method, site string
		want         int
	}{
		"when it cannot be asked who may listen": {failing, http.MethodGet, "same-origin", http.StatusServiceUnavailable},
		"other sites":                            {failing, http.MethodGet, "cross-site", http.StatusForbidden},
		"other methods":                          {failing, http.MethodPost, "same-origin", http.StatusMethodNotAllowed},
		"if there is no WithLive":                {off, http.MethodGet, "same-origin", http.StatusNotFound},
	} {
		r := httptest.NewRequest(test.method, "/live?on="+on, nil)
		r.Header.Set("Sec-Fetch-Site", test.site)
		w := httptest.NewRecorder()
		test.i.LiveStream().ServeHTTP(w, r)
		assert.Equal(t, test.want, w.Code, name)
	}
}

// bus is a broker for several programs in this process, whose connections can be
// cut.
type bus struct {
	mu     sync.Mutex
	lines  map[int]chan string
	next   int
	closed chan struct{}
	cut    chan struct{}
	down   atomic.Bool
}

func newBus(t *testing.T) *bus {
	b := &bus{lines: map[int]chan string{}, closed: make(chan struct{}), cut: make(chan struct{})}
	t.Cleanup(func() { close(b.closed) })
	return b
}

func (b *bus) Publish(_ context.Context, message string) error {
	if b.down.Load() {
		return errors.New("the bus is down")
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, line := range b.lines {
		line <- message
	}
	return nil
}

func (b *bus) Subscribe(_ context.Context, ready func(), receive func(string)) error {
	if b.down.Load() {
		return errors.New("the bus is down")
	}
	b.mu.Lock()
	line, id, cut := make(chan string, 1000), b.next, b.cut
	b.next++
	b.lines[id] = line
	b.mu.Unlock()
	defer func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.lines, id)
	}()
	ready()
	for {
		select {
		case m := <-line:
			receive(m)
		case <-cut:
			return errors.New("the bus was cut")
		case <-b.closed:
			return nil
		}
	}
}

func (b *bus) subscribers() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.lines)
}

func TestProcessesWithABroker(t *testing.T) {
	t.Parallel()
	b := newBus(t)
	visitor := inertia.LiveVisitor(func(*http.Request) string { return "ada" })
	one, two := newLive(t, anybody, inertia.LiveBroker(b), visitor), newLive(t, anybody, inertia.LiveBroker(b), visitor)
	require.Eventually(t, func() bool { return b.subscribers() == 2 }, 30*time.Second, time.Millisecond)
	l := listen(t, serveLive(t, two).URL, offer(t, one, "c", "d"), "")
	assert.Equal(t, "hello:", l.next())
	require.NoError(t, one.Publish(t.Context(), "c"))
	assert.Equal(t, ":c", l.next())

	var many []string
	for n := range 1000 {
		many = append(many, fmt.Sprintf("channel-with-a-long-name:%d", n))
	}
	require.NoError(t, one.Publish(t.Context(), append(many, "d")...), "in several messages")
	assert.Equal(t, ":d", l.next())

	b.down.Store(true)
	close(b.cut)
	b.mu.Lock()
	b.cut = make(chan struct{})
	b.mu.Unlock()
	require.ErrorContains(t, one.Publish(t.Context(), "c"), "inertia: Publish(c): the bus is down")
	b.down.Store(false)
	assert.Equal(t, "reload:*", l.next(), "what was published meanwhile is lost")
	require.NoError(t, one.EndStreams(t.Context(), "ada"))
	assert.Contains(t, l.next(), "bye:")
}

// Clients come and go while channels are published, streams are ended, and the
// broker is cut off: for a second, or the time SOAK.
func TestLiveSoak(t *testing.T) {
	t.Parallel()
	b := newBus(t)
	i := newLive(t, anybody, inertia.LiveBroker(b), inertia.LiveAge(20*time.Millisecond), inertia.LiveReplay(50),
		inertia.LiveVisitor(func(r *http.Request) string { return r.URL.Query().Get("on")[:2] }))
	s := serveLive(t, i)
	lasts := time.Second
	if soak := os.Getenv("SOAK"); soak != "" {
		var err error
		lasts, err = time.ParseDuration(soak)
		require.NoError(t, err)
	}
	ends := time.After(lasts)
	stop, all := make(chan struct{}), sync.WaitGroup{}
	for n := range 20 {
		name := fmt.Sprintf("c%d", n%5)
		on, since, heard := offer(t, i, name), "", 0
		all.Go(func() {
			for {
				l := listen(t, s.URL, on, since)
				for range n % 4 {
					switch event := l.next(); {
					case event == ":"+name, event == "reload:*", strings.HasPrefix(event, "hello:"), strings.HasPrefix(event, "bye:"), event == "":
						heard++
					default:
						assert.Fail(t, "an event of others", event)
					}
				}
				since = l.id
				_ = l.body.Close() // in the middle of it
				select {
				case <-stop:
					return
				default:
				}
			}
		})
	}
	all.Go(func() {
		for n := 0; ; n++ {
			_ = i.Publish(context.Background(), fmt.Sprintf("c%d", n%5), "nobody")
			if n%50 == 0 {
				_ = i.EndStreams(context.Background(), "c1")
				b.mu.Lock()
				close(b.cut)
				b.cut = make(chan struct{})
				b.mu.Unlock()
			}
			select {
			case <-stop:
				return
			case <-time.After(time.Millisecond):
			}
		}
	})
	<-ends
	close(stop)
	all.Wait()
	require.Eventually(t, func() bool { return i.Listeners() == 0 }, time.Minute, time.Millisecond)
}
