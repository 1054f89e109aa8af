package vite

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

func FuzzPagesInAModule(f *testing.F) {
	f.Add(`Object.assign({"./pages/A.tsx": () => import("/__vite/src/pages/A.tsx?t=1")}); import x from "/__vite/src/x.ts"`)
	f.Add(`import"/__vite/src/pages/B/C.vue"`)
	d, err := newDevServer("http://localhost:5173", newConfig(nil))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, code string) {
		for _, name := range append(slices.Collect(maps.Values(d.pagesIn(code))), d.importsOf(code)...) {
			if name == "" || strings.Contains(name, `"`) || !strings.Contains(code, name) {
				t.Errorf("%q is not in the code", name)
			}
		}
	})
}

func FuzzDistance(f *testing.F) {
	f.Add("Users", "Usres")
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a)*len(b) > 1<<16 {
			t.Skip()
		}
		d := distance(a, b)
		if d != distance(b, a) || (d == 0) != (a == b) || d > max(len(a), len(b)) || d < max(len(a), len(b))-min(len(a), len(b)) {
			t.Errorf("distance(%q, %q) = %d", a, b, d)
		}
	})
}
