package starter_test

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// postgres starts a PostgreSQL server for a test, and returns the URL of its
// database. Without Debian's package postgresql it returns nothing.
func postgres(t testing.TB) string {
	t.Helper()
	installed, err := filepath.Glob("/usr/lib/postgresql/*/bin/pg_ctl")
	require.NoError(t, err)
	if len(installed) == 0 {
		return ""
	}
	bin := filepath.Dir(installed[len(installed)-1])
	// The path of a socket has to be short, and the server's user must reach it.
	dir, err := os.MkdirTemp("/tmp", "postgres") //nolint:usetesting // t.TempDir is too long, and for root alone
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })

	var as []string // it does not run as root
	if os.Getuid() == 0 {
		server, err := user.Lookup("postgres")
		require.NoError(t, err)
		uid, _ := strconv.Atoi(server.Uid)
		gid, _ := strconv.Atoi(server.Gid)
		require.NoError(t, os.Chown(dir, uid, gid))
		as = []string{"runuser", "-u", "postgres", "--"}
	}
	run := func(name string, args ...string) {
		t.Helper()
		line := append(append([]string{}, as...), append([]string{filepath.Join(bin, name)}, args...)...)
		cmd := exec.Command(line[0], line[1:]...)
		cmd.Dir = dir
		// The server keeps what it inherits, so it must not be a pipe.
		log, err := os.Create(filepath.Join(t.TempDir(), "log"))
		require.NoError(t, err)
		defer log.Close()
		cmd.Stdout, cmd.Stderr = log, log
		if err := cmd.Run(); err != nil {
			text, _ := os.ReadFile(log.Name())
			server, _ := os.ReadFile(filepath.Join(dir, "server.log"))
			t.Fatalf("%s: %v\n%s%s", name, err, text, server)
		}
	}
	data, port := filepath.Join(dir, "data"), freePort(t)
	run("initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "-E", "UTF8")
	run("pg_ctl", "-D", data, "-w", "-l", filepath.Join(dir, "server.log"),
		"-o", fmt.Sprintf("-p %d -k %s -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200", port, dir), "start")
	t.Cleanup(func() { run("pg_ctl", "-D", data, "-m", "immediate", "stop") })
	return fmt.Sprintf("postgres://postgres@127.0.0.1:%d/postgres?sslmode=disable", port)
}

func freePort(t testing.TB) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}
