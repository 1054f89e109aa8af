package flash_test

import (
	"crypto/tls"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/alexedwards/scs/v2/memstore"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/flash"
)

var key1, key2 = []byte("0123456789abcdef"), []byte("fedcba9876543210")

func sealed(t testing.TB, keys ...[]byte) *flash.Sealed {
	t.Helper()
	s, err := flash.NewSealed(keys)
	require.NoError(t, err)
	return s
}

// stores runs a test with every store that keeps something, in a bubble of
// time of its own.
func stores(t *testing.T, test func(t *testing.T, s flash.Store)) {
	t.Helper()
	t.Run("sealed", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) { test(t, sealed(t, key1)) })
	})
	t.Run("stored", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) { test(t, flash.NewStored(memstore.NewWithCleanupInterval(0))) })
	})
}

// browser keeps cookies as browsers do.
type browser map[string]string

func (b browser) request() *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	for name, value := range b {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	return r
}

func (b browser) receive(w *httptest.ResponseRecorder) {
	for _, c := range w.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(b, c.Name)
		} else {
			b[c.Name] = c.Value
		}
	}
}

func (b browser) save(t testing.TB, s flash.Store, path string, d flash.Data) {
	t.Helper()
	w := httptest.NewRecorder()
	require.NoError(t, s.Save(w, b.request(), path, d))
	b.receive(w)
}

// take loads what waits for path and removes it.
func (b browser) take(t testing.TB, s flash.Store, path string) flash.Data {
	t.Helper()
	d, err := s.Load(b.request(), path)
	require.NoError(t, err)
	b.save(t, s, "", flash.Data{Key: d.Key})
	d.Key = ""
	return d
}

func message(text string) flash.Data { return flash.Data{Flash: map[string]any{"m": text}} }

func texts(t testing.TB, d flash.Data) string {
	t.Helper()
	raw, _ := d.Flash["m"].(json.RawMessage)
	return strings.Trim(string(raw), `"`)
}

func TestStoresBringBackWhatTheyWereGivenOnce(t *testing.T) {
	t.Parallel()
	stores(t, func(t *testing.T, s flash.Store) {
		full := flash.Data{
			Flash:            map[string]any{"n": json.RawMessage(`9007199254740993`), "s": json.RawMessage(`"\u003c"`)},
			Errors:           map[string]map[string][]string{"default": {"name": {"a", "b"}}},
			ClearHistory:     true,
			PreserveFragment: true,
		}
		b := browser{}
		assert.True(t, b.take(t, s, "/x").IsZero())
		b.save(t, s, "/x", full)
		assert.Len(t, b, 1)
		assert.Equal(t, full, b.take(t, s, "/x"))
		assert.Empty(t, b)
		assert.True(t, b.take(t, s, "/x").IsZero())
	})
}

func TestTwoTabsGetTheirOwn(t *testing.T) {
	t.Parallel()
	stores(t, func(t *testing.T, s flash.Store) {
		b := browser{}
		// Both redirects are on their way before either page is asked for.
		first, second := httptest.NewRecorder(), httptest.NewRecorder()
		require.NoError(t, s.Save(first, b.request(), "/a", message("for a")))
		require.NoError(t, s.Save(second, b.request(), "/b", message("for b")))
		b.receive(first)
		b.receive(second)
		assert.Empty(t, texts(t, b.take(t, s, "/c")), "a third tab steals nothing")
		assert.Equal(t, "for b", texts(t, b.take(t, s, "/b")))
		assert.Equal(t, "for a", texts(t, b.take(t, s, "/a")))
		assert.Empty(t, b)

		// To the same page: one each, in the order of their redirects.
		b.save(t, s, "/a", message("first"))
		time.Sleep(time.Millisecond)
		b.save(t, s, "/a", message("second"))
		assert.Equal(t, "first", texts(t, b.take(t, s, "/a")))
		assert.Equal(t, "second", texts(t, b.take(t, s, "/a")))
	})
}

func TestMessagesWithoutAPageAreForAnyPage(t *testing.T) {
	t.Parallel()
	stores(t, func(t *testing.T, s flash.Store) {
		b := browser{}
		b.save(t, s, "", message("any"))
		assert.Equal(t, "any", texts(t, b.take(t, s, "/x")))
		b.save(t, s, "/app/x", message("behind a proxy"))
		assert.Equal(t, "behind a proxy", texts(t, b.take(t, s, "/x")))
		b.save(t, s, "/gone", message("unclaimed"))
		assert.Empty(t, texts(t, b.take(t, s, "/x")))
		time.Sleep(31 * time.Second)
		assert.Equal(t, "unclaimed", texts(t, b.take(t, s, "/x")))
	})
}

func TestMessagesExpire(t *testing.T) {
	t.Parallel()
	stores(t, func(t *testing.T, s flash.Store) {
		b := browser{}
		b.save(t, s, "/x", message("old"))
		time.Sleep(9 * time.Minute)
		d, err := s.Load(b.request(), "/x")
		require.NoError(t, err)
		assert.Equal(t, "old", texts(t, d))
		time.Sleep(2 * time.Minute)
		d, err = s.Load(b.request(), "/x")
		require.Error(t, err)
		assert.True(t, d.IsZero())
		b.save(t, s, "", flash.Data{Key: d.Key})
		assert.Empty(t, b, "what cannot be used is removed")
	})
}

func TestOldestMessagesGiveWay(t *testing.T) {
	t.Parallel()
	stores(t, func(t *testing.T, s flash.Store) {
		b := browser{}
		for n := range 20 {
			time.Sleep(time.Millisecond)
			b.save(t, s, "/"+string(rune('a'+n)), message("x"))
		}
		assert.Len(t, b, 8)
		assert.Equal(t, "x", texts(t, b.take(t, s, "/t")))
		assert.Empty(t, texts(t, b.take(t, s, "/a")))
	})
}

func TestSealedSplitsLargeMessagesAndRefusesHugeOnes(t *testing.T) {
	t.Parallel()
	s, b := sealed(t, key1), browser{}
	large := strings.Repeat("é", 3500)
	b.save(t, s, "/x", message(large))
	assert.Len(t, b, 3)
	for name, value := range b {
		assert.Less(t, len(name+value), 4000)
	}
	assert.Equal(t, large, texts(t, b.take(t, s, "/x")))
	assert.Empty(t, b)

	w := httptest.NewRecorder()
	err := s.Save(w, b.request(), "/x", message(strings.Repeat("x", 9000)))
	assert.ErrorContains(t, err, "do not fit")
	assert.Empty(t, w.Result().Cookies())

	stored := flash.NewStored(memstore.NewWithCleanupInterval(0))
	b.save(t, stored, "/x", message(strings.Repeat("x", 1<<20)))
	assert.Len(t, texts(t, b.take(t, stored, "/x")), 1<<20)
}

func TestSealedKeysRotate(t *testing.T) {
	t.Parallel()
	b := browser{}
	b.save(t, sealed(t, key1), "/x", message("hi"))
	d, err := sealed(t, key2, key1).Load(b.request(), "/x")
	require.NoError(t, err)
	assert.Equal(t, "hi", texts(t, d))
	_, err = sealed(t, key2).Load(b.request(), "/x")
	assert.ErrorContains(t, err, "another secret")
}

func TestSealedIgnoresWhatItCannotTrust(t *testing.T) {
	t.Parallel()
	s, b := sealed(t, key1), browser{}
	b.save(t, s, "/x", message("hi"))
	var name, value string
	for name, value = range b {
	}
	for test, bad := range map[string]browser{
		"empty":      {name: ""},
		"no base64":  {name: "***"},
		"short":      {name: "AAAA"},
		"truncated":  {name: value[:len(value)-5]},
		"extended":   {name: value + "AAAA"},
		"changed":    {name: value[:20] + strings.ToLower(value[20:])},
		"moved":      {"inertia_flash_AAAAAAAA": value},
		"other part": {name: value, name + ".1": "AAAA"},
	} {
		t.Run(test, func(t *testing.T) {
			t.Parallel()
			d, err := s.Load(bad.request(), "/x")
			assert.Error(t, err)
			assert.True(t, d.IsZero())
			assert.NotEmpty(t, d.Key, "it is removed with the next page")
		})
	}
	for test, foreign := range map[string]browser{
		"no id": {"inertia_flash_": value}, "long id": {"inertia_flash_AAAAAAAAAAAA": value}, "odd part": {name + ".x": value, name + ".99": value, name + ".-1": value},
	} {
		d, err := s.Load(foreign.request(), "/x")
		assert.NoError(t, err, test)
		assert.True(t, d.IsZero(), test)
	}
}

func TestCookieAttributes(t *testing.T) {
	t.Parallel()
	cookie := func(r *http.Request, opts ...flash.Option) *http.Cookie {
		s, err := flash.NewSealed([][]byte{key1}, opts...)
		require.NoError(t, err)
		w := httptest.NewRecorder()
		require.NoError(t, s.Save(w, r, "/", message("hi")))
		return w.Result().Cookies()[0]
	}
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	c := cookie(r)
	assert.True(t, c.HttpOnly)
	assert.False(t, c.Secure)
	assert.Equal(t, http.SameSiteLaxMode, c.SameSite)
	assert.Equal(t, "/", c.Path)
	assert.Equal(t, 600, c.MaxAge)
	assert.True(t, cookie(r, flash.WithSecure()).Secure)
	r.TLS = &tls.ConnectionState{}
	assert.True(t, cookie(r).Secure)
}

type broken struct{}

var errDown = errors.New("down")

func (broken) Find(string) ([]byte, bool, error)      { return nil, false, errDown }
func (broken) Commit(string, []byte, time.Time) error { return errDown }
func (broken) Delete(string) error                    { return errDown }

func TestStoredReportsABrokenBackend(t *testing.T) {
	t.Parallel()
	s := flash.NewStored(broken{})
	assert.ErrorIs(t, s.Save(httptest.NewRecorder(), browser{}.request(), "/", message("hi")), errDown)
	_, err := s.Load(browser{"inertia_flash_AAAAAAAA": "key"}.request(), "/")
	assert.ErrorIs(t, err, errDown)
}

func TestNewSealedNamesTheBadSecret(t *testing.T) {
	t.Parallel()
	_, err := flash.NewSealed(nil)
	assert.ErrorContains(t, err, "needs a secret")
	_, err = flash.NewSealed([][]byte{key1, []byte("short")})
	assert.ErrorContains(t, err, "secret 2 has 5 bytes")
}

func TestNoneKeepsNothing(t *testing.T) {
	t.Parallel()
	b := browser{}
	b.save(t, flash.None{}, "/", message("hi"))
	assert.Empty(t, b)
	assert.True(t, b.take(t, flash.None{}, "/").IsZero())
}

func FuzzLoad(f *testing.F) {
	s, b := sealed(f, key1), browser{}
	b.save(f, s, "/x", message("hi"))
	for name, value := range b {
		f.Add(name + "=" + value)
		f.Add(name + "=" + value + "; " + name + ".1=" + value)
	}
	f.Add("inertia_flash_AAAAAAAA=; inertia_flash_AAAAAAAA.2=x")
	f.Add("inertia_flash_AAAAAAAA.99999999999999999999=x")
	f.Fuzz(func(t *testing.T, header string) {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Cookie", header)
		d, err := s.Load(r, "/x")
		if err == nil && !d.IsZero() && texts(t, d) != "hi" {
			t.Errorf("opened %q", d.Flash)
		}
		_ = s.Save(httptest.NewRecorder(), r, "", flash.Data{Key: d.Key})
	})
}
