package inertiatest

import (
	"errors"
	"net/http"
	"testing"
)

// Client is a [Browser] for tests: what goes wrong ends the test, and pages
// come with their assertions.
//
//	c := inertiatest.NewClient(t, handler)
//	c.Get("/users/create").Component("Users/Create")
//	c.Post("/users", map[string]any{"name": ""}).HasError("name")
//
// An answer that the real client cannot show, like a plain error page, ends
// the test too; Browser returns it as an error instead.
type Client struct {
	t       testing.TB
	browser *Browser
	left    string
}

// NewClient returns a client of the handler. Its requests end with the test.
func NewClient(t testing.TB, handler http.Handler, opts ...Option) *Client {
	t.Helper()
	b, err := NewBrowser(handler, opts...)
	if err != nil {
		t.Fatal(err)
	}
	return &Client{t: t, browser: b}
}

// For returns the same client for a subtest, to fail that.
func (c *Client) For(t testing.TB) *Client { return &Client{t: t, browser: c.browser} }

// Browser returns what the client drives.
func (c *Client) Browser() *Browser { return c.browser }

// Load opens a URL as a browser does from its address bar.
func (c *Client) Load(url string) *Assertions {
	c.t.Helper()
	return c.shown(c.browser.Load(c.t.Context(), url))
}

// Get visits a URL. The first visit of a client is a Load, as in a browser.
func (c *Client) Get(url string, opts ...VisitOption) *Assertions {
	c.t.Helper()
	return c.shown(c.browser.Get(c.t.Context(), url, opts...))
}

// Post visits a URL with POST; see [Data] for what data may be.
func (c *Client) Post(url string, data any, opts ...VisitOption) *Assertions {
	c.t.Helper()
	return c.shown(c.browser.Post(c.t.Context(), url, data, opts...))
}

// Put visits a URL with PUT.
func (c *Client) Put(url string, data any, opts ...VisitOption) *Assertions {
	c.t.Helper()
	return c.shown(c.browser.Put(c.t.Context(), url, data, opts...))
}

// Patch visits a URL with PATCH.
func (c *Client) Patch(url string, data any, opts ...VisitOption) *Assertions {
	c.t.Helper()
	return c.shown(c.browser.Patch(c.t.Context(), url, data, opts...))
}

// Delete visits a URL with DELETE.
func (c *Client) Delete(url string, opts ...VisitOption) *Assertions {
	c.t.Helper()
	return c.shown(c.browser.Delete(c.t.Context(), url, opts...))
}

// Reload visits the current URL in the background, with [Only], [Except] or
// [Reset] as a partial reload. The page is then what the client makes of the
// answer.
func (c *Client) Reload(opts ...VisitOption) *Assertions {
	c.t.Helper()
	return c.shown(c.browser.Reload(c.t.Context(), opts...))
}

// LoadDeferred fetches deferred props, of the groups named or all; see
// [WithManualDeferred].
func (c *Client) LoadDeferred(groups ...string) *Assertions {
	c.t.Helper()
	return c.shown(c.browser.LoadDeferred(c.t.Context(), groups...))
}

// LoadNext loads the next page of the infinite list at a path. At the end
// nothing happens.
func (c *Client) LoadNext(path string) *Assertions {
	c.t.Helper()
	return c.shown(c.browser.LoadNext(c.t.Context(), path))
}

// LoadPrevious loads the previous page of the infinite list at a path.
func (c *Client) LoadPrevious(path string) *Assertions {
	c.t.Helper()
	return c.shown(c.browser.LoadPrevious(c.t.Context(), path))
}

// Prefetch fetches a page ahead of a visit; see [Browser.Prefetch].
func (c *Client) Prefetch(url string, opts ...VisitOption) {
	c.t.Helper()
	if err := c.browser.Prefetch(c.t.Context(), url, opts...); err != nil {
		c.t.Fatal(err)
	}
}

// Back goes back in the history.
func (c *Client) Back() *Assertions {
	c.t.Helper()
	return c.shown(c.browser.Back(c.t.Context()))
}

// Forward goes forward in the history.
func (c *Client) Forward() *Assertions {
	c.t.Helper()
	return c.shown(c.browser.Forward(c.t.Context()))
}

// Page returns assertions on the page that the client holds.
func (c *Client) Page() *Assertions {
	c.t.Helper()
	page := c.browser.Page()
	if page == nil {
		c.t.Fatal("inertiatest: the client has no page yet: Load one first")
	}
	return newAssertions(c.t, page, c.browser.cfg, c.browser)
}

// LeftFor checks that the last visit sent the browser to a URL outside of the
// application.
func (c *Client) LeftFor(url string) {
	c.t.Helper()
	if c.left == "" {
		c.t.Errorf("inertiatest: the browser is at %s, want it sent to %s", c.browser.Location(), url)
	} else if c.left != url {
		c.t.Errorf("inertiatest: the browser was sent to %s, want %s", c.left, url)
	}
}

func (c *Client) shown(_ *PageObject, err error) *Assertions {
	c.t.Helper()
	c.left = ""
	var left *LeftError
	switch {
	case errors.As(err, &left) && c.browser.Page() != nil:
		c.left = left.URL
	case err != nil:
		c.t.Fatal(err)
	}
	return c.Page()
}
