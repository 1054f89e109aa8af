package ssr_test

import (
	"context"
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/inertia-templ/shell/ssr"
)

func Example() {
	pool, err := ssr.NewPool("testdata/svelte.mjs", ssr.WithRuntime("node"), ssr.WithWorkers(1))
	if err != nil {
		log.Fatal(err)
	}
	defer pool.Close()

	// inertia.WithSSR makes a guard of its own.
	guard := ssr.NewGuard(pool, ssr.WithTimeout(10*time.Second), ssr.WithoutPaths("/admin/*"))
	page := `{"component": "Hello", "props": {"errors": {}, "name": "Ada"}, "url": "/", "version": "1"}`
	result, ok, err := guard.Render(context.Background(), ssr.Request{Page: []byte(page), Component: "Hello"})
	fmt.Println(ok, err)
	fmt.Println(strings.Contains(result.Body, "Hello, Ada!"))
	// Output:
	// true <nil>
	// true
}
