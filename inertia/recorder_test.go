package inertia_test

import (
	"bufio"
	"crypto/rand"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
)

// serve runs h behind the middleware on a real server.
func serve(t *testing.T, h http.HandlerFunc) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(app(t).Middleware(h))
	t.Cleanup(server.Close)
	return server
}

func get(t *testing.T, url string) *http.Response {
	t.Helper()
	res, err := http.Get(url)
	require.NoError(t, err)
	t.Cleanup(func() { _ = res.Body.Close() })
	return res
}

func TestStreamsPassUnbuffered(t *testing.T) {
	t.Parallel()
	proceed := make(chan struct{})
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		inertia.Flash(r, "a", 1)
		_, _ = io.WriteString(w, "first\n")
		assert.NoError(t, http.NewResponseController(w).Flush())
		<-proceed
		w.(http.Flusher).Flush()
		_, _ = io.WriteString(w, "second\n")
		w.Header().Set(http.TrailerPrefix+"Checksum", "1")
	})
	res := get(t, server.URL)
	assert.Len(t, res.Cookies(), 1, "flash goes out before the first byte")
	lines := bufio.NewReader(res.Body)
	line, err := lines.ReadString('\n')
	require.NoError(t, err)
	assert.Equal(t, "first\n", line, "arrives while the handler still runs")
	close(proceed)
	rest, err := io.ReadAll(lines)
	require.NoError(t, err)
	assert.Equal(t, "second\n", string(rest))
	assert.Equal(t, "1", res.Trailer.Get("Checksum"))
}

func TestFlushAloneSendsTheHeader(t *testing.T) {
	t.Parallel()
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		inertia.Flash(r, "a", 1)
		assert.NoError(t, http.NewResponseController(w).Flush())
		<-r.Context().Done()
	})
	res := get(t, server.URL)
	assert.Equal(t, 200, res.StatusCode)
	assert.Len(t, res.Cookies(), 1)
}

func TestReadFromKeepsEveryByte(t *testing.T) {
	t.Parallel()
	for _, size := range []int64{0, 1, 511, 512, 513, 3 << 20} {
		content := rand.Text() + strings.Repeat("x", int(size))
		server := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			n, err := io.Copy(w, struct{ io.Reader }{strings.NewReader(content)})
			assert.NoError(t, err)
			assert.EqualValues(t, len(content), n)
		})
		b, err := io.ReadAll(get(t, server.URL).Body)
		require.NoError(t, err)
		assert.Equal(t, len(content), len(b))
		assert.True(t, content == string(b))
	}
}

func TestHijackAndDeadlines(t *testing.T) {
	t.Parallel()
	server := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		assert.NoError(t, http.NewResponseController(w).SetWriteDeadline(time.Now().Add(time.Minute)))
		conn, _, err := w.(http.Hijacker).Hijack()
		if !assert.NoError(t, err) {
			return
		}
		_, _ = io.WriteString(conn, "HTTP/1.1 418 Mine\r\nContent-Length: 0\r\n\r\n")
		_ = conn.Close()
	})
	assert.Equal(t, 418, get(t, server.URL).StatusCode)
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	require.NoError(t, err)
	_ = conn.Close()
}

func TestInformationalAnswersPass(t *testing.T) {
	t.Parallel()
	i := app(t)
	server := httptest.NewServer(i.Middleware(i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		w.Header().Set("Link", "</a.js>; rel=modulepreload")
		w.WriteHeader(http.StatusEarlyHints)
		return i.Render(w, r, "Page", nil)
	})))
	t.Cleanup(server.Close)
	var hints int
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{
		Got1xxResponse: func(code int, h textproto.MIMEHeader) error {
			assert.Equal(t, 103, code)
			assert.NotEmpty(t, h.Get("Link"))
			hints++
			return nil
		},
	})
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL, nil)
	require.NoError(t, err)
	res, err := server.Client().Do(r)
	require.NoError(t, err)
	defer func() { _ = res.Body.Close() }()
	assert.Equal(t, 200, res.StatusCode)
	assert.Equal(t, 1, hints)
}

func TestTimeoutHandlerBecomesAnErrorPage(t *testing.T) {
	t.Parallel()
	i := app(t, inertia.WithErrorPage(func(_ *http.Request, status int, _ error) (string, any) {
		return "Error", inertia.Props{"status": status}
	}))
	slow := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	h := i.Middleware(http.TimeoutHandler(slow, time.Millisecond, "too slow"))
	res := do(h, "GET", "/", client...)
	assert.Equal(t, 503, res.StatusCode)
	assert.Contains(t, body(t, res), `"status":503`)
}

func TestRequestsThatWantNoPageCostNothing(t *testing.T) {
	h := app(t).Middleware(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }))
	r := httptest.NewRequest(http.MethodGet, "/api", nil)
	r.Header.Set("Accept", "application/json")
	w := httptest.NewRecorder()
	assert.Zero(t, testing.AllocsPerRun(100, func() { h.ServeHTTP(w, r) }))
	assert.Equal(t, []string{"X-Inertia"}, w.Header()["Vary"])
}

func TestETag(t *testing.T) {
	t.Parallel()
	n := 1
	h := app(t, inertia.WithETag()).Page("Page", inertia.Props{"n": func() int { return n }, "m": 2})
	res := do(h, "GET", "/", with(partial("n", "")...)...)
	tag := res.Header.Get("ETag")
	require.NotEmpty(t, tag)
	assert.Equal(t, "no-cache, private", res.Header.Get("Cache-Control"))

	res = do(h, "GET", "/", with(partial("n", "", "If-None-Match", `"x", `+strings.TrimPrefix(tag, "W/"))...)...)
	assert.Equal(t, 304, res.StatusCode)
	assert.Empty(t, body(t, res))
	assert.Equal(t, tag, res.Header.Get("ETag"))
	assert.Equal(t, "X-Inertia", res.Header.Get("Vary"))

	res = do(h, "GET", "/", with(partial("n,m", "", "If-None-Match", tag)...)...)
	assert.Equal(t, 200, res.StatusCode, "another selection is another representation")
	res = do(h, "GET", "/", "If-None-Match", tag)
	assert.Equal(t, 200, res.StatusCode, "so is the document")
	n = 2
	res = do(h, "GET", "/", with(partial("n", "", "If-None-Match", tag)...)...)
	assert.Equal(t, 200, res.StatusCode)
}
