package vite_test

import (
	"context"
	"crypto/tls"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"net/textproto"
	"os"
	"testing"

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
		`</shared.js>; rel=modulepreload; crossorigin`, // its hash is none
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
