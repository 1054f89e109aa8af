package inertia

import (
	"fmt"
	"net/http"

	"github.com/klauspost/compress/gzhttp"
)

// Compress compresses documents, page objects and other text of 1 KB or more
// with zstd or gzip, as the client accepts it. It belongs around
// [Inertia.Middleware]:
//
//	http.ListenAndServe(addr, inertia.Compress(i.Middleware(mux)))
//
// Files of the build and other answers that are compressed already pass
// unchanged. Do not use it behind a proxy that compresses.
//
// The length of a compressed answer reveals something about its content. An
// attacker who sees the traffic, and can make the page repeat chosen text
// beside a secret, can guess the secret (the BREACH attack). Compress adds
// random padding, which makes that harder. Do not put secrets into props.
func Compress(next http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(
		gzhttp.MinSize(1<<10),
		gzhttp.RandomJitter(32, 0, false),
		gzhttp.EnableZstd(true),
		gzhttp.ContentTypes([]string{"text/html", "application/json", "text/plain", "text/css", "text/csv", "text/xml", "text/javascript", "application/xml", "image/svg+xml"}),
	)
	if err != nil {
		panic(fmt.Sprintf("inertia: Compress: %v", err)) // the options are constants
	}
	return wrap(next)
}
