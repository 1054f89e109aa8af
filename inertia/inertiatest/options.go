package inertiatest

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
)

// Option configures [Page], [NewClient] and [NewBrowser].
type Option func(*config) error

type config struct {
	rootID  string
	pages   *pageFiles
	handler http.Handler
	request *http.Request

	base      *url.URL
	transport http.RoundTripper
	header    http.Header
	manual    bool
	allSeen   bool
}

func newConfig(opts []Option) (*config, error) {
	cfg := &config{
		base:   &url.URL{Scheme: "https", Host: "example.com", Path: "/"},
		header: http.Header{},
	}
	for _, opt := range opts {
		if err := opt(cfg); err != nil {
			return nil, fmt.Errorf("inertiatest: %w", err)
		}
	}
	return cfg, nil
}

// WithRootID names the root element whose page a document is searched for, as
// inertia.WithRootID does; any if not set.
func WithRootID(id string) Option {
	return func(c *config) error { c.rootID = id; return nil }
}

// WithPages makes [Assertions.Component] check that the component has a file
// below the front end's pages directory. In the patterns * stands for the
// component's name; without patterns the usual extensions are tried.
//
//	inertiatest.WithPages(os.DirFS("frontend/src/pages"), "*.vue", "*/index.vue")
//
// Names are compared letter by letter, as bundlers do, even on file systems
// that ignore case.
func WithPages(pages fs.FS, patterns ...string) Option {
	return func(c *config) error {
		if pages == nil {
			return errors.New("WithPages: the file system is nil")
		}
		if len(patterns) == 0 {
			patterns = []string{"*.tsx", "*.jsx", "*.vue", "*.svelte", "*.ts", "*.js"}
		}
		for _, p := range patterns {
			if strings.Count(p, "*") != 1 {
				return fmt.Errorf("WithPages: pattern %q needs one * for the name of the component", p)
			}
		}
		c.pages = &pageFiles{pages, patterns}
		return nil
	}
}

// WithHandler lets [Assertions.Reload] and its kin on a page read by [Page]
// ask the handler again. The cookies and other headers of r, the request that
// the page answered, are sent along; r may be nil.
func WithHandler(handler http.Handler, r *http.Request) Option {
	return func(c *config) error {
		if handler == nil {
			return errors.New("WithHandler: the handler is nil")
		}
		c.handler, c.request = handler, r
		return nil
	}
}

// WithBaseURL sets the origin that a client is at, https://example.com if not
// set. Without a handler the client goes there over the network.
func WithBaseURL(base string) Option {
	return func(c *config) error {
		u, err := url.Parse(base)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return fmt.Errorf("WithBaseURL: %q is not a URL like https://example.com", base)
		}
		c.base = &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/"}
		return nil
	}
}

// WithTransport sets what carries the requests of a client that has no
// handler, [http.DefaultTransport] if not set. Many clients at once want one
// that keeps more idle connections.
func WithTransport(rt http.RoundTripper) Option {
	return func(c *config) error { c.transport = rt; return nil }
}

// WithHeader adds a header to every request of a client, for example an
// Authorization or Accept-Language.
func WithHeader(name, value string) Option {
	return func(c *config) error { c.header.Add(name, value); return nil }
}

// WithManualDeferred leaves deferred props to [Client.LoadDeferred]. By default
// a client fetches them as soon as a page is shown.
func WithManualDeferred() Option {
	return func(c *config) error { c.manual = true; return nil }
}

// WithAllSeen makes a test fail if a page has a prop at its top level that no
// assertion looked at, so that nothing is sent that nobody thought of. By default
// props that are not asked for do not matter.
func WithAllSeen() Option {
	return func(c *config) error { c.allSeen = true; return nil }
}

// pageFiles are the front end's page components.
type pageFiles struct {
	fs       fs.FS
	patterns []string
}

// find returns an error if no file exists for the component.
func (p *pageFiles) find(component string) error {
	var tried []string
	for _, pattern := range p.patterns {
		file := strings.Replace(pattern, "*", component, 1)
		if fs.ValidPath(file) && p.exists(file) {
			return nil
		}
		tried = append(tried, file)
	}
	msg := fmt.Sprintf("component %q has no file, tried %s", component, strings.Join(tried, ", "))
	if names := p.list(path.Dir(component)); len(names) > 0 {
		msg += fmt.Sprintf("; %s has %s", path.Dir(component), strings.Join(names, ", "))
	}
	return errors.New(msg)
}

// exists looks the file up in listings of its directories, since opening it
// would ignore case where the file system does.
func (p *pageFiles) exists(file string) bool {
	dir := "."
	for name := range strings.SplitSeq(file, "/") {
		if !slices.Contains(p.list(dir), name) {
			return false
		}
		dir = path.Join(dir, name)
	}
	return true
}

func (p *pageFiles) list(dir string) []string {
	if !fs.ValidPath(dir) {
		return nil
	}
	entries, _ := fs.ReadDir(p.fs, dir) // what cannot be read has no pages
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
