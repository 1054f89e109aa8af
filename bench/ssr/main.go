// Command ssr measures what renders pages on the server, side by side: the
// server of Inertia's own over HTTP, the pool with each runtime that is there,
// and the embedded engine.
package main

import (
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/inertia-templ/shell/ssr"
	"github.com/inertia-templ/shell/ssr/quickjs"
)

func main() {
	bundle := flag.String("bundle", "../ssr/testdata/react.mjs", "`file` of a bundle with the pages Hello and Table")
	rounds := flag.Int("rounds", 5, "how often everybody has a turn, 0 for the CPU alone")
	soak := flag.Int("soak", 20_000, "`pages` to render while memory is watched, 0 for none")
	pages := flag.Int("pages", 2000, "`pages` for the CPU that each costs, 0 for none")
	runtimes := flag.String("runtimes", "node,node@26,bun", "`programs` for that: names or paths; node@26 is the one of bench/rivals")
	frameworks := flag.String("frameworks", "react,vue,svelte", "whose `bundles` are rendered for that")
	flag.Parse()
	if *pages > 0 {
		if err := costs(os.Stdout, strings.Split(*runtimes, ","), strings.Split(*frameworks, ","), filepath.Dir(*bundle), *pages); err != nil {
			log.Fatal(err)
		}
	}
	if *rounds == 0 {
		return
	}
	if err := run(*bundle, *rounds, *soak); err != nil {
		log.Fatal(err)
	}
}

// contender renders pages.
type contender struct {
	name string
	ssr.Renderer
	close func() error
}

func run(bundle string, rounds, soak int) error {
	quiet := slog.New(slog.DiscardHandler)
	official, err := startOfficial(bundle)
	if err != nil {
		return err
	}
	contenders := []contender{*official}
	defer func() {
		for _, c := range contenders {
			if err := c.close(); err != nil {
				log.Print(err)
			}
		}
	}()
	for _, name := range []string{"node", "bun"} {
		path := program(name)
		pool, err := ssr.NewPool(bundle, ssr.WithRuntime(path), ssr.WithPoolLogger(quiet))
		if err != nil {
			return err
		}
		if err := pool.Ready(context.Background()); err != nil {
			return err
		}
		contenders = append(contenders, contender{"pool of " + version(path), pool, pool.Close})
	}
	engine, err := quickjs.Open(bundle, quickjs.WithLogger(quiet))
	if err != nil {
		return err
	}
	contenders = append(contenders, contender{"quickjs, embedded", engine, engine.Close})

	fmt.Printf("%s, %d processors, %s, %s\n\n", time.Now().Format(time.DateOnly), runtime.NumCPU(), runtime.Version(), runtime.GOOS+"/"+runtime.GOARCH)
	for _, page := range []struct {
		name string
		data []byte
	}{{"tiny page", hello()}, {"table of 100 rows", table(100)}, {"table of 1000 rows", table(1000)}} {
		if err := agree(contenders, page.data); err != nil {
			return err
		}
		compare(page.name, contenders, page.data, rounds)
	}
	if soak > 0 {
		return watch(contenders[1:], soak)
	}
	return nil
}

// program is the path of a runtime: that of the repository for those that npm has.
func program(name string) string {
	switch name {
	case "bun":
		return "../example/frontend/node_modules/.bin/bun"
	case "node@26":
		return "rivals/node/node_modules/.bin/node"
	}
	return name
}

// startOfficial starts the server that the bundle is by itself.
func startOfficial(bundle string) (*contender, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		return nil, err
	}
	_, port, _ := net.SplitHostPort(address)
	cmd := exec.Command("node", bundle)
	cmd.Env = append(os.Environ(), "PORT="+port, "NODE_ENV=production")
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	gateway, err := ssr.NewGateway("http://" + address)
	if err != nil {
		return nil, err
	}
	for range 200 {
		if err = gateway.Health(context.Background()); err == nil {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	return &contender{"official server, " + version("node"), gateway, func() error {
		err := gateway.Shutdown(context.Background())
		_ = cmd.Wait()
		return err
	}}, err
}

func version(path string) string {
	out, err := exec.Command(path, "--version").Output()
	if err != nil {
		return filepath.Base(path)
	}
	return strings.TrimSuffix(filepath.Base(path), ".exe") + " " + strings.TrimPrefix(strings.TrimSpace(string(out)), "v")
}

func object(component string, props map[string]any) []byte {
	props["errors"] = map[string]any{}
	data, err := json.Marshal(map[string]any{"component": component, "props": props, "url": "/", "version": "1"})
	if err != nil {
		panic(err)
	}
	return data
}

func hello() []byte { return object("Hello", map[string]any{"name": "Ada"}) }

func table(n int) []byte {
	rows := make([]map[string]any, n)
	for i := range rows {
		rows[i] = map[string]any{"id": i, "name": fmt.Sprint("User ", i), "email": fmt.Sprintf("user%d@example.com", i), "city": "Berlin", "active": i%2 == 0, "score": i * 7 % 100}
	}
	return object("Table", map[string]any{"rows": rows})
}

// agree makes sure that all render the same.
func agree(contenders []contender, page []byte) error {
	var first ssr.Result
	for i, c := range contenders {
		result, err := c.Render(context.Background(), page)
		if err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		if i == 0 {
			first = result
		} else if result.Body != first.Body || !slices.Equal(result.Head, first.Head) {
			return fmt.Errorf("%s renders another page than %s", c.name, contenders[0].name)
		}
	}
	return nil
}

const (
	turn    = 400 * time.Millisecond
	clients = 8
)

// compare gives everybody turns, with one client for the latency and several for
// the throughput, and prints medians.
func compare(name string, contenders []contender, page []byte, rounds int) {
	latencies, rates := make([][]time.Duration, len(contenders)), make([][]float64, len(contenders))
	for i := range contenders { // warm up
		load(contenders[i], page, clients)
	}
	for range rounds {
		for i, c := range contenders {
			_, each := load(c, page, 1)
			latencies[i] = append(latencies[i], each...)
			rate, _ := load(c, page, clients)
			rates[i] = append(rates[i], rate)
		}
	}
	fmt.Printf("| %s | p50 ms | p99 ms | pages/s (spread) | of official |\n|---|---|---|---|---|\n", name)
	official := median(rates[0])
	for i, c := range contenders {
		slices.Sort(latencies[i])
		n := len(latencies[i])
		fmt.Printf("| %s | %.2f | %.2f | %.0f (%.0f–%.0f) | %.1fx |\n", c.name, ms(latencies[i][n/2]), ms(latencies[i][n*99/100]),
			median(rates[i]), slices.Min(rates[i]), slices.Max(rates[i]), median(rates[i])/official)
	}
	fmt.Println()
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func median[T cmp.Ordered](values []T) T {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// load has clients ask for the page, one after the other each, for a turn.
func load(c contender, page []byte, clients int) (rate float64, latencies []time.Duration) {
	var mu sync.Mutex
	var all sync.WaitGroup
	begun := time.Now()
	for range clients {
		all.Go(func() {
			var each []time.Duration
			for time.Since(begun) < turn {
				asked := time.Now()
				if _, err := c.Render(context.Background(), page); err != nil {
					log.Fatalf("%s: %v", c.name, err)
				}
				each = append(each, time.Since(asked))
			}
			mu.Lock()
			defer mu.Unlock()
			latencies = append(latencies, each...)
		})
	}
	all.Wait()
	return float64(len(latencies)) / time.Since(begun).Seconds(), latencies
}

// watch renders many pages and prints the resident memory of this process and
// of those it has started.
func watch(contenders []contender, pages int) error {
	fmt.Printf("| memory in MB, own + children, after | %d pages | %d | %d | %d |\n|---|---|---|---|---|\n", pages/4, pages/2, pages*3/4, pages)
	page := table(10)
	for _, c := range contenders {
		var columns []string
		for range 4 {
			for range pages / 4 {
				if _, err := c.Render(context.Background(), page); err != nil {
					return fmt.Errorf("%s: %w", c.name, err)
				}
			}
			runtime.GC()
			columns = append(columns, fmt.Sprintf("%d + %d", resident("self")>>20, children(c.name)>>20))
		}
		fmt.Printf("| %s | %s |\n", c.name, strings.Join(columns, " | "))
	}
	return nil
}

func resident(pid string) int {
	data, err := os.ReadFile("/proc/" + pid + "/statm")
	if err != nil {
		return 0
	}
	pages, _ := strconv.Atoi(strings.Fields(string(data))[1])
	return pages * os.Getpagesize()
}

// children is the memory of the workers whose runtime is in the contender's name.
func children(name string) (total int) {
	files, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, file := range files {
		line, err := os.ReadFile(file)
		if err != nil || !strings.Contains(string(line), "worker.mjs") {
			continue
		}
		program, _, _ := strings.Cut(string(line), "\x00")
		program = strings.TrimSuffix(filepath.Base(program), ".exe")
		if strings.Contains(name, program+" ") {
			total += resident(filepath.Base(filepath.Dir(file)))
		}
	}
	return total
}
