package main

import (
	"fmt"
	"net/http"
	"net/url"
)

// javascript returns the stacks whose servers are programs for Node. What their
// clients send when a link is clicked was recorded in Chromium, with
// node/record.mjs on a server as start starts it.
func javascript() []stack {
	return []stack{
		{
			name: "sveltekit", folder: "sveltekit", moves: svelteKit, inHTML: true,
			start: func(p place, _ server) []string { return cluster(p, "sveltekit/build/index.js") },
		},
		{
			name: "next", folder: "next", moves: next, inHTML: true,
			start: func(p place, _ server) []string { return cluster(p, "next/.next/standalone/server.js") },
		},
		{
			name: "react-router", folder: "react-router", moves: reactRouter, inHTML: true,
			start: func(p place, _ server) []string { return cluster(p, "react-router/server.js") },
		},
		{
			name: "nuxt", folder: "nuxt", moves: nuxt, inHTML: true,
			start: func(p place, s server) []string {
				preset := "node_server"
				if s.processes > 1 {
					preset = "node_cluster" // Nitro's own
				}
				return []string{"node", p.root + "/nuxt/.output/" + preset + "/server/index.mjs"}
			},
		},
		{
			name: "adonis", folder: "adonis", cwd: "adonis/build", moves: inertia, inHTML: true,
			start: func(p place, _ server) []string { return cluster(p, "adonis/build/bin/server.js") },
		},
	}
}

// cluster runs a server that has no way of its own to use several processes.
func cluster(p place, program string) []string {
	return []string{"node", p.root + "/node/cluster.mjs", p.root + "/" + program}
}

// svelteKit is how its client asks for a page's data. The layout loads none,
// which the 0 of the query says.
func svelteKit(r *http.Request, _ string) {
	r.URL.Path += "/__data.json"
	r.URL.RawQuery = "x-sveltekit-invalidated=01"
}

// reactRouter is how its client asks for what the loaders of a page return.
func reactRouter(r *http.Request, _ string) {
	r.URL.Path += ".data"
}

// nuxt is what the page's own useFetch asks for. There is no request besides.
func nuxt(r *http.Request, _ string) {
	r.URL.Path = "/api" + r.URL.Path
}

// nextMoves are the pages that a visitor comes from, and the query that belongs
// to the headers: another is answered with a redirect.
var nextMoves = map[string]struct{ from, query string }{
	"tiny":     {"/contacts", "AaITh_rRKYphWRFh"},
	"contacts": {"/tiny", "pWoE92C1emcRlU-g"},
	"slow":     {"/tiny", "wt2EDZvlbDiGpaKT"},
}

// next is how its client asks for a page, once the link was in view for a while.
// The requests that it sends before that, and again after a click, are left out.
func next(r *http.Request, _ string) {
	page := r.URL.Path[1:]
	move := nextMoves[page]
	tree := fmt.Sprintf(`["",{"children":[%q,{"children":["__PAGE__",{},null,null,0]},null,"refetch",0]},null,null,16]`, page)
	r.Header.Set("RSC", "1")
	r.Header.Set("Next-Url", move.from)
	r.Header.Set("Next-Router-State-Tree", url.QueryEscape(tree))
	r.URL.RawQuery = "_rsc=" + move.query
}
