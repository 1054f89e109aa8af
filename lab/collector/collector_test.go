// Package collector tries inertiaotel against the receiver of a real
// OpenTelemetry collector, over HTTP.
package collector

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/receiver/otlpreceiver"
	"go.opentelemetry.io/collector/receiver/receivertest"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetrichttp"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/inertia/inertiaotel"
)

// collect runs a receiver, and returns its address and what it has received.
func collect(t *testing.T) (string, *consumertest.TracesSink, *consumertest.MetricsSink) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	addr := listener.Addr().String()
	require.NoError(t, listener.Close())

	factory := otlpreceiver.NewFactory()
	config := factory.CreateDefaultConfig()
	settings := map[string]any{"protocols": map[string]any{"http": map[string]any{"endpoint": addr}}}
	require.NoError(t, confmap.NewFromStringMap(settings).Unmarshal(config))
	spans, metrics := new(consumertest.TracesSink), new(consumertest.MetricsSink)
	set := receivertest.NewNopSettings(factory.Type())
	traces, err := factory.CreateTraces(t.Context(), set, config, spans)
	require.NoError(t, err)
	measures, err := factory.CreateMetrics(t.Context(), set, config, metrics)
	require.NoError(t, err)
	require.NoError(t, traces.Start(t.Context(), componenttest.NewNopHost()))
	require.NoError(t, measures.Start(t.Context(), componenttest.NewNopHost()))
	t.Cleanup(func() {
		assert.NoError(t, traces.Shutdown(context.Background()))
		assert.NoError(t, measures.Shutdown(context.Background()))
	})
	return addr, spans, metrics
}

func TestACollectorReceivesPagesPropsAndMetrics(t *testing.T) {
	addr, spans, metrics := collect(t)
	traceExporter, err := otlptracehttp.New(t.Context(), otlptracehttp.WithEndpoint(addr), otlptracehttp.WithInsecure())
	require.NoError(t, err)
	metricExporter, err := otlpmetrichttp.New(t.Context(), otlpmetrichttp.WithEndpoint(addr), otlpmetrichttp.WithInsecure())
	require.NoError(t, err)
	tracers := sdktrace.NewTracerProvider(sdktrace.WithBatcher(traceExporter))
	meters := sdkmetric.NewMeterProvider(sdkmetric.WithReader(sdkmetric.NewPeriodicReader(metricExporter)))

	o, err := inertiaotel.New(inertiaotel.WithTracerProvider(tracers), inertiaotel.WithMeterProvider(meters))
	require.NoError(t, err)
	i, err := inertia.New(inertia.WithShell(shell.Default), inertia.WithVersion("v1"), inertia.WithObserver(o.Observe),
		inertia.WithLogger(slog.New(slog.DiscardHandler)))
	require.NoError(t, err)
	mux := http.NewServeMux()
	mux.Handle("GET /users/{id}", i.Page("Users/Show", inertia.Props{
		"stats": inertia.Lazy(func(context.Context) (int, error) { return 7, nil }),
	}))
	mux.Handle("GET /broken", i.Page("Broken", inertia.Props{
		"stats": inertia.Lazy(func(context.Context) (int, error) { return 0, errors.New("down") }),
	}))
	h := i.Middleware(mux)
	for _, path := range []string{"/users/7", "/broken"} {
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
	}
	require.NoError(t, tracers.Shutdown(t.Context()))
	require.NoError(t, meters.Shutdown(t.Context()))

	names := map[string]int{}
	for _, batch := range spans.AllTraces() {
		for _, resource := range batch.ResourceSpans().All() {
			for _, scope := range resource.ScopeSpans().All() {
				for _, span := range scope.Spans().All() {
					names[span.Name()]++
				}
			}
		}
	}
	assert.Equal(t, map[string]int{"GET /users/{id}": 1, "GET /broken": 1, "inertia.prop stats": 2}, names)

	measured := map[string]string{}
	for _, batch := range metrics.AllMetrics() {
		for _, resource := range batch.ResourceMetrics().All() {
			for _, scope := range resource.ScopeMetrics().All() {
				for _, m := range scope.Metrics().All() {
					measured[m.Name()] = m.Unit()
				}
			}
		}
	}
	for name, unit := range map[string]string{
		"http.server.request.duration": "s", "http.server.response.body.size": "By", "inertia.page.size": "By",
		"inertia.render.duration": "s", "inertia.prop.duration": "s", "inertia.events": "{event}",
	} {
		assert.Equal(t, unit, measured[name], name)
	}
}
