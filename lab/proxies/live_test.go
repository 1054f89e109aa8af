package proxies_test

import (
	"bufio"
	"context"
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/lab/internal/proxy"
	"github.com/inertia-templ/shell/vite/vitetest"
)

// liveProgram is a program with live props. It drains when stop is called.
func liveProgram(t *testing.T, address string) (i *inertia.Inertia, at string, stop func()) {
	t.Helper()
	i, err := inertia.New(
		inertia.WithSecret([]byte("0123456789abcdef0123456789abcdef")), inertia.WithVite(vitetest.Stub()), inertia.WithVersion("1"), inertia.WithForwarded(),
		inertia.WithLogger(slog.New(slog.DiscardHandler)), inertia.WithLive(func(*http.Request, string) (bool, error) { return true, nil }),
	)
	require.NoError(t, err)
	mux := http.NewServeMux()
	mux.Handle("GET /live", i.LiveStream())
	mux.Handle("GET /page", i.Page("Page", inertia.Props{"p": inertia.Live(1, "orders")}))
	outer := http.NewServeMux()
	outer.Handle("GET /readyz", i.Ready())
	outer.Handle("/", i.Middleware(mux))
	listener, err := net.Listen("tcp", address)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		ended <- i.Serve(ctx, &http.Server{Handler: outer, ReadHeaderTimeout: time.Minute}, listener, inertia.WithDrainTimeout(10*time.Second))
	}()
	stopped := false
	stop = func() {
		if !stopped {
			stopped = true
			cancel()
			assert.NoError(t, <-ended)
		}
	}
	t.Cleanup(stop)
	return i, listener.Addr().String(), stop
}

// stream is what a browser reads of the events.
type stream struct {
	t     *testing.T
	lines *bufio.Scanner
	id    string
	end   func()
}

// connect opens a stream, as often as it takes: proxies answer with errors while
// the program is away.
func connect(t *testing.T, p *proxy.Proxy, offer, since string) *stream {
	t.Helper()
	v := newVisitor(t, p)
	for {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, v.origin+"/live?"+url.Values{"on": {offer}, "since": {since}}.Encode(), nil)
		require.NoError(t, err)
		r.Header.Set("Accept", "text/event-stream")
		r.Header.Set("Accept-Encoding", "gzip, zstd") // as browsers do
		w, err := v.client.Do(r)
		require.NoError(t, err)
		if w.StatusCode == http.StatusOK {
			require.Equal(t, "text/event-stream", w.Header.Get("Content-Type"))
			require.Empty(t, w.Header.Get("Content-Encoding"))
			s := &stream{t: t, lines: bufio.NewScanner(w.Body), end: func() { _ = w.Body.Close() }}
			t.Cleanup(s.end)
			return s
		}
		require.GreaterOrEqual(t, w.StatusCode, 500)
		_ = w.Body.Close()
		time.Sleep(50 * time.Millisecond)
	}
}

// next is the next event, "name:data", and "" at the end of the stream.
func (s *stream) next() string {
	name := ""
	for s.lines.Scan() {
		switch field, value, _ := strings.Cut(s.lines.Text(), ": "); field {
		case "id":
			s.id = value
		case "event":
			name = value
		case "data":
			return name + ":" + value
		}
	}
	return ""
}

// Each event arrives before there is another one, and a client that comes back
// after the program has begun again hears of what changes.
func TestLiveStreamsThroughProxies(t *testing.T) {
	for _, kind := range proxy.Kinds {
		t.Run(kind.Name, func(t *testing.T) {
			i, address, stop := liveProgram(t, "127.0.0.1:0")
			p := kind.StartTest(t, "../../docs/guide/proxies.md", address)
			w, body := newVisitor(t, p).do(t.Context(), http.MethodGet, "/page", visit)
			require.Equal(t, http.StatusOK, w.StatusCode, body)
			var page struct {
				Props struct {
					LiveProps struct {
						At string            `json:"at"`
						On map[string]string `json:"on"`
					} `json:"liveProps"`
				} `json:"props"`
			}
			require.NoError(t, json.Unmarshal([]byte(body), &page), body)
			offer := page.Props.LiveProps.On["p"]

			s := connect(t, p, offer, page.Props.LiveProps.At)
			assert.Equal(t, "hello:", s.next())
			for range 3 {
				require.NoError(t, i.Publish(t.Context(), "orders"))
				assert.Equal(t, ":orders", s.next())
			}

			stop()
			assert.Contains(t, s.next(), "bye:")
			assert.Empty(t, s.next())
			i, _, stop = liveProgram(t, address)
			again := connect(t, p, offer, s.id)
			assert.Equal(t, "hello:", again.next())
			assert.Equal(t, "reload:*", again.next(), "the program does not know what has changed before it began")
			require.NoError(t, i.Publish(t.Context(), "orders"))
			assert.Equal(t, ":orders", again.next())
			again.end()
			stop()
		})
	}
}
