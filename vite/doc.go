// Package vite is the link between a Go program and its Vite front end: it
// writes the tags that load it, tells its version, serves the built files and
// passes on to the dev server.
//
// A build is opened from Vite's outDir, on disk or embedded. vite.config has to
// ask for a manifest and, as there is no index.html, to name the entry:
//
//	build: { manifest: true, rolldownOptions: { input: 'src/main.tsx' } }
//
//	//go:embed all:dist
//	var dist embed.FS
//
//	sub, _ := fs.Sub(dist, "dist")
//	v, err := vite.Open(sub)
//
// (Mind the "all:": without it, go:embed leaves out dist/.vite.) In development
// the dev server takes its place. Its files are seen below "/__vite/" of the
// program itself, so that there are no two origins to configure:
//
//	base: command === 'serve' ? '/__vite/' : '/',
//
//	v, err := vite.Dev("http://localhost:5173")
//
// Either way a templ document loads the front end with the same line, and the
// program answers for the files:
//
//	<head>
//		@v.Tags()
//	</head>
//
//	func(w http.ResponseWriter, r *http.Request) {
//		if v.Owns(r) {
//			v.Handler().ServeHTTP(w, r)
//			return
//		}
//		mux.ServeHTTP(w, r)
//	}
//
// The npm package in the folder plugin, @inertia-templ/vite, sets all of this in
// vite.config, and can hash the files for integrity attributes.
//
// Package inertia does both by itself; give it the front end with
// inertia.WithVite.
//
// # Production
//
// [Open] reads the manifest and lists the files once. Only files that were
// listed are ever served, and never the manifest, dotfiles or index.html. Those
// with a hash in their names may be cached for a year; the others, such as
// favicon.svg of Vite's public folder, are revalidated by a strong ETag.
// [Vite.Version] is a hash of the manifest.
//
// # Pages
//
// [Vite.PageTags] loads the chunk of a page together with the entry, rather than
// after it; [Vite.EarlyHints] does so while the program is still at work on the
// document, and [WithPrefetch] fetches the other pages once it is idle.
// [WithPages] says where pages are, if not where Inertia has them.
//
// # Deployments
//
// Visitors keep running the build they have loaded. [WithPreviousBuilds] goes on
// to serve its files, from a folder that [SaveBuild] fills, and [Vite.Changed]
// tells whether there is anything new in a page for them. [WithCompression], or
// files that were compressed beforehand, save what the network costs.
//
// # Development
//
// A dev server may start after the program, stop and start again: requests wait
// for it, and the log says for what. [Vite.Ready] lets a document wait as well.
// Stylesheets that modules import come through JavaScript here; only entries
// that are stylesheets themselves get a link.
//
// [DevProcess] runs the dev server along with the program. [DevFromHotFile] and
// [DevFromEnv] find one that runs already; without one of these calls no file
// and no variable matters. Tests do without either: see [Stub].
//
// React's hot updates need a preamble in the document, which Tags writes if an
// entry ends in .tsx or .jsx; see [WithReactRefresh].
package vite
