package inertiaotel_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	otelprometheus "go.opentelemetry.io/otel/exporters/prometheus"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/inertia/inertiaotel"
	"github.com/inertia-templ/shell/ssr"
)

// telemetry is an app that is observed, and what was noted of it.
type telemetry struct {
	http.Handler
	spans  *tracetest.InMemoryExporter
	reader *sdkmetric.ManualReader
	tracer *sdktrace.TracerProvider
}

// broken renders nothing.
type broken struct{}

func (broken) Render(context.Context, []byte) (ssr.Result, error) {
	return ssr.Result{}, &ssr.Error{Kind: ssr.Render, Message: "broken"}
}

func observed(t *testing.T, opts ...inertiaotel.Option) telemetry {
	t.Helper()
	spans, reader := tracetest.NewInMemoryExporter(), sdkmetric.NewManualReader()
	tracers := sdktrace.NewTracerProvider(sdktrace.WithSyncer(spans))
	o, err := inertiaotel.New(append([]inertiaotel.Option{
		inertiaotel.WithTracerProvider(tracers), inertiaotel.WithMeterProvider(sdkmetric.NewMeterProvider(sdkmetric.WithReader(reader))),
	}, opts...)...)
	require.NoError(t, err)
	i, err := inertia.New(inertia.WithShell(shell.Default), inertia.WithVersion("v1"), inertia.WithLogger(slog.New(slog.DiscardHandler)),
		inertia.WithObserver(o.Observe), inertia.WithSSR(broken{}), inertia.WithCSRF())
	require.NoError(t, err)
	mux := http.NewServeMux()
	mux.Handle("GET /users/{id}", i.Page("Users/Show", inertia.Props{
		"name": "Ada", "stats": inertia.Lazy(func(context.Context) (int, error) { time.Sleep(time.Millisecond); return 7, nil }),
		"list":  []any{inertia.Lazy(func() int { return 1 })},
		"token": "t",
		"feed":  inertia.Defer(func(context.Context) (int, error) { return 0, errors.New("down") }).Rescue(),
	}))
	mux.Handle("GET /broken", i.Handle(func(http.ResponseWriter, *http.Request) error { return errors.New("boom") }))
	return telemetry{i.Middleware(mux), spans, reader, tracers}
}

func (tm telemetry) ask(ctx context.Context, method, path string, headers ...string) int {
	r := httptest.NewRequestWithContext(ctx, method, path, nil)
	for n := 0; n < len(headers); n += 2 {
		r.Header.Set(headers[n], headers[n+1])
	}
	w := httptest.NewRecorder()
	tm.ServeHTTP(w, r)
	return w.Code
}

var client = []string{"X-Inertia", "true", "X-Inertia-Version", "v1"}

func byName(spans tracetest.SpanStubs) map[string]tracetest.SpanStub {
	named := map[string]tracetest.SpanStub{}
	for _, s := range spans {
		named[s.Name] = s
	}
	return named
}

func attributes(list []attribute.KeyValue) map[string]any {
	m := map[string]any{}
	for _, kv := range list {
		m[string(kv.Key)] = kv.Value.AsInterface()
	}
	return m
}

func TestSpansOfAPage(t *testing.T) {
	t.Parallel()
	tm := observed(t)
	require.Equal(t, 200, tm.ask(t.Context(), "GET", "/users/7?session=1"))
	spans := byName(tm.spans.GetSpans())
	page, ok := spans["GET /users/{id}"]
	require.True(t, ok, "%v", spans)
	assert.Equal(t, trace.SpanKindServer, page.SpanKind)
	got := attributes(page.Attributes)
	assert.Positive(t, got["inertia.page.size"])
	delete(got, "inertia.page.size")
	assert.Equal(t, map[string]any{
		"http.request.method": "GET", "http.route": "/users/{id}", "http.response.status_code": int64(200), "url.path": "/users/7",
		"inertia.request.kind": "initial", "inertia.component": "Users/Show",
	}, got)

	stats, ok := spans["inertia.prop stats"]
	require.True(t, ok)
	assert.Equal(t, page.SpanContext.SpanID(), stats.Parent.SpanID())
	assert.False(t, stats.StartTime.Before(page.StartTime))
	assert.False(t, stats.EndTime.After(page.EndTime))
	assert.GreaterOrEqual(t, stats.EndTime.Sub(stats.StartTime), time.Millisecond)
	assert.Equal(t, "sent", attributes(stats.Attributes)["inertia.prop.outcome"])
	assert.NotContains(t, spans, "inertia.prop name", "nothing was computed")
	assert.NotContains(t, spans, "inertia.prop feed", "it is fetched later")

	rendering, ok := spans["inertia.ssr"]
	require.True(t, ok)
	assert.Equal(t, codes.Error, rendering.Status.Code)
	assert.Equal(t, page.SpanContext.SpanID(), rendering.Parent.SpanID())
}

func TestAPageIsBelowTheSpanOfItsRequest(t *testing.T) {
	t.Parallel()
	tm := observed(t)
	ctx, request := tm.tracer.Tracer("test").Start(t.Context(), "request")
	tm.ask(ctx, "GET", "/users/7", client...)
	spans := byName(tm.spans.GetSpans())
	page, ok := spans["inertia.page Users/Show"]
	require.True(t, ok)
	assert.Equal(t, trace.SpanKindInternal, page.SpanKind)
	assert.Equal(t, request.SpanContext().SpanID(), page.Parent.SpanID())
}

func TestFailuresAreErrorsOfTheirSpans(t *testing.T) {
	t.Parallel()
	tm := observed(t)
	require.Equal(t, 500, tm.ask(t.Context(), "GET", "/broken", client...))
	failed := byName(tm.spans.GetSpans())["GET /broken"]
	assert.Equal(t, codes.Error, failed.Status.Code)
	assert.Contains(t, failed.Status.Description, "boom")
	assert.Equal(t, "500", attributes(failed.Attributes)["error.type"])
	tm.spans.Reset()
	require.Equal(t, 200, tm.ask(t.Context(), "GET", "/users/7", append(slices.Clone(client), "X-Inertia-Partial-Component", "Users/Show", "X-Inertia-Partial-Data", "feed")...))
	spans := byName(tm.spans.GetSpans())
	assert.Equal(t, codes.Error, spans["inertia.prop feed"].Status.Code)
	assert.Equal(t, codes.Unset, spans["GET /users/{id}"].Status.Code, "the page went out")
	tm.spans.Reset()
	tm.ask(t.Context(), "EVIL", "/nowhere", client...)
	assert.Contains(t, byName(tm.spans.GetSpans()), "_OTHER")
}

// points are the values of a metric, by their attributes.
func points(t *testing.T, tm telemetry, name string) (unit string, values map[attribute.Distinct]any) {
	t.Helper()
	var all metricdata.ResourceMetrics
	require.NoError(t, tm.reader.Collect(t.Context(), &all))
	values = map[attribute.Distinct]any{}
	for _, s := range all.ScopeMetrics {
		for _, m := range s.Metrics {
			if m.Name != name {
				continue
			}
			unit = m.Unit
			switch d := m.Data.(type) {
			case metricdata.Histogram[float64]:
				for _, p := range d.DataPoints {
					values[p.Attributes.Equivalent()] = p.Count
				}
			case metricdata.Histogram[int64]:
				for _, p := range d.DataPoints {
					values[p.Attributes.Equivalent()] = p.Count
				}
			case metricdata.Sum[int64]:
				for _, p := range d.DataPoints {
					values[p.Attributes.Equivalent()] = p.Value
				}
			case metricdata.Gauge[int64]:
				for _, p := range d.DataPoints {
					values[p.Attributes.Equivalent()] = p.Value
				}
			}
		}
	}
	return unit, values
}

func set(pairs ...attribute.KeyValue) attribute.Distinct {
	s := attribute.NewSet(pairs...)
	return s.Equivalent()
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	tm := observed(t, inertiaotel.WithPool(stats{Ready: 2, Busy: 1, Waiting: 3, Answers: 9}))
	for _, path := range []string{"/users/7", "/users/8", "/broken"} {
		tm.ask(t.Context(), "GET", path, client...)
	}
	tm.ask(t.Context(), "GET", "/users/9", "X-Inertia", "true", "X-Inertia-Version", "old")
	tm.ask(t.Context(), "POST", "/users/9", "Sec-Fetch-Site", "cross-site")

	str, num := attribute.String, attribute.Int
	shown := set(str("http.request.method", "GET"), str("http.route", "/users/{id}"), num("http.response.status_code", 200))
	unit, values := points(t, tm, "http.server.request.duration")
	assert.Equal(t, "s", unit)
	assert.Equal(t, uint64(2), values[shown])
	assert.Equal(t, uint64(1), values[set(str("http.request.method", "GET"), str("http.route", "/broken"), num("http.response.status_code", 500), str("error.type", "500"))], "%v", values)
	unit, values = points(t, tm, "http.server.response.body.size")
	assert.Equal(t, "By", unit)
	assert.Equal(t, uint64(2), values[shown])

	page := set(str("inertia.component", "Users/Show"), str("inertia.request.kind", "navigate"))
	for _, name := range []string{"inertia.page.size", "inertia.render.duration"} {
		_, values = points(t, tm, name)
		assert.Equal(t, map[attribute.Distinct]any{page: uint64(2)}, values, name)
	}
	_, values = points(t, tm, "inertia.prop.duration")
	assert.Equal(t, map[attribute.Distinct]any{
		set(str("inertia.component", "Users/Show"), str("inertia.prop", "stats"), str("inertia.prop.outcome", "sent")):  uint64(2),
		set(str("inertia.component", "Users/Show"), str("inertia.prop", "list.*"), str("inertia.prop.outcome", "sent")): uint64(2),
	}, values)
	_, values = points(t, tm, "inertia.events")
	event := func(name string) attribute.Distinct { return set(str("inertia.event", name)) }
	assert.Equal(t, map[attribute.Distinct]any{event("secret_found"): int64(2), event("version_conflict"): int64(1), event("request_refused"): int64(1)}, values)

	_, values = points(t, tm, "inertia.ssr.workers")
	state := func(name string) attribute.Distinct { return set(str("inertia.ssr.worker.state", name)) }
	assert.Equal(t, map[attribute.Distinct]any{state("ready"): int64(2), state("busy"): int64(1)}, values)
	_, values = points(t, tm, "inertia.ssr.waiting")
	assert.Equal(t, map[attribute.Distinct]any{set(): int64(3)}, values)
	_, values = points(t, tm, "inertia.ssr.answers")
	assert.Equal(t, map[attribute.Distinct]any{set(): int64(9)}, values)
}

type stats ssr.PoolStats

func (s stats) Stats() ssr.PoolStats { return ssr.PoolStats(s) }

func TestHTTPMetricsCanBeLeftToOthers(t *testing.T) {
	t.Parallel()
	tm := observed(t, inertiaotel.WithoutHTTPMetrics())
	tm.ask(t.Context(), "GET", "/users/7")
	_, values := points(t, tm, "http.server.request.duration")
	assert.Empty(t, values)
	_, values = points(t, tm, "inertia.ssr.duration")
	assert.Equal(t, map[attribute.Distinct]any{set(attribute.String("inertia.component", "Users/Show"), attribute.String("inertia.ssr.outcome", "failed")): uint64(1)}, values)
}

func TestNilIsRefused(t *testing.T) {
	t.Parallel()
	_, err := inertiaotel.New(inertiaotel.WithTracerProvider(nil), inertiaotel.WithMeterProvider(nil), inertiaotel.WithPool((*ssr.Pool)(nil)))
	for _, want := range []string{"WithTracerProvider", "WithMeterProvider", "WithPool"} {
		assert.ErrorContains(t, err, want)
	}
}

// The recipe of the documentation: Prometheus reads the metrics at /metrics.
func TestPrometheusReadsTheMetrics(t *testing.T) {
	t.Parallel()
	registry := prometheus.NewRegistry()
	exporter, err := otelprometheus.New(otelprometheus.WithRegisterer(registry))
	require.NoError(t, err)
	tm := observed(t, inertiaotel.WithMeterProvider(sdkmetric.NewMeterProvider(sdkmetric.WithReader(exporter))))
	tm.ask(t.Context(), "GET", "/users/7", client...)
	w := httptest.NewRecorder()
	promhttp.HandlerFor(registry, promhttp.HandlerOpts{}).ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	assert.Contains(t, w.Body.String(), "http_server_request_duration_seconds_count{")
	assert.Contains(t, w.Body.String(), `inertia_component="Users/Show"`)
}
