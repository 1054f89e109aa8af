package inertia

import (
	"fmt"
	"net/http"

	"github.com/klauspost/compress/gzhttp"
)

// Compress compresses documents, page objects and other text on their way to the
// client, with zstd or gzip as it accepts them, from 1 KB on. It belongs around
// [Inertia.Middleware]:
//
//	http.ListenAndServe(addr, inertia.Compress(i.Middleware(mux)))
//
// What is compressed already, like the files of the build, passes as it is.
// Where a proxy in front compresses, leave it to that.
//
// The length of a compressed answer tells something of its content to whoever
// can read the wire and make the page repeat his words beside a secret (the
// BREACH attack). Lengths are blurred by a random padding; secrets that belong
// to nobody's page are better kept out of props all the same.
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
