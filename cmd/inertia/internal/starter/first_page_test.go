package starter_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/inertia-templ/shell/cmd/inertia/internal/starter"
)

// BenchmarkFirstPage measures how long it takes from an empty folder to the
// first page, rendered by the server: "inertia new", then "inertia dev".
// INERTIA_BENCH_COLD gives both no caches of Go and npm, so that they download
// and compile everything.
func BenchmarkFirstPage(b *testing.B) {
	for _, frontend := range starter.Frontends {
		b.Run(frontend, func(b *testing.B) {
			w := newWorkshop(b)
			for b.Loop() {
				parent := b.TempDir()
				p := &program{t: b, dir: filepath.Join(parent, "first"), env: w.environment()}
				if os.Getenv("INERTIA_BENCH_COLD") != "" {
					cold := b.TempDir()
					p.env = append(p.env, "GOCACHE="+filepath.Join(cold, "build"), "GOMODCACHE="+filepath.Join(cold, "modules"),
						"GOFLAGS=-modcacherw", "npm_config_cache="+filepath.Join(cold, "npm"))
				}
				began := time.Now()
				p.run("..", "inertia", "new", "first", "--module", "example.com/first", "--frontend", frontend)
				written := time.Since(began)
				s := p.start(p.dir, "inertia", "dev", "--addr", "{addr}")
				s.waitFor("Your program is running.")
				b.ReportMetric(written.Seconds(), "s-new/op")
				b.ReportMetric((time.Since(began) - written).Seconds(), "s-dev/op")
				if body := s.get("/"); !strings.Contains(body, "<h1") {
					b.Errorf("the server does not render the page:\n%s", body)
				}
			}
		})
	}
}
