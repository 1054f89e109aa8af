package inertianats_test

import (
	"context"
	"fmt"
	"net"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/inertia-templ/shell/inertia/inertianats"
	"github.com/inertia-templ/shell/inertia/internal/live/brokertest"
	"github.com/inertia-templ/shell/internal/needs"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// server is a nats-server of a test.
type server struct {
	t       *testing.T
	program string
	port    int
	cmd     *exec.Cmd
}

func startServer(t *testing.T) *server {
	t.Helper()
	s := &server{t: t, program: needs.Program(t, "nats-server", "run ./task nats (Debian, Ubuntu: sudo apt-get install nats-server)")}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s.port = l.Addr().(*net.TCPAddr).Port
	require.NoError(t, l.Close())
	s.Start()
	t.Cleanup(s.Kill)
	return s
}

func (s *server) Start() {
	s.t.Helper()
	s.cmd = exec.Command(s.program, "--addr", "127.0.0.1", "--port", fmt.Sprint(s.port))
	require.NoError(s.t, s.cmd.Start())
	b := s.open()
	defer b.Close()
	require.Eventually(s.t, func() bool { return b.Publish(context.Background(), "c\nanybody") == nil }, time.Minute, 10*time.Millisecond)
}

// Kill ends the server as a crash does.
func (s *server) Kill() {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
}

func (s *server) open(opts ...inertianats.Option) *inertianats.Broker {
	s.t.Helper()
	b, err := inertianats.Open(fmt.Sprintf("nats://127.0.0.1:%d", s.port), opts...)
	require.NoError(s.t, err)
	s.t.Cleanup(b.Close)
	return b
}

func TestBroker(t *testing.T) {
	s := startServer(t)
	brokertest.Run(t, s, func() brokertest.Broker { return s.open(inertianats.WithSubject("shop.live")) })
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	_, err := inertianats.Open("")
	assert.ErrorContains(t, err, "inertianats: Open: the URL is empty")
	_, err = inertianats.Open("nats://127.0.0.1:1", inertianats.WithSubject(""))
	assert.ErrorContains(t, err, "WithSubject: the subject is empty")
}
