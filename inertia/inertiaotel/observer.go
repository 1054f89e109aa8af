package inertiaotel

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/trace"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/ssr"
)

const scope = "github.com/inertia-templ/shell/inertia/inertiaotel"

// Observer makes spans and metrics of events. It is safe for concurrent use.
type Observer struct {
	tracer trace.Tracer
	http   bool

	requestDuration, renderDuration, propDuration, ssrDuration metric.Float64Histogram
	bodySize, pageSize                                         metric.Int64Histogram
	events                                                     metric.Int64Counter
}

type config struct {
	tracers trace.TracerProvider
	meters  metric.MeterProvider
	http    bool
	pool    Pool
	errs    []error
}

// Option configures [New].
type Option func(*config)

// WithTracerProvider sets where spans go. The default is that of
// [otel.GetTracerProvider].
func WithTracerProvider(p trace.TracerProvider) Option {
	return func(c *config) {
		if p == nil {
			c.errs = append(c.errs, errors.New("inertiaotel: WithTracerProvider: the provider is nil"))
			return
		}
		c.tracers = p
	}
}

// WithMeterProvider sets where metrics go. The default is that of
// [otel.GetMeterProvider].
func WithMeterProvider(p metric.MeterProvider) Option {
	return func(c *config) {
		if p == nil {
			c.errs = append(c.errs, errors.New("inertiaotel: WithMeterProvider: the provider is nil"))
			return
		}
		c.meters = p
	}
}

// WithoutHTTPMetrics leaves the metrics http.server.* to a middleware that has
// them already, such as otelhttp.
func WithoutHTTPMetrics() Option { return func(c *config) { c.http = false } }

// Pool has the statistics of an [ssr.Pool].
type Pool interface{ Stats() ssr.PoolStats }

// WithPool adds metrics of a pool for server-side rendering.
func WithPool(p Pool) Option {
	return func(c *config) {
		if p == nil || reflect.ValueOf(p).Kind() == reflect.Pointer && reflect.ValueOf(p).IsNil() {
			c.errs = append(c.errs, errors.New("inertiaotel: WithPool: the pool is nil"))
			return
		}
		c.pool = p
	}
}

// New returns an observer for [inertia.WithObserver].
func New(opts ...Option) (*Observer, error) {
	c := config{tracers: otel.GetTracerProvider(), meters: otel.GetMeterProvider(), http: true}
	for _, opt := range opts {
		opt(&c)
	}
	if err := errors.Join(c.errs...); err != nil {
		return nil, err
	}
	o := &Observer{tracer: c.tracers.Tracer(scope), http: c.http}
	if err := o.instruments(c.meters.Meter(scope)); err != nil {
		return nil, fmt.Errorf("inertiaotel: %w", err)
	}
	if c.pool != nil {
		if err := observePool(c.meters.Meter(scope), c.pool); err != nil {
			return nil, fmt.Errorf("inertiaotel: %w", err)
		}
	}
	return o, nil
}

// Observe is for [inertia.WithObserver].
func (o *Observer) Observe(ctx context.Context, e inertia.Event) {
	switch e := e.(type) {
	case inertia.Answered:
		o.trace(ctx, e)
		o.measure(ctx, e)
	case inertia.PropFailed:
		o.count(ctx, "prop_failed")
	case inertia.PropRescued:
		o.count(ctx, "prop_rescued")
	case inertia.VersionConflict:
		o.count(ctx, "version_conflict")
	case inertia.RequestRefused:
		o.count(ctx, "request_refused")
	case inertia.FlashLost:
		o.count(ctx, "flash_lost")
	case inertia.SSRFailed:
		o.count(ctx, "ssr_failed")
	case inertia.PageTooLarge:
		o.count(ctx, "page_too_large")
	case inertia.SecretFound:
		o.count(ctx, "secret_found")
	case inertia.CSPViolated:
		o.count(ctx, "csp_violated")
	}
}

func (o *Observer) count(ctx context.Context, event string) {
	o.events.Add(ctx, 1, metric.WithAttributes(attribute.String("inertia.event", event)))
}
