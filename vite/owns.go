package vite

import (
	"net/http"
	"path"
	"slices"
	"strings"
)

// Owns reports whether r is for [Vite.Handler] rather than for the program,
// whose routes may lie below the same prefix as the front end.
//
// A build owns its files, except index.html. It also owns what looks like a
// file of an older build: a name with a hash and the extension of a script,
// style, font or image, in a folder of the build's entries ("/assets/"). A tab
// that was opened before a deployment then gets a 404 instead of a page of the
// program. A build never owns a method other than GET and HEAD or a visit of
// Inertia's client, and owns a navigation only if it has the file.
//
// A dev server owns the hot update socket, the paths that Vite makes up
// (/@vite/, /@fs/, /@id/, /@react-refresh, /node_modules/) and the paths of
// source files, all below the base. Other methods, visits and navigations
// belong to the program, except on the paths that Vite makes up, and except
// navigations to a file below a base that is not "/". If the base is "/",
// source files are the files in the top folder of an entry of [WithEntry] and
// in /src/. Files of Vite's public folder cannot be told apart from the
// program's routes there, so leave the base of a dev server at its default.
//
// If the base is the absolute URL of a CDN, the built files are owned below
// the path of that URL, so that the CDN can fetch them from the program.
func (v *Vite) Owns(r *http.Request) bool { return v.source.owns(r) }

func (b *build) owns(r *http.Request) bool {
	name, ok := strings.CutPrefix(r.URL.Path, b.base.path)
	if !ok {
		return false
	}
	if b.files[name] != nil {
		return isFetch(r)
	}
	return b.manifest.inFolders(name) && looksHashed(name) && isFetch(r) && loadsAsset(r, path.Ext(name))
}

// isFetch reports whether a request may be for a file at all.
func isFetch(r *http.Request) bool {
	return (r.Method == http.MethodGet || r.Method == http.MethodHead) && r.Header.Get("X-Inertia") == ""
}

// isNavigation reports whether a browser wants a document.
func isNavigation(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Dest") {
	case "document", "iframe", "frame", "object", "embed":
		return true
	}
	return r.Header.Get("Sec-Fetch-Mode") == "navigate" || strings.Contains(strings.Join(r.Header.Values("Accept"), ","), "text/html")
}

// destinations are what browsers fetch files of these extensions for.
var destinations = map[string]string{
	".js": "script", ".mjs": "script", ".css": "style", ".wasm": "code", ".map": "code",
	".woff": "font", ".woff2": "font", ".ttf": "font", ".otf": "font", ".eot": "font",
	".svg": "image", ".png": "image", ".jpg": "image", ".jpeg": "image", ".gif": "image", ".webp": "image", ".avif": "image", ".ico": "image",
}

// loadsAsset reports whether a browser would ask like this for a script, a
// style, a font or an image. What code fetches by itself ("empty") may be any
// data of the program, unless it is code.
func loadsAsset(r *http.Request, extension string) bool {
	kind, ok := destinations[extension]
	if !ok || isNavigation(r) {
		return false
	}
	switch destination := r.Header.Get("Sec-Fetch-Dest"); destination {
	case "": // an old browser, or plain HTTP
		return true
	case "empty":
		return kind == "script" || kind == "style" || kind == "code"
	case "worker", "sharedworker", "serviceworker", "audioworklet", "paintworklet":
		return kind == "script"
	default:
		return destination == kind
	}
}

// internal are the paths below the base that Vite and its plugins make up.
var internal = []string{"@vite", "@fs/", "@id/", "@react-refresh", "node_modules/", "__open-in-editor"}

func (d *devServer) owns(r *http.Request) bool {
	name, ok := strings.CutPrefix(r.URL.Path, d.base.path)
	if !ok {
		return false
	}
	if name == "" {
		// The socket arrives as GET at the base: at "/", like a visit of the home page.
		protocol := r.Header["Sec-Websocket-Protocol"]
		return d.base.path != "/" && isFetch(r) && !isNavigation(r) || slices.Contains(protocol, "vite-hmr") || slices.Contains(protocol, "vite-ping")
	}
	if slices.ContainsFunc(internal, func(prefix string) bool { return strings.HasPrefix(name, prefix) }) {
		return true
	}
	if d.base.path != "/" {
		// Plugins add pages of their own: /__inspect/.
		return name[0] == '@' || strings.HasPrefix(name, "__") || isFetch(r) && path.Ext(name) != ""
	}
	return isFetch(r) && !isNavigation(r) && path.Ext(name) != "" &&
		slices.ContainsFunc(d.sources, func(prefix string) bool { return strings.HasPrefix(r.URL.Path, prefix) })
}
