// Package ssr renders pages to HTML on the server, so that visitors see the first
// page before any JavaScript has run.
//
// A [Renderer] does the work. There is one for each way to run JavaScript:
//
//   - [NewPool] starts processes of Bun, Node or Deno, one for each processor,
//     and replaces those that end.
//   - Package quickjs, a module of its own, is an engine in pure Go: the server
//     needs no JavaScript runtime, and the program stays a single file.
//   - [NewGateway] asks a server that somebody else runs: the server that
//     Inertia's createServer starts, or the Vite dev server ([NewDevGateway]).
//
// All of them take the bundle that "vite build --ssr" makes of an ordinary entry
// with Inertia's createServer.
//
// Give the renderer to WithSSR of package inertia. A request is answered in time
// however slow, broken or absent the renderer is: the browser renders the pages
// that the renderer does not deliver. An [Option] changes when and how long the
// renderer is asked.
package ssr
