package inertia_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/vite"
)

// A program may have routes below the folder of Vite's files.
func TestRoutesBesideTheFilesOfTheBuild(t *testing.T) {
	t.Parallel()
	v, err := vite.Open(fstest.MapFS{
		".vite/manifest.json":      {Data: []byte(`{"src/main.tsx": {"file": "assets/main-D5aSHfuo.js", "name": "main", "src": "src/main.tsx", "isEntry": true}}`)},
		"assets/main-D5aSHfuo.js":  {Data: []byte("the script")},
		"assets/Team-Portrait.jpg": {Data: []byte("the picture")},
		".well-known/security.txt": {Data: []byte("the contact")},
		"ssr/ssr.js":               {Data: []byte("the server's bundle")},
	})
	require.NoError(t, err)
	i, err := inertia.New(inertia.WithVite(v), inertia.WithSecret([]byte("0123456789abcdef0123456789abcdef")))
	require.NoError(t, err)
	mux := http.NewServeMux()
	mux.Handle("GET /assets/{id}", i.Page("Assets/Show", nil))
	mux.HandleFunc("POST /assets/{id}/checkout", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "checked out") })
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "any page") })
	h := i.Middleware(mux)

	navigation := []string{"Accept", "text/html,*/*;q=0.8", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"}
	visit := []string{"Accept", "text/html, application/xhtml+xml", "X-Inertia", "true", "X-Inertia-Version", v.Version()}
	script := []string{"Accept", "*/*", "Sec-Fetch-Mode", "cors", "Sec-Fetch-Dest", "script"}
	for _, test := range []struct {
		method, path string
		header       []string
		status       int
		want         string
	}{
		{"GET", "/assets/7", navigation, 200, `"component":"Assets`},
		{"GET", "/assets/7", visit, 200, `"component":"Assets/Show"`},
		{"GET", "/assets/plan-A1B2C3D4.js", visit, 200, `"component":"Assets/Show"`},
		{"GET", "/assets/plan-A1B2C3D4.js", navigation, 200, `"component":"Assets`},
		{"POST", "/assets/7/checkout", []string{"Sec-Fetch-Site", "same-origin"}, 200, "checked out"},
		{"GET", "/assets/main-D5aSHfuo.js", script, 200, "the script"},
		{"GET", "/assets/main-D5aSHfuo.js", navigation, 200, "the script"},
		{"GET", "/assets/main-Yester4Y.js", script, 404, "not found"},
		{"GET", "/assets/Team-Portrait.jpg", navigation, 200, "the picture"},
		{"GET", "/.well-known/security.txt", nil, 200, "the contact"},
		{"GET", "/ssr/ssr.js", script, 200, "any page"},
	} {
		r := httptest.NewRequest(test.method, test.path, nil)
		for j := 0; j < len(test.header); j += 2 {
			r.Header.Set(test.header[j], test.header[j+1])
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		assert.Equal(t, test.status, w.Code, "%s %s %v", test.method, test.path, test.header)
		assert.Contains(t, strings.ReplaceAll(w.Body.String(), `\/`, "/"), test.want, "%s %s %v", test.method, test.path, test.header)
	}
}
