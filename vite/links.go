package vite

import (
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/a-h/templ"
)

// Links are the values of Link headers that preload what [Vite.PageTags] loads
// for a component: stylesheets, then scripts, then the modules they import.
//
//	</assets/main-BRWiIo4f.css>; rel=preload; as=style
//	</assets/main-D5aSHfuo.js>; rel=modulepreload
//
// A Content-Security-Policy that allows scripts by nonce alone blocks them in
// the headers of the document itself, though not in [Vite.EarlyHints]. There are
// none with a dev server, nor if the tags cannot be rendered.
func (v *Vite) Links(component string, entries ...string) []string {
	return slices.Clone(v.load(component, entries).links)
}

// EarlyHints sends an informational response (103) with [Vite.Links], so that
// the browser fetches the front end while the program is still at work on the
// document. Call it as soon as the component is known.
//
// It sends nothing but the links, and once for each response. It does nothing
// for what makes no use of them: requests other than the navigation of a
// browser, by their headers; bots, by their User-Agent; HTTP/1.0. Wrappers of
// the ResponseWriter that have an Unwrap method do not see the response.
func (v *Vite) EarlyHints(w http.ResponseWriter, r *http.Request, component string, entries ...string) {
	if !hintable(r) {
		return
	}
	links := v.load(component, entries).links
	if len(links) == 0 {
		return
	}
	for {
		wrapper, ok := w.(interface{ Unwrap() http.ResponseWriter })
		if !ok {
			break
		}
		w = wrapper.Unwrap()
	}
	// A header without values is not sent: it only remembers.
	const mark = "Early-Hints"
	header := w.Header()
	if _, done := header[mark]; done {
		return
	}
	// What middleware has set is for the document: cookies, policies.
	kept := make(http.Header, len(header))
	for key, values := range header {
		kept[key] = values
		delete(header, key)
	}
	header["Link"] = links
	w.WriteHeader(http.StatusEarlyHints)
	delete(header, "Link")
	for key, values := range kept {
		header[key] = values
	}
	header[mark] = nil
}

// hintable reports whether r is a browser's request for a document.
func hintable(r *http.Request) bool {
	agent := r.UserAgent()
	mode := r.Header.Get("Sec-Fetch-Mode")
	return r.Method == http.MethodGet &&
		r.ProtoAtLeast(1, 1) &&
		r.Header.Get("X-Inertia") == "" &&
		(mode == "" || mode == "navigate") &&
		strings.Contains(r.Header.Get("Accept"), "text/html") &&
		strings.HasPrefix(agent, "Mozilla/") &&
		!bots.MatchString(agent)
}

var bots = regexp.MustCompile(`(?i)bot|crawl|spider|slurp|preview|externalhit|archiver|monitor|lighthouse|headless`)

// link is the value of a Link header for a tag with these attributes.
func link(a Asset, kind string, attributes templ.Attributes) string {
	value := "<" + a.URL + ">; " + kind
	switch mode := attributes["crossorigin"].(type) {
	case bool:
		if mode {
			value += "; crossorigin"
		}
	case string:
		if mode == "use-credentials" {
			value += "; crossorigin=use-credentials"
		} else {
			value += "; crossorigin"
		}
	}
	if hash, ok := attributes["integrity"].(string); ok && hashes.MatchString(hash) {
		value += `; integrity="` + hash + `"`
	}
	return value
}

var hashes = regexp.MustCompile(`^[A-Za-z0-9+/=\- ]+$`)
