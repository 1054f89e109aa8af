package flash_test

import (
	"context"
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/flash"
	"github.com/inertia-templ/shell/internal/address"
)

// Whatever the attributes are, a browser keeps the cookie, sends it back, and
// forgets it when it is deleted.
func TestCookieAttributes(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		opts []flash.Option
		want string // after the value
	}{
		"defaults":    {nil, "Path=/; Max-Age=600; HttpOnly; Secure; SameSite=Lax"},
		"strict":      {[]flash.Option{flash.WithSameSite(http.SameSiteStrictMode)}, "Path=/; Max-Age=600; HttpOnly; Secure; SameSite=Strict"},
		"unsaid":      {[]flash.Option{flash.WithSameSite(http.SameSiteDefaultMode)}, "Path=/; Max-Age=600; HttpOnly; Secure"},
		"in a frame":  {[]flash.Option{flash.WithSameSite(http.SameSiteNoneMode), flash.WithSecure(), flash.WithPartitioned()}, "Path=/; Max-Age=600; HttpOnly; Secure; SameSite=None; Partitioned"},
		"domain":      {[]flash.Option{flash.WithDomain("app.test")}, "Path=/; Domain=app.test; Max-Age=600; HttpOnly; Secure; SameSite=Lax"},
		"path":        {[]flash.Option{flash.WithPath("/admin")}, "Path=/admin; Max-Age=600; HttpOnly; Secure; SameSite=Lax"},
		"host prefix": {[]flash.Option{flash.WithName("__Host-flash"), flash.WithSecure()}, "Path=/; Max-Age=600; HttpOnly; Secure; SameSite=Lax"},
		"all long": {[]flash.Option{flash.WithName(strings.Repeat("n", 64)), flash.WithDomain("app.test"), flash.WithPath("/admin"), flash.WithPartitioned(), flash.WithSecure()},
			"Path=/admin; Domain=app.test; Max-Age=600; HttpOnly; Secure; SameSite=Lax; Partitioned"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, b := sealed(t, tc.opts...), visitor(t, "https://www.app.test/admin/users")
			w := httptest.NewRecorder()
			require.NoError(t, s.Save(w, b.request(), "/x", message("hi"), ""))
			b.receive(w)
			_, attributes, _ := strings.Cut(w.Header().Get("Set-Cookie"), "; ")
			assert.Equal(t, tc.want, attributes)
			require.Len(t, b.cookies(), 1)

			r := b.request()
			d, key, err := s.Load(r, "/x")
			require.NoError(t, err)
			assert.Equal(t, "hi", text(t, d))
			w = httptest.NewRecorder()
			require.NoError(t, s.Save(w, r, "", flash.Data{}, key))
			b.receive(w)
			_, deleting, _ := strings.Cut(w.Header().Get("Set-Cookie"), "; ")
			assert.Equal(t, strings.Replace(attributes, "Max-Age=600", "Max-Age=0", 1), deleting)
			assertEmpty(t, b)
		})
	}
}

func TestCookiesAreSecureIfTheBrowserUsedHTTPS(t *testing.T) {
	t.Parallel()
	secure := func(r *http.Request, opts ...flash.Option) bool {
		w := httptest.NewRecorder()
		require.NoError(t, sealed(t, opts...).Save(w, r, "/", message("hi"), ""))
		return w.Result().Cookies()[0].Secure
	}
	plain := httptest.NewRequest(http.MethodGet, "http://app.test/", nil)
	assert.False(t, secure(plain))
	assert.True(t, secure(plain, flash.WithSecure()))
	overTLS := plain.Clone(t.Context())
	overTLS.TLS = &tls.ConnectionState{}
	assert.True(t, secure(overTLS))
	said := plain.WithContext(context.WithValue(t.Context(), address.Key{}, &address.Address{Scheme: "https", Host: "app.test"}))
	assert.True(t, secure(said), "a trusted proxy says so")
	lying := plain.Clone(t.Context())
	lying.Header.Set("X-Forwarded-Proto", "https")
	assert.False(t, secure(lying))
}

func TestWhatBrowsersRefuseIsRefused(t *testing.T) {
	t.Parallel()
	for want, opts := range map[string][]flash.Option{
		"WithName: the name is empty":                              {flash.WithName("")},
		"WithName: the name has 65 bytes":                          {flash.WithName(strings.Repeat("n", 65))},
		`WithName("__Host-x"): browsers refuse`:                    {flash.WithName("__Host-x")},
		`WithName("__HOST-x") and WithDomain`:                      {flash.WithName("__HOST-x"), flash.WithSecure(), flash.WithDomain("app.test")},
		`WithName("__Host-y") and WithPath("/a")`:                  {flash.WithName("__Host-y"), flash.WithSecure(), flash.WithPath("/a")},
		`WithName("__Secure-x"): browsers refuse`:                  {flash.WithName("__Secure-x")},
		`WithName("__Http-x"): browsers refuse`:                    {flash.WithName("__Http-x")},
		"WithPath(\"admin\"): the path must begin with a slash":    {flash.WithPath("admin")},
		"WithPath: the path has 257 bytes":                         {flash.WithPath("/" + strings.Repeat("p", 256))},
		"WithSameSite(http.SameSiteNoneMode): browsers refuse":     {flash.WithSameSite(http.SameSiteNoneMode)},
		"WithSameSite(7): there is no such mode":                   {flash.WithSameSite(7)},
		"WithPartitioned: browsers refuse":                         {flash.WithPartitioned()},
		"WithOverflow: the backend is nil":                         {flash.WithOverflow(nil)},
		"WithCodec: the codec is nil":                              {flash.WithCodec(nil)},
		"an option is nil":                                         {nil},
		"WithName, WithDomain or WithPath: http: invalid Cookie.N": {flash.WithName("a b")},
		"WithName, WithDomain or WithPath: http: invalid Cookie.D": {flash.WithDomain("a_b;c")},
		"WithName, WithDomain or WithPath: http: invalid byte ';'": {flash.WithPath("/a;b")},
	} {
		_, err := flash.NewSealed([][]byte{key1}, opts...)
		require.ErrorContains(t, err, want)
		_, err = flash.NewStored(memory(), opts...)
		require.Error(t, err, want)
	}
	_, err := flash.NewStored(memory(), flash.WithOverflow(memory()))
	require.ErrorContains(t, err, "WithOverflow is for NewSealed")
	_, err = flash.NewStored(nil)
	require.ErrorContains(t, err, "the backend is nil")
}
