package flash_test

import (
	"encoding/json"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/alexedwards/scs/v2/memstore"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/flash"
)

// tb is what helpers need of a test, rapid's included.
type tb interface {
	require.TestingT
	Helper()
}

var key1, key2 = []byte("0123456789abcdef0123456789abcdef"), []byte("fedcba9876543210fedcba9876543210")

func sealed(t tb, opts ...flash.Option) *flash.Sealed {
	t.Helper()
	return sealedWith(t, [][]byte{key1}, opts...)
}

func sealedWith(t tb, keys [][]byte, opts ...flash.Option) *flash.Sealed {
	t.Helper()
	s, err := flash.NewSealed(keys, opts...)
	require.NoError(t, err)
	return s
}

func stored(t tb, b flash.Backend, opts ...flash.Option) *flash.Stored {
	t.Helper()
	s, err := flash.NewStored(b, opts...)
	require.NoError(t, err)
	return s
}

func memory() *memstore.MemStore { return memstore.NewWithCleanupInterval(0) }

// stores runs a test with every store that keeps something, in a bubble of
// time of its own.
func stores(t *testing.T, test func(t *testing.T, s flash.Store)) {
	t.Helper()
	for name, open := range map[string]func() flash.Store{
		"sealed":   func() flash.Store { return sealed(t) },
		"overflow": func() flash.Store { return sealed(t, flash.WithOverflow(memory())) },
		"stored":   func() flash.Store { return stored(t, memory()) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { test(t, open()) })
		})
	}
}

// browser keeps cookies as browsers do.
type browser struct {
	jar  *cookiejar.Jar
	site *url.URL
}

func visitor(t tb, site string) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	u, err := url.Parse(site)
	require.NoError(t, err)
	return &browser{jar, u}
}

func newBrowser(t tb) *browser { return visitor(t, "http://app.test/") }

func (b *browser) cookies() []*http.Cookie { return b.jar.Cookies(b.site) }

func (b *browser) request() *http.Request {
	r := httptest.NewRequest(http.MethodGet, b.site.String(), nil)
	for _, c := range b.cookies() {
		r.AddCookie(c)
	}
	return r
}

func (b *browser) receive(w *httptest.ResponseRecorder) {
	b.jar.SetCookies(b.site, w.Result().Cookies())
}

func (b *browser) save(t tb, s flash.Store, path string, d flash.Data) {
	t.Helper()
	require.NoError(t, b.trySave(s, path, d))
}

func (b *browser) trySave(s flash.Store, path string, d flash.Data) error {
	w := httptest.NewRecorder()
	err := s.Save(w, b.request(), path, d, "")
	b.receive(w)
	return err
}

// take loads what waits for path and removes it.
func (b *browser) take(t tb, s flash.Store, path string) flash.Data {
	t.Helper()
	r := b.request()
	d, key, err := s.Load(r, path)
	require.NoError(t, err)
	if !d.IsZero() {
		w := httptest.NewRecorder()
		require.NoError(t, s.Save(w, r, "", flash.Data{}, key))
		b.receive(w)
	}
	return d
}

func message(text string) flash.Data { return flash.Data{Flash: map[string]any{"m": text}} }

func text(t tb, d flash.Data) string {
	t.Helper()
	raw, _ := d.Flash["m"].(json.RawMessage)
	if raw == nil {
		return ""
	}
	var s string
	require.NoError(t, json.Unmarshal(raw, &s))
	return s
}

// lineBytes is how many bytes of a response's header its cookies take.
func lineBytes(w *httptest.ResponseRecorder) int {
	n := 0
	for _, line := range w.Header()["Set-Cookie"] {
		n += len("Set-Cookie: \r\n") + len(line)
	}
	return n
}

// cookieBytes is how long r's Cookie line is.
func cookieBytes(r *http.Request) int { return len(strings.Join(r.Header["Cookie"], "; ")) }

func assertEmpty(t tb, b *browser) {
	t.Helper()
	assert.Empty(t, b.cookies())
}
