package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"

	"github.com/inertia-templ/shell/bench/measure"
)

// request makes the request that a browser sends for a document, or c's client
// for a visit. headers are pairs of name and value.
func (c contender) request(asHTML bool, headers ...string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/page", nil)
	if !asHTML {
		r.Header.Set("X-Inertia", "true")
		r.Header.Set("X-Inertia-Version", c.version)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return r
}

// reply is a ResponseWriter that keeps the answer, or nothing of the body if
// there is no buffer for it.
type reply struct {
	header http.Header
	status int
	body   *bytes.Buffer
}

func (w *reply) Header() http.Header    { return w.header }
func (w *reply) WriteHeader(status int) { w.status = status }

func (w *reply) Write(p []byte) (int, error) {
	if w.body != nil {
		w.body.Write(p)
	}
	return len(p), nil
}

func answer(h http.Handler, r *http.Request) *reply {
	w := &reply{header: http.Header{}, status: http.StatusOK, body: new(bytes.Buffer)}
	h.ServeHTTP(w, r)
	return w
}

// serving is the work of answering a request. Request and answer are the same
// ones each time, so that only the handler's own cost is seen.
func serving(name string, h http.Handler, r *http.Request) measure.Work {
	w := &reply{header: http.Header{}}
	fresh := new(http.Request)
	return measure.Work{Name: name, Do: func() {
		clear(w.header)
		*fresh = *r // handlers may attach to it
		h.ServeHTTP(w, fresh)
	}}
}
