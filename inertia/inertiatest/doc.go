// Package inertiatest tests programs that use package inertia: assertions on
// pages, and a client without a screen.
//
// [Page] takes any response, a document or the JSON of a visit, and checks the
// page in it:
//
//	inertiatest.Page(t, response).
//		Component("Users/Index").
//		Count("users.data", 10).
//		Where("users.data.0.name", "Ada").
//		Missing("users.data.0.password").
//		HasDeferred("default", "stats").
//		NoErrors()
//
// [Client] visits an application as the real client does, in memory: it keeps
// cookies and the state of the page, follows redirects, locations and asset
// versions, merges what partial reloads bring, remembers once props, and loads
// deferred groups and the pages of infinite lists. Whole flows run in
// milliseconds:
//
//	c := inertiatest.NewClient(t, app)
//	c.Load("/users/create")
//	c.Post("/users", map[string]any{"name": ""}).HasError("name")
//	c.Post("/users", map[string]any{"name": "Ada"}).URL("/users/1").HasFlash("success", "Created.")
//
// Its rules are held against the released client, whose states after some
// hundred random sequences of visits are recorded in testdata. [Browser] is the
// same without a test around it, for load tests.
package inertiatest
