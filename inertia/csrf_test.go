package inertia_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
)

func guarded(t *testing.T, opts ...inertia.CSRFOption) http.Handler {
	t.Helper()
	i := app(t, inertia.WithCSRF(opts...), inertia.WithLogger(slog.New(slog.DiscardHandler)))
	mux := http.NewServeMux()
	mux.Handle("GET /page", i.Page("Page", nil))
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	return i.Middleware(mux)
}

// token is the cookie that comes with a page.
func token(t *testing.T, h http.Handler, headers ...string) string {
	t.Helper()
	res := do(h, "GET", "/page", headers...)
	require.Len(t, res.Cookies(), 1)
	c := res.Cookies()[0]
	assert.Equal(t, "XSRF-TOKEN", c.Name)
	assert.False(t, c.HttpOnly, "the client reads it")
	assert.Equal(t, http.SameSiteLaxMode, c.SameSite)
	assert.NotContains(t, c.Value, "%")
	return c.Value
}

func TestCSRF(t *testing.T) {
	t.Parallel()
	h := guarded(t, inertia.TrustedOrigins("https://admin.test"), inertia.ExemptPaths("POST /hooks/"))
	good, other := token(t, h), token(t, h)
	cookie := "XSRF-TOKEN=" + good
	for name, tc := range map[string]struct {
		path    string
		headers []string
		allowed bool
	}{
		"Fetch metadata: same origin":     {"/x", []string{"Sec-Fetch-Site", "same-origin", "Cookie", "s=1"}, true},
		"Fetch metadata: typed":           {"/x", []string{"Sec-Fetch-Site", "none"}, true},
		"Fetch metadata: other site":      {"/x", []string{"Sec-Fetch-Site", "cross-site"}, false},
		"Fetch metadata: sibling":         {"/x", []string{"Sec-Fetch-Site", "same-site"}, false},
		"Fetch metadata wins over tokens": {"/x", []string{"Sec-Fetch-Site", "cross-site", "Cookie", cookie, "X-XSRF-TOKEN", good}, false},
		"trusted origin":                  {"/x", []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://admin.test"}, true},
		"other origin":                    {"/x", []string{"Origin", "https://evil.test"}, false},
		"same host":                       {"/x", []string{"Origin", "http://example.com", "Cookie", "theme=dark"}, true},
		"same host, https in front":       {"/x", []string{"Origin", "https://example.com", "Cookie", "theme=dark"}, true},
		"same host, another port":         {"/x", []string{"Origin", "http://example.com:8080", "Cookie", "theme=dark"}, false},
		"same host, another's token":      {"/x", []string{"Origin", "http://example.com", "Cookie", "XSRF-TOKEN=other", "X-XSRF-TOKEN", "other"}, true},
		"the host is not forwarded":       {"/x", []string{"Origin", "https://www.test", "X-Forwarded-Host", "www.test", "Cookie", "a=b"}, false},
		"no origin to tell":               {"/x", []string{"Origin", "null", "Cookie", cookie}, false},
		"no origin to tell, token":        {"/x", []string{"Origin", "null", "Cookie", cookie, "X-XSRF-TOKEN", good}, true},
		"two programs' tokens":            {"/x", []string{"Cookie", "XSRF-TOKEN=other; " + cookie, "X-XSRF-TOKEN", good}, true},
		"beside an exempt path":           {"/hooks//a", []string{"Sec-Fetch-Site", "cross-site"}, false},
		"around an exempt path":           {"/x/../hooks/a", []string{"Sec-Fetch-Site", "cross-site"}, false},
		"before an exempt path":           {"/hooks", []string{"Sec-Fetch-Site", "cross-site"}, false},
		"exempt":                          {"/hooks/a", []string{"Sec-Fetch-Site", "cross-site"}, true},
		"no browser":                      {"/x", nil, true},
		"token":                           {"/x", []string{"Cookie", cookie, "X-XSRF-TOKEN", good}, true},
		"no token":                        {"/x", []string{"Cookie", cookie}, false},
		"no cookie":                       {"/x", []string{"Cookie", "session=1", "X-XSRF-TOKEN", good}, false},
		"another's token":                 {"/x", []string{"Cookie", cookie, "X-XSRF-TOKEN", other}, false},
		"forged":                          {"/x", []string{"Cookie", "XSRF-TOKEN=AAAA", "X-XSRF-TOKEN", "AAAA"}, false},
		"changed":                         {"/x", []string{"Cookie", "XSRF-TOKEN=" + good[:70] + "AA", "X-XSRF-TOKEN", good[:70] + "AA"}, false},
		"empty":                           {"/x", []string{"Cookie", "XSRF-TOKEN=", "X-XSRF-TOKEN", ""}, false},
		"an API client is guarded too":    {"/x", []string{"Accept", "application/json", "Sec-Fetch-Site", "cross-site"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, method := range []string{"POST", "PUT", "PATCH", "DELETE"} {
				if tc.allowed && strings.HasPrefix(tc.path, "/hooks/") && method != "POST" {
					continue
				}
				want := http.StatusForbidden
				if tc.allowed {
					want = http.StatusNoContent
				}
				got := do(h, method, tc.path, tc.headers...).StatusCode
				assert.Equal(t, want, got, method)
			}
			assert.NotEqual(t, http.StatusForbidden, do(h, "GET", tc.path, tc.headers...).StatusCode)
		})
	}
}

func TestExpiredTokenLeadsBackWithAMessage(t *testing.T) {
	t.Parallel()
	for text, option := range map[string]inertia.CSRFOption{
		"Once more, please.": inertia.ExpiredFlash("warning", "Once more, please."),
		"Bitte noch einmal: /x": inertia.ExpiredFlashFunc("warning", func(r *http.Request) string {
			return "Bitte noch einmal: " + r.URL.Path
		}),
	} {
		testExpiredToken(t, option, text)
	}
}

func testExpiredToken(t *testing.T, option inertia.CSRFOption, text string) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		h := guarded(t, option)
		old := token(t, h)
		visitWith := func(token string) *http.Response {
			return do(h, "PUT", "/x", with("Cookie", "XSRF-TOKEN="+token, "X-XSRF-TOKEN", token, "Referer", "http://example.com/page")...)
		}
		assert.Equal(t, http.StatusNoContent, visitWith(old).StatusCode)
		time.Sleep(25 * time.Hour)
		res := visitWith(old)
		assert.Equal(t, http.StatusSeeOther, res.StatusCode)
		assert.Equal(t, "/page", res.Header.Get("Location"))
		require.Len(t, res.Cookies(), 1)
		res = do(h, "GET", "/page", with("Cookie", res.Cookies()[0].String()+"; XSRF-TOKEN="+old)...)
		var page struct{ Flash map[string]string }
		require.NoError(t, json.NewDecoder(res.Body).Decode(&page))
		assert.Equal(t, map[string]string{"warning": text}, page.Flash)
		var fresh string
		for _, c := range res.Cookies() {
			if c.Name == "XSRF-TOKEN" {
				fresh = c.Value
			}
		}
		assert.Equal(t, http.StatusNoContent, visitWith(fresh).StatusCode)
	})
}

func TestTokenIsRenewedOnlyWithPagesAndWhenNeeded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := guarded(t)
		value := token(t, h)
		assert.Empty(t, do(h, "GET", "/page", "Cookie", "XSRF-TOKEN="+value).Cookies(), "still good")
		assert.Empty(t, do(h, "GET", "/other").Cookies(), "no page")
		time.Sleep(13 * time.Hour)
		assert.NotEqual(t, value, token(t, h, "Cookie", "XSRF-TOKEN="+value))
		assert.NotEqual(t, value, token(t, h, with("Cookie", "XSRF-TOKEN="+value)...))
	})
}

func TestTokensAreSharedByInstancesWithTheSecret(t *testing.T) {
	t.Parallel()
	value := token(t, guarded(t))
	assert.Equal(t, http.StatusNoContent, do(guarded(t), "POST", "/x", "Cookie", "XSRF-TOKEN="+value, "X-XSRF-TOKEN", value).StatusCode)
	_, err := inertia.New(inertia.WithCSRF(inertia.TrustedOrigins("not an origin")))
	assert.ErrorContains(t, err, "WithCSRF")
}

func TestAForwardedHostIsTheHostThatWasAsked(t *testing.T) {
	t.Parallel()
	i := quiet(t, inertia.WithForwarded(), inertia.WithCSRF())
	h := i.Middleware(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	for origin, want := range map[string]int{"https://www.test": http.StatusNoContent, "http://example.com": http.StatusForbidden} {
		assert.Equal(t, want, do(h, "POST", "/", "Origin", origin, "X-Forwarded-Host", "www.test", "X-Forwarded-Proto", "https", "Cookie", "a=b").StatusCode, origin)
	}
}

func TestTokenCookieAndHeaderHaveNamesOfTheProgram(t *testing.T) {
	t.Parallel()
	i := quiet(t, inertia.WithCSRF(
		inertia.TokenCookie(http.Cookie{Name: "XSRF-ADMIN", Path: "/admin", SameSite: http.SameSiteNoneMode, Secure: true, Partitioned: true, Domain: "app.test"}),
		inertia.TokenHeader("x-admin-token")))
	h := i.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			assert.NoError(t, i.Render(w, r, "Page", nil))
			return
		}
		w.WriteHeader(http.StatusNoContent)
	}))
	c := do(h, "GET", "/").Cookies()[0]
	assert.Equal(t, "XSRF-ADMIN", c.Name)
	assert.Equal(t, "/admin", c.Path)
	assert.Equal(t, "app.test", c.Domain)
	assert.Equal(t, http.SameSiteNoneMode, c.SameSite)
	assert.True(t, c.Secure && c.Partitioned)
	assert.Equal(t, http.StatusNoContent, do(h, "POST", "/", "Cookie", "XSRF-ADMIN="+c.Value, "X-Admin-Token", c.Value).StatusCode)
	assert.Equal(t, http.StatusForbidden, do(h, "POST", "/", "Cookie", "XSRF-TOKEN="+c.Value, "X-XSRF-TOKEN", c.Value).StatusCode)
	for want, cookie := range map[string]http.Cookie{
		"HttpOnly": {HttpOnly: true}, "__Host-": {Name: "__Host-x"}, "SameSite=None": {SameSite: http.SameSiteNoneMode}, "artitioned": {Partitioned: true}, "Cookie.Name": {Name: "a b"},
	} {
		_, err := inertia.New(inertia.WithCSRF(inertia.TokenCookie(cookie)))
		assert.ErrorContains(t, err, want)
	}
	_, err := inertia.New(inertia.WithCSRF(inertia.TokenHeader("")))
	assert.ErrorContains(t, err, "TokenHeader")
	_, err = inertia.New(inertia.WithCSRF(inertia.ExemptPaths("/{")))
	assert.ErrorContains(t, err, "ExemptPaths")
}

func FuzzCSRFToken(f *testing.F) {
	i := app(f, inertia.WithCSRF(), inertia.WithLogger(slog.New(slog.DiscardHandler)))
	h := i.Middleware(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	f.Add("AAAA")
	f.Add(strings.Repeat("A", 75))
	f.Fuzz(func(t *testing.T, value string) {
		r := httptest.NewRequest(http.MethodPost, "/", nil)
		r.Header.Set("Cookie", "XSRF-TOKEN="+value)
		r.Header.Set("X-XSRF-TOKEN", value)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		assert.Equal(t, http.StatusForbidden, w.Code)
	})
}
