// Command live measures live props: what a listener costs in memory, and how long
// it takes from Publish until a client has been told. The server is a process of
// its own; listeners connect to it over loopback.
//
//	go run ./live -listeners 1000,10000 -channels 1,100
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/inertia"
)

func main() {
	listeners := flag.String("listeners", "1000,10000", "how many `listeners`, a row of the table each")
	channels := flag.String("channels", "1,100", "on how many `channels` they are spread, a row each")
	rate := flag.Int("rate", 10, "publishes a second")
	turn := flag.Duration("turn", 10*time.Second, "how long it is published")
	serving := flag.Bool("serve", false, "be the server; the command starts one itself")
	flag.Parse()
	err := error(nil)
	if *serving {
		err = serve()
	} else {
		err = table(os.Stdout, *listeners, *channels, *rate, *turn)
	}
	if err != nil {
		log.Fatal("live: ", err)
	}
}

// serve is a program with live props, as an application has them.
func serve() error {
	i, err := inertia.New(inertia.WithShell(shell.Default), inertia.WithSecret([]byte(strings.Repeat("bench", 8))),
		inertia.WithLive(func(*http.Request, string) (bool, error) { return true, nil }, inertia.LiveAge(time.Hour)))
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.Handle("GET /live", i.LiveStream())
	mux.Handle("GET /page", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		return i.Render(w, r, "Page", inertia.Props{"p": inertia.Live(1, r.URL.Query().Get("channel"))})
	}))
	mux.HandleFunc("POST /publish", func(w http.ResponseWriter, r *http.Request) {
		if err := i.Publish(r.Context(), r.URL.Query().Get("channel")); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	})
	mux.HandleFunc("GET /memory", func(w http.ResponseWriter, _ *http.Request) {
		runtime.GC()
		fmt.Fprint(w, resident())
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(l.Addr())
	ctx, stop := context.WithCancel(context.Background())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // until the command ends
		stop()
	}()
	err = i.Serve(ctx, &http.Server{Handler: inertia.Compress(i.Middleware(mux))}, l, inertia.WithDrainTimeout(time.Second))
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// resident is the memory of this process in bytes, as the system counts it.
func resident() uint64 {
	status, err := os.ReadFile("/proc/self/status")
	if err == nil {
		for line := range strings.Lines(string(status)) {
			if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
				kb, _ := strconv.ParseUint(strings.Fields(rest)[0], 10, 64)
				return kb << 10
			}
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.Sys - m.HeapReleased
}

func table(out io.Writer, listeners, channels string, rate int, turn time.Duration) error {
	fmt.Fprintf(out, "%d publishes a second for %v. The delay is from the call of Publish until a listener has read it.\n\n", rate, turn)
	fmt.Fprintln(out, "| listeners | channels | memory of the server | a listener | events/s | delay p50 | p99 | slowest |\n|---|---|---|---|---|---|---|---|")
	for n := range strings.SplitSeq(listeners, ",") {
		for c := range strings.SplitSeq(channels, ",") {
			n, err := strconv.Atoi(n)
			c, err2 := strconv.Atoi(c)
			if err := errors.Join(err, err2); err != nil || n < 1 || c < 1 {
				return fmt.Errorf("-listeners %s -channels %s: want numbers", listeners, channels)
			}
			r, err := run(n, c, rate, turn)
			if err != nil {
				return fmt.Errorf("%d listeners: %w", n, err)
			}
			fmt.Fprintf(out, "| %d | %d | %.0f MB | %.1f KB | %.0f | %v | %v | %v |\n", n, c, float64(r.memory)/1e6, float64(r.memory-r.empty)/float64(n)/1e3,
				r.events, r.delay(0.5), r.delay(0.99), r.delay(1))
		}
	}
	return nil
}

// result is what was measured of one row.
type result struct {
	empty, memory uint64 // without listeners, and when it was published
	events        float64
	delays        []time.Duration // in order
}

func (r result) delay(q float64) time.Duration {
	if len(r.delays) == 0 {
		return 0
	}
	return r.delays[int(q*float64(len(r.delays)-1))].Round(100 * time.Microsecond)
}

// channel is what was published of a channel, and who has heard of it.
type channel struct {
	name, offer string
	mu          sync.Mutex
	published   []time.Time
}

func run(listeners, channels, rate int, turn time.Duration) (result, error) {
	var r result
	server, addr, err := start()
	if err != nil {
		return r, err
	}
	defer server()
	if r.empty, err = memory(addr); err != nil {
		return r, err
	}
	all := make([]*channel, channels)
	for n := range all {
		all[n] = &channel{name: fmt.Sprintf("orders:%d", n)}
		if all[n].offer, err = offer(addr, all[n].name); err != nil {
			return r, err
		}
	}
	l := &crowd{}
	defer l.close()
	for n := range listeners {
		if err := l.listen(addr, all[n%channels]); err != nil {
			return r, err
		}
	}
	tick := time.NewTicker(time.Second / time.Duration(rate))
	defer tick.Stop()
	for n := range int(turn.Seconds() * float64(rate)) {
		<-tick.C
		c := all[n%channels]
		c.mu.Lock()
		c.published = append(c.published, time.Now())
		c.mu.Unlock()
		if err := post(addr, "/publish?channel="+c.name); err != nil {
			return r, err
		}
	}
	if r.memory, err = memory(addr); err != nil {
		return r, err
	}
	if err := l.wait(); err != nil {
		return r, err
	}
	r.events = float64(l.events.Load()) / turn.Seconds()
	r.delays = l.delays
	slices.Sort(r.delays)
	return r, nil
}

// crowd are the listeners.
type crowd struct {
	conns  []net.Conn
	all    sync.WaitGroup
	events atomic.Int64

	mu     sync.Mutex
	delays []time.Duration
	behind int // listeners that have not heard of everything
}

func (l *crowd) listen(addr string, c *channel) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	l.conns = append(l.conns, conn)
	if _, err := fmt.Fprintf(conn, "GET /live?on=%s HTTP/1.1\r\nHost: bench\r\nAccept: text/event-stream\r\n\r\n", c.offer); err != nil {
		return err
	}
	in := bufio.NewReaderSize(conn, 512)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return fmt.Errorf("the stream does not begin: %w", err)
		}
		if strings.HasPrefix(line, "event: hello") {
			break
		}
	}
	l.all.Go(func() { l.follow(in, c) })
	return nil
}

// follow notes the delay of whatever was published since the last event.
func (l *crowd) follow(in *bufio.Reader, c *channel) {
	var delays []time.Duration
	heard := 0
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			break
		}
		if !strings.HasPrefix(string(line), "data: "+c.name) {
			continue
		}
		now := time.Now()
		l.events.Add(1)
		c.mu.Lock()
		published := c.published
		c.mu.Unlock()
		for ; heard < len(published); heard++ {
			delays = append(delays, now.Sub(published[heard]))
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.delays = append(l.delays, delays...)
	if heard < len(c.published) {
		l.behind++
	}
}

// wait gives the last events time to arrive, and ends the listeners.
func (l *crowd) wait() error {
	for last := int64(-1); last != l.events.Load(); time.Sleep(time.Second) {
		last = l.events.Load()
	}
	l.close()
	l.all.Wait()
	if l.behind > 0 {
		return fmt.Errorf("%d have not heard of everything", l.behind)
	}
	return nil
}

func (l *crowd) close() {
	for _, conn := range l.conns {
		_ = conn.Close()
	}
}

// start runs this program as the server.
func start() (stop func(), addr string, err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, "", err
	}
	cmd := exec.Command(self, "-serve")
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, "", err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, "", err
	}
	if err := cmd.Start(); err != nil {
		return nil, "", err
	}
	stop = func() {
		_ = stdin.Close()
		_ = cmd.Wait()
	}
	addr, err = bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		stop()
		return nil, "", fmt.Errorf("the server does not start: %w", err)
	}
	return stop, strings.TrimSpace(addr), nil
}

func memory(addr string) (uint64, error) {
	text, err := get(addr, "/memory", false)
	if err != nil {
		return 0, err
	}
	return strconv.ParseUint(text, 10, 64)
}

// offer is what a page tells the client to listen with.
func offer(addr, channel string) (string, error) {
	text, err := get(addr, "/page?channel="+channel, true)
	if err != nil {
		return "", err
	}
	_, rest, ok := strings.Cut(text, `"on":{"p":"`)
	offer, _, ok2 := strings.Cut(rest, `"`)
	if !ok || !ok2 {
		return "", fmt.Errorf("the page offers nothing: %s", text)
	}
	return offer, nil
}

func get(addr, path string, visit bool) (string, error) {
	r, err := http.NewRequest(http.MethodGet, "http://"+addr+path, nil)
	if err != nil {
		return "", err
	}
	if visit {
		r.Header.Set("X-Inertia", "true")
	}
	return do(r)
}

func post(addr, path string) error {
	r, err := http.NewRequest(http.MethodPost, "http://"+addr+path, nil)
	if err != nil {
		return err
	}
	_, err = do(r)
	return err
}

func do(r *http.Request) (string, error) {
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s %s: %s: %s", r.Method, r.URL.Path, resp.Status, text)
	}
	return string(text), err
}
