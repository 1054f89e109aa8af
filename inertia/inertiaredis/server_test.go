package inertiaredis_test

import (
	"context"
	"fmt"
	"net"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia/inertiaredis"
	"github.com/inertia-templ/shell/internal/needs"
)

// server is a redis-server of a test.
type server struct {
	t       *testing.T
	program string
	port    int
	cmd     *exec.Cmd
}

func startServer(t *testing.T) *server {
	t.Helper()
	s := &server{t: t, program: needs.Program(t, "redis-server", "run ./task redis (Debian, Ubuntu: sudo apt-get install redis-server)")}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s.port = listener.Addr().(*net.TCPAddr).Port
	require.NoError(t, listener.Close())
	s.start()
	t.Cleanup(s.kill)
	return s
}

// start starts the server, with no data.
func (s *server) start() {
	s.t.Helper()
	s.cmd = exec.Command(s.program, "--port", fmt.Sprint(s.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", s.t.TempDir())
	require.NoError(s.t, s.cmd.Start())
	require.Eventually(s.t, func() bool {
		store, err := inertiaredis.Open(s.url())
		if err != nil {
			return false
		}
		defer store.Close()
		return store.Ping(context.Background()) == nil
	}, 30*time.Second, 10*time.Millisecond)
}

// kill ends the server as a crash does.
func (s *server) kill() {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
}

func (s *server) url() string { return fmt.Sprintf("redis://127.0.0.1:%d", s.port) }

func (s *server) open(opts ...inertiaredis.Option) *inertiaredis.Store {
	s.t.Helper()
	store, err := inertiaredis.Open(s.url(), opts...)
	require.NoError(s.t, err)
	s.t.Cleanup(store.Close)
	return store
}
