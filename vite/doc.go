// Package vite links a Go program to its Vite front end. It writes the tags that
// load the front end, knows its version and serves its files. In development it
// passes requests on to the dev server.
//
// Open a build from Vite's outDir, on disk or embedded. The npm package
// @inertia-templ/vite, in the folder plugin, sets in vite.config what this package
// needs, and can hash the files for integrity attributes:
//
//	plugins: [inertia()]
//
//	//go:embed all:dist
//	var dist embed.FS
//
//	sub, _ := fs.Sub(dist, "dist")
//	v, err := vite.Open(sub)
//
// Write "all:", because go:embed leaves out dist/.vite without it. In development
// the dev server replaces the build. The program passes on its files below
// "/__vite/", so that browsers see only one origin:
//
//	v, err := vite.Dev("http://localhost:5173/__vite/") // as "npx vite" prints it
//
// Both load the front end with the same line in a templ document, and the program
// answers for the files:
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
// Package inertia does both automatically; pass the front end with
// inertia.WithVite.
//
// # Production
//
// [Open] reads the manifest and lists the files once. Only listed files are served.
// The manifest, index.html, files whose names begin with a dot (except in
// .well-known) and the bundle of a build with --ssr never are. Files that Vite
// hashed, according to the manifest, are cached for a year. The others, such as
// favicon.svg of Vite's public folder, are revalidated by a strong ETag.
// [Vite.Version] is a hash of what the manifest says.
//
// # Pages
//
// [Vite.Page] is what a document loads to show a component. [Page.Tags] load the
// chunk of the page together with the entry instead of after it. [Page.EarlyHints]
// does so while the program still works on the document. [WithPrefetch] fetches the
// other pages once the window has loaded. [WithPages] says where pages are if they
// are not in Inertia's usual folders.
//
// # Deployments
//
// Visitors keep running the build that they have loaded. [WithPreviousBuilds] serves
// the files of older builds from a folder that [SaveBuild] fills. [Page.Changed]
// tells whether a page has changed for such a visitor. [WithCompression], or files
// that were compressed by the build, save bandwidth.
//
// # Development
//
// A dev server may start after the program, stop, and start again. Until it answers,
// documents are a page that waits for it in the browser ([Vite.ServeWaiting]).
// Stylesheets that modules import arrive through JavaScript; only entries that are
// stylesheets get a link. The dev server is for this machine only; see
// [WithAllowedHosts].
//
// [DevProcess] runs the dev server together with the program. [DevFromHotFile] and
// [DevFromEnv] find one that already runs. Files and environment variables are never
// consulted otherwise. In tests, use Stub or OpenFresh of package vitetest.
//
// Without the plugin, React's hot updates need a preamble in the document, which
// Tags writes if an entry ends in .tsx or .jsx; see [WithReactRefresh].
package vite
