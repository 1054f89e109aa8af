package vite

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"slices"
	"strconv"
	"strings"
	"time"
)

// newProxy passes requests on to the dev server, the update socket included.
func (d *devServer) newProxy() *httputil.ReverseProxy {
	transport := &http.Transport{
		DialContext:         func(ctx context.Context, _, _ string) (net.Conn, error) { return d.dial(ctx) },
		DisableCompression:  true, // pass on what Vite sends
		MaxIdleConnsPerHost: 100,  // a page loads hundreds of modules
		IdleConnTimeout:     30 * time.Second,
	}
	transport.TLSClientConfig = d.tlsConfig()
	return &httputil.ReverseProxy{
		// SetURL rewrites Host too: Vite answers 403 to names it doesn't know.
		// Which names may come in is checked before.
		Rewrite:        func(r *httputil.ProxyRequest) { r.SetURL(d.origin) },
		Transport:      transport,
		ModifyResponse: d.explain,
		ErrorHandler:   d.fail,
		ErrorLog:       slog.NewLogLogger(d.log.Handler(), slog.LevelWarn),
	}
}

// tlsConfig is nil for the default. Certificates for development are self-signed,
// and nobody stands between two processes of one machine. Other hosts have to
// prove theirs.
func (d *devServer) tlsConfig() *tls.Config {
	if d.loopback() {
		return &tls.Config{InsecureSkipVerify: true}
	}
	return nil
}

// ServeHTTP passes the request on to the dev server.
func (d *devServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !strings.HasPrefix(r.URL.Path, d.base.path) {
		http.NotFound(w, r)
		return
	}
	if text := d.hosts.refuse(r); text != "" {
		d.log.WarnContext(r.Context(), text, "path", r.URL.Path)
		w.Header().Set("Cache-Control", "no-store")
		http.Error(w, text, http.StatusForbidden)
		return
	}
	d.proxy.ServeHTTP(w, r)
}

// explain replaces the answer of a dev server that does not have what the tags
// load first. Without its client, it is another server or has another base.
func (d *devServer) explain(res *http.Response) error {
	if res.StatusCode < 400 && !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
		return nil
	}
	name := strings.TrimPrefix(res.Request.URL.Path, d.base.path)
	var remedy string
	switch {
	case name == "@vite/client":
		remedy = fmt.Sprintf("set base: %q for the command serve in vite.config, or name the base it has with vite.WithBase", d.base.path)
	case name == pluginEntry && res.StatusCode < http.StatusInternalServerError:
		remedy = "add the plugin @inertia-templ/vite to vite.config, or name its entry with vite.WithEntry"
	case slices.Contains(d.entries, name) && res.StatusCode < http.StatusInternalServerError:
		remedy = fmt.Sprintf("name the entry of vite.config with vite.WithEntry, %q is not an entry", name)
	default:
		return nil
	}
	text := fmt.Sprintf("vite: %s answers %s for %s: %s", d.origin, res.Status, res.Request.URL.Path, remedy)
	d.log.Warn(text)
	res.Body.Close()
	res.StatusCode, res.Status = http.StatusBadGateway, ""
	res.Header = http.Header{
		"Content-Type":   {"text/plain; charset=utf-8"},
		"Content-Length": {strconv.Itoa(len(text))},
		"Cache-Control":  {"no-store"},
	}
	res.Body = io.NopCloser(strings.NewReader(text))
	res.ContentLength = int64(len(text))
	return nil
}

// fail answers for a dev server that does not.
func (d *devServer) fail(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil { // The browser has gone.
		return
	}
	text := fmt.Sprintf(`vite: the dev server at %s: %v: see what it says, or start it again with "npx vite"`, d.origin, err)
	if unreachable := (*unreachableError)(nil); errors.As(err, &unreachable) {
		text = unreachable.Error() // The log has it once: pages ask again and again.
	} else {
		d.log.WarnContext(r.Context(), text, "path", r.URL.Path)
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Error(w, text, http.StatusBadGateway)
}
