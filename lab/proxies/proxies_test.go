// Package proxies_test runs nginx, Caddy and HAProxy in front of a program, with
// the configurations of docs/guide/proxies.md as they stand there.
package proxies_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptrace"
	"net/textproto"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/lab/internal/proxy"
)

// visitor is a browser, as far as proxies see one.
type visitor struct {
	t      *testing.T
	origin string
	client *http.Client
}

func newVisitor(t *testing.T, p *proxy.Proxy) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	transport := p.Transport()
	t.Cleanup(transport.CloseIdleConnections)
	return &visitor{t, p.Origin(), &http.Client{Transport: transport, Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

func (v *visitor) do(ctx context.Context, method, path string, header http.Header) (*http.Response, string) {
	v.t.Helper()
	r, err := http.NewRequestWithContext(ctx, method, v.origin+path, nil)
	require.NoError(v.t, err)
	r.Header.Set("Origin", v.origin)
	r.Header.Set("Referer", v.origin+"/form")
	for name, values := range header {
		r.Header[name] = values
	}
	w, err := v.client.Do(r)
	require.NoError(v.t, err)
	defer w.Body.Close()
	body, err := io.ReadAll(w.Body)
	require.NoError(v.t, err)
	return w, string(body)
}

type page struct {
	URL   string         `json:"url"`
	Props map[string]any `json:"props"`
	Flash map[string]any `json:"flash"`
}

var visit = http.Header{"X-Inertia": {"true"}, "X-Inertia-Version": {"1"}, "X-Requested-With": {"XMLHttpRequest"}}

func (v *visitor) page(path string) page {
	v.t.Helper()
	w, body := v.do(v.t.Context(), http.MethodGet, path, visit)
	require.Equal(v.t, http.StatusOK, w.StatusCode, body)
	var p page
	require.NoError(v.t, json.Unmarshal([]byte(body), &p), body)
	return p
}

func text(n int) string {
	b := make([]byte, n)
	rand.Read(b)
	return base64.RawStdEncoding.EncodeToString(b)[:n]
}

func TestProxies(t *testing.T) {
	for _, kind := range proxy.Kinds {
		t.Run(kind.Name, func(t *testing.T) {
			program := newProgram(t)
			p := kind.StartTest(t, "../../docs/guide/proxies.md", program.Listener.Addr().String())

			t.Run("messages", func(t *testing.T) { testMessages(t, p) })
			t.Run("TLS", func(t *testing.T) { testTLS(t, p) })
			t.Run("prefix", func(t *testing.T) { testPrefix(t, p) })
			t.Run("events", func(t *testing.T) { testEvents(t, p) })
			t.Run("compression", func(t *testing.T) { testCompression(t, p) })
			t.Run("addresses", func(t *testing.T) { testAddresses(t, p) })
			t.Run("hints", func(t *testing.T) {
				if kind.Name == "nginx" {
					testHintsStopNginx(t, p)
					return
				}
				testHints(t, p)
			})
		})
	}
}

// What waits for pages passes the proxy, however much that is, on its way to
// the browser and back.
func testMessages(t *testing.T, p *proxy.Proxy) {
	for name, policy := range map[string]string{"alone": "", "beside a large header": "&policy=2000"} {
		t.Run("a long flash "+name, func(t *testing.T) {
			v := newVisitor(t, p)
			message := text(3000)
			if policy != "" {
				message = text(1000)
			}
			w, body := v.do(t.Context(), http.MethodPost, "/flash?to=/1&text="+url.QueryEscape(message)+policy, visit)
			require.Equal(t, http.StatusFound, w.StatusCode, body)
			assert.Equal(t, message, v.page("/1").Flash["text"])
		})
		t.Run("40 invalid rows "+name, func(t *testing.T) {
			v := newVisitor(t, p)
			w, body := v.do(t.Context(), http.MethodPost, "/rows?n=40"+policy, visit)
			require.Equal(t, http.StatusFound, w.StatusCode, body)
			errors, _ := v.page("/form").Props["errors"].(map[string]any)
			assert.Len(t, errors, 40)
		})
		t.Run("20 messages that nobody reads "+name, func(t *testing.T) {
			v := newVisitor(t, p)
			for n := range 20 {
				w, body := v.do(t.Context(), http.MethodPost, fmt.Sprintf("/flash?to=/%d&text=%s%s", n, text(800), policy), visit)
				require.Equal(t, http.StatusFound, w.StatusCode, "message %d: %s", n, body)
			}
			assert.NotEmpty(t, v.page("/19").Flash["text"], "the newest is there")
			v.page("/form")
		})
	}
	t.Run("1,000 invalid rows", func(t *testing.T) {
		v := newVisitor(t, p)
		w, body := v.do(t.Context(), http.MethodPost, "/rows?n=1000", visit)
		require.Equal(t, http.StatusFound, w.StatusCode, body)
		errors, _ := v.page("/form").Props["errors"].(map[string]any)
		assert.Greater(t, len(errors), 100)
	})
}

func testTLS(t *testing.T, p *proxy.Proxy) {
	v := newVisitor(t, p)
	w, body := v.do(t.Context(), http.MethodPost, "/flash?to=/1&text=x", visit)
	require.Equal(t, http.StatusFound, w.StatusCode, body)
	assert.Equal(t, 2, w.ProtoMajor, "HTTP/2 in front")
	cookies := w.Cookies()
	require.NotEmpty(t, cookies)
	for _, c := range cookies {
		assert.True(t, c.Secure, "%s is for https alone", c.Name)
	}
	_, answer := v.do(t.Context(), http.MethodPost, "/flash?to=/1&text=x", http.Header{"Origin": {"https://elsewhere.example"}, "Sec-Fetch-Site": {"cross-site"}})
	assert.NotContains(t, answer, `"x"`)
	w, _ = v.do(t.Context(), http.MethodPost, "/flash?to=/1&text=x", http.Header{"Origin": {"https://elsewhere.example"}, "Sec-Fetch-Site": {"cross-site"}})
	assert.Equal(t, http.StatusForbidden, w.StatusCode)
}

func testPrefix(t *testing.T, p *proxy.Proxy) {
	v := newVisitor(t, p)
	w, body := v.do(t.Context(), http.MethodPost, "/shop/flash?to=/7&text=x", visit)
	require.Equal(t, http.StatusFound, w.StatusCode, body)
	assert.Equal(t, "/shop/7", strings.TrimPrefix(w.Header.Get("Location"), v.origin))
	cut := v.page("/shop/7")
	assert.Equal(t, "/shop/7", cut.URL)
	assert.Equal(t, "x", cut.Flash["text"])
	assert.Equal(t, "/kept/7", v.page("/kept/7").URL, "the program's own prefix")

	w, _ = v.do(t.Context(), http.MethodGet, "/7", http.Header{"X-Inertia": {"true"}, "X-Inertia-Version": {"1"}, "X-Forwarded-Prefix": {"/evil"}})
	require.Equal(t, http.StatusOK, w.StatusCode)
	_, body = v.do(t.Context(), http.MethodGet, "/7", http.Header{"X-Inertia": {"true"}, "X-Inertia-Version": {"1"}, "X-Forwarded-Prefix": {"/evil"}, "X-Forwarded-Host": {"evil.example"}})
	assert.NotContains(t, body, "evil")
}

// An event arrives while the handler waits for the browser to say so.
func testEvents(t *testing.T, p *proxy.Proxy) {
	v := newVisitor(t, p)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, v.origin+"/events", nil)
	require.NoError(t, err)
	r.Header.Set("Accept-Encoding", "identity")
	w, err := v.client.Do(r)
	require.NoError(t, err)
	defer w.Body.Close()
	lines := bufio.NewScanner(w.Body)
	for n := range 3 {
		for lines.Scan() && lines.Text() == "" {
		}
		require.Equal(t, fmt.Sprintf("data: %d", n), lines.Text())
		acknowledged, _ := v.do(t.Context(), http.MethodPost, "/acknowledge", nil)
		require.Equal(t, http.StatusNoContent, acknowledged.StatusCode)
	}
}

func testCompression(t *testing.T, p *proxy.Proxy) {
	v := newVisitor(t, p)
	for _, header := range []http.Header{{"X-Inertia": {"true"}, "X-Inertia-Version": {"1"}}, {}} {
		header.Set("Accept-Encoding", "gzip")
		w, body := v.do(t.Context(), http.MethodGet, "/large", header)
		require.Equal(t, http.StatusOK, w.StatusCode)
		assert.Equal(t, []string{"gzip"}, w.Header.Values("Content-Encoding"))
		plain := gunzip(t, body)
		assert.True(t, bytes.Contains(plain, []byte(strings.Repeat("a", 10_000))), "compressed once")
		assert.Contains(t, strings.Join(w.Header.Values("Vary"), ", "), "X-Inertia")
	}
	w, body := v.do(t.Context(), http.MethodGet, "/compressed", http.Header{"Accept-Encoding": {"gzip"}})
	assert.Equal(t, []string{"gzip"}, w.Header.Values("Content-Encoding"))
	assert.Equal(t, strings.Repeat("b", 10_000), string(gunzip(t, body)), "what is compressed already")
}

func testAddresses(t *testing.T, p *proxy.Proxy) {
	v := newVisitor(t, p)
	_, body := v.do(t.Context(), http.MethodGet, "/address", http.Header{"X-Forwarded-For": {"203.0.113.9"}})
	assert.Equal(t, "127.0.0.1", body)
}

func testHints(t *testing.T, p *proxy.Proxy) {
	v := newVisitor(t, p)
	var links []string
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{Got1xxResponse: func(code int, header textproto.MIMEHeader) error {
		if code == http.StatusEarlyHints {
			links = append(links, header.Values("Link")...)
		}
		return nil
	}})
	w, body := v.do(ctx, http.MethodGet, "/hints", nil)
	assert.Equal(t, http.StatusOK, w.StatusCode, "the answer after the hint")
	assert.Equal(t, "page", body)
	assert.NotEmpty(t, links)
}

// nginx before 1.29 waits for another answer after a 103, and answers 504 in the
// end. If this fails, the page of the documentation is out of date.
func testHintsStopNginx(t *testing.T, p *proxy.Proxy) {
	v := newVisitor(t, p)
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, v.origin+"/hints", nil)
	require.NoError(t, err)
	w, err := v.client.Do(r)
	if err == nil {
		w.Body.Close()
	}
	assert.ErrorIs(t, err, context.DeadlineExceeded)
}
