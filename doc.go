// Package shell is the root HTML document of a Go web application whose pages
// are React, Vue or Svelte components: a templ component that embeds the page
// object and the script tags of the Vite build.
//
// Package inertia in the folder of that name is the server side of the Inertia
// protocol and fills a [Document] for every first visit; package vite finds,
// versions, serves and proxies the front end. A program needs no document of
// its own to begin with:
//
//	i, err := inertia.New(inertia.WithViteManifest("dist/.vite/manifest.json"))
//
// A document of your own is any templ component that takes a [Document] and
// calls its two methods:
//
//	templ Layout(doc shell.Document) {
//		<!DOCTYPE html>
//		<html lang={ doc.Lang }>
//			<head>
//				<meta charset="utf-8"/>
//				<link rel="icon" href="/favicon.svg"/>
//				@doc.Head()
//			</head>
//			<body class="antialiased">
//				@doc.Body()
//			</body>
//		</html>
//	}
//
//	i, err := inertia.New(inertia.WithShell(Layout), ...)
package shell
