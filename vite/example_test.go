package vite_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"testing/fstest"

	"github.com/a-h/templ"

	"github.com/inertia-templ/shell/vite"
)

// dist is what "vite build" wrote; in a program os.DirFS("dist") or an embed.FS.
var dist = fstest.MapFS{
	".vite/manifest.json": {Data: []byte(`{
		"src/main.tsx": {"file": "assets/main-D5aSHfuo.js", "name": "main", "src": "src/main.tsx", "isEntry": true, "css": ["assets/main-BRWiIo4f.css"]},
		"src/logo.svg": {"file": "assets/logo-YdksmfwZ.svg", "src": "src/logo.svg"}
	}`)},
	"assets/main-D5aSHfuo.js":  {Data: []byte("mount()")},
	"assets/main-BRWiIo4f.css": {Data: []byte("body{}")},
	"assets/logo-YdksmfwZ.svg": {Data: []byte("<svg/>")},
}

func Example() {
	v, err := vite.Open(dist)
	if err != nil {
		log.Fatal(err)
	}
	page := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := templ.WithNonce(r.Context(), "r4nd0m")
		if err := v.Tags().Render(ctx, w); err != nil { // in a templ file: @v.Tags()
			log.Fatal(err)
		}
	})
	program := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if v.Owns(r) {
			v.Handler().ServeHTTP(w, r)
			return
		}
		page.ServeHTTP(w, r)
	})

	for _, path := range []string{"/", "/assets/main-D5aSHfuo.js"} {
		w := httptest.NewRecorder()
		program.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		fmt.Println(w.Header().Get("Cache-Control"))
		fmt.Println(w.Body)
	}
	// Output:
	//
	// <link rel="stylesheet" href="/assets/main-BRWiIo4f.css" nonce="r4nd0m">
	// <script type="module" src="/assets/main-D5aSHfuo.js" nonce="r4nd0m"></script>
	//
	// public, max-age=31536000, immutable
	// mount()
}

func ExampleDev() {
	v, err := vite.Dev("http://localhost:5173", vite.WithEntry("src/main.ts"))
	if err != nil {
		log.Fatal(err)
	}
	if err := v.Tags().Render(context.Background(), os.Stdout); err != nil {
		log.Fatal(err)
	}
	// Output:
	// <script type="module" src="/__vite/@vite/client"></script>
	// <script type="module" src="/__vite/src/main.ts"></script>
}

func ExampleVite_URL() {
	v, err := vite.Open(dist, vite.WithBase("https://cdn.example/"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(v.URL("src/logo.svg"))
	fmt.Println(v.URL("favicon.svg"))
	// Output:
	// https://cdn.example/assets/logo-YdksmfwZ.svg
	// https://cdn.example/favicon.svg
}

func ExampleVite_Page() {
	v, err := vite.Open(os.DirFS("testdata/app"))
	if err != nil {
		log.Fatal(err)
	}
	if err := v.Page("Users").Tags().Render(context.Background(), os.Stdout); err != nil {
		log.Fatal(err)
	}
	// Output:
	// <link rel="modulepreload" href="/assets/table-BH92hy48.js">
	// <link rel="modulepreload" href="/assets/Users-BDfBNIEU.js">
	// <link rel="stylesheet" href="/assets/main-BRWiIo4f.css">
	// <link rel="stylesheet" href="/assets/table-C5yqyzht.css">
	// <link rel="stylesheet" href="/assets/Users-Dot64FD1.css">
	// <script type="module" src="/assets/main-D5aSHfuo.js"></script>
}
