package flash_test

import (
	"crypto/tls"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/flash"
)

var key1, key2 = []byte("0123456789abcdef"), []byte("fedcba9876543210")

func store(t testing.TB, keys ...[]byte) *flash.Cookie {
	t.Helper()
	c, err := flash.NewCookie(keys)
	require.NoError(t, err)
	return c
}

// saved is the cookie a store leaves for d.
func saved(t testing.TB, s flash.Store, d flash.Data) *http.Cookie {
	t.Helper()
	w := httptest.NewRecorder()
	require.NoError(t, s.Save(w, httptest.NewRequest("GET", "/", nil), d))
	require.Len(t, w.Result().Cookies(), 1)
	return w.Result().Cookies()[0]
}

func load(s flash.Store, cookies ...*http.Cookie) (flash.Data, error) {
	r := httptest.NewRequest("GET", "/", nil)
	for _, c := range cookies {
		r.AddCookie(c)
	}
	return s.Load(r)
}

var full = flash.Data{
	Flash:            map[string]any{"n": json.RawMessage(`9007199254740993`), "s": json.RawMessage(`"\u003c"`)},
	Errors:           map[string]map[string][]string{"default": {"name": {"a", "b"}}},
	ClearHistory:     true,
	PreserveFragment: true,
}

func TestCookieBringsBackWhatItWasGiven(t *testing.T) {
	t.Parallel()
	got, err := load(store(t, key1), saved(t, store(t, key1), full))
	require.NoError(t, err)
	assert.Equal(t, full, got)
	got, err = load(store(t, key1))
	require.NoError(t, err)
	assert.True(t, got.IsZero())
}

func TestCookieKeysRotate(t *testing.T) {
	t.Parallel()
	old := saved(t, store(t, key1), full)
	got, err := load(store(t, key2, key1), old)
	require.NoError(t, err)
	assert.Equal(t, full, got)
	_, err = load(store(t, key2), old)
	assert.ErrorContains(t, err, "another secret")
	_, err = load(store(t, key1), saved(t, store(t, key2, key1), full))
	assert.ErrorContains(t, err, "another secret", "the first key seals")
}

func TestCookieIgnoresWhatItCannotTrust(t *testing.T) {
	t.Parallel()
	value := saved(t, store(t, key1), full).Value
	for name, bad := range map[string]string{
		"empty": "", "not base64": "%%%", "short": "AAAA", "truncated": value[:len(value)-5], "extended": value + "AAAA",
		"changed": value[:20] + strings.ToUpper(value[20:]),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := load(store(t, key1), &http.Cookie{Name: "inertia_flash", Value: bad})
			assert.Error(t, err)
			assert.True(t, got.IsZero())
		})
	}
}

func TestCookieExpires(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := saved(t, store(t, key1), full)
		time.Sleep(9 * time.Minute)
		_, err := load(store(t, key1), c)
		require.NoError(t, err)
		time.Sleep(2 * time.Minute)
		_, err = load(store(t, key1), c)
		assert.ErrorContains(t, err, "old")
	})
}

func TestCookieAttributes(t *testing.T) {
	t.Parallel()
	c := saved(t, store(t, key1), full)
	assert.True(t, c.HttpOnly)
	assert.False(t, c.Secure)
	assert.Equal(t, http.SameSiteLaxMode, c.SameSite)
	assert.Equal(t, "/", c.Path)

	w, r := httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil)
	r.TLS = &tls.ConnectionState{}
	require.NoError(t, store(t, key1).Save(w, r, full))
	assert.True(t, w.Result().Cookies()[0].Secure)

	assert.Negative(t, saved(t, store(t, key1), flash.Data{}).MaxAge, "nothing left: the cookie goes")
}

func TestCookieTooLargeFailsLoudly(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	err := store(t, key1).Save(w, httptest.NewRequest("GET", "/", nil), flash.Data{Flash: map[string]any{"a": strings.Repeat("x", 4000)}})
	assert.ErrorContains(t, err, "do not fit")
	assert.Empty(t, w.Result().Cookies())
}

func TestNewCookieNamesTheBadSecret(t *testing.T) {
	t.Parallel()
	_, err := flash.NewCookie(nil)
	assert.ErrorContains(t, err, "needs a secret")
	_, err = flash.NewCookie([][]byte{key1, []byte("short")})
	assert.ErrorContains(t, err, "secret 2 has 5 bytes")
}

func FuzzLoad(f *testing.F) {
	s := store(f, key1)
	f.Add(saved(f, s, full).Value)
	f.Add("")
	f.Add("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
	f.Fuzz(func(t *testing.T, value string) {
		got, err := load(s, &http.Cookie{Name: "inertia_flash", Value: value})
		if err != nil {
			assert.True(t, got.IsZero())
		}
	})
}
