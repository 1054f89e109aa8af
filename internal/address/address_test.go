package address_test

import (
	"context"
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/inertia-templ/shell/internal/address"
)

func TestReadSaysHowTheBrowserReachedUs(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		header  map[string]string
		tls     bool
		trusted bool
		want    address.Address
	}{
		"plain":                     {want: address.Address{Scheme: "http", Host: "app.test"}},
		"tls":                       {tls: true, want: address.Address{Scheme: "https", Host: "app.test"}},
		"forwarded and trusted":     {trusted: true, header: map[string]string{"X-Forwarded-Proto": "HTTPS", "X-Forwarded-Host": "www.test, proxy", "X-Forwarded-Prefix": "/app/"}, want: address.Address{Scheme: "https", Host: "www.test", Prefix: "/app"}},
		"forwarded and not trusted": {header: map[string]string{"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.test", "X-Forwarded-Prefix": "/x"}, want: address.Address{Scheme: "http", Host: "app.test"}},
		"origin tells the scheme":   {header: map[string]string{"Origin": "https://app.test"}, want: address.Address{Scheme: "https", Host: "app.test"}},
		"referer tells the scheme":  {header: map[string]string{"Referer": "https://app.test/x"}, want: address.Address{Scheme: "https", Host: "app.test"}},
		"referer of a longer host":  {header: map[string]string{"Referer": "https://app.test.evil/x"}, want: address.Address{Scheme: "http", Host: "app.test"}},
		"nonsense from the proxy":   {trusted: true, header: map[string]string{"X-Forwarded-Proto": "javascript", "X-Forwarded-Host": "a/b", "X-Forwarded-Prefix": "//evil.test//x"}, want: address.Address{Scheme: "http", Host: "app.test"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest(http.MethodGet, "http://app.test/", nil)
			for key, value := range test.header {
				r.Header.Set(key, value)
			}
			if test.tls {
				r.TLS = &tls.ConnectionState{}
			}
			assert.Equal(t, test.want, address.Read(r, test.trusted))
		})
	}
}

func TestOfTrustsOnlyTheContext(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest(http.MethodGet, "http://app.test/", nil)
	r.Header.Set("X-Forwarded-Proto", "https")
	assert.False(t, address.Of(r).Secure())
	inside := r.WithContext(context.WithValue(r.Context(), address.Key{}, &address.Address{Scheme: "https", Host: "www.test", Prefix: "/app"}))
	a := address.Of(inside)
	assert.True(t, a.Secure())
	assert.Equal(t, "https://www.test/app/users", a.Origin()+a.Path("/users"))
	for path, within := range map[string]bool{"/app": true, "/app/x": true, "/app?q": true, "/apple": false, "/": false} {
		assert.Equal(t, within, a.Within(path), path)
	}
}
