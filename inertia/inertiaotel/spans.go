package inertiaotel

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	semconv "go.opentelemetry.io/otel/semconv/v1.37.0"
	"go.opentelemetry.io/otel/trace"

	"github.com/inertia-templ/shell/inertia"
)

func (o *Observer) trace(ctx context.Context, a inertia.Answered) {
	end := a.Begun.Add(a.Duration)
	attributes := append(httpAttributes(a), attribute.String("inertia.request.kind", string(a.Kind)))
	path, _, _ := strings.Cut(a.URL, "?")
	attributes = append(attributes, semconv.URLPath(path))
	if a.Component != "" {
		attributes = append(attributes, attribute.String("inertia.component", a.Component), attribute.Int("inertia.page.size", a.PageBytes))
	}
	name, kind := "inertia.answer", trace.SpanKindInternal
	switch {
	case !trace.SpanContextFromContext(ctx).IsValid():
		name, kind = method(a.Method), trace.SpanKindServer
		if route := route(a.Route); route != "" {
			name += " " + route
		}
	case a.Component != "":
		name = "inertia.page " + a.Component
	}
	ctx, span := o.tracer.Start(ctx, name, trace.WithTimestamp(a.Begun), trace.WithSpanKind(kind), trace.WithAttributes(attributes...))
	if span.IsRecording() {
		o.traceParts(ctx, a)
	}
	if a.Status >= 500 || a.Status == 0 {
		fail(span, a.Err)
	}
	span.End(trace.WithTimestamp(end))
}

// traceParts makes the spans of props and of server-side rendering.
func (o *Observer) traceParts(ctx context.Context, a inertia.Answered) {
	for _, p := range a.Props {
		if !p.Computed {
			continue
		}
		_, span := o.tracer.Start(ctx, "inertia.prop "+p.Path, trace.WithTimestamp(p.Start), trace.WithAttributes(
			attribute.String("inertia.prop", p.Path), attribute.String("inertia.prop.kind", p.Kind), attribute.String("inertia.prop.outcome", string(p.Outcome)),
			attribute.Int("inertia.prop.size", p.Bytes), attribute.Float64("inertia.prop.wait", p.Wait.Seconds()), attribute.Bool("inertia.prop.shared", p.Shared)))
		if p.Err != nil {
			fail(span, p.Err)
		}
		span.End(trace.WithTimestamp(p.Start.Add(p.Time)))
	}
	if s := a.SSR; s != nil {
		end := a.Begun.Add(a.Duration)
		_, span := o.tracer.Start(ctx, "inertia.ssr", trace.WithTimestamp(end.Add(-s.Duration)), trace.WithAttributes(
			attribute.String("inertia.component", s.Component), attribute.String("inertia.ssr.outcome", string(s.Outcome))))
		if s.Err != nil {
			fail(span, s.Err)
		}
		span.End(trace.WithTimestamp(end))
	}
}

func fail(span trace.Span, err error) {
	text := ""
	if err != nil {
		text = err.Error()
		span.RecordError(err)
	}
	span.SetStatus(codes.Error, text)
}

// httpAttributes are those of http.server.* that no visitor chooses.
func httpAttributes(a inertia.Answered) []attribute.KeyValue {
	list := []attribute.KeyValue{semconv.HTTPRequestMethodKey.String(method(a.Method))}
	if route := route(a.Route); route != "" {
		list = append(list, semconv.HTTPRoute(route))
	}
	if a.Status > 0 {
		list = append(list, semconv.HTTPResponseStatusCode(a.Status))
	}
	switch {
	case a.Status == 0:
		list = append(list, semconv.ErrorTypeKey.String("aborted"))
	case a.Status >= 500:
		list = append(list, semconv.ErrorTypeKey.String(strconv.Itoa(a.Status)))
	}
	return list
}

var methods = []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"}

// method is a method of HTTP; any other is what the conventions call it.
func method(name string) string {
	if slices.Contains(methods, name) {
		return name
	}
	return "_OTHER"
}

// route is the path of a pattern of http.ServeMux.
func route(pattern string) string {
	if _, path, ok := strings.Cut(pattern, " "); ok {
		return path
	}
	return pattern
}
