// Package inertia is the server side of the Inertia protocol, version 3: the
// handlers of a Go server render pages that are React, Vue or Svelte components.
//
// A handler names a component and its props. The first visit of a browser gets a
// document that holds both. From then on the client asks for the next page in the
// background and gets JSON. There is no API to design, no second router, and no
// second login.
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
// Props are a map or a struct with json tags. A value is sent as it is. A
// function is called only if its prop is part of the answer. A kind changes when
// a prop is computed and sent:
//
//	kind         full visit    partial reload    what for
//	value        sent          if selected       data that the handler has
//	Lazy         computed      if selected       queries
//	Optional     left out      if named          data that few visitors open
//	Defer        fetched next  if selected       slow queries
//	DeferAfter   if in time    if selected       queries that are slow at times
//	Always       sent          sent              data that must never be stale
//	Merge        sent          if selected       lists that grow
//	Once         sent once     if selected       data that hardly changes
//	Scroll       sent          if selected       infinite scroll
//	Live         sent          if selected       data that changes while it is looked at
//
// Kinds work at any depth and can be chained. [Of.Cache] keeps the result of a
// function for later requests, and [Memo] for the other props of a request.
//
// # Forms
//
// A handler that returns [Errors] sends the user back to the form, with the
// messages in props.errors. [Flash] leaves a message for the next page. Both wait
// in a sealed cookie (see [WithSecret]), so no session is needed.
//
// # Errors
//
// An error returned to [Inertia.Handle] is answered with the page that
// [WithErrorPage] names. So is every other error: a 404 of the mux, a refusal
// by a rate limiter, a panic. After an error, nothing that the handler has
// already written is sent.
//
// # Insight
//
// In development the browser's network panel shows how long each prop took, the
// DevTools extension shows each request, and the log names pages that are too large.
// [WithServerTiming], [WithDevTools] and [WithObserver] do so in production. Nothing
// is recorded unless somebody looks.
package inertia
