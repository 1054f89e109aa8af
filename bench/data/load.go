//go:build unix

package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"
)

// load is what a number of clients got.
type load struct {
	requests, queries float64 // per second
	p50, p99          time.Duration
	errors            int
}

// load has clients ask for a page, each its process, for a time. With a pause
// they are tabs that poll: each waits before it asks again.
func (f *farm) load(ctx context.Context, path string, clients int, turn, pause time.Duration) (load, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	transport := &http.Transport{MaxIdleConnsPerHost: clients, MaxConnsPerHost: clients, DisableCompression: true}
	defer transport.CloseIdleConnections()
	c := &http.Client{Transport: transport}
	for _, address := range f.addresses { // connections and caches are warm
		if _, _, err := ask(ctx, c, address, path, ""); err != nil {
			return load{}, err
		}
	}
	before, err := f.queries(ctx, c)
	if err != nil {
		return load{}, err
	}
	var all sync.WaitGroup
	if path == "/tagged" {
		all.Go(func() { f.invalidate(ctx, c) })
	}
	var (
		mu     sync.Mutex
		times  []time.Duration
		failed int
		asking sync.WaitGroup
	)
	begun := time.Now()
	for n := range clients {
		asking.Go(func() {
			address, tag := f.addresses[n%len(f.addresses)], ""
			var own []time.Duration
			wrong := 0
			if pause > 0 {
				time.Sleep(rand.N(pause)) //nolint:gosec // tabs do not ask all at once
			}
			for time.Since(begun) < turn {
				took, given, err := ask(ctx, c, address, path, tag)
				if err != nil {
					wrong++
				}
				if path == "/poll" {
					tag = given
				}
				own = append(own, took)
				time.Sleep(pause)
			}
			mu.Lock()
			defer mu.Unlock()
			times, failed = append(times, own...), failed+wrong
		})
	}
	asking.Wait()
	seconds := time.Since(begun).Seconds()
	cancel()
	all.Wait()
	after, err := f.queries(context.Background(), c)
	if err != nil || len(times) == 0 {
		return load{}, err
	}
	slices.Sort(times)
	return load{
		requests: float64(len(times)) / seconds, queries: float64(after-before) / seconds,
		p50: times[len(times)/2], p99: times[len(times)*99/100], errors: failed,
	}, nil
}

// ask asks for a page as a poll of the client does, and returns its tag.
func ask(ctx context.Context, c *http.Client, address, path, tag string) (time.Duration, string, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+path, nil)
	if err != nil {
		return 0, "", err
	}
	r.Header.Set("X-Inertia", "true")
	r.Header.Set("X-Inertia-Version", "v1")
	if tag != "" {
		r.Header.Set("If-None-Match", tag)
	}
	begun := time.Now()
	res, err := c.Do(r)
	if err != nil {
		return time.Since(begun), "", err
	}
	defer res.Body.Close()
	_, err = io.Copy(io.Discard, res.Body)
	if err == nil && res.StatusCode != http.StatusOK && res.StatusCode != http.StatusNotModified {
		err = fmt.Errorf("%s: status %d", path, res.StatusCode)
	}
	return time.Since(begun), res.Header.Get("ETag"), err
}

// queries is how many the processes have made.
func (f *farm) queries(ctx context.Context, c *http.Client) (sum int, err error) {
	for _, address := range f.addresses {
		text, err := get(ctx, c, "http://"+address+"/queries")
		if err != nil {
			return 0, err
		}
		n, err := strconv.Atoi(text)
		if err != nil {
			return 0, err
		}
		sum += n
	}
	return sum, nil
}

func (f *farm) invalidate(ctx context.Context, c *http.Client) {
	every := time.NewTicker(time.Second)
	defer every.Stop()
	for {
		select {
		case <-every.C:
			_, _ = get(ctx, c, "http://"+f.addresses[0]+"/invalidate")
		case <-ctx.Done():
			return
		}
	}
}

func get(ctx context.Context, c *http.Client, url string) (string, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return "", err
	}
	res, err := c.Do(r)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: status %d: %s", url, res.StatusCode, text)
	}
	return string(text), err
}
