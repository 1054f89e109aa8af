package gojson_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/inertia/gojson"
	"github.com/inertia-templ/shell/vite/vitetest"
)

func Example() {
	i, err := inertia.New(
		inertia.WithVite(vitetest.Stub()),
		inertia.WithVersion("1"),
		inertia.WithSecret([]byte("0123456789abcdef0123456789abcdef")),
		inertia.WithJSON(gojson.Encoder),
	)
	if err != nil {
		panic(err)
	}
	page := i.Middleware(i.Page("Home", inertia.Props{"names": []string{"Ada", "Grace"}}))

	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("X-Inertia", "true")
	r.Header.Set("X-Inertia-Version", "1")
	w := httptest.NewRecorder()
	page.ServeHTTP(w, r)
	fmt.Println(w.Body)
	// Output:
	// {"component":"Home","props":{"errors":{},"names":["Ada","Grace"]},"url":"/","version":"1","sharedProps":["errors"]}
}
