package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"github.com/inertia-templ/shell/bench/measure"
	"github.com/inertia-templ/shell/bench/pages"
	"github.com/inertia-templ/shell/inertia"
)

// poll asks again for a page that has not changed, with and without the tag
// of the answer before.
func poll(out io.Writer) error {
	i, err := newInertia(inertia.WithETag())
	if err != nil {
		return err
	}
	without, err := newInertia()
	if err != nil {
		return err
	}
	props := inertia.Props{"rows": pages.Rows(100)}
	tagged := i.Middleware(i.Page("Rows", props))
	c := contender{version: version}
	tag := answer(tagged, c.request(false)).header.Get("ETag")
	cases := []struct {
		name    string
		handler http.Handler
		request *http.Request
	}{
		{"without ETag", without.Middleware(without.Page("Rows", props)), c.request(false)},
		{"with ETag, answered in full", tagged, c.request(false)},
		{"with ETag, unchanged", tagged, c.request(false, "If-None-Match", tag)},
	}
	var works []measure.Work
	for _, each := range cases {
		works = append(works, serving(each.name, each.handler, each.request))
	}
	t := measure.NewTable("poll, 100 rows", "status", "bytes on the wire", "time")
	for k, r := range measure.Race(works...) {
		status, bytes, err := onTheWire(cases[k].handler, cases[k].request)
		if err != nil {
			return fmt.Errorf("poll: %w", err)
		}
		t.Add(r.Name, fmt.Sprint(status), fmt.Sprint(bytes), r.String())
	}
	_, err = t.WriteTo(out)
	return err
}

// onTheWire is the size of an answer with its header as HTTP/1.1 sends it.
func onTheWire(h http.Handler, r *http.Request) (status int, bytes int64, err error) {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	res := w.Result()
	var size counter
	res.Header.Set("Date", "Mon, 02 Jan 2006 15:04:05 GMT") // as servers do
	err = res.Write(&size)
	return res.StatusCode, int64(size), err
}

type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
