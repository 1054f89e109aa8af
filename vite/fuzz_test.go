package vite_test

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/a-h/templ"

	"github.com/inertia-templ/shell/vite"
)

// Whatever a manifest says, opening it ends, and tags stay tags.
func FuzzManifest(f *testing.F) {
	for _, name := range []string{"app", "entries", "css", "html", "onecss"} {
		data, err := os.ReadFile("testdata/" + name + "/.vite/manifest.json")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, "src/main.tsx")
	}
	f.Add([]byte(`{"a": {"file": "a.js", "isEntry": true, "imports": ["a", "b"]}, "b": {"file": "\"><script>.css", "imports": ["a"]}}`), "a")
	f.Add([]byte(`{"a": {"file": "..", "css": null}, "b": null}`), "")
	f.Fuzz(func(t *testing.T, data []byte, entry string) {
		v, err := vite.Open(fstest.MapFS{".vite/manifest.json": {Data: data}})
		if err != nil {
			if !strings.HasPrefix(err.Error(), "vite: ") {
				t.Fatal(err)
			}
			return
		}
		var b bytes.Buffer
		all := []templ.Component{v.Tags(), v.Tags(entry)}
		for _, component := range v.Components() {
			all = append(all, v.Page(component).Tags(), v.Page(component, entry).Tags())
		}
		for _, c := range all {
			b.Reset()
			if err := c.Render(context.Background(), &b); err != nil {
				continue
			}
			for line := range strings.Lines(b.String()) {
				line = strings.TrimSuffix(line, "</script>\n")
				if strings.Count(line, "<") != 1 || strings.Count(line, `"`)%2 != 0 {
					t.Fatalf("%q", b.String())
				}
			}
		}
		_ = v.URL(entry)
	})
}

// No path leads to anything but the files that the build consists of.
func FuzzAssetPath(f *testing.F) {
	for _, path := range []string{"/", "/public.txt", "/assets/main-4ed993c7.js", "/../secret", "/.vite/manifest.json",
		"/assets/..\\secret", "/assets/%2e%2e/secret", "//secret", "/public.txt\x00", "/./public.txt", "/index.html"} {
		f.Add(path)
	}
	dist := fstest.MapFS{
		".vite/manifest.json":     {Data: []byte(oneEntry)},
		".secret":                 {Data: []byte("secret")},
		"index.html":              {Data: []byte("secret")},
		"public.txt":              {Data: []byte("public")},
		"assets/main-4ed993c7.js": {Data: []byte("public")},
	}
	var all []*vite.Vite
	for _, base := range []string{"/", "/build/", "https://cdn.example/a/"} {
		v, err := vite.Open(dist, vite.WithBase(base))
		if err != nil {
			f.Fatal(err)
		}
		all = append(all, v)
	}
	f.Fuzz(func(t *testing.T, path string) {
		for i, prefix := range []string{"", "/build", "/a"} {
			w := get(all[i], prefix+path)
			known := path == "/public.txt" || path == "/assets/main-4ed993c7.js"
			switch {
			case w.Code == http.StatusOK && known && w.Body.String() == "public":
			case w.Code == http.StatusNotFound && !known:
			default:
				t.Fatalf("%d for %q: %s", w.Code, path, w.Body)
			}
		}
	})
}
