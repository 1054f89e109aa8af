//go:build unix

package main

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/inertia-templ/shell/bench/measure"
)

// Goals of live props.
const (
	manyListeners = 10_000
	mostMemory    = 250e6
	longestDelay  = 250 * time.Millisecond
)

// listening is what live props are measured with.
type listening struct {
	processes, listeners, channels int
	rate                           int // publishes per second
	turn                           time.Duration
	profile                        string // the file of one, unless empty
}

// heard is what was measured of it.
type heard struct {
	empty, full     uint64        // bytes of all processes, without listeners and with them
	server, clients time.Duration // processor time while it was published
	events          int64
	failed          int64 // publishes
	lasted          time.Duration
	delays          []time.Duration // in order
}

func (h heard) delay(q float64) time.Duration {
	if len(h.delays) == 0 {
		return 0
	}
	return h.delays[int(q*float64(len(h.delays)-1))]
}

// each is processor time of one event.
func (h heard) each(t time.Duration) string {
	return fmt.Sprintf("%.1f µs", float64(t.Nanoseconds())/1e3/float64(max(h.events, 1)))
}

func newLiveTable() *measure.Table {
	return measure.NewTable("processes", "listeners", "channels", "memory", "of a listener", "events/s", "processor of an event", "of reading it", "delay p50", "p99", "slowest", "errors")
}

// add measures a row.
func (l listening) add(t *measure.Table, goals *measure.Goals) error {
	h, err := l.run()
	if err != nil {
		return fmt.Errorf("data: %d listeners of %d channels, %d processes: %w", l.listeners, l.channels, l.processes, err)
	}
	t.Add(fmt.Sprint(l.processes), fmt.Sprint(l.listeners), fmt.Sprint(l.channels), fmt.Sprintf("%.0f MB", float64(h.full)/1e6),
		fmt.Sprintf("%.1f KB", (float64(h.full)-float64(h.empty))/float64(l.listeners)/1e3), fmt.Sprintf("%.0f", float64(h.events)/h.lasted.Seconds()),
		h.each(h.server), h.each(h.clients), measure.Short(h.delay(0.5)), measure.Short(h.delay(0.99)), measure.Short(h.delay(1)), fmt.Sprint(h.failed))
	what := fmt.Sprintf("%d listeners of %d channels, %d processes", l.listeners, l.channels, l.processes)
	if l.listeners == manyListeners && l.processes == 1 {
		goals.Check(what, "under 250 MB", fmt.Sprintf("%.0f MB", float64(h.full)/1e6), h.full < mostMemory)
	}
	goals.Check(what, "p99 of the delay under 250 ms", measure.Short(h.delay(0.99)), h.delay(0.99) < longestDelay)
	return nil
}

func (l listening) run() (h heard, err error) {
	farm, err := start(l.processes)
	if err != nil {
		return h, err
	}
	defer func() { err = errors.Join(err, farm.end()) }()
	before, err := farm.usage()
	if err != nil {
		return h, err
	}
	h.empty = before.memory
	channels := make([]*channel, l.channels)
	for n := range channels {
		channels[n] = &channel{name: fmt.Sprintf("orders:%d", n)}
		if channels[n].offer, err = farm.offer(channels[n].name); err != nil {
			return h, err
		}
	}
	c := &crowd{}
	defer c.close()
	for n := range l.listeners {
		if err := c.listen(farm.addresses[n%len(farm.addresses)], channels[n/len(farm.addresses)%l.channels]); err != nil {
			return h, err
		}
	}
	c.follow()
	if before, err = farm.usage(); err != nil {
		return h, err
	}
	clients, begun := measure.Processor(), time.Now()
	profiled := make(chan error, 1)
	go func() { profiled <- l.writeProfile(farm.addresses[0]) }()
	h.failed = l.publish(farm, channels)
	if err := <-profiled; err != nil {
		return h, err
	}
	h.lasted = time.Since(begun)
	c.settle()
	h.clients = measure.Processor() - clients
	after, err := farm.usage()
	if err != nil {
		return h, err
	}
	h.full, h.server = after.memory, after.processor-before.processor
	h.events = c.events.Load()
	var behind int
	h.delays, behind, err = c.end()
	if err == nil && behind > 0 && h.failed == 0 {
		err = fmt.Errorf("%d listeners have not heard of everything", behind)
	}
	slices.Sort(h.delays)
	return h, err
}

func (l listening) writeProfile(address string) error {
	if l.profile == "" {
		return nil
	}
	profile, err := fetch(http.MethodGet, address, fmt.Sprintf("/profile?seconds=%.0f", l.turn.Seconds()), false)
	if err != nil {
		return err
	}
	return os.WriteFile(l.profile, []byte(profile), 0o600)
}

// publish publishes the channels in turn, in the processes in turn, and returns
// how often that has failed.
func (l listening) publish(f *farm, channels []*channel) (failures int64) {
	tick := time.NewTicker(time.Second / time.Duration(l.rate))
	defer tick.Stop()
	var publishing sync.WaitGroup
	var failed atomic.Int64
	for n := range int(l.turn.Seconds() * float64(l.rate)) {
		<-tick.C
		c := channels[n%l.channels]
		c.published()
		publishing.Go(func() {
			if _, err := fetch(http.MethodPost, f.addresses[n%len(f.addresses)], "/publish?channel="+c.name, false); err != nil {
				if failed.Add(1) == 1 { // the table says how many more
					log.Print("data: ", err)
				}
			}
		})
	}
	publishing.Wait()
	return failed.Load()
}

// usage is what processes take.
type usage struct {
	memory    uint64
	processor time.Duration
}

func (f *farm) usage() (sum usage, err error) {
	for _, address := range f.addresses {
		text, err := fetch(http.MethodGet, address, "/usage", false)
		if err != nil {
			return sum, err
		}
		var memory, processor uint64
		if _, err := fmt.Sscan(text, &memory, &processor); err != nil {
			return sum, fmt.Errorf("/usage: %q: %w", text, err)
		}
		sum.memory += memory
		sum.processor += time.Duration(processor)
	}
	return sum, nil
}

// offer is what a page tells the client to listen with.
func (f *farm) offer(channel string) (string, error) {
	text, err := fetch(http.MethodGet, f.addresses[0], "/live-page?channel="+channel, true)
	if err != nil {
		return "", err
	}
	_, rest, ok := strings.Cut(text, `"on":{"p":`)
	end := strings.IndexByte(rest, '}')
	if !ok || end < 0 {
		return "", fmt.Errorf("the page offers nothing: %s", text)
	}
	return strconv.Unquote(rest[:end])
}

func fetch(method, address, path string, visit bool) (string, error) {
	r, err := http.NewRequest(method, "http://"+address+path, nil)
	if err != nil {
		return "", err
	}
	if visit {
		r.Header.Set("X-Inertia", "true")
		r.Header.Set("X-Inertia-Version", "v1")
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s %s: status %d: %s", method, path, res.StatusCode, text)
	}
	return string(text), err
}
