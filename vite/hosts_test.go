package vite_test

import (
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/vite"
)

// A name that somebody else owns may point to this machine: the dev server is
// asked for nothing under it.
func TestDevServerIsForThisMachine(t *testing.T) {
	t.Parallel()
	asked := make(chan string, 1000)
	dev := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- r.URL.Path
		_, _ = io.WriteString(w, "export default 1")
	}))
	t.Cleanup(dev.Close)
	open := func(opts ...vite.Option) *vite.Vite {
		v, err := vite.Dev(dev.URL, append(opts, vite.WithLogger(slog.New(slog.DiscardHandler)))...)
		require.NoError(t, err)
		return v
	}
	tests := map[string]struct {
		v       *vite.Vite
		yes, no []string
	}{
		"by default": {v: open(),
			yes: []string{"localhost", "localhost:8080", "LOCALHOST", "localhost.", "a.localhost:1", "a.b.localhost", "127.0.0.1", "127.0.0.1:8080", "127.9.8.7", "[::1]", "[::1]:8080", "[0:0::1]:1", "[::ffff:127.0.0.1]"},
			no: []string{"evil.example", "evil.example:8080", "localhost.evil.example", "evil-localhost", "xlocalhost", "127.0.0.1.evil.example", "127.0.0.1.nip.io", "0.0.0.0:8080", "192.168.1.7",
				"[::]", "[fe80::1]:80", "", "localhost:8080@evil.example", "2130706433", "0x7f.1", "evil.example\x00.localhost:80:80", "app.test"}},
		"with an option": {v: open(vite.WithAllowedHosts("app.test", "192.168.1.7"), vite.WithAllowedHosts(".Dev.example", "fe80::1")),
			yes: []string{"localhost", "app.test", "APP.TEST:443", "192.168.1.7:8080", "dev.example", "a.dev.example", "a.b.dev.example:1", "[fe80::1]:80"},
			no:  []string{"a.app.test", "app.test.evil.example", "evil-dev.example", "evildev.example", "192.168.1.70", "evil.example"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ask := func(host string) *httptest.ResponseRecorder {
				r := httptest.NewRequest(http.MethodGet, "/__vite/src/main.tsx", nil)
				r.Host = host
				// A page can set these on its own server's requests.
				r.Header.Set("X-Forwarded-Host", "localhost")
				r.Header.Set("Forwarded", "host=localhost")
				w := httptest.NewRecorder()
				test.v.Handler().ServeHTTP(w, r)
				return w
			}
			for _, host := range test.yes {
				assert.Equal(t, http.StatusOK, ask(host).Code, host)
				<-asked
			}
			for _, host := range test.no {
				w := ask(host)
				assert.Equal(t, http.StatusForbidden, w.Code, host)
				assert.Contains(t, w.Body.String(), "vite.WithAllowedHosts")
				assert.Contains(t, w.Body.String(), "localhost")
				assert.Equal(t, "no-store", w.Header().Get("Cache-Control"))
				assert.Equal(t, "text/plain; charset=utf-8", w.Header().Get("Content-Type"))
			}
		})
	}
	t.Cleanup(func() { assert.Empty(t, asked, "of what was refused") })
}

func TestDevServerExplainsWhoMayAsk(t *testing.T) {
	t.Parallel()
	var log logs
	v, err := vite.Dev("http://localhost:1", vite.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
	require.NoError(t, err)
	r := httptest.NewRequest(http.MethodGet, "/__vite/src/main.tsx", nil)
	r.Host = "App.test:8080"
	w := httptest.NewRecorder()
	v.Handler().ServeHTTP(w, r)
	assert.Contains(t, w.Body.String(), `for the host "App.test:8080"`)
	assert.Contains(t, w.Body.String(), `vite.WithAllowedHosts("app.test")`)
	assert.Contains(t, log.String(), "vite.WithAllowedHosts")
	r.Host = strings.Repeat("x", 1<<20)
	w = httptest.NewRecorder()
	v.Handler().ServeHTTP(w, r)
	assert.Less(t, w.Body.Len(), 1000)
}

// The socket tells whoever opens it what files there are and what is in them.
func TestUpdateSocketIsForPagesOfTheProgram(t *testing.T) {
	t.Parallel()
	reached := make(chan bool, 100)
	dev := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		reached <- true
		echo(w, r)
	}))
	t.Cleanup(dev.Close)
	v, err := vite.Dev(dev.URL, vite.WithAllowedHosts("app.test"), vite.WithLogger(slog.New(slog.DiscardHandler)))
	require.NoError(t, err)
	server := program(t, v)
	for _, test := range []struct {
		host    string
		origins []string
		want    bool
	}{
		{"localhost:8080", []string{"http://localhost:8080"}, true},
		{"localhost:8080", []string{"https://localhost:8080"}, true}, // behind a proxy that ends TLS
		{"LocalHost", []string{"http://localhost"}, true},
		{"localhost", []string{"http://localhost:80"}, true},
		{"localhost", []string{"https://localhost"}, true},
		{"[::1]:8080", []string{"http://[::1]:8080"}, true},
		{"localhost:8080", nil, true}, // no browser
		{"app.test", []string{"https://app.test"}, true},
		{"127.0.0.1:8080", []string{"https://app.test"}, true},
		{"127.0.0.1:8080", []string{"https://app.test:8443"}, true},
		{"localhost:8080", []string{"http://evil.example"}, false},
		{"localhost:8080", []string{"http://localhost:9999"}, false},
		{"localhost:8080", []string{"http://127.0.0.1:8080"}, false},
		{"localhost:8080", []string{"http://localhost:8080.evil.example"}, false},
		{"localhost:8080", []string{"http://localhost:8080@evil.example"}, false},
		{"localhost:8080", []string{"http://evil.example#localhost:8080"}, false},
		{"localhost:8080", []string{"null"}, false},
		{"localhost:8080", []string{""}, false},
		{"localhost:8080", []string{"file://"}, false},
		{"localhost:8080", []string{"app.test"}, false},
		{"localhost:8080", []string{"http://localhost:8080", "http://evil.example"}, false},
		{"localhost:8080", []string{"chrome-extension://localhost:8080"}, false},
		{"evil.example", []string{"http://evil.example"}, false},
		{"evil.example", nil, false},
	} {
		r, err := http.NewRequest(http.MethodGet, server.URL+"/__vite/?token=t", nil)
		require.NoError(t, err)
		r.Host = test.host
		r.Header = http.Header{"Connection": {"Upgrade"}, "Upgrade": {"websocket"}, "Sec-Websocket-Version": {"13"},
			"Sec-Websocket-Key": {"dGhlIHNhbXBsZSBub25jZQ=="}, "Sec-Websocket-Protocol": {"vite-hmr"}, "Origin": test.origins}
		res, err := http.DefaultTransport.RoundTrip(r)
		require.NoError(t, err)
		if test.want {
			assert.Equal(t, http.StatusSwitchingProtocols, res.StatusCode, "%+v", test)
			<-reached
		} else {
			assert.Equal(t, http.StatusForbidden, res.StatusCode, "%+v", test)
			body, err := io.ReadAll(res.Body)
			require.NoError(t, err)
			assert.Contains(t, string(body), "vite.WithAllowedHosts")
		}
		require.NoError(t, res.Body.Close())
	}
	assert.Empty(t, reached, "by what was refused")
}

// Some versions of Vite let every origin read what they serve.
func TestDevServerIsForPagesOfTheProgram(t *testing.T) {
	t.Parallel()
	dev := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		_, _ = io.WriteString(w, "export default 1")
	}))
	t.Cleanup(dev.Close)
	v, err := vite.Dev(dev.URL, vite.WithAllowedHosts("app.test"), vite.WithLogger(slog.New(slog.DiscardHandler)))
	require.NoError(t, err)
	for name, test := range map[string]struct {
		header map[string]string
		want   int
	}{
		"no browser":               {nil, 200},
		"the same origin":          {map[string]string{"Origin": "http://localhost:8080", "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}, 200},
		"another port":             {map[string]string{"Origin": "http://localhost:3000"}, 200},
		"an allowed host":          {map[string]string{"Origin": "https://app.test", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"}, 200},
		"a link on another site":   {map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 200},
		"another site's fetch":     {map[string]string{"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"}, 403},
		"of a browser before that": {map[string]string{"Origin": "https://evil.example"}, 403},
		"another site's script":    {map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}, 403},
		"a sandbox":                {map[string]string{"Origin": "null"}, 403},
	} {
		r := httptest.NewRequest(http.MethodGet, "/__vite/src/main.tsx", nil)
		r.Host = "localhost:8080"
		for key, value := range test.header {
			r.Header.Set(key, value)
		}
		w := httptest.NewRecorder()
		v.Handler().ServeHTTP(w, r)
		assert.Equal(t, test.want, w.Code, name)
		if test.want == 403 {
			assert.Contains(t, w.Body.String(), "vite.WithAllowedHosts", name)
			assert.Empty(t, w.Header().Get("Access-Control-Allow-Origin"))
		}
	}
}

// Whatever a Host or an Origin says: what is let in means this machine for
// everybody who reads it as a URL.
func FuzzAllowedHosts(f *testing.F) {
	for _, seed := range [][2]string{{"localhost:8080", "http://localhost:8080"}, {"[::1]:1", "null"}, {"a.localhost.", ""}, {"app.test", "https://app.test:1"},
		{"localhost:1@evil.example", "http://localhost:1@evil.example"}, {"127.0.0.1%00.evil", "http://[::1%25a]"}, {"evil.example#localhost", "//"}} {
		f.Add(seed[0], seed[1])
	}
	dev := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	f.Cleanup(dev.Close)
	v, err := vite.Dev(dev.URL, vite.WithAllowedHosts("app.test"), vite.WithLogger(slog.New(slog.DiscardHandler)))
	require.NoError(f, err)
	ours := func(raw string) bool {
		u, err := url.Parse(raw)
		if err != nil {
			return false
		}
		name := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
		ip := net.ParseIP(name)
		return name == "localhost" || strings.HasSuffix(name, ".localhost") || name == "app.test" || ip != nil && ip.IsLoopback()
	}
	f.Fuzz(func(t *testing.T, host, origin string) {
		r := httptest.NewRequest(http.MethodGet, "/__vite/a.js", nil)
		r.Host = host
		if origin != "" {
			r.Header["Origin"] = []string{origin}
		}
		w := httptest.NewRecorder()
		v.Handler().ServeHTTP(w, r)
		if w.Code == http.StatusForbidden {
			return
		}
		if !ours("http://"+host) || origin != "" && !ours(origin) {
			t.Fatalf("%d for the host %q and the origin %q", w.Code, host, origin)
		}
	})
}

// An address that Dev takes is an origin and a clean base, and is taken again as
// the URL that the two make.
func FuzzDevURL(f *testing.F) {
	for _, seed := range []string{"http://localhost:5173", "http://localhost:5173/__vite/", "https://[::1]:1/a/b", "http://localhost//x", "http://a/%2e%2e/", "http://a/b%2fc/", " http://a\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		v, err := vite.Dev(address)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "vite: ") {
				t.Fatal(err)
			}
			return
		}
		base := strings.TrimSuffix(v.URL("a.js"), "a.js")
		if !strings.HasPrefix(base, "/") || strings.HasPrefix(base, "//") || strings.Contains(base, "/../") {
			t.Fatalf("%q has the base %q", address, base)
		}
		again, err := vite.Dev(v.DevOrigin() + base)
		if err != nil || again.DevOrigin() != v.DevOrigin() || again.URL("a.js") != v.URL("a.js") {
			t.Fatalf("%q becomes %q, which becomes %v", address, v.DevOrigin()+base, err)
		}
	})
}
