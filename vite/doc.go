// Package vite links a Go program to its Vite front end: it writes the tags that
// load the front end, knows its version, serves the built files, and in
// development passes requests on to the dev server.
//
// A build is opened from Vite's outDir, on disk or embedded. The npm package in the
// folder plugin, @inertia-templ/vite, sets in vite.config what this package needs,
// and can hash the files for integrity attributes:
//
//	plugins: [inertia()]
//
//	//go:embed all:dist
//	var dist embed.FS
//
//	sub, _ := fs.Sub(dist, "dist")
//	v, err := vite.Open(sub)
//
// (Mind the "all:": without it, go:embed leaves out dist/.vite.) In development
// the dev server takes its place. The program passes on its files below
// "/__vite/", so that there is only one origin:
//
//	v, err := vite.Dev("http://localhost:5173/__vite/") // as "npx vite" prints it
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
// Without the plugin, vite.config asks for a manifest, names the entry and sets the
// base, and [WithEntry] names the entry in development too:
//
//	base: command === 'serve' ? '/__vite/' : '/',
//	build: { manifest: true, rolldownOptions: { input: 'src/app.tsx' } },
//
// Package inertia does both by itself; give it the front end with
// inertia.WithVite.
//
// # Production
//
// [Open] reads the manifest and lists the files once. Only files that were
// listed are ever served, and never the manifest, index.html, files whose names
// begin with a dot (other than those in .well-known), or the bundle of a build
// with --ssr. Files that Vite hashed, by what the manifest says, are cached for a
// year. The others, such as favicon.svg of Vite's public folder, are revalidated
// by a strong ETag. [Vite.Version] is a hash of what the manifest says.
//
// # Pages
//
// [Vite.Page] is what a document loads that shows a component. [Page.Tags] load
// the chunk of the page together with the entry rather than after it.
// [Page.EarlyHints] does so while the program still works on the document, and
// [WithPrefetch] fetches the other pages once the browser is idle. [WithPages]
// says where pages are, if they are not where Inertia has them.
//
// # Deployments
//
// Visitors keep running the build that they have loaded. [WithPreviousBuilds]
// goes on serving its files, from a folder that [SaveBuild] fills, and
// [Page.Changed] tells whether a page has anything new for them.
// [WithCompression], or files that were compressed beforehand, save bandwidth.
//
// # Development
//
// A dev server may start after the program, stop and start again. Meanwhile
// documents are a page that waits for it in the browser ([Vite.ServeWaiting]).
// Stylesheets that modules import come through JavaScript here; only entries
// that are stylesheets themselves get a link. The dev server is for this machine;
// see [WithAllowedHosts].
//
// [DevProcess] runs the dev server along with the program. [DevFromHotFile] and
// [DevFromEnv] find one that runs already; without one of these calls no file
// and no variable matters. Tests need neither: see package vitetest.
//
// Without the plugin, React's hot updates need a preamble in the document, which
// Tags writes if an entry ends in .tsx or .jsx; see [WithReactRefresh].
package vite
