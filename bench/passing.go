package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"testing/fstest"

	"github.com/inertia-templ/shell/bench/measure"
	"github.com/inertia-templ/shell/bench/pages"
	"github.com/inertia-templ/shell/vite"
)

// passing measures what the library costs requests that it does not answer, and
// what the tags of the front end cost a document.
func passing(out io.Writer, goals *measure.Goals, floor contender) error {
	i, err := newInertia()
	if err != nil {
		return err
	}
	bare := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	c := contender{version: version}
	api := c.request(true, "Accept", "application/json")
	browser := c.request(true, "Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
	v, err := vite.Open(build(500))
	if err != nil {
		return err
	}
	ctx := context.Background()
	tags := v.Page("Page250").Tags()
	if err := tags.Render(ctx, io.Discard); err != nil {
		return err
	}
	r := measure.Race(
		serving("no middleware", bare, api),
		serving("an API's request, through the middleware", i.Middleware(bare), api),
		serving("a browser's, answered with no page", i.Middleware(bare), browser),
		measure.Work{Name: "tags of a page, of a manifest with 500 chunks", Do: func() { _ = v.Page("Page250").Tags().Render(ctx, io.Discard) }},
		serving("floor", floor.rows(pages.Rows(1)), floor.request(false)),
	)
	t := measure.NewTable("in passing", "time", "allocations")
	for _, result := range r[:4] {
		t.Add(result.Name, result.String(), count(result.Allocs))
	}
	visit := float64(r[4].Median())
	over, allocs := float64(r[1].Over(r[0]))/visit, r[1].Allocs-r[0].Allocs
	goals.Check(r[1].Name, "adds ≤ 0.1x the floor of a visit with 1 row, 0 allocations", fmt.Sprintf("%.2fx, %s", over, count(allocs)), over <= 0.1 && allocs == 0)
	tag := float64(r[3].Median()) / visit
	goals.Check(r[3].Name, "≤ 0.5x the floor of a visit with 1 row, ≤ 2 allocations", fmt.Sprintf("%.2fx, %s", tag, count(r[3].Allocs)), tag <= 0.5 && r[3].Allocs <= 2)
	_, err = t.WriteTo(out)
	return err
}

// build is the output of a Vite build of n pages.
func build(n int) fstest.MapFS {
	chunks, files := map[string]any{}, fstest.MapFS{}
	var names []string
	for k := range n {
		source := fmt.Sprintf("src/pages/Page%d.tsx", k)
		script, style := fmt.Sprintf("assets/Page%d-AAAAAAAA.js", k), fmt.Sprintf("assets/Page%d-AAAAAAAA.css", k)
		chunks[source] = map[string]any{"file": script, "src": source, "isDynamicEntry": true, "imports": []string{"src/main.tsx"}, "css": []string{style}}
		files[script], files[style] = &fstest.MapFile{}, &fstest.MapFile{}
		names = append(names, source)
	}
	const entry = "assets/main-AAAAAAAA.js"
	chunks["src/main.tsx"] = map[string]any{"file": entry, "src": "src/main.tsx", "isEntry": true, "dynamicImports": names}
	files[entry] = &fstest.MapFile{}
	manifest, err := json.Marshal(chunks)
	if err != nil {
		panic(err) // maps and strings always encode
	}
	files[".vite/manifest.json"] = &fstest.MapFile{Data: manifest}
	return files
}
