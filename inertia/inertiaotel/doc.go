// Package inertiaotel observes.
package inertiaotel

import (
	_ "github.com/inertia-templ/shell/inertia"
	_ "go.opentelemetry.io/otel"
	_ "go.opentelemetry.io/otel/metric"
	_ "go.opentelemetry.io/otel/semconv/v1.37.0"
	_ "go.opentelemetry.io/otel/trace"
)
