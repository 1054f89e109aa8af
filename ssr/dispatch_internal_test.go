package ssr

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/inertia-templ/shell/internal/ssrguard/place"
)

// slow has one worker that takes so long for a page, until ctx ends.
func slow(ctx context.Context, took time.Duration) *dispatcher {
	d := &dispatcher{broken: make([]error, 1)}
	w := &worker{jobs: make(chan *job, depth)}
	d.enlist(0, w, nil)
	go func() {
		for {
			select {
			case j := <-w.jobs:
				time.Sleep(took)
				j.done <- answer{}
				d.finished(w)
			case <-ctx.Done():
				return
			}
		}
	}()
	return d
}

// run asks for pages at once, a millisecond one after the other, and returns what
// became of each, and when.
func run(t *testing.T, d *dispatcher, pages ...place.Place) (errs []error, after []time.Duration) {
	t.Helper()
	errs, after = make([]error, len(pages)), make([]time.Duration, len(pages))
	done := make(chan struct{})
	for n, at := range pages {
		go func() {
			begun := time.Now()
			_, errs[n] = d.run(place.With(t.Context(), at), nil)
			after[n] = time.Since(begun)
			done <- struct{}{}
		}()
		synctest.Wait()
		time.Sleep(time.Millisecond)
	}
	for range pages {
		<-done
	}
	return errs, after
}

func bubble(t *testing.T, test func(t *testing.T, d *dispatcher)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		test(t, slow(ctx, 100*time.Millisecond))
		cancel()
		synctest.Wait()
	})
}

func TestPagesWhoseTurnDoesNotComeInTimeAreSentAway(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T, d *dispatcher) {
		visitor := place.Place{MaxWait: 250 * time.Millisecond}
		errs, after := run(t, d, visitor, visitor, visitor, visitor, visitor)
		for n, err := range errs {
			if n < 3 {
				assert.NoError(t, err, n)
				continue
			}
			assert.ErrorIs(t, err, ErrShed, "page %d, the worker has not answered any before", n)
			assert.Equal(t, visitor.MaxWait, after[n])
		}
		assert.Equal(t, int64(2), d.shed)
	})
}

// A page that would wait too long does not wait at all, once it is known how long
// pages take.
func TestPagesThatWouldWaitTooLongAreSentAwayAtOnce(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T, d *dispatcher) {
		for range 40 {
			errs, _ := run(t, d, place.Place{})
			assert.NoError(t, errs[0])
		}
		visitor := place.Place{MaxWait: 250 * time.Millisecond}
		errs, after := run(t, d, visitor, visitor, visitor, visitor, visitor, visitor)
		for n, err := range errs {
			if n < 3 {
				assert.NoError(t, err, n)
				continue
			}
			assert.ErrorIs(t, err, ErrShed, n)
			assert.Zero(t, after[n])
		}
	})
}

func TestPagesWithPriorityGoFirstAndAreNotSentAway(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T, d *dispatcher) {
		patient, crawler := place.Place{}, place.Place{First: true}
		errs, after := run(t, d, patient, patient, patient, crawler, crawler)
		assert.NoError(t, errors.Join(errs...))
		assert.Less(t, after[3], after[1])
		assert.Less(t, after[4], after[1])
		assert.Less(t, after[3], after[4], "in their order")
		assert.Zero(t, d.shed)
	})
}

// Nobody knows how long a pool takes that starts.
func TestAPoolThatStartsSendsNobodyAwayAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := &dispatcher{broken: make([]error, 1), average: time.Hour}
		visitor := place.Place{MaxWait: time.Second}
		errs, after := run(t, d, visitor)
		assert.ErrorIs(t, errs[0], ErrShed)
		assert.Equal(t, time.Second, after[0])
	})
}
