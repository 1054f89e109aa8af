package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/inertia-templ/shell/bench/measure"
)

// samples are those of all rounds of a cell.
type samples struct {
	rates     []float64
	latencies []time.Duration
}

func (s *samples) String() string {
	slices.Sort(s.latencies)
	n := len(s.latencies)
	return fmt.Sprintf("%.0f, %s / %s", measure.Median(s.rates), measure.Short(s.latencies[n/2]), measure.Short(s.latencies[n*99/100]))
}

// load asks for a page from kept connections, one request after the other on
// each, for a turn. The first tenth warms up and does not count.
func load(ctx context.Context, request *http.Request, o options, into *samples) error {
	client := &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: o.clients, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	defer client.CloseIdleConnections()
	begun := time.Now()
	counts, end := begun.Add(o.turn/10), begun.Add(o.turn+o.turn/10)
	var mu sync.Mutex
	var latencies []time.Duration
	var failed error
	var wg sync.WaitGroup
	for range o.clients {
		wg.Go(func() {
			var own []time.Duration
			var err error
			for err == nil {
				sent := time.Now()
				if sent.After(end) {
					break
				}
				err = once(client, request.Clone(ctx))
				if took := time.Since(sent); sent.After(counts) {
					own = append(own, took)
				}
			}
			mu.Lock()
			defer mu.Unlock()
			latencies = append(latencies, own...)
			if err != nil {
				failed = err
			}
		})
	}
	wg.Wait()
	if failed == nil && len(latencies) == 0 {
		failed = fmt.Errorf("no request was answered within %s", o.turn)
	}
	into.rates = append(into.rates, float64(len(latencies))/time.Since(counts).Seconds())
	into.latencies = append(into.latencies, latencies...)
	return failed
}

func once(client *http.Client, r *http.Request) error {
	response, err := client.Do(r)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s under load", r.URL, response.Status)
	}
	return nil
}
