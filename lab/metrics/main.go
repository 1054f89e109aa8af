// Command metrics is the recipe for Prometheus of the documentation.
package main

import (
	"context"
	"log"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/inertia-templ/shell/inertia"
)

var (
	duration = promauto.NewHistogramVec(prometheus.HistogramOpts{
		Name: "inertia_request_duration_seconds", Help: "From the request to the last byte.",
	}, []string{"component", "kind"})
	pageSize = promauto.NewHistogramVec(prometheus.HistogramOpts{
		Name: "inertia_page_size_bytes", Help: "Size of page objects.", Buckets: prometheus.ExponentialBuckets(1<<10, 4, 7),
	}, []string{"component"})
	trouble = promauto.NewCounterVec(prometheus.CounterOpts{
		Name: "inertia_trouble_total", Help: "What went wrong while answering.",
	}, []string{"event"})
)

func measure(_ context.Context, e inertia.Event) {
	switch e := e.(type) {
	case inertia.Answered:
		duration.WithLabelValues(e.Component, string(e.Kind)).Observe(e.Duration.Seconds())
		if e.PageBytes > 0 {
			pageSize.WithLabelValues(e.Component).Observe(float64(e.PageBytes))
		}
	case inertia.PropFailed, inertia.PropRescued:
		trouble.WithLabelValues("prop").Inc()
	case inertia.SSRFailed:
		trouble.WithLabelValues("ssr").Inc()
	case inertia.FlashLost:
		trouble.WithLabelValues("flash").Inc()
	}
}

func main() {
	i, err := inertia.New(inertia.WithViteManifest("dist/.vite/manifest.json"), inertia.WithObserver(measure))
	if err != nil {
		log.Fatal(err)
	}
	go func() { log.Fatal(http.ListenAndServe("127.0.0.1:9090", promhttp.Handler())) }()
	log.Fatal(http.ListenAndServe("127.0.0.1:8080", i.Middleware(i.Page("Home", nil))))
}
