package inertiaredis_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia/inertiaredis"
	"github.com/inertia-templ/shell/internal/servertest"
)

// server is a redis-server of a test.
type server struct {
	*servertest.Server
	t *testing.T
}

func startServer(t *testing.T) *server {
	t.Helper()
	return &server{servertest.Redis(t), t}
}

func (s *server) open(opts ...inertiaredis.Option) *inertiaredis.Store {
	s.t.Helper()
	store, err := inertiaredis.Open(s.URL(), opts...)
	require.NoError(s.t, err)
	s.t.Cleanup(store.Close)
	return store
}
