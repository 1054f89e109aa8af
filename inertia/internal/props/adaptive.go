package props

import (
	"context"
	"errors"

	"github.com/inertia-templ/shell/inertia/internal/late"
)

// Late is where results wait whose page left without them, for one request.
type Late interface {
	// Begin computes in the background, also when the request has ended.
	Begin(fill late.Fill) *late.Result
	// Take returns what an earlier answer to the visitor left for the prop at
	// path, or nil.
	Take(path string) *late.Result
	// Leave keeps the result for the visitor's next request.
	Leave(path string, r *late.Result)
}

// errLate is why the page leaves without a prop.
var errLate = errors.New("not ready in time")

func absenceOf(err error) Absence {
	if err == errLate { //nolint:errorlint // it is never wrapped
		return Later
	}
	return 0
}

// adaptive is the value of a deferred prop that the page waits for. What the
// client fetches by itself it has to wait for, but not to begin again.
func (res *resolver) adaptive(n *node, a Absentee, c Cached) (any, error) {
	f := res.filler(n)
	fill := f.fill
	if c.On {
		if err := c.check(); err != nil {
			return nil, err
		}
		if k := res.facts.Keeper; k != nil {
			wanted := res.wanted(n, c)
			fill = func(ctx context.Context) ([]byte, error) { return f.keep(ctx, k, wanted) }
		}
	}
	if !res.facts.Partial {
		ctx, cancel := context.WithTimeoutCause(res.ctx, a.After, errLate)
		defer cancel()
		r := res.facts.Late.Begin(fill)
		raw, err := r.Wait(ctx)
		res.leaked.join(f.leaked)
		switch {
		case err == nil:
			return openKept(raw)
		case res.ctx.Err() != nil:
			r.Drop()
		case absenceOf(err) != 0:
			res.late.Store(true)
			res.facts.Late.Leave(n.path, r)
		}
		return nil, err
	}
	r := res.facts.Late.Take(n.path)
	if r == nil {
		r = res.facts.Late.Begin(fill)
	}
	raw, err := r.Wait(res.ctx)
	res.leaked.join(f.leaked)
	if err != nil {
		r.Drop()
		return nil, err
	}
	return openKept(raw)
}
