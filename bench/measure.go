package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"
)

// recorder is a ResponseWriter that keeps the answer, or nothing of it.
type recorder struct {
	header http.Header
	status int
	body   *bytes.Buffer // nil to keep nothing
}

func newRecorder() *recorder { return &recorder{header: http.Header{}, body: new(bytes.Buffer)} }

func (w *recorder) Header() http.Header { return w.header }
func (w *recorder) WriteHeader(s int)   { w.status = s }
func (w *recorder) Write(p []byte) (int, error) {
	if w.body != nil {
		w.body.Write(p)
	}
	return len(p), nil
}

func httpRequest(html bool, headers ...string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/rows", nil)
	if !html {
		r.Header.Set("X-Inertia", "true")
		r.Header.Set("X-Inertia-Version", version)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return r
}

// request is one that c's client would send.
func (c contender) request(asHTML bool, headers ...string) *http.Request {
	if !asHTML {
		headers = append(headers[:len(headers):len(headers)], "X-Inertia-Version", c.version)
	}
	return httpRequest(asHTML, headers...)
}

func answer(h http.Handler, r *http.Request) *recorder {
	w := newRecorder()
	h.ServeHTTP(w, r)
	return w
}

// result is what one contender took.
type result struct {
	name              string
	median, low, high time.Duration // of one call
	allocs            float64
}

func (r result) String() string {
	return fmt.Sprintf("%s (%s–%s)", short(r.median), short(r.low), short(r.high))
}

func short(d time.Duration) string {
	switch {
	case d < 10*time.Microsecond:
		return fmt.Sprintf("%.2f µs", float64(d)/1e3)
	case d < time.Millisecond:
		return fmt.Sprintf("%.1f µs", float64(d)/1e3)
	default:
		return fmt.Sprintf("%.2f ms", float64(d)/1e6)
	}
}

const (
	roundsEach = 9
	turn       = 60 * time.Millisecond
)

// work is something to do again and again.
type work struct {
	name string
	do   func()
}

// race gives everybody turns, one after the other, and takes medians.
func race(all ...work) []result {
	times := make([][]time.Duration, len(all))
	for _, w := range all {
		once(w.do) // warm up
	}
	for range roundsEach {
		for i, w := range all {
			times[i] = append(times[i], once(w.do))
		}
	}
	results := make([]result, len(all))
	for i, w := range all {
		slices.Sort(times[i])
		results[i] = result{w.name, times[i][roundsEach/2], times[i][1], times[i][roundsEach-2], testing.AllocsPerRun(20, w.do)}
	}
	return results
}

// once does it for a turn and returns the time of one call.
func once(do func()) time.Duration {
	n := 0
	begun := time.Now()
	for step := 1; ; step *= 2 {
		for range step {
			do()
		}
		n += step
		if since := time.Since(begun); since > turn {
			return since / time.Duration(n)
		}
	}
}

// serve is work that has a handler answer.
func serve(name string, h http.Handler, r *http.Request) work {
	header := http.Header{}
	w := &recorder{header: header}
	return work{name, func() {
		clear(header)
		h.ServeHTTP(w, r)
	}}
}
