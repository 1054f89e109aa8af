// Package ssr renders pages to HTML on the server, so that visitors see the first
// page before any JavaScript has run.
//
// A [Renderer] does the work. There is one for each way to run JavaScript:
//
//   - [NewPool] starts processes of Bun, Node or Deno, one for each processor,
//     and replaces those that end.
//   - Package quickjs, a module of its own, is an engine in pure Go. The server
//     needs no JavaScript runtime, and the program stays a single file.
//   - [NewGateway] asks a server that runs elsewhere: one that Inertia's
//     createServer started, or the Vite dev server ([NewDevGateway]).
//
// Each takes the bundle that "vite build --ssr" makes.
//
// Give the renderer to WithSSR of package inertia. Visitors never wait long for a
// renderer that is slow, broken or absent: their browsers render the pages that it
// does not deliver in time. An [Option] changes when the renderer is asked, and how
// long it may take.
package ssr
