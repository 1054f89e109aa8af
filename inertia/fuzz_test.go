package inertia

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/inertia-templ/shell/internal/address"
)

// Whatever a redirect says, a visit is sent to http, https or a path, and to
// where a browser would go.
func FuzzRedirectTarget(f *testing.F) {
	for _, seed := range []string{"/b", "https://pay.test/", "javascript:alert(1)", "java\tscript:x", `/\evil.test`, "//evil.test", " \x01data:x", "/app/x#y", "?a:b", "http:x"} {
		f.Add(seed)
	}
	here := address.Address{Scheme: "https", Host: "app.test", Prefix: "/app"}
	f.Fuzz(func(t *testing.T, target string) {
		a := decide(answer{info: &RequestInfo{IsInertia: true}, method: http.MethodGet, status: http.StatusFound,
			header: http.Header{"Location": {target}}, here: here, followsExternal: true})
		// A browser removes what isSafeTarget has to see through.
		seen := strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(strings.TrimFunc(target, func(r rune) bool { return r <= ' ' }))
		if u, err := url.Parse(seen); err == nil && u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" && a != badTarget {
			t.Fatalf("%q passes as %d", target, a)
		}
		entered := here.Enter(target)
		if strings.HasPrefix(target, "/") && !strings.HasPrefix(target, "//") && !strings.HasPrefix(target, `/\`) && !here.Within(entered) {
			t.Fatalf("%q leads out of the prefix as %q", target, entered)
		}
	})
}

// A request without browser headers and with cookies never changes anything
// without a token; one of another origin never does.
func FuzzCrossOrigin(f *testing.F) {
	f.Add("http://app.test", "", "a=b", "/x")
	f.Add("null", "same-site", "XSRF-TOKEN=x", "/hooks//")
	f.Add("https://app.test.evil", "none", "a=b", "/hooks/../x")
	g := &csrf{origin: http.NewCrossOriginProtection(), exempt: http.NewServeMux(), header: "X-Xsrf-Token",
		cookie: http.Cookie{Name: "XSRF-TOKEN"}, keys: [][]byte{[]byte("k")}}
	if err := ExemptPaths("/hooks/")(g); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, origin, site, cookie, path string) {
		r := httptest.NewRequest(http.MethodPost, "/", nil)
		r.Host, r.URL.Path = "app.test", "/"+strings.TrimPrefix(path, "/")
		for name, value := range map[string]string{"Origin": origin, "Sec-Fetch-Site": site, "Cookie": cookie} {
			if value != "" {
				r.Header.Set(name, value)
			}
		}
		if !g.allows(r, false) || strings.HasPrefix(r.URL.Path, "/hooks/") {
			return
		}
		same := origin == "http://app.test" || origin == "https://app.test"
		if u, err := url.Parse(origin); err == nil {
			same = same || u.Host == "app.test"
		}
		if site != "same-origin" && site != "none" && !same && cookie != "" {
			t.Fatalf("origin %q, site %q, cookie %q, path %q", origin, site, cookie, path)
		}
	})
}
