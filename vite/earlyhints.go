package vite

import (
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/a-h/templ"
)

// EarlyHints sends an informational response (103) with the page's
// [Page.Links], so that the browser fetches the front end while the program
// still works on the document. Call it as soon as the component is known.
//
// It sends only the links, and once for each response. It does nothing for
// requests that cannot use them: requests whose headers show that they are no
// navigation of a browser, requests of bots by their User-Agent, and HTTP/1.0.
// Wrappers of the ResponseWriter that have an Unwrap method do not see the
// response.
func (p *Page) EarlyHints(w http.ResponseWriter, r *http.Request) {
	if len(p.links) == 0 || !hintable(r) {
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
	kept := maps.Clone(header)
	clear(header)
	header["Link"] = slices.Clone(p.links)
	if r.ProtoMajor == 2 {
		// If the client resets the stream, WriteHeader returns while the server
		// still reads the map, and from then on every change of a header would be
		// a data race that can end the process. The server reads a copy if there
		// is a header that no informational response may have, and leaves it out.
		header["Content-Length"] = []string{"0"}
	}
	w.WriteHeader(http.StatusEarlyHints)
	clear(header)
	maps.Copy(header, kept)
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
