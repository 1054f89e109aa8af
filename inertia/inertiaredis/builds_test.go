package inertiaredis_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia/inertiaredis"
	"github.com/inertia-templ/shell/vite"
	"github.com/inertia-templ/shell/vite/vitetest"
)

func TestBuilds(t *testing.T) {
	s := startServer(t)
	var places atomic.Int32
	// The server ends when the tests of all places have.
	t.Run("store", func(t *testing.T) {
		vitetest.RunBuildStore(t, func(t *testing.T) func(int) (vite.BuildStore, error) {
			prefix := inertiaredis.WithPrefix(fmt.Sprint("place-", places.Add(1)))
			return func(keep int) (vite.BuildStore, error) {
				store, err := inertiaredis.Open(s.URL(), prefix)
				if err != nil {
					return nil, err
				}
				t.Cleanup(store.Close)
				return store.Builds(keep)
			}
		})
	})
}

func TestBuildsSayWhatIsWrong(t *testing.T) {
	s := startServer(t)
	b, err := s.open().Builds(2)
	require.NoError(t, err)
	s.Kill()
	assert.ErrorContains(t, b.Publish(t.Context(), "1", nil), "inertiaredis: publish build 1")
	_, err = b.Load(t.Context(), "a.js")
	assert.ErrorContains(t, err, "inertiaredis: list the builds")
}
