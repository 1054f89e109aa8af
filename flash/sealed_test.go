package flash_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/flash"
)

func TestSealedKeysRotate(t *testing.T) {
	t.Parallel()
	b := newBrowser(t)
	b.save(t, sealed(t), "/x", message("hi"))
	rotated := sealedWith(t, [][]byte{key2, key1})
	b.save(t, rotated, "/y", message("new"))
	assert.Equal(t, "hi", text(t, b.take(t, rotated, "/x")))
	assert.Empty(t, text(t, b.take(t, sealed(t), "/y")), "the old key does not know the new one's name")
	assert.Equal(t, "new", text(t, b.take(t, sealedWith(t, [][]byte{key2}), "/y")))
	assertEmpty(t, b)
}

// Cookies know no ports, so programs on one host see each other's.
func TestCookiesOfOtherProgramsAreLeftAlone(t *testing.T) {
	t.Parallel()
	for name, other := range map[string]flash.Store{
		"another secret":         sealedWith(t, [][]byte{key2}),
		"another name":           sealed(t, flash.WithName("other")),
		"another and longer":     sealed(t, flash.WithName("inertia_flash_x")),
		"a store on the server":  stored(t, memory()),
		"another of that kind":   stored(t, memory(), flash.WithName("other")),
		"sealed with a database": sealedWith(t, [][]byte{key2}, flash.WithOverflow(memory())),
	} {
		for ours, s := range map[string]flash.Store{
			"sealed": sealed(t), "stored": stored(t, memory()), "named": stored(t, memory(), flash.WithName("mine")),
		} {
			t.Run(ours+" beside "+name, func(t *testing.T) {
				t.Parallel()
				b := newBrowser(t)
				b.save(t, other, "/x", message("theirs"))
				b.jar.SetCookies(b.site, []*http.Cookie{{Name: "theme", Value: "dark"}, {Name: "inertia_flash", Value: "1"}, {Name: "inertia_flash_AAAAAAAA", Value: "1"}})
				for range 12 { // more than may wait
					d, key, err := s.Load(b.request(), "/x")
					require.NoError(t, err)
					assert.True(t, d.IsZero())
					w := httptest.NewRecorder()
					_ = s.Save(w, b.request(), "/y", message("ours"), key)
					b.receive(w)
				}
				for b.take(t, s, "/y").Flash != nil {
				}
				assert.Len(t, b.cookies(), 4)
				assert.Equal(t, "theirs", text(t, b.take(t, other, "/x")))
			})
		}
	}
}

func TestSealedIgnoresWhatItCannotTrust(t *testing.T) {
	t.Parallel()
	s, b := sealed(t), newBrowser(t)
	b.save(t, s, "/x", message("hi"))
	name, value := b.cookies()[0].Name, b.cookies()[0].Value
	moved := name[:len(name)-8] + "AAAAAAAA"
	for test, bad := range map[string]string{
		"empty":     name + "=",
		"no value":  name,
		"no base64": name + "=***",
		"short":     name + "=AAAA",
		"truncated": name + "=" + value[:len(value)-5],
		"extended":  name + "=" + value + "AAAA",
		"changed":   name + "=" + value[:20] + strings.ToLower(value[20:]),
		"moved":     moved + "=" + value,
		"huge":      name + "=" + strings.Repeat("A", 100_000),
	} {
		t.Run(test, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.Header.Set("Cookie", bad)
			d, key, err := s.Load(r, "/x")
			require.ErrorContains(t, err, "ignored")
			assert.True(t, d.IsZero())
			assert.NotEmpty(t, key, "so that Save is called")
			w := httptest.NewRecorder()
			require.NoError(t, s.Save(w, r, "", flash.Data{}, key))
			require.Len(t, w.Result().Cookies(), 1, "the name proves that it is ours")
			assert.Negative(t, w.Result().Cookies()[0].MaxAge)
		})
	}
	for test, foreign := range map[string]string{
		"no id":      "inertia_flash_=" + value,
		"long id":    name + "A=" + value,
		"lower case": strings.ToLower(name) + "=" + value,
		"part":       name + ".1=" + value,
		"no mark":    "inertia_flash_AAAAAAAA=" + value,
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Cookie", foreign)
		d, key, err := s.Load(r, "/x")
		require.NoError(t, err, test)
		assert.True(t, d.IsZero(), test)
		w := httptest.NewRecorder()
		require.NoError(t, s.Save(w, r, "", flash.Data{}, key))
		assert.Empty(t, w.Result().Cookies(), test)
	}
	// Somebody shadows the cookie with one of the same name.
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("Cookie", name+"=bad; "+name+"="+value+"; "+name+"="+value)
	d, _, err := s.Load(r, "/x")
	require.ErrorContains(t, err, "not base64")
	assert.Equal(t, "hi", text(t, d))
	w := httptest.NewRecorder()
	require.NoError(t, s.Save(w, r, "/y", message("new"), ""))
	assert.Len(t, w.Result().Cookies(), 1, "the good one of that name still waits")
}

func TestNewSealedNamesTheBadSecret(t *testing.T) {
	t.Parallel()
	_, err := flash.NewSealed(nil)
	require.ErrorContains(t, err, "needs a secret")
	_, err = flash.NewSealed([][]byte{key1, key2[:31]})
	require.ErrorContains(t, err, "secret 2 has 31 bytes, want at least 32")
}
