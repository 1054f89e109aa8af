// Package postgrestest starts servers of PostgreSQL for tests.
package postgrestest

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/inertia-templ/shell/internal/needs"
)

// Server is a server with an empty database, which ends with its test.
type Server struct {
	t    testing.TB
	bin  string
	dir  string
	port int
	as   []string // what runs commands as another user, since the server refuses root

	cmd   *exec.Cmd
	ended chan struct{}
}

// Installed reports whether the programs of PostgreSQL are found.
func Installed() bool { return folder() != "" }

// folder is where Debian has the programs of the newest version, or where the
// PATH has them.
func folder() string {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) > 0 {
		return filepath.Dir(found[len(found)-1])
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path)
	}
	return ""
}

// Start starts a server. Without PostgreSQL the test is skipped.
func Start(t testing.TB) *Server {
	t.Helper()
	s := &Server{t: t, bin: folder(), port: freePort(t)}
	if s.bin == "" {
		needs.Program(t, "initdb", "run ./task postgres (Debian, Ubuntu: sudo apt-get install postgresql)")
	}
	// The path of its socket has to be short, and the server's user must reach it.
	dir, err := os.MkdirTemp("/tmp", "postgres") //nolint:usetesting // t.TempDir is too long, and for its owner alone
	if err != nil {
		t.Fatal("postgrestest: ", err)
	}
	s.dir = dir
	t.Cleanup(func() {
		s.Kill()
		_ = os.RemoveAll(dir) // a process of the server may still write there
	})
	if os.Getuid() == 0 {
		if err := giveTo("postgres", dir); err != nil {
			t.Fatal("postgrestest: ", err)
		}
		s.as = []string{"setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"}
	}
	if out, err := s.command("initdb", "-D", dir+"/data", "-U", "postgres", "--auth=trust", "--no-sync", "-E", "UTF8").CombinedOutput(); err != nil {
		t.Fatalf("postgrestest: initdb: %v\n%s", err, out)
	}
	s.Start()
	return s
}

func giveTo(name, dir string) error {
	u, err := user.Lookup(name)
	if err != nil {
		return err
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return err
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return err
	}
	return os.Chown(dir, uid, gid)
}

// command runs a program of PostgreSQL in the folder of the server. setpriv
// becomes that program, so that killing the command kills it.
func (s *Server) command(name string, args ...string) *exec.Cmd {
	line := append(append([]string{}, s.as...), append([]string{filepath.Join(s.bin, name)}, args...)...)
	cmd := exec.Command(line[0], line[1:]...)
	cmd.Dir = s.dir
	return cmd
}

// URL is that of the database.
func (s *Server) URL() string {
	return fmt.Sprintf("postgres://postgres@127.0.0.1:%d/postgres?sslmode=disable", s.port)
}

// Start starts a server that was killed, and waits until it answers. The
// processes of the one before keep its memory for a moment, and the new one ends
// at once while they do.
func (s *Server) Start() {
	s.t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); {
		s.cmd, s.ended = s.command("postgres", "-D", s.dir+"/data", "-p", strconv.Itoa(s.port), "-k", s.dir,
			"-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "max_connections=200"), make(chan struct{})
		log, err := os.Create(s.dir + "/server.log")
		if err != nil {
			s.t.Fatal("postgrestest: ", err)
		}
		s.cmd.Stdout, s.cmd.Stderr = log, log // a pipe would be kept open by the server's processes
		err = s.cmd.Start()
		_ = log.Close()
		if err != nil {
			s.t.Fatal("postgrestest: ", err)
		}
		go func(cmd *exec.Cmd, ended chan struct{}) {
			_ = cmd.Wait() // it was killed, or the loop below starts another
			close(ended)
		}(s.cmd, s.ended)
		if s.answers(end) {
			return
		}
		s.Kill()
	}
	log, _ := os.ReadFile(s.dir + "/server.log")
	s.t.Fatalf("postgrestest: the server does not answer within a minute, it said: %s", log)
}

// answers waits until the server takes connections. It returns false if the
// server has ended, or at the end.
func (s *Server) answers(end time.Time) bool {
	for time.Now().Before(end) {
		if s.command("pg_isready", "-q", "-h", "127.0.0.1", "-p", strconv.Itoa(s.port)).Run() == nil {
			return true
		}
		select {
		case <-s.ended:
			return false
		case <-time.After(10 * time.Millisecond):
		}
	}
	return false
}

// Kill ends the server as a crash does.
func (s *Server) Kill() {
	if s.cmd != nil {
		_ = s.cmd.Process.Kill()
		<-s.ended
		s.cmd = nil
	}
}

func freePort(t testing.TB) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal("postgrestest: ", err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}
