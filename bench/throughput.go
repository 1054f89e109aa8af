package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"time"
)

const (
	connections = 16
	turns       = 5
	loadTurn    = 500 * time.Millisecond
)

// throughput puts the pages on loopback, and asks for them from kept
// connections.
func throughput(all []contender) error {
	fmt.Println("| over loopback, 16 kept connections, JSON of 10 rows | requests/s | p50 | p99 | goal | |\n|---|---|---|---|---|---|")
	rates := make([][]float64, len(all))
	latencies := make([][]time.Duration, len(all))
	for range turns {
		for i, c := range all {
			server := httptest.NewServer(c.rows(10))
			rate, each, err := load(server.URL+"/rows", c.version)
			server.Close()
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			rates[i], latencies[i] = append(rates[i], rate), append(latencies[i], each...)
		}
	}
	medians := make([]float64, len(all))
	for i := range all {
		slices.Sort(rates[i])
		medians[i] = rates[i][turns/2]
	}
	for i, c := range all {
		slices.Sort(latencies[i])
		n := len(latencies[i])
		goal, mark := "", ""
		if c.name == "shell" {
			goal, mark = "ahead of peers", verdict(medians[1] > medians[2] && medians[1] > medians[3])
		}
		fmt.Printf("| %s | %.0f (%.0f–%.0f) | %s | %s | %s | %s |\n", c.name, medians[i], rates[i][0], rates[i][turns-1], short(latencies[i][n/2]), short(latencies[i][n*99/100]), goal, mark)
	}
	return nil
}

func load(url, version string) (float64, []time.Duration, error) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: connections}}
	defer client.CloseIdleConnections()
	var mu sync.Mutex
	var all []time.Duration
	var failed error
	var group sync.WaitGroup
	begun := time.Now()
	for range connections {
		group.Go(func() {
			var each []time.Duration
			for time.Since(begun) < loadTurn {
				r, _ := http.NewRequest(http.MethodGet, url, nil) // a URL of httptest
				r.Header.Set("X-Inertia", "true")
				r.Header.Set("X-Inertia-Version", version)
				asked := time.Now()
				res, err := client.Do(r)
				if err == nil {
					_, err = io.Copy(io.Discard, res.Body)
					res.Body.Close()
				}
				if err != nil {
					mu.Lock()
					failed = err
					mu.Unlock()
					return
				}
				each = append(each, time.Since(asked))
			}
			mu.Lock()
			defer mu.Unlock()
			all = append(all, each...)
		})
	}
	group.Wait()
	return float64(len(all)) / time.Since(begun).Seconds(), all, failed
}
