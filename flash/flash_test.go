package flash_test

import (
	"encoding/json"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/flash"
)

func TestStoresBringBackWhatTheyWereGivenOnce(t *testing.T) {
	t.Parallel()
	stores(t, func(t *testing.T, s flash.Store) {
		full := flash.Data{
			Flash:            map[string]any{"n": json.RawMessage(`9007199254740993`), "s": json.RawMessage(`"\u003c"`)},
			Errors:           map[string]map[string][]string{"default": {"name": {"a", "b"}}, "bag": {"": {"\x00"}}},
			ClearHistory:     true,
			PreserveFragment: true,
		}
		b := newBrowser(t)
		assert.True(t, b.take(t, s, "/x").IsZero())
		b.save(t, s, "/x", full)
		assert.Len(t, b.cookies(), 1)
		assert.Equal(t, full, b.take(t, s, "/x"))
		assertEmpty(t, b)
		assert.True(t, b.take(t, s, "/x").IsZero())
	})
}

func TestTwoTabsGetTheirOwn(t *testing.T) {
	t.Parallel()
	stores(t, func(t *testing.T, s flash.Store) {
		b := newBrowser(t)
		// Both redirects are on their way before either page is asked for.
		first, second := httptest.NewRecorder(), httptest.NewRecorder()
		require.NoError(t, s.Save(first, b.request(), "/a", message("for a"), ""))
		require.NoError(t, s.Save(second, b.request(), "/b", message("for b"), ""))
		b.receive(first)
		b.receive(second)
		assert.Empty(t, text(t, b.take(t, s, "/c")), "a third tab steals nothing")
		assert.Equal(t, "for b", text(t, b.take(t, s, "/b")))
		assert.Equal(t, "for a", text(t, b.take(t, s, "/a")))
		assertEmpty(t, b)

		// To the same page: one each, in the order of their redirects.
		b.save(t, s, "/a", message("first"))
		time.Sleep(time.Millisecond)
		b.save(t, s, "/a", message("second"))
		assert.Equal(t, "first", text(t, b.take(t, s, "/a")))
		assert.Equal(t, "second", text(t, b.take(t, s, "/a")))
	})
}

// The page of a redirect never comes: an answer got lost. The visitor sends the
// form again, and is not shown the message of the first time instead.
func TestMessagesDoNotWaitBehindOneThatWasLost(t *testing.T) {
	t.Parallel()
	stores(t, func(t *testing.T, s flash.Store) {
		b := newBrowser(t)
		b.save(t, s, "/form", flash.Data{
			Flash:  map[string]any{"m": "first", "warning": "shown late"},
			Errors: map[string]map[string][]string{"default": {"name": {"is missing"}}},
		})
		time.Sleep(4 * time.Second)
		b.save(t, s, "/form", message("second"))
		d := b.take(t, s, "/form")
		assert.Equal(t, "second", text(t, d))
		assert.Equal(t, json.RawMessage(`"shown late"`), d.Flash["warning"], "what nothing replaces is not lost")
		assert.Empty(t, d.Errors, "those were of the form as it was before")
		assertEmpty(t, b)

		b.save(t, s, "/form", flash.Data{Errors: map[string]map[string][]string{"default": {"name": {"is missing"}}}})
		time.Sleep(4 * time.Second)
		assert.NotEmpty(t, b.take(t, s, "/form").Errors, "a slow page shows its errors")
	})
}

// A message is for its page and for no other one, however similar the paths.
func TestMessagesAreForExactlyTheirPath(t *testing.T) {
	t.Parallel()
	stores(t, func(t *testing.T, s flash.Store) {
		for _, other := range []string{"/users", "users", "/", "/admin", "/admin/", "/admin/users/", "/admin/users/7", "/x/admin/users", "/ADMIN/users", "/admin%2Fusers"} {
			b := newBrowser(t)
			b.save(t, s, "/admin/users", message("for admins"))
			assert.Empty(t, text(t, b.take(t, s, other)), other)
			assert.Equal(t, "for admins", text(t, b.take(t, s, "/admin/users")), other)
		}
	})
}

func TestAnyPageShowsWhatNobodyElseWill(t *testing.T) {
	t.Parallel()
	stores(t, func(t *testing.T, s flash.Store) {
		b := newBrowser(t)
		b.save(t, s, "", message("any"))
		assert.Equal(t, "any", text(t, b.take(t, s, "/x")))
		// The page is never asked for: its redirect led elsewhere, or a proxy
		// has shortened its path.
		b.save(t, s, "/app/gone", message("unclaimed"))
		assert.Empty(t, text(t, b.take(t, s, "/gone")))
		time.Sleep(31 * time.Second)
		assert.Equal(t, "unclaimed", text(t, b.take(t, s, "/gone")))
	})
}

func TestMessagesExpire(t *testing.T) {
	t.Parallel()
	stores(t, func(t *testing.T, s flash.Store) {
		b := newBrowser(t)
		b.save(t, s, "/x", message("old"))
		time.Sleep(9 * time.Minute)
		old := b.request()
		d, _, err := s.Load(old, "/x")
		require.NoError(t, err)
		assert.Equal(t, "old", text(t, d))
		time.Sleep(2 * time.Minute)
		assertEmpty(t, b)
		d, key, err := s.Load(old, "/x") // of a browser that keeps it
		assert.True(t, d.IsZero())
		if _, ok := s.(*flash.Sealed); !ok {
			require.NoError(t, err, "without a name of its own nothing proves that the cookie is ours")
			return
		}
		require.ErrorContains(t, err, "11m0s old")
		w := httptest.NewRecorder()
		require.NoError(t, s.Save(w, old, "", flash.Data{}, key))
		require.Len(t, w.Result().Cookies(), 1)
		assert.Negative(t, w.Result().Cookies()[0].MaxAge, "what cannot be used is removed")
	})
}

func TestOldestMessagesGiveWayAndSaySo(t *testing.T) {
	t.Parallel()
	stores(t, func(t *testing.T, s flash.Store) {
		b := newBrowser(t)
		for n := range 20 {
			time.Sleep(time.Millisecond)
			err := b.trySave(s, "/"+string(rune('a'+n)), message("x"))
			if n < 8 {
				require.NoError(t, err)
				continue
			}
			var e *flash.TooLargeError
			require.ErrorAs(t, err, &e)
			assert.True(t, e.Saved)
			assert.Equal(t, 1, e.Older)
		}
		assert.Len(t, b.cookies(), 8)
		assert.Equal(t, "x", text(t, b.take(t, s, "/t")))
		assert.Empty(t, text(t, b.take(t, s, "/a")))
	})
}

func TestValuesThatAreNotJSONAreNamed(t *testing.T) {
	t.Parallel()
	stores(t, func(t *testing.T, s flash.Store) {
		err := newBrowser(t).trySave(s, "/", flash.Data{Flash: map[string]any{"bad": func() {}}})
		require.ErrorContains(t, err, `value of "bad"`)
	})
}

func TestNoneKeepsNothing(t *testing.T) {
	t.Parallel()
	b := newBrowser(t)
	b.save(t, flash.None{}, "/", message("hi"))
	assertEmpty(t, b)
	assert.True(t, b.take(t, flash.None{}, "/").IsZero())
}
