package inertiaotel

import (
	"context"
	"strings"
	"unicode"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/inertia-templ/shell/inertia"
)

// seconds are the buckets that the conventions name.
var seconds = metric.WithExplicitBucketBoundaries(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)

// sizes are buckets for bytes: 1 KB to 4 MB.
var sizes = metric.WithExplicitBucketBoundaries(1<<10, 4<<10, 16<<10, 64<<10, 128<<10, 256<<10, 512<<10, 1<<20, 4<<20)

// instruments makes what is measured with.
func (o *Observer) instruments(m metric.Meter) (err error) {
	failed := func(e error) {
		if err == nil {
			err = e
		}
	}
	duration := func(name, what string) metric.Float64Histogram {
		h, e := m.Float64Histogram(name, metric.WithUnit("s"), metric.WithDescription(what), seconds)
		failed(e)
		return h
	}
	size := func(name, what string) metric.Int64Histogram {
		h, e := m.Int64Histogram(name, metric.WithUnit("By"), metric.WithDescription(what), sizes)
		failed(e)
		return h
	}
	if o.http {
		o.requestDuration = duration("http.server.request.duration", "Duration of HTTP server requests.")
		o.bodySize = size("http.server.response.body.size", "Size of HTTP server response bodies.")
	}
	o.pageSize = size("inertia.page.size", "Size of page objects.")
	o.renderDuration = duration("inertia.render.duration", "Duration of Render, props included.")
	o.propDuration = duration("inertia.prop.duration", "Duration of the functions of props.")
	o.ssrDuration = duration("inertia.ssr.duration", "Duration of server-side rendering.")
	events, e := m.Int64Counter("inertia.events", metric.WithUnit("{event}"), metric.WithDescription("What went wrong while answering."))
	failed(e)
	o.events = events
	return err
}

func (o *Observer) measure(ctx context.Context, a inertia.Answered) {
	if o.http {
		attributes := metric.WithAttributes(httpAttributes(a)...)
		o.requestDuration.Record(ctx, a.Duration.Seconds(), attributes)
		o.bodySize.Record(ctx, a.Bytes, attributes)
	}
	if a.Component == "" {
		return
	}
	component := attribute.String("inertia.component", a.Component)
	page := metric.WithAttributes(component, attribute.String("inertia.request.kind", string(a.Kind)))
	o.renderDuration.Record(ctx, a.Render.Seconds(), page)
	if a.PageBytes > 0 {
		o.pageSize.Record(ctx, int64(a.PageBytes), page)
	}
	for _, p := range a.Props {
		if p.Computed {
			o.propDuration.Record(ctx, p.Time.Seconds(), metric.WithAttributes(component,
				attribute.String("inertia.prop", withoutIndexes(p.Path)), attribute.String("inertia.prop.outcome", string(p.Outcome))))
		}
	}
	if a.SSR != nil {
		o.ssrDuration.Record(ctx, a.SSR.Duration.Seconds(), metric.WithAttributes(component, attribute.String("inertia.ssr.outcome", string(a.SSR.Outcome))))
	}
}

// withoutIndexes makes one name of the items of a list.
func withoutIndexes(path string) string {
	parts := strings.Split(path, ".")
	for n, part := range parts {
		if strings.IndexFunc(part, func(r rune) bool { return !unicode.IsDigit(r) }) < 0 {
			parts[n] = "*"
		}
	}
	return strings.Join(parts, ".")
}

// observePool asks the pool whenever metrics are read.
func observePool(m metric.Meter, pool Pool) error {
	workers, err := m.Int64ObservableGauge("inertia.ssr.workers", metric.WithUnit("{worker}"), metric.WithDescription("Processes that render pages."))
	if err != nil {
		return err
	}
	waiting, err := m.Int64ObservableGauge("inertia.ssr.waiting", metric.WithUnit("{page}"), metric.WithDescription("Pages that wait for a process."))
	if err != nil {
		return err
	}
	answers, err := m.Int64ObservableCounter("inertia.ssr.answers", metric.WithUnit("{page}"), metric.WithDescription("Pages that processes have answered."))
	if err != nil {
		return err
	}
	state := func(name string) metric.ObserveOption {
		return metric.WithAttributes(attribute.String("inertia.ssr.worker.state", name))
	}
	_, err = m.RegisterCallback(func(_ context.Context, o metric.Observer) error {
		s := pool.Stats()
		o.ObserveInt64(workers, int64(s.Ready), state("ready"))
		o.ObserveInt64(workers, int64(s.Busy), state("busy"))
		o.ObserveInt64(waiting, int64(s.Waiting))
		o.ObserveInt64(answers, s.Answers)
		return nil
	}, workers, waiting, answers)
	return err
}
