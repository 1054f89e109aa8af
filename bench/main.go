// Command bench compares this library with the other Go adapters and with a
// handler that uses none, in one run. Every line has its goal.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"log"
	"net/http"
	"os"
	"regexp"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"testing/fstest"
	"time"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/vite"
)

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
	all, err := contenders()
	if err != nil {
		return err
	}
	if err := agree(all); err != nil {
		return err
	}
	machine()
	pages(all)
	partial(all)
	parallel(all)
	poll()
	rest()
	tree()
	return throughput(all)
}

// machine prints what this was measured on.
func machine() {
	cpu := "unknown processor"
	if info, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		if m := regexp.MustCompile(`model name\s*: (.*)`).FindSubmatch(info); m != nil {
			cpu = string(m[1])
		}
	}
	fmt.Printf("%s · %s, %d processors · %s %s/%s", time.Now().Format(time.DateOnly), cpu, runtime.NumCPU(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	if build, ok := debug.ReadBuildInfo(); ok {
		for _, m := range build.Deps {
			if strings.Contains(m.Path, "petaki") || strings.Contains(m.Path, "gonertia") {
				fmt.Printf(" · %s %s", m.Path, m.Version)
			}
		}
	}
	fmt.Print("\n\n")
}

// agree makes sure that all answer with the same page.
func agree(all []contender) error {
	for _, asHTML := range []bool{false, true} {
		for _, c := range all {
			got, err := pageOf(answer(c.rows(3), c.request(asHTML)).body.String())
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			want, _ := json.Marshal(rows(3))
			if have, _ := json.Marshal(got.Props["rows"]); got.Component != "Rows" || got.URL != "/rows" || !sameJSON(have, want) {
				return fmt.Errorf("%s answers with another page: %+v", c.name, got)
			}
		}
	}
	return nil
}

type object struct {
	Component, URL string
	Props          map[string]any
}

var inDocument = regexp.MustCompile(`(?s)<script data-page="app" type="application/json">(.*?)</script>|data-page="([^"]*)"`)

func pageOf(body string) (object, error) {
	if m := inDocument.FindStringSubmatch(body); m != nil {
		body = m[1]
		if body == "" {
			body = html.UnescapeString(m[2])
		}
	}
	var o object
	return o, json.Unmarshal([]byte(body), &o)
}

func sameJSON(a, b []byte) bool {
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && fmt.Sprint(x) == fmt.Sprint(y)
}

func verdict(ok bool) string {
	if ok {
		return "met"
	}
	return "**missed**"
}

// pages compares visits and documents.
func pages(all []contender) {
	fmt.Println("| page | floor | shell | gonertia | petaki | shell over floor | goal | |\n|---|---|---|---|---|---|---|---|")
	var allocs []string
	for _, asHTML := range []bool{false, true} {
		kind, limit, most := "JSON visit", 1.05, 12.0
		if asHTML {
			kind, limit, most = "document", 1.10, 20.0
		}
		for _, n := range []int{1, 100, 1000} {
			var works []work
			for _, c := range all {
				works = append(works, serve(c.name, c.rows(n), c.request(asHTML)))
			}
			r := race(works...)
			ratio, over := float64(r[1].median)/float64(r[0].median), r[1].median-r[0].median
			best := min(r[2].median, r[3].median)
			goal, ok := fmt.Sprintf("≤ %.2fx, ahead of peers", limit), ratio <= limit && r[1].median < best
			switch {
			case n == 1 && !asHTML:
				goal, ok = "≤ 1.50 µs over, ahead of peers", over <= 1500 && r[1].median < best
			case n == 1:
				goal, ok = "ahead of peers", r[1].median < best
			case asHTML:
				goal, ok = fmt.Sprintf("≤ %.2fx, ≥ 1.5x the faster peer", limit), ratio <= limit && float64(best)/float64(r[1].median) >= 1.5
			}
			fmt.Printf("| %s, %d rows | %v | %v | %v | %v | %.2fx, %s | %s | %s |\n", kind, n, r[0], r[1], r[2], r[3], ratio, short(over), goal, verdict(ok))
			extra := r[1].allocs - r[0].allocs
			allocs = append(allocs, fmt.Sprintf("| allocations, %s, %d rows | %.0f | %.0f | %.0f | %.0f | %.0f | ≤ %.0f over | %s |", kind, n, r[0].allocs, r[1].allocs, r[2].allocs, r[3].allocs, extra, most, verdict(extra <= most)))
		}
	}
	fmt.Println(strings.Join(allocs, "\n"))
	fmt.Println()
}

// partial reloads one of twenty lazy props.
func partial(all []contender) {
	fmt.Println("| partial reload of 1 of 20 lazy props | time | props computed for 1000 reloads | goal | |\n|---|---|---|---|---|")
	var computed atomic.Int64
	f := func() int { return int(computed.Add(1)) }
	only := []string{"X-Inertia-Partial-Component", "Lazy", "X-Inertia-Partial-Data", "p7"}
	one := serve("floor", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		type props struct {
			Errors struct{} `json:"errors"`
			P7     int      `json:"p7"`
		}
		body, _ := json.Marshal(struct {
			Component string `json:"component"`
			Props     props  `json:"props"`
			URL       string `json:"url"`
			Version   string `json:"version"`
		}{"Lazy", props{P7: f()}, r.URL.RequestURI(), version})
		h := w.Header()
		h.Set("Vary", "X-Inertia")
		h.Set("X-Inertia", "true")
		h.Set("Content-Type", "application/json")
		_, _ = w.Write(body)
	}), httpRequest(false, only...))
	works := []work{one}
	for _, c := range all[1:] {
		works = append(works, serve(c.name, c.lazy(20, f), c.request(false, only...)))
	}
	results := race(works...)
	for i, each := range results {
		computed.Store(0)
		for range 1000 {
			works[i].do()
		}
		goal, mark := "", ""
		if each.name == "shell" {
			over := each.median - results[0].median
			goal, mark = fmt.Sprintf("≤ 2 µs over floor (%s), 1000", short(over)), verdict(over <= 2*time.Microsecond && computed.Load() == 1000)
		}
		fmt.Printf("| %s | %v | %d | %s | %s |\n", each.name, each, computed.Load(), goal, mark)
	}
	fmt.Println()
}

// parallel computes eight props of 20 ms.
func parallel(all []contender) {
	fmt.Println("| 8 lazy props of 20 ms | time | goal | |\n|---|---|---|---|")
	for _, c := range all[1:] {
		h, r := c.lazy(8, slow), c.request(false)
		begun := time.Now()
		for range 5 {
			answer(h, r)
		}
		took := time.Since(begun) / 5
		goal, mark := "", ""
		if c.name == "shell" {
			goal, mark = "≤ 25 ms", verdict(took <= 25*time.Millisecond)
		}
		fmt.Printf("| %s | %s | %s | %s |\n", c.name, short(took), goal, mark)
	}
	fmt.Println()
}

// poll asks again for what has not changed.
func poll() {
	i := newInertia(inertia.WithETag(true))
	h := i.Middleware(i.Page("Rows", inertia.Props{"rows": rows(100)}))
	full := answer(h, httpRequest(false))
	again := httpRequest(false, "If-None-Match", full.header.Get("ETag"))
	same := answer(h, again)
	r := race(serve("full", h, httpRequest(false)), serve("304", h, again))
	fmt.Println("| unchanged props, 100 rows | time | bytes of the body |\n|---|---|---|")
	fmt.Printf("| answered in full | %v | %d |\n| answered with %d | %v | %d |\n\n", r[0], full.body.Len(), same.status, r[1], same.body.Len())
}

// rest measures what every request pays, and the tags of a page.
func rest() {
	i := newInertia()
	pass := i.Middleware(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	plain := httpRequest(true, "Accept", "application/json")
	v, err := vite.Open(manifest(500))
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	r := race(
		serve("pass", pass, plain),
		work{"tags", func() { _ = v.PageTags("Page250").Render(ctx, discard{}) }},
	)
	fmt.Println("| | time | allocations | goal | |\n|---|---|---|---|---|")
	fmt.Printf("| request that is none of Inertia's, through the middleware | %v | %.0f | ≤ 100 ns, 0 | %s |\n", r[0].median, r[0].allocs, verdict(r[0].median <= 100 && r[0].allocs == 0))
	fmt.Printf("| tags of a page, manifest of 500 chunks | %v | %.0f | ≤ 1 µs, 0–2 | %s |\n\n", r[1].median, r[1].allocs, verdict(r[1].median <= time.Microsecond && r[1].allocs <= 2))
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

// manifest is a build of n pages.
func manifest(n int) fstest.MapFS {
	chunks := map[string]any{}
	fsys := fstest.MapFS{}
	var pages []string
	for k := range n {
		key, file := fmt.Sprintf("src/pages/Page%d.tsx", k), fmt.Sprintf("assets/Page%d-AAAAAAAA.js", k)
		chunks[key] = map[string]any{"file": file, "src": key, "isDynamicEntry": true, "imports": []string{"src/main.tsx"}, "css": []string{fmt.Sprintf("assets/Page%d-AAAAAAAA.css", k)}}
		fsys[file] = &fstest.MapFile{}
		pages = append(pages, key)
	}
	chunks["src/main.tsx"] = map[string]any{"file": "assets/main-AAAAAAAA.js", "src": "src/main.tsx", "isEntry": true, "dynamicImports": pages}
	data, err := json.Marshal(chunks)
	if err != nil {
		panic(err)
	}
	fsys[".vite/manifest.json"] = &fstest.MapFile{Data: data}
	return fsys
}

// tree renders nested props with kinds among them.
func tree() {
	fmt.Println("| nested tree with 50 kinds of props in it | time | per node | goal | |\n|---|---|---|---|---|")
	i := newInertia()
	var per []float64
	for _, nodes := range []int{1_000, 10_000, 100_000} {
		h := i.Middleware(i.Page("Tree", inertia.Props{"tree": branch(nodes, new(int), nodes/50)}))
		r := race(serve("tree", h, httpRequest(false)))[0]
		per = append(per, float64(r.median)/float64(nodes))
		goal, mark := "", ""
		if nodes == 100_000 {
			goal, mark = "linear: per node within 1.5x", verdict(per[2] <= 1.5*per[0] || per[2] <= 1.5*per[1])
		}
		fmt.Printf("| %d nodes | %v | %.0f ns | %s | %s |\n", nodes, r, per[len(per)-1], goal, mark)
	}
	fmt.Println()
}

// branch is a tree of about n nodes in which every so many is a kind.
func branch(n int, count *int, every int) any {
	*count++
	if n <= 1 {
		if *count%every == 0 {
			return inertia.Lazy(func(context.Context) (int, error) { return 1, nil })
		}
		return *count
	}
	m := inertia.Props{}
	left := n - 1
	for k := 0; k < 4 && left > 0; k++ {
		share := max(1, (n-1)/4)
		m[fmt.Sprint("k", k)] = branch(min(share, left), count, every)
		left -= share
	}
	if *count%every == 0 {
		return inertia.Always(m)
	}
	return m
}
