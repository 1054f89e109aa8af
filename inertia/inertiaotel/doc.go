// Package inertiaotel makes OpenTelemetry spans and metrics of what package
// inertia tells its observers.
//
//	o, err := inertiaotel.New() // or with the providers of the program
//	i, err := inertia.New(..., inertia.WithObserver(o.Observe))
//
// # Spans
//
// Each answer is a span, "inertia.page Users/Index", below the span of the
// request's context, which a middleware such as otelhttp puts there. Without one
// it is a span of kind server, "GET /users/{id}". Below it is a span for each
// prop that was computed, "inertia.prop stats", and one for server-side rendering,
// "inertia.ssr". They are made when the answer has ended, with the times they
// took, so nothing that a prop does can be below its span. The span of
// server-side rendering ends with the answer: when exactly it began is not known.
//
// # Metrics
//
//	http.server.request.duration      s          method, route, status, error.type
//	http.server.response.body.size    By         method, route, status, error.type
//	inertia.page.size                 By         component, kind of request
//	inertia.render.duration           s          component, kind of request
//	inertia.prop.duration             s          component, prop, outcome
//	inertia.ssr.duration              s          component, outcome
//	inertia.events                    {event}    event: prop_failed, prop_rescued, version_conflict,
//	                                             request_refused, flash_lost, ssr_failed, page_too_large,
//	                                             secret_found, csp_violated
//	inertia.ssr.workers               {worker}   state: ready, busy; with [WithPool]
//	inertia.ssr.waiting               {page}     with [WithPool]
//	inertia.ssr.answers               {page}     with [WithPool]
//
// No attribute has a value that a visitor chooses: indexes of lists in the paths
// of props are "*", and of methods only those of HTTP are named.
package inertiaotel
