// Package ssr turns pages into HTML on the server, so that the first answer
// shows something before any JavaScript has run.
//
// A [Renderer] does it; there is one for each way to run JavaScript:
//
//   - [NewPool] starts Bun, Node or Deno itself, one process for each processor,
//     and looks after them.
//   - package quickjs, a module of its own, is an engine in pure Go: no runtime
//     has to be installed, and the program stays a single file.
//   - [NewGateway] asks a server that somebody else runs: the one that Inertia's
//     createServer starts, or the Vite dev server ([NewDevGateway]).
//
// All of them take the bundle that "vite build --ssr" makes of an ordinary entry
// with Inertia's createServer.
//
// A [Guard] stands between them and the program's visitors: however slow,
// broken or absent the renderer is, a request is answered in time. Option WithSSR
// of package inertia makes one.
package ssr
