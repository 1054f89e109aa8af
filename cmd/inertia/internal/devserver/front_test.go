package devserver

import (
	"bufio"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"net/textproto"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/cmd/inertia/internal/problem"
)

// newTestFront stands before a program and a Vite.
func newTestFront(t *testing.T, program http.HandlerFunc) (f *front, address string) {
	t.Helper()
	f = newFront(newGate(), []string{"app.test"}, slog.New(slog.DiscardHandler))
	f.serveVite("/__vite/", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "vite") }))
	behind := httptest.NewServer(program)
	t.Cleanup(behind.Close)
	at, err := url.Parse(behind.URL)
	require.NoError(t, err)
	f.gate.open(at)
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	return f, strings.TrimPrefix(server.URL, "http://")
}

func TestTheProgramSeesWhatTheBrowserSends(t *testing.T) {
	t.Parallel()
	var seen *http.Request
	_, address := newTestFront(t, func(_ http.ResponseWriter, r *http.Request) { seen = r })
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPut, "http://"+address+"/a%2Fb?x=%20&y;z", strings.NewReader("body"))
	require.NoError(t, err)
	r.Host = "app.test:8080"
	r.Header.Set("X-Forwarded-Proto", "https")
	r.Header.Set("Origin", "http://app.test:8080")
	res, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	assert.Equal(t, "app.test:8080", seen.Host)
	assert.Equal(t, "/a%2Fb", seen.URL.EscapedPath())
	assert.Equal(t, "x=%20&y;z", seen.URL.RawQuery)
	assert.Equal(t, "https", seen.Header.Get("X-Forwarded-Proto"))
	assert.Empty(t, seen.Header.Get("X-Forwarded-For"), "nothing is added")
	assert.Equal(t, "http://app.test:8080", seen.Header.Get("Origin"))
}

func TestAnswersPassAsTheyCome(t *testing.T) {
	t.Parallel()
	more := make(chan struct{})
	_, address := newTestFront(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Link", "</app.js>; rel=preload")
		w.WriteHeader(http.StatusEarlyHints)
		fmt.Fprint(w, "one")
		w.(http.Flusher).Flush()
		<-more
		fmt.Fprint(w, "two")
	})
	hints := 0
	trace := &httptrace.ClientTrace{Got1xxResponse: func(code int, h textproto.MIMEHeader) error {
		assert.Equal(t, http.StatusEarlyHints, code)
		assert.Equal(t, "</app.js>; rel=preload", h.Get("Link"))
		hints++
		return nil
	}}
	r, err := http.NewRequestWithContext(httptrace.WithClientTrace(t.Context(), trace), http.MethodGet, "http://"+address+"/", nil)
	require.NoError(t, err)
	res, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer res.Body.Close()
	part := make([]byte, 3)
	_, err = io.ReadFull(res.Body, part)
	require.NoError(t, err)
	assert.Equal(t, "one", string(part), "before the rest is there")
	close(more)
	rest, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	assert.Equal(t, "two", string(rest))
	assert.Equal(t, 1, hints)
}

func TestSocketsOfTheProgramPass(t *testing.T) {
	t.Parallel()
	_, address := newTestFront(t, func(w http.ResponseWriter, _ *http.Request) {
		conn, buffered, err := w.(http.Hijacker).Hijack()
		if !assert.NoError(t, err) {
			return
		}
		defer conn.Close()
		_, _ = io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
		line, _ := buffered.ReadString('\n')
		_, _ = io.WriteString(conn, "you said "+line)
	})
	conn, err := net.Dial("tcp", address)
	require.NoError(t, err)
	defer conn.Close()
	_, err = io.WriteString(conn, "GET /socket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
	require.NoError(t, err)
	r := bufio.NewReader(conn)
	res, err := http.ReadResponse(r, nil)
	require.NoError(t, err)
	require.Equal(t, http.StatusSwitchingProtocols, res.StatusCode)
	_, err = io.WriteString(conn, "hello\n")
	require.NoError(t, err)
	line, err := r.ReadString('\n')
	require.NoError(t, err)
	assert.Equal(t, "you said hello\n", line)
}

// What happens to requests while there is no program.
func TestFrontWithoutAProgram(t *testing.T) {
	t.Parallel()
	f, _ := newTestFront(t, nil)
	f.gate.fail(newFailure("The Go code does not compile", problem.Error{{File: "/src/<main>.go", Line: 3, Message: "<b>wrong</b>"}}))
	send := func(method, path string, header ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, path, nil)
		r.Host = "localhost:8080"
		for i := 0; i < len(header); i += 2 {
			if r.Header.Set(header[i], header[i+1]); header[i] == "Host" {
				r.Host = header[i+1]
			}
		}
		w := httptest.NewRecorder()
		f.ServeHTTP(w, r)
		return w
	}
	document := []string{"Accept", "text/html"}
	for name, test := range map[string]struct {
		answer *httptest.ResponseRecorder
		status int
		text   string
	}{
		"a document":             {send("GET", "/", document...), 500, "&lt;b&gt;wrong&lt;/b&gt;"},
		"a frame":                {send("GET", "/", "Sec-Fetch-Dest", "iframe"), 500, "&lt;main&gt;.go:3"},
		"an allowed host":        {send("GET", "/", append(document, "Host", "app.test:80")...), 500, "wrong"},
		"this machine":           {send("GET", "/", append(document, "Host", "[::1]:8080")...), 500, "wrong"},
		"another host":           {send("GET", "/", append(document, "Host", "evil.test")...), 503, "see the terminal"},
		"another host, no page":  {send("GET", "/x", "Host", "evil.test"), 503, "see the terminal"},
		"a picture":              {send("GET", "/a.png", "Accept", "image/*", "Sec-Fetch-Dest", "image"), 503, "<b>wrong</b>"},
		"a form":                 {send("POST", "/", document...), 503, "/src/<main>.go:3: <b>wrong</b>"},
		"a visit":                {send("GET", "/users?page=2", "X-Inertia", "true", "Accept", "text/html"), 409, ""},
		"Vite":                   {send("GET", "/__vite/@vite/client"), 200, "vite"},
		"status of what":         {send("GET", statusPath), 400, "after"},
		"status of what was new": {send("GET", statusPath+"?after=1"), 204, ""},
	} {
		assert.Equal(t, test.status, test.answer.Code, name)
		assert.Contains(t, test.answer.Body.String(), test.text, name)
		if test.status == 503 {
			assert.True(t, strings.HasPrefix(test.answer.Header().Get("Content-Type"), "text/plain"), name)
		}
		if strings.Contains(name, "another") {
			assert.NotContains(t, test.answer.Body.String(), "wrong", name)
		}
	}
	assert.Equal(t, "/users?page=2", send("GET", "/users?page=2", "X-Inertia", "true").Header().Get("X-Inertia-Location"))
	page := send("GET", "/", document...)
	assert.Contains(t, page.Header().Get("Content-Security-Policy"), "default-src 'none'")
	assert.Equal(t, "no-store", page.Header().Get("Cache-Control"))
}

func TestTheFirstBuildIsAPage(t *testing.T) {
	t.Parallel()
	f := newFront(newGate(), nil, slog.New(slog.DiscardHandler))
	r := httptest.NewRequest(http.MethodGet, "http://localhost/", nil)
	r.Header.Set("Accept", "text/html")
	w := httptest.NewRecorder()
	f.ServeHTTP(w, r)
	assert.Equal(t, http.StatusServiceUnavailable, w.Code)
	assert.Contains(t, w.Body.String(), "Building the program")
	assert.Contains(t, w.Body.String(), "status?after=0")
}

// A program that ends while it answers is no riddle.
func TestABrokenAnswerIsExplained(t *testing.T) {
	t.Parallel()
	_, address := newTestFront(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	res, err := http.Get("http://" + address + "/")
	require.NoError(t, err)
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	assert.Equal(t, http.StatusBadGateway, res.StatusCode)
	assert.Contains(t, string(text), "inertia dev: the program did not answer: ")
}
