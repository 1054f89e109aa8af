package vite_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha1"
	"encoding/base64"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/vite"
)

// viteLike answers as a dev server at the base does, sockets included.
func viteLike(base string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, _ := net.SplitHostPort(r.Host)
		switch {
		case host != "localhost" && net.ParseIP(host) == nil:
			http.Error(w, "Blocked request.", http.StatusForbidden)
		case r.Header.Get("Upgrade") == "websocket" && r.URL.Path == base && r.URL.Query().Get("token") == "t":
			echo(w, r)
		case r.URL.Path == base+"@vite/client":
			w.Header().Set("Content-Type", "text/javascript")
			_, _ = io.WriteString(w, "// client")
		case strings.HasPrefix(r.URL.Path, base+"src/") && !strings.Contains(r.URL.Path, "none"):
			w.Header().Set("Content-Type", "text/javascript")
			_, _ = io.WriteString(w, r.Method+" "+r.URL.RequestURI()+" "+r.Host)
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	})
}

// echo accepts a websocket and sends back each of its bytes.
func echo(w http.ResponseWriter, r *http.Request) {
	conn, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	defer conn.Close()
	sum := sha1.Sum([]byte(r.Header.Get("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	_, _ = io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"+
		"Sec-WebSocket-Protocol: "+r.Header.Get("Sec-WebSocket-Protocol")+"\r\n"+
		"Sec-WebSocket-Accept: "+base64.StdEncoding.EncodeToString(sum[:])+"\r\n\r\n")
	_, _ = io.Copy(conn, buffered)
}

// program is a Go program in front of a dev server.
func program(t *testing.T, v *vite.Vite) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !v.Owns(r) {
			_, _ = io.WriteString(w, "the program")
			return
		}
		v.Handler().ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server
}

func fetch(t *testing.T, url string) (status int, body string) {
	t.Helper()
	res, err := http.Get(url)
	require.NoError(t, err)
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return res.StatusCode, string(b)
}

func listen(t *testing.T, address string, handler http.Handler) *httptest.Server {
	t.Helper()
	l, err := net.Listen("tcp", address)
	require.NoError(t, err)
	server := httptest.NewUnstartedServer(handler)
	require.NoError(t, server.Listener.Close())
	server.Listener = l
	server.Start()
	t.Cleanup(server.Close)
	return server
}

// free is an address that nobody listens on. Systems do not hand it
// out, or a connection of another test could take it before it is used.
func free(t *testing.T) string {
	t.Helper()
	for {
		address := net.JoinHostPort("127.0.0.1", strconv.Itoa(20000+rand.IntN(10000)))
		if l, err := net.Listen("tcp", address); err == nil {
			require.NoError(t, l.Close())
			return address
		}
	}
}

func TestProxy(t *testing.T) {
	t.Parallel()
	port := func(s *httptest.Server) string {
		_, port, err := net.SplitHostPort(s.Listener.Addr().String())
		require.NoError(t, err)
		return port
	}
	four := listen(t, "127.0.0.1:0", viteLike("/__vite/"))
	six := listen(t, "[::1]:0", viteLike("/__vite/"))
	root := listen(t, "127.0.0.1:0", viteLike("/"))
	secure := httptest.NewUnstartedServer(viteLike("/__vite/"))
	secure.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError) // Ready only knocks
	secure.StartTLS()
	t.Cleanup(secure.Close)

	tests := map[string]struct {
		url, base string
	}{
		"an address":                     {"http://127.0.0.1:" + port(four), "/__vite/"},
		"an IPv6 address":                {"http://[::1]:" + port(six), "/__vite/"},
		"localhost, listening on IPv4":   {"http://localhost:" + port(four), "/__vite/"},
		"localhost, listening on IPv6":   {"http://localhost:" + port(six), "/__vite/"},
		"the base /":                     {"http://localhost:" + port(root), "/"},
		"TLS, certified by itself":       {"https://127.0.0.1:" + port(secure), "/__vite/"},
		"TLS, certified by itself, name": {"https://localhost:" + port(secure), "/__vite/"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v, err := vite.Dev(test.url, vite.WithBase(test.base), vite.WithAllowedHosts("app.example"))
			require.NoError(t, err)
			require.NoError(t, v.Ready(t.Context()))
			server := program(t, v)

			_, host, _ := strings.Cut(test.url, "://")
			status, body := fetch(t, server.URL+test.base+"src/a%20b.tsx?import&t=1")
			assert.Equal(t, 200, status)
			assert.Equal(t, "GET "+test.base+"src/a%20b.tsx?import&t=1 "+host, body)
			status, _ = fetch(t, server.URL+test.base+"src/none.ts")
			assert.Equal(t, 404, status)
			_, body = fetch(t, server.URL+"/users")
			assert.Equal(t, "the program", body)
			socket(t, server, test.base)
		})
	}
}

// socket opens a websocket as Vite's client does and hears an echo through it.
func socket(t *testing.T, server *httptest.Server, base string) {
	t.Helper()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.SetDeadline(time.Now().Add(time.Minute)))
	_, err = io.WriteString(conn, "GET "+base+"?token=t HTTP/1.1\r\nHost: app.example\r\nOrigin: http://app.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: vite-hmr\r\n\r\n")
	require.NoError(t, err)
	r := bufio.NewReader(conn)
	res, err := http.ReadResponse(r, nil)
	require.NoError(t, err)
	require.Equal(t, http.StatusSwitchingProtocols, res.StatusCode)
	assert.Equal(t, "vite-hmr", res.Header.Get("Sec-WebSocket-Protocol"))
	assert.Equal(t, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", res.Header.Get("Sec-WebSocket-Accept"))
	for _, frame := range []string{"\x81\x85\x00\x00\x00\x00hello", "\x81\x85\x00\x00\x00\x00again"} {
		_, err = io.WriteString(conn, frame)
		require.NoError(t, err)
		got := make([]byte, len(frame))
		_, err = io.ReadFull(r, got)
		require.NoError(t, err)
		assert.Equal(t, frame, string(got))
	}
}

func TestProxyOutlivesTheDevServer(t *testing.T) {
	t.Parallel()
	address := free(t)
	var log logs
	v, err := vite.Dev("http://"+address, vite.WithStartTimeout(30*time.Second), vite.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
	require.NoError(t, err)
	server := program(t, v)

	for round := range 3 {
		// Requests come first and wait. In the first round they have bodies;
		// later, with connections to the stopped server left, HTTP allows only
		// those without to be sent again.
		var wg sync.WaitGroup
		for range 4 {
			method, body := http.MethodGet, ""
			if round == 0 {
				method, body = http.MethodPost, "body"
			}
			r, err := http.NewRequest(method, server.URL+"/__vite/src/main.tsx", strings.NewReader(body))
			require.NoError(t, err)
			wg.Go(func() {
				res, err := http.DefaultClient.Do(r)
				if assert.NoError(t, err) {
					assert.Equal(t, 200, res.StatusCode)
					assert.NoError(t, res.Body.Close())
				}
			})
		}
		wg.Go(func() { assert.NoError(t, v.Ready(t.Context())) })
		require.Eventually(t, func() bool { return strings.Contains(log.String(), "waiting") }, time.Minute, time.Millisecond)
		dev := listen(t, address, viteLike("/__vite/"))
		wg.Wait()
		status, _ := fetch(t, server.URL+"/__vite/src/main.tsx")
		assert.Equal(t, 200, status)
		// A request that was given another's connection leaves its own attempt
		// behind, which has to find the server, too.
		time.Sleep(300 * time.Millisecond)
		dev.CloseClientConnections()
		dev.Close()
		said := log.take()
		assert.Equal(t, 1, strings.Count(said, "vite: waiting for http://"+address+" — start it with npx vite"), "round %d: %s", round, said)
		assert.Equal(t, 1, strings.Count(said, "the dev server is up"), "round %d: %s", round, said)
	}
}

func TestProxyGivesUp(t *testing.T) {
	t.Parallel()
	for name, options := range map[string][]vite.Option{
		"after a while": {vite.WithStartTimeout(200 * time.Millisecond)}, "at once": nil, "at once, too": {vite.WithStartTimeout(-1)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address := free(t)
			var log logs
			v, err := vite.Dev("http://"+address, append(options, vite.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))...)
			require.NoError(t, err)
			res, err := http.Get(program(t, v).URL + "/__vite/src/main.tsx")
			require.NoError(t, err)
			defer res.Body.Close()
			body, err := io.ReadAll(res.Body)
			require.NoError(t, err)
			assert.Equal(t, http.StatusBadGateway, res.StatusCode)
			assert.Equal(t, "no-store", res.Header.Get("Cache-Control"))
			for _, text := range []string{string(body), v.Ready(t.Context()).Error()} {
				assert.Contains(t, text, "vite: ")
				assert.Contains(t, text, "http://"+address)
				assert.Contains(t, text, `"npx vite"`)
				assert.Contains(t, text, "refused")
			}
			assert.Equal(t, 1, strings.Count(log.String(), "level=WARN"), "pages ask again and again: %s", log.String())
		})
	}
}

func TestReadyStopsWithItsContext(t *testing.T) {
	t.Parallel()
	// By itself it would wait longer than tests may take.
	v, err := vite.Dev("http://"+free(t), vite.WithStartTimeout(24*time.Hour), vite.WithLogger(slog.New(slog.DiscardHandler)))
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	err = v.Ready(ctx)
	assert.ErrorIs(t, err, context.DeadlineExceeded)
	assert.ErrorContains(t, err, "vite: waiting for http://")
}

func TestProxyExplainsAnotherServer(t *testing.T) {
	t.Parallel()
	single := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { // falls back to its index.html
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<html>")
	})
	tests := map[string]struct {
		handler http.Handler
		options []vite.Option
		path    string
		want    []string
	}{
		"another base":  {viteLike("/"), nil, "/__vite/@vite/client", []string{"404", `base: "/__vite/"`, "vite.config", "vite.WithBase"}},
		"a single page": {single, nil, "/__vite/@vite/client", []string{"200", `base: "/__vite/"`}},
		"no such entry": {viteLike("/__vite/"), []vite.Option{vite.WithEntry("src/none.tsx")}, "/__vite/src/none.tsx", []string{"404", "vite.WithEntry", "src/none.tsx"}},
		"no plugin":     {viteLike("/__vite/"), nil, "/__vite/@inertia-templ/entry", []string{"404", "@inertia-templ/vite", "vite.WithEntry"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dev := listen(t, "127.0.0.1:0", test.handler)
			var log logs
			v, err := vite.Dev(dev.URL, append(test.options, vite.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))...)
			require.NoError(t, err)
			status, body := fetch(t, program(t, v).URL+test.path)
			assert.Equal(t, http.StatusBadGateway, status)
			for _, want := range append(test.want, "vite: "+dev.URL) {
				assert.Contains(t, body, want)
			}
			assert.Contains(t, log.String(), "level=WARN")
		})
	}
}

func TestProxyReportsABrokenAnswer(t *testing.T) {
	t.Parallel()
	dev := listen(t, "127.0.0.1:0", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	v, err := vite.Dev(dev.URL, vite.WithLogger(slog.New(slog.DiscardHandler)))
	require.NoError(t, err)
	status, body := fetch(t, program(t, v).URL+"/__vite/src/main.tsx")
	assert.Equal(t, http.StatusBadGateway, status)
	assert.Contains(t, body, dev.URL)
	assert.Contains(t, body, `"npx vite"`)
}

func TestProxyLeavesOtherPathsAlone(t *testing.T) {
	t.Parallel()
	v, err := vite.Dev("http://" + free(t))
	require.NoError(t, err)
	assert.Equal(t, 404, get(v, "/users").Code)
}

// logs is a buffer that requests may write to at the same time.
type logs struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logs) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logs) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func (l *logs) take() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer l.b.Reset()
	return l.b.String()
}
