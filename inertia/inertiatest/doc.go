// Package inertiatest tests applications made with package inertia, or with
// any other server of the Inertia protocol.
//
// # Pages
//
// [Page] reads the page out of a response, a document or JSON, and returns
// assertions on it:
//
//	w := httptest.NewRecorder()
//	app.ServeHTTP(w, httptest.NewRequest("GET", "/users", nil))
//
//	page := inertiatest.Page(t, w)
//	page.Component("Users/Index").
//		Count("users", 2).
//		Where("users.0.name", "Ada").
//		Missing("users.0.password").
//		HasDeferred("default", "stats")
//
// Assertions report what is wrong and let the test go on, as those of testify's
// assert do. A failure tells the path, what was found, and what is near:
//
//	inertiatest: Users/Index at /users: prop "users.0.nmae" is missing; "users.0" has email, id, name
//
// [Prop] decodes a prop into a Go value, for everything else that a test may
// want to know of it. [RedirectsTo], [LocationTo] and [VersionConflict] check
// answers that are not pages.
//
// With [WithHandler] a page can be asked for again: [Assertions.ReloadOnly],
// [Assertions.LoadDeferred].
//
// # Client
//
// A [Client] visits an application as a browser with the real client does, in
// process and without a screen. It keeps cookies, follows redirects, merges
// partial reloads into its page, fetches deferred props, remembers once props,
// loads the pages of infinite lists, and has a history:
//
//	c := inertiatest.NewClient(t, app)
//	c.Get("/login").Component("Login")
//	c.Post("/login", map[string]any{"email": ""}).HasError("email")
//	c.Post("/login", login).Component("Dashboard").HasFlash("success", "Welcome.")
//	c.Reload(inertiatest.Only("stats")).Where("stats.visits", 7)
//
// What the real client cannot show ends the test: an answer to a visit that is
// no page, a redirect to another origin, an unreadable cookie.
//
// Every visit returns when all has happened that the client does on its own,
// deferred props included; [WithManualDeferred] leaves those to the test. That
// makes tests deterministic, and they can run inside of testing/synctest to let
// remembered and prefetched values expire.
//
// A [Browser] is the same without a test: its methods take a context and return
// errors, for load tests that run many of them, over the network if need be.
//
// # How true it is
//
// Merging, headers, history, flash and the prefetch cache are compared with
// @inertiajs/core 3.7.1: its router made hundreds of random sequences of visits,
// and the client here, making the same visits, has to send the same requests
// and to hold the same page after each. What concerns only the screen is left
// out: scroll positions, instant and optimistic visits, remembered form state.
// There is no HTTP cache, and going back to a page of an earlier document is as
// going back within one.
package inertiatest
