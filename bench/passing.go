package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"testing/fstest"
	"time"

	"github.com/inertia-templ/shell/bench/measure"
	"github.com/inertia-templ/shell/vite"
)

// passing measures what the library costs requests that it does not answer, and
// what the tags of the front end cost a document.
func passing(out io.Writer, goals *measure.Goals) error {
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
	)
	t := measure.NewTable("in passing", "time", "allocations", "goal", "")
	t.Add(r[0].Name, r[0].String(), count(r[0].Allocs))
	over, allocs := r[1].Over(r[0]), r[1].Allocs-r[0].Allocs
	t.Add(r[1].Name, r[1].String(), count(r[1].Allocs), "≤ 100 ns over, 0 allocations", goals.Check(over <= 100 && allocs == 0))
	t.Add(r[2].Name, r[2].String(), count(r[2].Allocs))
	t.Add(r[3].Name, r[3].String(), count(r[3].Allocs), "≤ 1 µs, ≤ 2 allocations", goals.Check(r[3].Median() <= time.Microsecond && r[3].Allocs <= 2))
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
