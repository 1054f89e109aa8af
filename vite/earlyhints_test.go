package vite_test

import (
	"context"
	"crypto/tls"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"net/textproto"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/vite"
)

func TestLinks(t *testing.T) {
	t.Parallel()
	v, err := vite.Open(os.DirFS("testdata/app"))
	require.NoError(t, err)
	entry := []string{"</assets/main-BRWiIo4f.css>; rel=preload; as=style", "</assets/main-D5aSHfuo.js>; rel=modulepreload"}
	assert.Equal(t, entry, v.Page("").Links())
	assert.Equal(t, entry, v.Page("Nobody", "src/main.tsx").Links())
	users := []string{
		"</assets/main-BRWiIo4f.css>; rel=preload; as=style",
		"</assets/table-C5yqyzht.css>; rel=preload; as=style",
		"</assets/Users-Dot64FD1.css>; rel=preload; as=style",
		"</assets/main-D5aSHfuo.js>; rel=modulepreload",
		"</assets/table-BH92hy48.js>; rel=modulepreload",
		"</assets/Users-BDfBNIEU.js>; rel=modulepreload",
	}
	got := v.Page("Users").Links()
	assert.Equal(t, users, got)
	got[0] = "changed"
	assert.Equal(t, users, v.Page("Users").Links())
	assert.Empty(t, v.Page("Users", "src/none.ts").Links())

	dev, err := vite.Dev("http://localhost:5173")
	require.NoError(t, err)
	assert.Empty(t, dev.Page("Users").Links())
}

func TestLinksAgreeWithTheTags(t *testing.T) {
	t.Parallel()
	v := openManifest(t, withIntegrity,
		vite.WithScriptAttributes(func(vite.Asset) templ.Attributes { return templ.Attributes{"crossorigin": "use-credentials"} }),
		vite.WithStyleAttributes(func(a vite.Asset) templ.Attributes {
			return templ.Attributes{"crossorigin": a.File == "other.css"}
		}))
	assert.Equal(t, []string{
		`</main.css>; rel=preload; as=style; integrity="sha384-css"`,
		`</other.css>; rel=preload; as=style; crossorigin`,
		`</main.js>; rel=modulepreload; crossorigin=use-credentials; integrity="sha384-main"`,
		`</shared.js>; rel=modulepreload; crossorigin`, // its hash cannot be used
	}, v.Page("").Links())
	none := openManifest(t, withIntegrity, vite.WithBase("https://a.example/>,</"),
		vite.WithPreloadAttributes(func(vite.Asset) (templ.Attributes, bool) { return nil, false }))
	assert.Equal(t, []string{
		`<https://a.example/%3E,%3C/main.css>; rel=preload; as=style; crossorigin; integrity="sha384-css"`,
		`<https://a.example/%3E,%3C/other.css>; rel=preload; as=style; crossorigin`,
		`<https://a.example/%3E,%3C/main.js>; rel=modulepreload; crossorigin; integrity="sha384-main"`,
	}, none.Page("").Links())
}

// wrapper is a ResponseWriter of middleware that knows no informational
// responses.
type wrapper struct {
	http.ResponseWriter
	statuses []int
}

func (w *wrapper) WriteHeader(status int) {
	w.statuses = append(w.statuses, status)
	w.ResponseWriter.WriteHeader(status)
}
func (w *wrapper) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func TestEarlyHints(t *testing.T) {
	t.Parallel()
	const browser = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
	v, err := vite.Open(os.DirFS("testdata/app"))
	require.NoError(t, err)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Set-Cookie", "a=b")
		wrapped := &wrapper{ResponseWriter: w}
		v.Page("Users").EarlyHints(wrapped, r)
		v.Page("Users").EarlyHints(wrapped, r)
		v.Page("Teams").EarlyHints(w, r)
		wrapped.WriteHeader(http.StatusTeapot)
		_, _ = io.WriteString(wrapped, "the document")
		assert.Equal(t, []int{http.StatusTeapot}, wrapped.statuses)
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	plain := httptest.NewServer(server.Config.Handler)
	t.Cleanup(plain.Close)

	tests := map[string]struct {
		url    string
		method string
		header map[string]string
		want   bool
	}{
		"HTTP/2":             {url: server.URL, want: true},
		"HTTP/1.1":           {url: plain.URL, want: true},
		"navigation":         {header: map[string]string{"Sec-Fetch-Mode": "navigate"}, want: true},
		"HEAD":               {method: http.MethodHead},
		"POST":               {method: http.MethodPost},
		"a visit of Inertia": {header: map[string]string{"X-Inertia": "true"}},
		"fetch":              {header: map[string]string{"Sec-Fetch-Mode": "cors"}},
		"JSON":               {header: map[string]string{"Accept": "application/json"}},
		"anything":           {header: map[string]string{"Accept": "*/*"}},
		"no agent":           {header: map[string]string{"User-Agent": ""}},
		"curl":               {header: map[string]string{"User-Agent": "curl/8.0"}},
		"Googlebot":          {header: map[string]string{"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}},
		"Slurp":              {header: map[string]string{"User-Agent": "Mozilla/5.0 (compatible; Yahoo! Slurp)"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var early []textproto.MIMEHeader
			ctx := httptrace.WithClientTrace(context.Background(), &httptrace.ClientTrace{
				Got1xxResponse: func(code int, header textproto.MIMEHeader) error {
					assert.Equal(t, http.StatusEarlyHints, code)
					early = append(early, header)
					return nil
				},
			})
			if test.url == "" {
				test.url = plain.URL
			}
			r, err := http.NewRequestWithContext(ctx, test.method, test.url, nil)
			require.NoError(t, err)
			r.Header.Set("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
			r.Header.Set("User-Agent", browser)
			for key, value := range test.header {
				r.Header.Set(key, value)
			}
			res, err := server.Client().Do(r)
			require.NoError(t, err)
			defer res.Body.Close()
			assert.Equal(t, http.StatusTeapot, res.StatusCode)
			assert.Equal(t, "a=b", res.Header.Get("Set-Cookie"))
			assert.NotContains(t, res.Header, "Link")
			assert.NotContains(t, res.Header, "Early-Hints")
			if !test.want {
				assert.Empty(t, early)
				return
			}
			require.Len(t, early, 1, "once")
			assert.Equal(t, v.Page("Users").Links(), early[0]["Link"])
			assert.NotContains(t, early[0], "Set-Cookie")
		})
	}
	t.Run("HTTP/1.0", func(t *testing.T) {
		t.Parallel()
		conn, err := tls.Dial("tcp", server.Listener.Addr().String(), &tls.Config{InsecureSkipVerify: true})
		require.NoError(t, err)
		defer conn.Close()
		_, err = io.WriteString(conn, "GET / HTTP/1.0\r\nAccept: text/html\r\nUser-Agent: "+browser+"\r\n\r\n")
		require.NoError(t, err)
		answer, err := io.ReadAll(conn)
		require.NoError(t, err)
		assert.Contains(t, string(answer), "the document")
		assert.NotContains(t, string(answer), "103")
	})
}

func TestEarlyHintsWithoutLinks(t *testing.T) {
	t.Parallel()
	v, err := vite.Dev("http://localhost:5173")
	require.NoError(t, err)
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("Accept", "text/html")
	r.Header.Set("User-Agent", "Mozilla/5.0")
	w := httptest.NewRecorder()
	v.Page("Users").EarlyHints(w, r)
	assert.Empty(t, w.Header())
	assert.False(t, w.Flushed)
}

// A client may reset its request while the hints are on their way. The server
// then still reads the headers that it was given, and the program goes on to
// change its own.
func TestEarlyHintsOfRequestsThatAreReset(t *testing.T) {
	t.Parallel()
	v, err := vite.Open(os.DirFS("testdata/app"))
	require.NoError(t, err)
	var resets atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for i := range 40 { // more than a write of the connection takes
			w.Header().Set("X-Of-Middleware-"+strconv.Itoa(i), strings.Repeat("x", 100))
		}
		v.Page("Users").EarlyHints(w, r)
		if r.Context().Err() != nil {
			resets.Add(1)
		}
		for range 20 {
			w.Header().Set("Set-Cookie", "a=b")
			w.Header().Del("Set-Cookie")
			w.Header().Add("Link", "</other.css>; rel=preload")
		}
		_, _ = io.WriteString(w, "the document")
	}))
	server.EnableHTTP2 = true
	server.Listener = slowListener{server.Listener}
	server.StartTLS()
	t.Cleanup(server.Close)

	client := func() {
		conn, err := tls.Dial("tcp", server.Listener.Addr().String(), &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2"}})
		if !assert.NoError(t, err) {
			return
		}
		defer conn.Close()
		_, _ = io.WriteString(conn, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
		_, _ = conn.Write(frame(4, 0, 0, nil)) // SETTINGS
		go func() { _, _ = io.Copy(io.Discard, conn) }()
		for i := range uint32(150) {
			stream := 2*i + 1
			// HEADERS that end the request, then RST_STREAM in the same packet or soon after.
			ask, reset := frame(1, 0x5, stream, navigation), frame(3, 0, stream, []byte{0, 0, 0, 8})
			if i%3 == 0 {
				_, err = conn.Write(append(ask, reset...))
			} else {
				_, _ = conn.Write(ask)
				time.Sleep(time.Duration(i%7) * 200 * time.Microsecond)
				_, err = conn.Write(reset)
			}
			if err != nil {
				return
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(client)
	}
	group.Wait()
	assert.Positive(t, resets.Load(), "resets arrived while hints were on their way")
}

// slowListener's connections take their time, so that much happens while they
// write.
type slowListener struct{ net.Listener }

func (l slowListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	return slowConn{conn}, err
}

type slowConn struct{ net.Conn }

func (c slowConn) Write(p []byte) (int, error) {
	time.Sleep(time.Millisecond)
	return c.Conn.Write(p)
}

// frame is an HTTP/2 frame.
func frame(kind, flags byte, stream uint32, payload []byte) []byte {
	n := len(payload)
	head := []byte{byte(n >> 16), byte(n >> 8), byte(n), kind, flags}
	return append(binary.BigEndian.AppendUint32(head, stream), payload...)
}

// navigation is the header block of a browser's GET of "/", in HPACK: indexed
// fields for :method, :scheme and :path, literals that are not indexed for the
// rest.
var navigation = slices.Concat([]byte{0x82, 0x87, 0x84},
	literal(":authority", "localhost"), literal("accept", "text/html"), literal("user-agent", "Mozilla/5.0"))

func literal(name, value string) []byte {
	return slices.Concat([]byte{0, byte(len(name))}, []byte(name), []byte{byte(len(value))}, []byte(value))
}

// What is handed out belongs to the response.
func TestEarlyHintsBelongToTheResponse(t *testing.T) {
	t.Parallel()
	v, err := vite.Open(os.DirFS("testdata/app"))
	require.NoError(t, err)
	want := v.Page("Users").Links()
	for range 2 {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Accept", "text/html")
		r.Header.Set("User-Agent", "Mozilla/5.0")
		w := &editing{ResponseRecorder: httptest.NewRecorder()}
		v.Page("Users").EarlyHints(w, r)
		assert.Equal(t, want, w.saw)
	}
	assert.Equal(t, want, v.Page("Users").Links())
}

// editing is a ResponseWriter that changes what it is given.
type editing struct {
	*httptest.ResponseRecorder
	saw []string
}

func (w *editing) WriteHeader(int) {
	w.saw = slices.Clone(w.Header()["Link"])
	for i := range w.Header()["Link"] {
		w.Header()["Link"][i] = "</evil.js>"
	}
}
