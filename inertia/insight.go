package inertia

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"
)

// openInsight makes what shows in development how requests were answered.
func (c *config) openInsight() {
	i := &c.Inertia
	if i.debug {
		i.observers = append(i.observers, i.logAnswer)
	}
	if i.debug && i.timing == nil {
		i.timing = func(*http.Request) bool { return true }
	}
	c.openDevTools()
}

// logAnswer logs one line for each answer, at debug.
func (i *Inertia) logAnswer(ctx context.Context, e Event) {
	a, ok := e.(Answered)
	if !ok || !i.log.Enabled(ctx, slog.LevelDebug) {
		return
	}
	i.log.DebugContext(ctx, "inertia: "+a.String())
}

// slowestNamed is how many of the slowest props the log names.
const slowestNamed = 3

// String describes the answer in one line: the request, the status, the size,
// and what took how long.
//
//	GET /users 200 partial Users/Index 12.4 KB in 31.2 ms (users 28 ms, roles 4 ms)
func (a Answered) String() string {
	parts := []string{a.Method, a.URL, fmt.Sprint(a.Status), string(a.Kind)}
	if a.Location != "" {
		parts = append(parts, "to", a.Location)
	} else if a.Component != "" {
		parts = append(parts, a.Component)
	}
	parts = append(parts, sized(a.Bytes), "in", short(a.Duration))
	var costs []string
	if a.SSR != nil {
		costs = append(costs, fmt.Sprintf("ssr %s %s", a.SSR.Outcome, short(a.SSR.Duration)))
	}
	for _, p := range slowest(a.Props) {
		costs = append(costs, p.Path+" "+short(p.Time))
	}
	for _, p := range a.Props {
		if p.Outcome == OutcomeRescued || p.Outcome == OutcomeFailed {
			costs = append(costs, p.Path+" "+string(p.Outcome))
		}
	}
	if len(costs) > 0 {
		parts = append(parts, "("+strings.Join(costs, ", ")+")")
	}
	return strings.Join(parts, " ")
}

func slowest(props []PropResult) []PropResult {
	list := slices.DeleteFunc(slices.Clone(props), func(p PropResult) bool { return !p.Computed })
	slices.SortStableFunc(list, func(a, b PropResult) int { return int(b.Time - a.Time) })
	return list[:min(len(list), slowestNamed)]
}

// short is a duration for people.
func short(d time.Duration) string {
	switch ms := float64(d) / float64(time.Millisecond); {
	case d >= time.Second:
		return fmt.Sprintf("%.2f s", d.Seconds())
	case d >= 100*time.Millisecond:
		return fmt.Sprintf("%.0f ms", ms)
	default:
		return fmt.Sprintf("%.3g ms", ms)
	}
}
