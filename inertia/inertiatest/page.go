package inertiatest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

// Assertions check a page. Like those of testify's assert, they report what is
// wrong and let the test go on. They return their receiver, to be chained.
//
// Paths are dotted and name list items by index: "users.0.name". Values are
// compared as JSON: a struct, a map and json.RawMessage are all fine.
type Assertions struct {
	t    testing.TB
	page *PageObject
	cfg  *config

	scope string   // path of the props that the assertions look at
	bag   string   // error bag
	send  *Browser // asks again, nil if nobody is known to ask

	seen map[string]bool // props that an assertion looked at, with WithAllSeen
}

// Page reads the page out of a response, which may be a document or JSON, and
// returns assertions on it. response is an *http.Response, whose body can be
// read again afterwards; an *httptest.ResponseRecorder; the bytes or text of
// an answer; or a *PageObject. The test ends if there is no page in it.
func Page(t testing.TB, response any, opts ...Option) *Assertions {
	t.Helper()
	cfg, err := newConfig(opts)
	if err != nil {
		t.Fatal(err)
	}
	page, err := readPage(response, cfg.rootID)
	if err != nil {
		t.Fatal(err)
	}
	var send *Browser
	if cfg.handler != nil {
		send = cfg.repeater()
	}
	return newAssertions(t, page, cfg, send)
}

func newAssertions(t testing.TB, page *PageObject, cfg *config, send *Browser) *Assertions {
	a := &Assertions{t: t, page: page, cfg: cfg, send: send}
	if cfg.allSeen {
		a.seen = map[string]bool{"errors": true}
		t.Cleanup(a.checkSeen)
	}
	return a
}

func readPage(response any, rootID string) (*PageObject, error) {
	switch r := response.(type) {
	case *PageObject:
		return r, nil
	case []byte:
		return ParsePage(r, rootID)
	case string:
		return ParsePage([]byte(r), rootID)
	case *httptest.ResponseRecorder:
		return pageOf(r.Code, r.Body.Bytes(), r.Result().Header, rootID)
	case *http.Response:
		body, err := peek(r)
		if err != nil {
			return nil, err
		}
		return pageOf(r.StatusCode, body, r.Header, rootID)
	}
	return nil, fmt.Errorf("inertiatest: no page in a %T: pass an *http.Response, *httptest.ResponseRecorder, []byte, string or *PageObject", response)
}

func pageOf(status int, body []byte, header http.Header, rootID string) (*PageObject, error) {
	page, err := ParsePage(body, rootID)
	if err != nil {
		for _, name := range []string{"Location", "X-Inertia-Location", "X-Inertia-Redirect"} {
			if to := header.Get(name); to != "" {
				return nil, fmt.Errorf("inertiatest: the answer is %d to %s, no page", status, to)
			}
		}
		return nil, fmt.Errorf("%w (status %d)", err, status)
	}
	page.Status = status
	return page, nil
}

// peek reads the body of a response and puts it back.
func peek(r *http.Response) ([]byte, error) {
	if r.Body == nil {
		return nil, nil
	}
	body, err := io.ReadAll(r.Body)
	_ = r.Body.Close()
	r.Body = io.NopCloser(bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("inertiatest: body of the response: %w", err)
	}
	return body, nil
}

// Object returns the page itself, for what no assertion covers.
func (a *Assertions) Object() *PageObject { return a.page }

// Dump writes the page to the test's log.
func (a *Assertions) Dump() *Assertions {
	a.t.Helper()
	text, err := json.MarshalIndent(a.page, "", "  ")
	if err != nil {
		a.t.Fatalf("inertiatest: %v", err)
	}
	a.t.Logf("%s", text)
	return a
}

// fail reports what is wrong, with the page it is about.
func (a *Assertions) fail(format string, args ...any) {
	a.t.Helper()
	a.t.Errorf("inertiatest: %s at %s: %s", a.page.Component, a.page.URL, fmt.Sprintf(format, args...))
}

// Component checks the page's component, and with [WithPages] that the front
// end has a file for it.
func (a *Assertions) Component(name string) *Assertions {
	a.t.Helper()
	if a.page.Component != name {
		a.fail("the component is %q, want %q", a.page.Component, name)
		return a
	}
	if a.cfg.pages != nil {
		if err := a.cfg.pages.find(name); err != nil {
			a.fail("%v", err)
		}
	}
	return a
}

// URL checks the page's URL: path and query.
func (a *Assertions) URL(url string) *Assertions {
	a.t.Helper()
	if a.page.URL != url {
		a.fail("the URL is %q, want %q", a.page.URL, url)
	}
	return a
}

// Version checks the asset version.
func (a *Assertions) Version(version string) *Assertions {
	a.t.Helper()
	if a.page.Version != version {
		a.fail("the version is %q, want %q", a.page.Version, version)
	}
	return a
}

// Status checks the status of the response that brought the page.
func (a *Assertions) Status(status int) *Assertions {
	a.t.Helper()
	if a.page.Status != status {
		a.fail("the status is %d, want %d", a.page.Status, status)
	}
	return a
}
