package inertiatest

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// RedirectsTo checks that a response leads the client to url: an ordinary
// redirect, or the answer that stands for one whose target has a fragment.
// response is an *http.Response or an *httptest.ResponseRecorder.
func RedirectsTo(t testing.TB, response any, url string) {
	t.Helper()
	status, header := head(t, response)
	got := header.Get("Location")
	if status == http.StatusConflict {
		got = header.Get("X-Inertia-Redirect")
	} else if status < 300 || status > 399 {
		got = ""
	}
	if got == "" {
		t.Errorf("inertiatest: the answer is %s, want a redirect to %s", summary(status, header), url)
	} else if got != url {
		t.Errorf("inertiatest: the redirect leads to %s, want %s", got, url)
	}
}

// LocationTo checks that a response makes the browser itself go to url.
func LocationTo(t testing.TB, response any, url string) {
	t.Helper()
	status, header := head(t, response)
	got := header.Get("X-Inertia-Location")
	if status != http.StatusConflict || got == "" {
		t.Errorf("inertiatest: the answer is %s, want a location visit to %s", summary(status, header), url)
	} else if got != url {
		t.Errorf("inertiatest: the location visit leads to %s, want %s", got, url)
	}
}

// VersionConflict checks that a response makes the browser load the page
// again, because the client has other assets.
func VersionConflict(t testing.TB, response any) {
	t.Helper()
	status, header := head(t, response)
	if status != http.StatusConflict || header.Get("X-Inertia-Location") == "" || header.Get("X-Inertia-Version") == "" {
		t.Errorf("inertiatest: the answer is %s, want a version conflict", summary(status, header))
	}
}

func head(t testing.TB, response any) (int, http.Header) {
	t.Helper()
	switch r := response.(type) {
	case *http.Response:
		return r.StatusCode, r.Header
	case *httptest.ResponseRecorder:
		return r.Code, r.Result().Header
	}
	t.Fatalf("inertiatest: no response in a %T: pass an *http.Response or *httptest.ResponseRecorder", response)
	return 0, nil
}

// summary is what matters of an answer to the client.
func summary(status int, header http.Header) string {
	s := http.StatusText(status)
	for _, name := range []string{"Location", "X-Inertia-Location", "X-Inertia-Redirect", "X-Inertia-Version"} {
		if v := header.Get(name); v != "" {
			s += ", " + name + ": " + v
		}
	}
	return s
}
