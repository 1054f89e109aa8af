package inertia_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2/memstore"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/flash"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/ssr"
)

// poolOf is a renderer whose statistics are what a pool would say.
type poolOf ssr.PoolStats

func (p poolOf) Stats() ssr.PoolStats { return ssr.PoolStats(p) }
func (poolOf) Render(context.Context, []byte) (ssr.Result, error) {
	return ssr.Result{}, errors.New("not here")
}

// down is a database that cannot be reached; its error has an address.
type down struct{ *memstore.MemStore }

func (down) Find(string) ([]byte, bool, error) { return nil, false, errors.New("dial db.internal") }

// stuck never answers.
type stuck struct{ *memstore.MemStore }

func (stuck) FindCtx(ctx context.Context, _ string) ([]byte, bool, error) {
	<-ctx.Done()
	return nil, false, ctx.Err()
}
func (stuck) CommitCtx(context.Context, string, []byte, time.Time) error { return nil }
func (stuck) DeleteCtx(context.Context, string) error                    { return nil }

func TestReadiness(t *testing.T) {
	t.Parallel()
	stored := func(b flash.Backend) inertia.Option {
		store, err := flash.NewStored(b)
		require.NoError(t, err)
		return inertia.WithFlashStore(store)
	}
	memory := memstore.NewWithCleanupInterval(0)
	running := poolOf{Workers: 2, Ready: 2, Busy: 1, Waiting: 3, Started: 4, Answers: 99}
	for name, tc := range map[string]struct {
		opts   []inertia.Option
		status int
		want   string
	}{
		"all is there": {nil, 200, `{"status":"ok","checks":{"build":{"status":"ok","detail":"the shell brings its own scripts"},"flash":{"status":"ok"}}}`},
		"a store":      {[]inertia.Option{stored(memory)}, 200, `{"status":"ok","checks":{"build":{"status":"ok","detail":"the shell brings its own scripts"},"flash":{"status":"ok"}}}`},
		"a pool":       {[]inertia.Option{inertia.WithSSR(running)}, 200, `{"status":"ok","checks":{"build":{"status":"ok","detail":"the shell brings its own scripts"},"flash":{"status":"ok"},"ssr":{"status":"ok","workers":{"wanted":2,"ready":2,"busy":1,"waiting":3,"started":4,"answers":99}}}}`},
		"no worker":    {[]inertia.Option{inertia.WithSSR(poolOf{Workers: 2})}, 200, `{"status":"degraded","checks":{"build":{"status":"ok","detail":"the shell brings its own scripts"},"flash":{"status":"ok"},"ssr":{"status":"degraded","detail":"no worker is ready; browsers render the pages","workers":{"wanted":2,"ready":0,"busy":0,"waiting":0,"started":0,"answers":0}}}}`},
		"no worker, which is required": {[]inertia.Option{inertia.WithSSR(poolOf{Workers: 2}, ssr.WithRequired())}, 503,
			`{"status":"unavailable","checks":{"build":{"status":"ok","detail":"the shell brings its own scripts"},"flash":{"status":"ok"},"ssr":{"status":"unavailable","detail":"no worker is ready","workers":{"wanted":2,"ready":0,"busy":0,"waiting":0,"started":0,"answers":0}}}}`},
		"a store that is down": {[]inertia.Option{stored(down{memory})}, 503, `{"status":"unavailable","checks":{"build":{"status":"ok","detail":"the shell brings its own scripts"},"flash":{"status":"unavailable","detail":"the store cannot be reached"}}}`},
		"an overflow that hangs": {[]inertia.Option{inertia.WithFlash(flash.WithOverflow(stuck{memory}))}, 503,
			`{"status":"unavailable","checks":{"build":{"status":"ok","detail":"the shell brings its own scripts"},"flash":{"status":"unavailable","detail":"the store cannot be reached"}}}`},
		"another store": {[]inertia.Option{inertia.WithFlashStore(flash.None{})}, 200, `{"status":"ok","checks":{"build":{"status":"ok","detail":"the shell brings its own scripts"},"flash":{"status":"ok","detail":"the store cannot be asked"}}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := quiet(t, tc.opts...)
			h := i.Ready()
			verbose := ask(h, "GET", "/readyz?verbose")
			assert.Equal(t, tc.status, verbose.Code)
			assert.JSONEq(t, tc.want, verbose.Body.String())
			assert.Equal(t, "no-store", verbose.Header().Get("Cache-Control"))

			short := ask(h, "GET", "/readyz")
			assert.Equal(t, tc.status, short.Code)
			var all map[string]any
			require.NoError(t, json.Unmarshal(verbose.Body.Bytes(), &all))
			delete(all, "checks")
			one, err := json.Marshal(all)
			require.NoError(t, err)
			assert.JSONEq(t, string(one), short.Body.String())
			assert.Equal(t, http.StatusOK, ask(i.Middleware(i.Page("Page", nil)), "GET", "/", client...).Code)
		})
	}
}
