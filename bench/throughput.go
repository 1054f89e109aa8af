package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"time"

	"github.com/inertia-templ/shell/bench/measure"
	"github.com/inertia-templ/shell/bench/pages"
)

const (
	connections = 16
	loadRounds  = 21
	loadTurn    = 150 * time.Millisecond
)

// throughput puts a page on loopback and asks for it from kept connections.
// Client and server share the machine.
func throughput(out io.Writer, goals *measure.Goals, all []contender) error {
	rates := make([][]float64, len(all))
	latencies := make([][]time.Duration, len(all))
	clients := make([]*client, len(all))
	for i, c := range all {
		server := httptest.NewServer(c.rows(pages.Rows(10)))
		defer server.Close()
		clients[i] = &client{url: server.URL + "/page", header: c.request(false).Header,
			http: http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: connections, DisableCompression: true}}}
		defer clients[i].http.CloseIdleConnections()
		if _, err := clients[i].load(loadTurn); err != nil { // warm up
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	for range loadRounds {
		for i, c := range all {
			begun := time.Now()
			each, err := clients[i].load(loadTurn)
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			rates[i] = append(rates[i], float64(len(each))/time.Since(begun).Seconds())
			latencies[i] = append(latencies[i], each...)
		}
	}
	t := measure.NewTable("loopback, 16 kept connections, JSON of 10 rows", "requests/s", "p50", "p99", "to the faster peer")
	for i, c := range all {
		slices.Sort(latencies[i])
		n := len(latencies[i])
		row := []string{c.name, spread(rates[i]), measure.Short(latencies[i][n/2]), measure.Short(latencies[i][n*99/100])}
		if i == 1 {
			ahead := make([]float64, loadRounds)
			for round := range ahead {
				ahead[round] = rates[i][round] / max(rates[2][round], rates[3][round])
			}
			median := measure.Median(ahead)
			row = append(row, fmt.Sprintf("%.2fx", median))
			goals.Check("loopback, JSON of 10 rows", "ahead of the faster peer", fmt.Sprintf("%.2fx", median), median >= 1)
		}
		t.Add(row...)
	}
	_, err := t.WriteTo(out)
	return err
}

// spread is the median, and where the middle half lies.
func spread(rates []float64) string {
	rates = slices.Sorted(slices.Values(rates))
	n := len(rates)
	return fmt.Sprintf("%.0f (%.0f–%.0f)", rates[n/2], rates[n/4], rates[n-1-n/4])
}

// client asks one server for one page.
type client struct {
	http   http.Client
	url    string
	header http.Header
}

// load keeps all connections busy and returns what each request took.
func (c *client) load(d time.Duration) ([]time.Duration, error) {
	var (
		mu    sync.Mutex
		all   []time.Duration
		errs  []error
		group sync.WaitGroup
	)
	begun := time.Now()
	for range connections {
		group.Go(func() {
			var each []time.Duration
			var err error
			for err == nil && time.Since(begun) < d {
				asked := time.Now()
				err = c.get()
				each = append(each, time.Since(asked))
			}
			mu.Lock()
			defer mu.Unlock()
			all, errs = append(all, each...), append(errs, err)
		})
	}
	group.Wait()
	return all, errors.Join(errs...)
}

func (c *client) get() error {
	r, err := http.NewRequest(http.MethodGet, c.url, nil)
	if err != nil {
		return err
	}
	r.Header = c.header
	res, err := c.http.Do(r)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", c.url, res.Status)
	}
	_, err = io.Copy(io.Discard, res.Body)
	return err
}
