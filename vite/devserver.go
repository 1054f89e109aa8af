package vite

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http/httputil"
	"net/url"
	"path"
	"slices"
	"strings"
)

// devServer is a running Vite, or one that is about to run.
type devServer struct {
	*dialer
	base         base
	attributes   attributes
	reactRefresh *bool
	entries      []string
	sources      []string // paths of sources at the base "/": "/src/"
	hosts        hosts
	pages        devPages
	proxy        *httputil.ReverseProxy
}

var _ source = (*devServer)(nil)

// pluginEntry is a module of @inertia-templ/vite, which knows the entries of
// vite.config, and whether React wants a preamble.
const pluginEntry = "@inertia-templ/entry"

func newDevServer(address string, c *config) (*devServer, error) {
	origin, printed, err := parseDevURL(address)
	if err != nil {
		return nil, err
	}
	base, err := parseBase(cmp.Or(c.base, printed, "/__vite/"))
	if err != nil {
		return nil, err
	}
	if printed != "" && printed != base.path {
		return nil, fmt.Errorf("vite: the dev server's URL %q has another base than WithBase(%q): leave one of them out", address, c.base)
	}
	hosts, err := newHosts(c.allowedHosts)
	if err != nil {
		return nil, err
	}
	if base.absolute {
		return nil, fmt.Errorf("vite: WithBase(%q): a dev server stands behind a path of this program; want one, such as \"/__vite/\"", c.base)
	}
	pages, err := pagePatterns(c.pages)
	if err != nil {
		return nil, err
	}
	d := &devServer{
		dialer:       &dialer{origin: origin, timeout: c.startTimeout, log: c.logger},
		base:         base,
		attributes:   c.attributes,
		reactRefresh: c.reactRefresh,
		entries:      c.entries,
		sources:      []string{"/src/"},
		hosts:        hosts,
		pages:        devPages{patterns: pages},
	}
	if len(d.entries) == 0 {
		d.entries = []string{pluginEntry}
	}
	for _, name := range d.entries {
		if top, _, ok := strings.Cut(name, "/"); ok {
			d.sources = append(d.sources, "/"+top+"/")
		} else {
			d.sources = append(d.sources, "/"+name)
		}
	}
	d.proxy = d.newProxy()
	return d, nil
}

// parseDevURL splits the address of a dev server into its origin and its base,
// "" if it has none.
func parseDevURL(address string) (origin *url.URL, base string, err error) {
	u, err := url.Parse(strings.TrimSpace(address))
	switch {
	case err != nil:
		return nil, "", fmt.Errorf(`vite: the dev server's URL: %w; want one like "http://localhost:5173"`, err)
	case u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "":
		return nil, "", fmt.Errorf(`vite: the dev server's URL is %q; want one like "http://localhost:5173"`, address)
	case u.RawQuery != "" || u.Fragment != "" || u.User != nil:
		return nil, "", fmt.Errorf(`vite: the dev server's URL is %q; want scheme, host, port and the base, as "npx vite" prints them`, address)
	}
	if base = strings.TrimSuffix(u.Path, "/"); base != "" {
		base += "/"
		if path.Clean(base)+"/" != base {
			return nil, "", fmt.Errorf(`vite: the dev server's URL is %q; its path is not clean: want the base, as "npx vite" prints it`, address)
		}
	}
	return &url.URL{Scheme: u.Scheme, Host: u.Host}, base, nil
}

// load knows no pages: the dev server has no chunks.
func (d *devServer) load(entries []string, _ string) (*Page, error) {
	if len(entries) == 0 {
		entries = slices.Clone(d.entries)
	}
	react := false
	for i, name := range entries {
		entries[i] = entryName(name)
		if !fs.ValidPath(entries[i]) || entries[i] == "." {
			return nil, fmt.Errorf("vite: the entry %q is not a file below Vite's root: name it as in vite.config, such as \"src/app.tsx\"", name)
		}
		ext := path.Ext(entries[i])
		react = react || ext == ".tsx" || ext == ".jsx"
	}
	if d.reactRefresh != nil {
		react = *d.reactRefresh
	}
	l := tagList{attributes: d.attributes}
	l.script(d.asset("@vite/client"))
	if react {
		// JSON is JavaScript, and safe inside a script element.
		from, err := json.Marshal(d.base.join("@react-refresh"))
		if err != nil {
			return nil, fmt.Errorf("vite: %w", err)
		}
		l.inline("script", ` type="module"`, "import RefreshRuntime from "+string(from)+preamble)
	}
	var n needs
	for _, name := range entries {
		if isStyle(name) {
			n.styles = append(n.styles, d.asset(name))
		} else {
			n.scripts = append(n.scripts, d.asset(name))
		}
	}
	for _, a := range once(n.styles) {
		l.stylesheet(a)
	}
	for _, a := range once(n.scripts) {
		l.script(a)
	}
	t, err := l.finish()
	return &Page{tags: t, version: d.version(), static: true}, err
}

func (d *devServer) failed(err error) *Page {
	return &Page{tags: failing(err), version: d.version(), static: true}
}

func (d *devServer) asset(name string) Asset {
	return Asset{File: name, Source: name, URL: d.base.join(name)}
}

// preamble installs React's refresh runtime before any component is loaded.
const preamble = `
RefreshRuntime.injectIntoGlobalHook(window)
window.$RefreshReg$ = () => {}
window.$RefreshSig$ = () => (type) => type
window.__vite_plugin_react_preamble_installed__ = true
`

func (d *devServer) older() []string { return nil }

func (d *devServer) version() string { return "dev" }

func (d *devServer) url(asset string) string { return d.base.join(asset) }

func (d *devServer) ready(ctx context.Context) error {
	conn, err := d.dial(ctx)
	if err != nil {
		return err
	}
	return conn.Close()
}
