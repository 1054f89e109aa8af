package vitepostgres_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/postgrestest"
	"github.com/inertia-templ/shell/vite"
	"github.com/inertia-templ/shell/vite/vitepostgres"
	"github.com/inertia-templ/shell/vite/vitetest"
)

// startServer starts a server of PostgreSQL, and connects to it.
func startServer(t *testing.T) *pgxpool.Pool {
	t.Helper()
	pool, err := pgxpool.New(context.Background(), postgrestest.Start(t).URL()+"&pool_max_conns=20")
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	return pool
}

func TestStore(t *testing.T) {
	pool := startServer(t)
	var places atomic.Int32
	// The server ends when the tests of all places have.
	t.Run("store", func(t *testing.T) {
		vitetest.RunBuildStore(t, func(t *testing.T) func(int) (vite.BuildStore, error) {
			prefix := vitepostgres.WithPrefix(fmt.Sprintf(`place "%d"`, places.Add(1)))
			return func(keep int) (vite.BuildStore, error) { return vitepostgres.New(t.Context(), pool, keep, prefix) }
		})
	})
	t.Run("nothing is left of old builds", func(t *testing.T) {
		store, err := vitepostgres.New(t.Context(), pool, 2)
		require.NoError(t, err)
		for n := range 4 {
			require.NoError(t, store.Publish(t.Context(), fmt.Sprint(n), map[string][]byte{"a.js": []byte("a"), "b.js": []byte("b")}))
		}
		var files int
		require.NoError(t, pool.QueryRow(t.Context(), "SELECT count(*) FROM inertia_build_files").Scan(&files))
		assert.Equal(t, 4, files)
	})
}

func TestNewSaysWhatIsWrong(t *testing.T) {
	for _, prefix := range []string{"", "a-name-that-is-longer-than-a-table-may-have"} {
		_, err := vitepostgres.New(t.Context(), nil, 2, vitepostgres.WithPrefix(prefix))
		assert.ErrorContains(t, err, "WithPrefix")
	}
	pool, err := pgxpool.New(t.Context(), "postgres://postgres@127.0.0.1:1/postgres?connect_timeout=1")
	require.NoError(t, err)
	defer pool.Close()
	_, err = vitepostgres.New(t.Context(), pool, 2)
	assert.ErrorContains(t, err, "vitepostgres: create the tables")
}
