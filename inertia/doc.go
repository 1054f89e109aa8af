// Package inertia lets the handlers of a Go server render pages that are
// React, Vue or Svelte components: the server side of the Inertia protocol, as
// its client 3.x speaks it.
//
// A handler names a component and its props. The first visit of a browser is
// answered with a document that holds both; from then on the client asks for
// the next page in the background and gets JSON. There is no API to design, no
// second router, and no second login.
//
//	i, err := inertia.New(inertia.WithViteManifest("dist/.vite/manifest.json"))
//	...
//	mux.Handle("GET /users", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
//		users, err := store.Users(r.Context())
//		if err != nil {
//			return err
//		}
//		return i.Render(w, r, "Users/Index", inertia.Props{"users": users})
//	}))
//	http.ListenAndServe(addr, i.Middleware(mux))
//
// # Props
//
// Props are a map or a struct with json tags. A value is sent as it is; a
// function is called only if its prop is part of the answer. Kinds say more:
//
//	kind         full visit    partial reload    what for
//	value        sent          if selected       what is there anyway
//	Lazy         computed      if selected       queries
//	Optional     left out      if named          what few visitors open
//	Defer        fetched next  if selected       what is slow
//	Always       sent          sent              what must never be stale
//	Merge        sent          if selected       lists that grow
//	Once         sent once     if selected       what hardly changes
//	Scroll       sent          if selected       infinite scroll
//
// Kinds stand at any depth and can be combined by chaining.
//
// # Forms
//
// A handler that returns [Errors] sends the user back to the form with the
// messages in props.errors; [Flash] leaves a message for the next page. Both
// wait in a sealed cookie, see [WithSecret], so no session is needed.
//
// # Errors
//
// An error returned to [Inertia.Handle] is answered with the page that
// [WithErrorPage] names, as are the answers of everything else that refuses a
// request: the mux, a rate limiter, a panic. Before the first byte is written
// nothing is lost.
//
// # Insight
//
// In development the browser's network panel shows how long each prop took, the
// DevTools extension what each request was, and the log pages that are too large.
// [WithServerTiming], [WithDevTools] and [WithObserver] are for production. What
// nobody looks at is not noted.
package inertia
