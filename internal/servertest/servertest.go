// Package servertest starts servers of Redis and NATS for tests. Those of
// PostgreSQL, which take more than a program, are in package postgrestest.
package servertest

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/inertia-templ/shell/internal/needs"
)

// Server is a server with no data, which ends with its test.
type Server struct {
	t       testing.TB
	kind    kind
	program string
	port    int
	cmd     *exec.Cmd
}

// kind is what differs between programs.
type kind struct {
	program, install string
	scheme           string
	args             func(port string) []string
	hello            string // is sent first
	answer           string // begins what a server says that is ready
}

// Redis starts a redis-server. Without the program the test is skipped.
func Redis(t testing.TB) *Server {
	t.Helper()
	dir := t.TempDir()
	return open(t, kind{
		program: "redis-server", install: "run ./task redis (Debian, Ubuntu: sudo apt-get install redis-server)", scheme: "redis",
		args: func(port string) []string {
			return []string{"--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", dir}
		},
		hello: "PING\r\n", answer: "+PONG",
	})
}

// NATS starts a nats-server. Without the program the test is skipped.
func NATS(t testing.TB) *Server {
	t.Helper()
	return open(t, kind{
		program: "nats-server", install: "run ./task nats (Debian, Ubuntu: sudo apt-get install nats-server)", scheme: "nats",
		args:   func(port string) []string { return []string{"--addr", "127.0.0.1", "--port", port} },
		answer: "INFO ",
	})
}

func open(t testing.TB, k kind) *Server {
	t.Helper()
	s := &Server{t: t, kind: k, program: needs.Program(t, k.program, k.install)}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal("servertest: ", err)
	}
	s.port = listener.Addr().(*net.TCPAddr).Port
	if err := listener.Close(); err != nil {
		t.Fatal("servertest: ", err)
	}
	t.Cleanup(s.Kill)
	s.Start()
	return s
}

// URL is where the server is found.
func (s *Server) URL() string { return fmt.Sprintf("%s://127.0.0.1:%d", s.kind.scheme, s.port) }

// Start starts a server that was killed, with no data, and waits until it answers.
func (s *Server) Start() {
	s.t.Helper()
	s.cmd = exec.Command(s.program, s.kind.args(strconv.Itoa(s.port))...)
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal("servertest: ", err)
	}
	var err error
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if err = s.ping(); err == nil {
			return
		}
	}
	s.t.Fatalf("servertest: %s does not answer within a minute: %v", s.kind.program, err)
}

func (s *Server) ping() error {
	conn, err := net.DialTimeout("tcp", fmt.Sprintf("127.0.0.1:%d", s.port), time.Second)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		return err
	}
	if _, err := io.WriteString(conn, s.kind.hello); err != nil {
		return err
	}
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err == nil && !strings.HasPrefix(line, s.kind.answer) {
		err = fmt.Errorf("it says %q", line)
	}
	return err
}

// Kill ends the server as a crash does.
func (s *Server) Kill() {
	if s.cmd != nil {
		_ = s.cmd.Process.Kill()
		_ = s.cmd.Wait()
		s.cmd = nil
	}
}
