package inertiaotel_test

import (
	"log"
	"net/http"

	"github.com/prometheus/client_golang/prometheus/promhttp"
	otelprometheus "go.opentelemetry.io/otel/exporters/prometheus"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/inertia/inertiaotel"
)

// Metrics for Prometheus at /metrics, on a port of their own: they are not for
// visitors.
func Example() {
	exporter, err := otelprometheus.New()
	if err != nil {
		log.Fatal(err)
	}
	o, err := inertiaotel.New(inertiaotel.WithMeterProvider(sdkmetric.NewMeterProvider(sdkmetric.WithReader(exporter))))
	if err != nil {
		log.Fatal(err)
	}
	i, err := inertia.New(inertia.WithViteManifest("dist/.vite/manifest.json"), inertia.WithObserver(o.Observe))
	if err != nil {
		log.Fatal(err)
	}
	go func() { log.Fatal(http.ListenAndServe("127.0.0.1:9090", promhttp.Handler())) }()
	log.Fatal(http.ListenAndServe("127.0.0.1:8080", i.Middleware(i.Page("Home", nil))))
}
