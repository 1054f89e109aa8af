package inertia

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/inertia-templ/shell/ssr"
)

// readyTimeout bounds how long a readiness check takes. Kubernetes waits one
// second unless it is told otherwise.
const readyTimeout = 800 * time.Millisecond

// Ready is a handler for readiness probes. It answers 200 if the program can
// serve pages. It answers 503 if [Inertia.Serve] is draining, the front end is
// missing, the store of flash messages cannot be reached, or the renderer of
// [WithSSR] cannot be reached and ssr.WithRequired is set. Without
// ssr.WithRequired browsers render the pages, so the answer is 200 with the
// status "degraded". With ?verbose the answer lists all checks and the state of
// the SSR pool, but no addresses, software versions or error texts; those are
// logged.
//
//	mux.Handle("GET /readyz", i.Ready())
//
//	readinessProbe:
//	  httpGet: {path: /readyz, port: 8080}
//
// For a liveness probe any answer will do: mux.HandleFunc("GET /livez", func(http.ResponseWriter, *http.Request) {}).
func (i *Inertia) Ready() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), readyTimeout)
		defer cancel()
		answer := i.readiness(ctx)
		status := http.StatusOK
		if answer.Status == unready {
			status = http.StatusServiceUnavailable
		}
		if !r.URL.Query().Has("verbose") {
			answer.Checks = nil
		}
		body, err := json.MarshalIndent(answer, "", "  ")
		if err != nil {
			status, body = http.StatusInternalServerError, nil // numbers and texts always encode
		}
		h := w.Header()
		h.Set("Content-Type", "application/json")
		h.Set("Cache-Control", "no-store")
		h.Set("X-Content-Type-Options", "nosniff")
		w.WriteHeader(status)
		_, _ = w.Write(append(body, '\n'))
	})
}

// States of the program and of its parts.
const (
	ready    = "ok"
	degraded = "degraded"
	unready  = "unavailable"
)

type readiness struct {
	Status string                `json:"status"`
	Checks map[string]readyCheck `json:"checks,omitempty"`
}

type readyCheck struct {
	Status string `json:"status"`
	Detail string `json:"detail,omitempty"`

	Version    string `json:"version,omitempty"`
	Components int    `json:"components,omitempty"`

	Workers *workersReady `json:"workers,omitempty"`
}

// workersReady is what a probe is told of a pool.
type workersReady struct {
	Wanted  int   `json:"wanted"`
	Ready   int   `json:"ready"`
	Busy    int   `json:"busy"`
	Waiting int   `json:"waiting"`
	Started int   `json:"started"`
	Answers int64 `json:"answers"`
}

func (i *Inertia) readiness(ctx context.Context) readiness {
	all := readiness{Status: ready, Checks: map[string]readyCheck{"build": i.buildReady(ctx), "flash": i.flashReady(ctx)}}
	if i.unready.Load() {
		all.Checks["server"] = readyCheck{Status: unready, Detail: "it drains"}
	}
	if i.ssr != nil {
		all.Checks["ssr"] = i.ssrReady(ctx)
	}
	for _, c := range all.Checks {
		if c.Status == unready || c.Status == degraded && all.Status == ready {
			all.Status = c.Status
		}
	}
	return all
}

func (i *Inertia) buildReady(ctx context.Context) readyCheck {
	if i.vite == nil {
		return readyCheck{Status: ready, Detail: "the shell brings its own scripts"}
	}
	if err := i.vite.Ready(ctx); err != nil {
		return i.notReady(ctx, "the dev server does not answer", err)
	}
	return readyCheck{Status: ready, Version: i.vite.Version(), Components: len(i.vite.Components())}
}

// pinger is a flash store that can tell whether it is there.
type pinger interface{ Ping(context.Context) error }

func (i *Inertia) flashReady(ctx context.Context) readyCheck {
	store, ok := i.flash.(pinger)
	if !ok {
		return readyCheck{Status: ready, Detail: "the store cannot be asked"}
	}
	if err := store.Ping(ctx); err != nil {
		return i.notReady(ctx, "the store cannot be reached", err)
	}
	return readyCheck{Status: ready}
}

// ssrReady does not wait: a pool that starts is not ready yet.
func (i *Inertia) ssrReady(context.Context) readyCheck {
	pool, ok := i.ssr.Renderer().(interface{ Stats() ssr.PoolStats })
	if !ok {
		return readyCheck{Status: ready, Detail: "the renderer cannot be asked"}
	}
	s := pool.Stats()
	check := readyCheck{Status: ready, Workers: &workersReady{Wanted: s.Workers, Ready: s.Ready, Busy: s.Busy, Waiting: s.Waiting, Started: s.Started, Answers: s.Answers}}
	switch {
	case s.Ready > 0:
	case i.ssr.Required():
		check.Status, check.Detail = unready, "no worker is ready"
	default:
		check.Status, check.Detail = degraded, "no worker is ready; browsers render the pages"
	}
	return check
}

func (i *Inertia) notReady(ctx context.Context, detail string, err error) readyCheck {
	i.log.WarnContext(ctx, "inertia: not ready: "+detail+": "+err.Error())
	return readyCheck{Status: unready, Detail: detail}
}
