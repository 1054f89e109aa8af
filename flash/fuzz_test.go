package flash_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/inertia-templ/shell/flash"
)

// Whatever a client sends, Load opens only what was sealed, Save deletes
// nothing of others, and both keep within the budget.
func FuzzLoad(f *testing.F) {
	s, b := sealed(f), newBrowser(f)
	b.save(f, s, "/x", message("hi"))
	name, value := b.cookies()[0].Name, b.cookies()[0].Value
	keep := stored(f, memory())
	b.save(f, keep, "/x", message("hi"))
	mark := strings.TrimPrefix(name[:len(name)-9], "inertia_flash_")
	f.Add(name + "=" + value)
	f.Add(name + "=" + value + "; " + name + "=" + value)
	f.Add("a=b; inertia_flash_" + mark + "_AAAAAAAA=" + value + "; inertia_flash_OTHERS_AAAAAAAA=x")
	f.Add(strings.Repeat(name+"=A;", 200))
	f.Add(name + "=" + strings.Repeat("A", 9000))
	f.Add(b.request().Header.Get("Cookie"))
	f.Add("inertia_flash_stored_AAAAAAAA=")
	f.Add("inertia_flash_stored_AAAAAAAA=AXsA; inertia_flash__AAAAAAAA=x")
	f.Fuzz(func(t *testing.T, header string) {
		for _, store := range []flash.Store{s, keep} {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.Header.Set("Cookie", header)
			d, key, err := store.Load(r, "/x")
			if err == nil && !d.IsZero() && text(t, d) != "hi" {
				t.Errorf("opened %q", d.Flash)
			}
			for _, next := range []flash.Data{{}, message("next")} {
				w := httptest.NewRecorder()
				_ = store.Save(w, r, "/y", next, key)
				if n := lineBytes(w); n > budget {
					t.Errorf("%d bytes of Set-Cookie", n)
				}
				for _, c := range w.Result().Cookies() {
					ours := strings.HasPrefix(c.Name, "inertia_flash_"+mark+"_") || strings.HasPrefix(c.Name, "inertia_flash_stored_")
					if !ours || c.MaxAge < 0 && !strings.Contains(header, c.Name) {
						t.Errorf("touched %s", c.Name)
					}
				}
			}
		}
	})
}

// What is packed comes back, and nothing that is unpacked is large.
func FuzzUnpack(f *testing.F) {
	for _, plain := range []string{"", "x", `{"t":1,"f":{"success":"Saved."}}`, strings.Repeat("x", 1<<16+1), noise(1, 1000)} {
		f.Add([]byte(plain))
		f.Add(flash.Pack([]byte(plain)))
	}
	f.Add([]byte{1, 0xff, 0xff})
	f.Add([]byte{2})
	f.Fuzz(func(t *testing.T, data []byte) {
		if plain, err := flash.Unpack(data); err == nil && len(plain) > 1<<16 {
			t.Errorf("%d bytes", len(plain))
		}
		packed := flash.Pack(data)
		if len(packed) > len(data)+1 {
			t.Errorf("%d bytes became %d", len(data), len(packed))
		}
		plain, err := flash.Unpack(packed)
		if len(data) <= 1<<16 && (err != nil || !bytes.Equal(plain, data)) {
			t.Errorf("%q became %q: %v", data, plain, err)
		}
	})
}
