package devserver

import (
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// front is what browsers talk to: it stands before the program and Vite, and
// stays while either is restarted.
type front struct {
	gate    *gate
	vite    http.Handler // below its base
	base    string       // "" if Vite has no path of its own
	hosts   []string     // besides those of this machine
	proxy   *httputil.ReverseProxy
	started chan struct{} // closed when Vite is there
}

// statusPath answers when a build has another outcome. The pages of this package
// wait for it, Vite or not. No program has it.
const statusPath = "/@inertia-dev/status"

func newFront(g *gate, hosts []string, log *slog.Logger) *front {
	f := &front{gate: g, hosts: hosts, started: make(chan struct{})}
	f.proxy = &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			program, _ := r.In.Context().Value(programKey{}).(*url.URL)
			r.SetURL(program)
			// The program sees what the browser has sent, as if nothing stood between.
			r.Out.Host, r.Out.URL.RawQuery = r.In.Host, r.In.URL.RawQuery
			for _, name := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"} {
				if values, ok := r.In.Header[name]; ok {
					r.Out.Header[name] = values
				}
			}
		},
		Transport: &http.Transport{
			DialContext:         (&net.Dialer{}).DialContext,
			DisableCompression:  true, // Pass on what the program sends.
			MaxIdleConnsPerHost: 64,
		},
		FlushInterval: -1,
		ErrorLog:      slog.NewLogLogger(log.Handler(), slog.LevelWarn),
		ErrorHandler: func(w http.ResponseWriter, r *http.Request, err error) {
			if r.Context().Err() != nil { // The browser has gone.
				return
			}
			w.Header().Set("Cache-Control", "no-store")
			http.Error(w, fmt.Sprintf("inertia dev: the program did not answer: %v", err), http.StatusBadGateway)
		},
	}
	return f
}

// serveVite sets what answers for Vite, once it runs.
func (f *front) serveVite(base string, handler http.Handler) {
	if base != "/" {
		f.base, f.vite = base, handler
	}
	close(f.started)
}

type programKey struct{}

func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == statusPath {
		f.status(w, r)
		return
	}
	select {
	case <-f.started:
		if f.vite != nil && strings.HasPrefix(r.URL.Path, f.base) {
			f.vite.ServeHTTP(w, r)
			return
		}
	default:
	}
	s, _ := f.gate.now()
	if s.building && s.generation == 0 && isDocument(r) && f.trusts(r) {
		writePage(w, page{Building: true})
		return
	}
	s, err := f.gate.wait(r.Context(), settled)
	switch {
	case err != nil:
	case s.failure == nil:
		f.proxy.ServeHTTP(w, r.WithContext(withProgram(r.Context(), s.program)))
	case !f.trusts(r):
		http.Error(w, "inertia dev: the program does not run: see the terminal", http.StatusServiceUnavailable)
	case isDocument(r):
		writePage(w, page{failure: s.failure, Generation: s.generation})
	case r.Method == http.MethodGet && r.Header.Get("X-Inertia") != "":
		// Inertia's client loads the document, and so the page with the failure.
		w.Header().Set("X-Inertia-Location", r.URL.RequestURI())
		w.WriteHeader(http.StatusConflict)
	default:
		w.Header().Set("Cache-Control", "no-store")
		http.Error(w, "inertia dev: "+s.failure.text(), http.StatusServiceUnavailable)
	}
}

// status waits for another outcome than the one that the page shows.
func (f *front) status(w http.ResponseWriter, r *http.Request) {
	generation, err := strconv.Atoi(r.URL.Query().Get("after"))
	if err != nil {
		http.Error(w, "inertia dev: want ?after=NUMBER", http.StatusBadRequest)
		return
	}
	if _, err := f.gate.wait(r.Context(), after(generation)); err != nil {
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusNoContent)
}

// isDocument reports whether a browser will show the answer as a page.
func isDocument(r *http.Request) bool {
	if r.Header.Get("X-Inertia") != "" || r.Method != http.MethodGet && r.Method != http.MethodHead {
		return false
	}
	if destination := r.Header.Get("Sec-Fetch-Dest"); destination != "" {
		return destination == "document" || destination == "iframe"
	}
	return strings.Contains(r.Header.Get("Accept"), "text/html")
}

// trusts reports whether a request is for a name that means this machine, or one
// that the user has allowed. Any web site can have a name that leads here, and
// failures show source code.
func (f *front) trusts(r *http.Request) bool {
	name := r.Host
	if host, _, err := net.SplitHostPort(name); err == nil {
		name = host
	}
	name = strings.ToLower(strings.Trim(name, "[]"))
	ip := net.ParseIP(name)
	return name == "localhost" || strings.HasSuffix(name, ".localhost") || ip != nil && ip.IsLoopback() || slices.Contains(f.hosts, name)
}
