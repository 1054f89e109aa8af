package inertiapostgres_test

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/inertia-templ/shell/inertia/inertiapostgres"
	"github.com/inertia-templ/shell/inertia/internal/live/brokertest"
	"github.com/inertia-templ/shell/internal/needs"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// server is a PostgreSQL of a test.
type server struct {
	t    *testing.T
	bin  string
	dir  string
	port int
	cmd  *exec.Cmd
	as   *syscall.SysProcAttr // the server refuses to run as root
}

func startServer(t *testing.T) *server {
	t.Helper()
	const install = "run ./task postgres (Debian, Ubuntu: sudo apt-get install postgresql)"
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	program := "initdb"
	if len(found) > 0 {
		program = found[len(found)-1]
	}
	dir, err := os.MkdirTemp("", "inertiapostgres") //nolint:usetesting // the parent of t.TempDir is closed to the user that the server runs as
	require.NoError(t, err)
	s := &server{t: t, bin: filepath.Dir(needs.Program(t, program, install)), dir: dir}
	t.Cleanup(func() {
		s.Kill()
		assert.NoError(t, os.RemoveAll(dir))
	})
	if os.Getuid() == 0 {
		u, err := user.Lookup("postgres")
		require.NoError(t, err)
		uid, _ := strconv.ParseUint(u.Uid, 10, 32)
		gid, _ := strconv.ParseUint(u.Gid, 10, 32)
		require.NoError(t, os.Chown(dir, int(uid), int(gid)))
		s.as = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s.port = l.Addr().(*net.TCPAddr).Port
	require.NoError(t, l.Close())
	out, err := s.command("initdb", "--no-sync", "-U", "ada", "-A", "trust", "-D", dir+"/data").CombinedOutput()
	require.NoError(t, err, string(out))
	s.Start()
	return s
}

func (s *server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(s.bin, name), args...)
	cmd.Dir, cmd.SysProcAttr = s.dir, s.as
	return cmd
}

func (s *server) Start() {
	s.t.Helper()
	// A server that was killed leaves its children for a moment, and their memory.
	require.Eventually(s.t, func() bool {
		s.cmd = s.command("postgres", "-D", s.dir+"/data", "-p", strconv.Itoa(s.port), "-c", "listen_addresses=127.0.0.1",
			"-c", "unix_socket_directories="+s.dir, "-c", "fsync=off", "-c", "max_connections=20")
		require.NoError(s.t, s.cmd.Start())
		for range 300 {
			if s.answers() {
				return true
			}
			if s.command("pg_isready", "-h", "127.0.0.1", "-p", strconv.Itoa(s.port)).Run() == nil {
				continue
			}
			time.Sleep(10 * time.Millisecond)
		}
		s.Kill()
		return false
	}, time.Minute, 10*time.Millisecond)
}

func (s *server) answers() bool {
	b, err := inertiapostgres.Open(s.url())
	if err != nil {
		return false
	}
	defer b.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return b.Publish(ctx, "c\nanybody") == nil
}

// Kill ends the server as a crash does.
func (s *server) Kill() {
	if s.cmd != nil {
		_ = s.cmd.Process.Kill()
		_ = s.cmd.Wait()
		s.cmd = nil
	}
}

func (s *server) url() string { return fmt.Sprintf("postgres://ada@127.0.0.1:%d/postgres", s.port) }

func TestBroker(t *testing.T) {
	s := startServer(t)
	brokertest.Run(t, s, func() brokertest.Broker {
		b, err := inertiapostgres.Open(s.url())
		require.NoError(t, err)
		t.Cleanup(b.Close)
		return b
	})
	t.Run("through the program's pool", func(t *testing.T) {
		pool, err := pgxpool.New(t.Context(), s.url())
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
