package inertiapostgres_test

import (
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/inertia-templ/shell/inertia/inertiapostgres"
	"github.com/inertia-templ/shell/inertia/internal/live/brokertest"
	"github.com/inertia-templ/shell/internal/postgrestest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestBroker(t *testing.T) {
	s := postgrestest.Start(t)
	brokertest.Run(t, s, func() brokertest.Broker {
		b, err := inertiapostgres.Open(s.URL())
		require.NoError(t, err)
		t.Cleanup(b.Close)
		return b
	})
	t.Run("through the program's pool", func(t *testing.T) {
		pool, err := pgxpool.New(t.Context(), s.URL())
		require.NoError(t, err)
		defer pool.Close()
		brokertest.Run(t, s, func() brokertest.Broker {
			b, err := inertiapostgres.New(pool, inertiapostgres.WithChannel(`a "name"`))
			require.NoError(t, err)
			t.Cleanup(b.Close)
			return b
		})
	})
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	_, err := inertiapostgres.Open("postgres://%")
	assert.ErrorContains(t, err, "want a URL such as postgres://user:password@127.0.0.1/name")
	_, err = inertiapostgres.Open("postgres://127.0.0.1:1/x", inertiapostgres.WithChannel(""))
	assert.ErrorContains(t, err, `inertiapostgres: WithChannel(""): want 1 to 63 bytes`)
}
