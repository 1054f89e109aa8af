package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/bench/pages"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/inertia/gojson"
)

// BenchmarkPage does what the command compares, for profiles:
//
//	go test -run '^$' -bench Page/shell/visit -cpuprofile cpu.out
func BenchmarkPage(b *testing.B) {
	for name, encoder := range map[string]inertia.Encoder{"": nil, ", gojson": gojson.Encoder} {
		all, err := contenders(encoder)
		require.NoError(b, err)
		for _, c := range all[:2] {
			reload := c.request(false, "X-Inertia-Partial-Component", "Lazy", "X-Inertia-Partial-Data", lazyName(7))
			works := map[string]func(){
				"partial reload": serving(c.name, c.lazy(20, func() int { return 1 }), reload).Do,
			}
			for rows, text := range map[int]string{1: "1 row", 100: "100 rows"} {
				works["visit, "+text] = serving(c.name, c.rows(pages.Rows(rows)), c.request(false)).Do
				works["document, "+text] = serving(c.name, c.rows(pages.Rows(rows)), c.request(true)).Do
			}
			for work, do := range works {
				b.Run(c.name+name+"/"+work, func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						do()
					}
				})
			}
		}
	}
}
