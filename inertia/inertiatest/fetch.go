package inertiatest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// answer is what a request was answered with in the end.
type answer struct {
	method string
	url    *url.URL
	status int
	header http.Header
	body   []byte
	page   *PageObject // of a prefetched answer, nil if it is not a page
}

func (a *answer) err(cause error) error {
	return &ResponseError{Method: a.method, URL: a.url.RequestURI(), Status: a.status, Header: a.header, Body: a.body, Err: cause}
}

// fetch sends a visit as an XMLHttpRequest.
func (b *Browser) fetch(ctx context.Context, v *visit, header http.Header) (*answer, error) {
	b.mu.Lock()
	token, err := b.xsrfToken()
	b.setOrigin(header, v.method, "cors", "empty")
	b.mu.Unlock()
	if err != nil {
		return nil, err
	}
	if token != "" {
		header.Set("X-XSRF-TOKEN", token)
	}
	if v.body.content != nil && header.Get("Content-Type") == "" {
		header.Set("Content-Type", v.body.contentType)
	}
	return b.follow(ctx, v.method, v.url, header, v.body.content, false)
}

// navigate sends what a browser sends for a document.
func (b *Browser) navigate(ctx context.Context, u *url.URL) (*answer, error) {
	header := http.Header{}
	header.Set("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
	b.mu.Lock()
	b.setOrigin(header, http.MethodGet, "navigate", "document")
	b.mu.Unlock()
	return b.follow(ctx, http.MethodGet, u, header, nil, true)
}

// setOrigin adds what a browser says about where a request comes from.
func (b *Browser) setOrigin(h http.Header, method, mode, dest string) {
	h.Set("Sec-Fetch-Mode", mode)
	h.Set("Sec-Fetch-Dest", dest)
	h.Set("Sec-Fetch-Site", "same-origin")
	if b.page == nil {
		h.Set("Sec-Fetch-Site", "none")
		return
	}
	h.Set("Referer", href(b.location))
	if method != http.MethodGet && method != http.MethodHead {
		h.Set("Origin", b.location.Scheme+"://"+b.location.Host)
	}
}

const xsrfCookie = "XSRF-TOKEN"

// xsrfToken is what scripts read from the cookie.
func (b *Browser) xsrfToken() (string, error) {
	if b.hidden {
		return "", nil
	}
	for _, c := range b.http.Jar.Cookies(b.location) {
		if c.Name == xsrfCookie {
			token, err := url.PathUnescape(c.Value)
			if err != nil {
				return "", fmt.Errorf("inertiatest: cookie %s: the client cannot decode it: %w", xsrfCookie, err)
			}
			return token, nil
		}
	}
	return "", nil
}

// maxRedirects is the limit of browsers.
const maxRedirects = 20

// follow sends a request and follows redirects as browsers do, who repeat all
// headers, and the method and body where the status asks for it.
func (b *Browser) follow(ctx context.Context, method string, u *url.URL, header http.Header, body []byte, navigation bool) (*answer, error) {
	for name, values := range b.cfg.header {
		if len(header[name]) == 0 {
			header[name] = values
		}
	}
	fragment := u.Fragment
	for range maxRedirects + 1 {
		ans, err := b.send(ctx, method, u, header, body)
		if err != nil {
			return nil, err
		}
		to, err := redirect(ans)
		if err != nil {
			return nil, ans.err(err)
		}
		if to == nil {
			return ans, nil
		}
		if !sameOrigin(to, u) {
			if navigation {
				return nil, &LeftError{to.String()}
			}
			return nil, ans.err(fmt.Errorf("the client cannot follow a redirect to another origin, %s: use inertia.Location", to))
		}
		if to.Fragment == "" && navigation {
			to.Fragment = fragment
		}
		fragment = to.Fragment
		if changesToGet(ans.status, method) {
			method, body = http.MethodGet, nil
			header.Del("Content-Type")
			header.Del("Origin")
		}
		u = to
	}
	return nil, fmt.Errorf("inertiatest: %s %s: stopped after %d redirects", method, u, maxRedirects)
}

// redirect is where an answer leads, nil if it leads nowhere.
func redirect(ans *answer) (*url.URL, error) {
	location := ans.header.Get("Location")
	switch ans.status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return nil, nil
	}
	if location == "" {
		return nil, nil
	}
	to, err := ans.url.Parse(location)
	if err == nil && to.Scheme != "http" && to.Scheme != "https" {
		err = errors.New("neither http nor https")
	}
	if err != nil {
		return nil, fmt.Errorf("redirect to %q: %w", location, err)
	}
	return to, nil
}

func changesToGet(status int, method string) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound:
		return method == http.MethodPost
	case http.StatusSeeOther:
		return method != http.MethodGet && method != http.MethodHead
	}
	return false
}

func (b *Browser) send(ctx context.Context, method string, u *url.URL, header http.Header, body []byte) (*answer, error) {
	bare := *u
	bare.Fragment, bare.RawFragment = "", ""
	req, err := http.NewRequestWithContext(ctx, method, bare.String(), bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("inertiatest: %w", err)
	}
	req.Header = header.Clone()
	res, err := b.http.Do(req)
	if err != nil {
		return nil, fmt.Errorf("inertiatest: %w", err)
	}
	defer func() { _ = res.Body.Close() }()
	content, err := readAll(res.Body)
	if err != nil {
		return nil, fmt.Errorf("inertiatest: %s %s: body: %w", method, u.RequestURI(), err)
	}
	b.mu.Lock()
	for _, c := range res.Cookies() {
		if c.Name == xsrfCookie {
			b.hidden = c.HttpOnly
		}
	}
	b.mu.Unlock()
	return &answer{method: method, url: u, status: res.StatusCode, header: res.Header, body: content}, nil
}

// parse reads the page of an answer to a visit.
func (a *answer) parse() (*PageObject, error) {
	if !strings.HasPrefix(strings.TrimLeft(string(a.body[:min(len(a.body), 64)]), " \t\r\n"), "{") {
		return nil, a.err(errors.New("X-Inertia is set, but the body is not a JSON object: " + excerpt(a.body)))
	}
	page, err := ParsePage(a.body, "")
	if err != nil {
		return nil, a.err(err)
	}
	page.Status = a.status
	return page, nil
}
