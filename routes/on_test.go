package routes_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/inertia-templ/shell/routes"
)

// Another router serves the routes, and gets their paths without what only
// ServeMux knows.
func TestOn(t *testing.T) {
	t.Parallel()
	var registered [][2]string
	handlers := map[string]http.Handler{}
	other := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handlers[r.URL.Path].ServeHTTP(w, r) })
	r := routes.On(other, func(method, path string, h http.Handler) {
		registered = append(registered, [2]string{method, path})
		handlers[path] = h
	})
	answer := func(status int) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
	}
	r.Handle("home", "GET /{$}", answer(201))
	r.Handle("users.show", "get  /users/{id}", answer(202))
	r.Handle("files", "example.com/files/{path...}", answer(203))
	r.HandleFunc("folder", "GET /folder/{$}", answer(204).ServeHTTP)
	assert.Equal(t, [][2]string{{"GET", "/"}, {"GET", "/users/{id}"}, {"", "/files/{path...}"}, {"GET", "/folder/"}}, registered)
	assert.Equal(t, "/users/7", r.MustURL("users.show", "id", 7))
	assert.Equal(t, "/", r.MustURL("home"))
	for path, want := range map[string]int{"/": 201, "/folder/": 204} {
		w := httptest.NewRecorder()
		r.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		assert.Equal(t, want, w.Code)
	}
	assert.PanicsWithValue(t, `routes: two routes have the name "home": GET / and GET /again`, func() { r.Handle("home", "GET /again", answer(200)) })
}
