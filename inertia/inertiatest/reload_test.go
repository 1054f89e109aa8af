package inertiatest_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/inertia-templ/shell/inertia/inertiatest"
)

func TestPageIsAskedForAgain(t *testing.T) {
	t.Parallel()
	app := newApp(t)
	for name, inertia := range map[string]string{"a document": "", "JSON": "true"} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest("GET", "https://example.com/dashboard", nil)
			r.AddCookie(&http.Cookie{Name: "user", Value: "ada"})
			if inertia != "" {
				r.Header.Set("X-Inertia", inertia)
				r.Header.Set("X-Inertia-Version", "v1")
			}
			w := httptest.NewRecorder()
			app.ServeHTTP(w, r)

			page := inertiatest.Page(t, w, inertiatest.WithHandler(app, r)).Where("user", "ada").Missing("stats", "hidden")
			page.Reload().Where("user", "ada").Has("title").HasDeferred("default", "stats").Missing("stats")
			page.ReloadOnly("hidden", "title").Where("hidden", "s").Missing("user", "plans").Status(200)
			page.ReloadExcept("title", "weather").Missing("title").Where("stats", 5).Where("hidden", "s")
			page.LoadDeferred().Where("stats", 5).Where("nested.b", 2).Has("chart").HasRescued("weather").Missing("title")
			page.LoadDeferred("default").Where("stats", 5).Missing("chart")
			page.ReloadOnly("title").ReloadOnly("hidden").Missing("title")
			page.Missing("stats")
		})
	}
}

func TestPageOfAClientIsAskedForAgain(t *testing.T) {
	t.Parallel()
	c := inertiatest.NewClient(t, newApp(t))
	c.Get("/login")
	page := c.Post("/login", data{"name": "ada"})
	page.ReloadOnly("user").Where("user", "ada").Missing("title", "stats")
	page.LoadDeferred("slow").Has("chart").Missing("title")
	c.Page().Where("title", "Hello").HasFlash("success")
}

func TestAskingAgainFails(t *testing.T) {
	t.Parallel()
	for want, ask := range map[string]func(testing.TB){
		"inertiatest: nobody to ask for /users?page=2 again: give Page the option WithHandler": func(t testing.TB) {
			inertiatest.Page(t, usersPage).Reload()
		},
		`inertiatest: Users/Index: there is no deferred group "late"; there are default, slow`: func(t testing.TB) {
			inertiatest.Page(t, usersPage, inertiatest.WithHandler(http.NotFoundHandler(), nil)).LoadDeferred("late")
		},
		"inertiatest: Users/Create at /users/create defers nothing": func(t testing.TB) {
			inertiatest.Page(t, errorsPage, inertiatest.WithHandler(http.NotFoundHandler(), nil)).LoadDeferred()
		},
		"inertiatest: GET /users?page=2 is answered with 404 Not Found, no page: 404 page not found": func(t testing.TB) {
			inertiatest.Page(t, usersPage, inertiatest.WithHandler(http.NotFoundHandler(), nil)).ReloadOnly("users")
		},
	} {
		f := fails(t, ask)
		assert.Equal(t, want, f.said())
		assert.True(t, f.ended)
	}
}
