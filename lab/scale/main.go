// Command scale rolls releases over three replicas behind proxies while many
// visitors use them, and counts what they notice.
//
// The replicas are replaced one by one by the next release, twice, and then by the
// release before. The builds are real ones of Vite. The configurations of the
// proxies are those of docs/guide/replicas.md.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"net"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/inertia-templ/shell/lab/internal/proxy"
)

func main() {
	if told := os.Getenv("SCALE_REPLICA"); told != "" {
		var p plan
		if err := json.Unmarshal([]byte(told), &p); err != nil {
			log.Fatal(err)
		}
		if err := serve(p); err != nil {
			log.Fatal(err)
		}
		return
	}
	var o options
	only := flag.String("only", "nginx,caddy", "`names` of proxies")
	flag.IntVar(&o.clients, "clients", 200, "how many visitors there are")
	flag.DurationVar(&o.settle, "settle", 3*time.Second, "how long a new replica runs before the next one is replaced")
	flag.DurationVar(&o.between, "between", 6*time.Second, "how long visitors have before and after a roll")
	flag.IntVar(&o.listeners, "listeners", 50, "how many windows listen to a live prop besides")
	flag.DurationVar(&o.within, "within", 10*time.Second, "how long a change may take to each of those")
	flag.DurationVar(&o.limit, "limit", 10*time.Minute, "how long all of it may take")
	flag.Parse()
	reached, err := run(o, strings.Split(*only, ","))
	switch {
	case err != nil:
		log.Fatal(err)
	case !reached:
		log.Fatal("scale: a goal is missed")
	}
}

type options struct {
	clients, listeners             int
	settle, between, within, limit time.Duration
}

// The folder that build.mjs writes, and the page with the configurations.
const (
	dist = "scale/frontend/dist"
	page = "../docs/guide/replicas.md"
)

// rollout is the releases that replicas have, one after the other.
var rollout = []string{"1", "2", "3", "2"}

func run(o options, names []string) (bool, error) {
	ctx, cancel := context.WithTimeoutCause(context.Background(), o.limit, fmt.Errorf("scale: it takes longer than -limit %v", o.limit))
	defer cancel()
	f, err := openFront(dist, "1", "2", "3")
	if err != nil {
		return false, err
	}
	fmt.Printf("%s, %s, %d processors, load average %s\n", time.Now().Format(time.DateTime), runtime.Version(), runtime.NumCPU(), loadAverage())
	var tallies []*tally
	for _, name := range names {
		k := slices.IndexFunc(proxy.Kinds, func(k proxy.Kind) bool { return k.Name == name })
		if k < 0 {
			return false, fmt.Errorf("scale: %q is not a proxy", name)
		}
		t := &tally{}
		if err := behind(ctx, proxy.Kinds[k], f, o, t); err != nil {
			return false, fmt.Errorf("behind %s: %w", name, err)
		}
		tallies = append(tallies, t)
	}
	fmt.Printf("load average at the end %s\n", loadAverage())
	fmt.Printf("\n%d visitors, %d listeners, 3 replicas, releases 1, 2, 3 and 2 again\n", o.clients, o.listeners)
	return print(os.Stdout, names, tallies), nil
}

// loadAverage is how many processes wanted a processor in the last minute, 5 and
// 15 minutes: nothing else should, besides this program.
func loadAverage() string {
	data, err := os.ReadFile("/proc/loadavg")
	fields := strings.Fields(string(data))
	if err != nil || len(fields) < 3 {
		return "unknown"
	}
	return strings.Join(fields[:3], " ")
}

// behind rolls the releases behind a proxy.
func behind(ctx context.Context, kind proxy.Kind, f *front, o options, t *tally) (err error) {
	dir, err := os.MkdirTemp("", "scale-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	all, err := startFleet(ctx, f, dir, 3, rollout[0])
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, all.close()) }()
	p, err := kind.Start(ctx, page, dir, all.addresses()...)
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, p.Close())
		if len(t.notes) > 0 {
			for line := range strings.Lines(p.Output()) {
				if !strings.Contains(line, "[warn]") { // of nginx: a body lies in a file
					fmt.Fprintf(os.Stderr, "%s says: %s", kind.Name, line)
				}
			}
		}
	}()

	visiting, leave := context.WithCancel(ctx)
	var visitors sync.WaitGroup
	defer visitors.Wait()
	defer leave()
	for n := range o.clients {
		transport := p.TransportFrom(net.IPv4(127, 1, byte(n/250), byte(n%250+1))) //nolint:gosec // below 256
		defer transport.CloseIdleConnections()
		v, err := openTab(fmt.Sprint("visitor-", n), p.Origin(), transport, f, t, all.database, uint64(n)) //nolint:gosec // not negative
		if err != nil {
			return err
		}
		visitors.Go(func() { v.use(visiting) })
		visitors.Go(func() { v.listen(visiting) })
	}
	work, lunch := context.WithCancel(ctx)
	var newsrooms sync.WaitGroup
	defer newsrooms.Wait()
	defer lunch()
	news, err := openNewsroom(p, t, o)
	if err != nil {
		return err
	}
	for _, l := range news.listeners {
		visitors.Go(func() { l.use(visiting) })
	}
	newsrooms.Go(func() { news.publish(work) })
	for n, release := range rollout[1:] {
		pause(ctx, o.between)
		t.roll.Store(int64(n + 1))
		fmt.Fprintf(os.Stderr, "%s: roll %d, to release %s\n", kind.Name, n+1, release)
		if err := all.roll(ctx, release, o.settle); err != nil {
			return err
		}
	}
	pause(ctx, o.between)
	lunch()
	newsrooms.Wait()
	return context.Cause(ctx)
}
