package vitepostgres_test

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/needs"
	"github.com/inertia-templ/shell/vite"
	"github.com/inertia-templ/shell/vite/vitepostgres"
	"github.com/inertia-templ/shell/vite/vitetest"
)

// startServer starts a server of PostgreSQL, and connects to it.
func startServer(t *testing.T) *pgxpool.Pool {
	t.Helper()
	installed, err := filepath.Glob("/usr/lib/postgresql/*/bin/pg_ctl")
	require.NoError(t, err)
	if len(installed) == 0 {
		needs.Program(t, "pg_ctl", "run ./task postgres (Debian, Ubuntu: sudo apt-get install postgresql)")
		return nil
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
			t.Fatalf("%s: %v\n%s", name, err, text)
		}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	port := listener.Addr().(*net.TCPAddr).Port
	require.NoError(t, listener.Close())
	data := filepath.Join(dir, "data")
	run("initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "-E", "UTF8")
	run("pg_ctl", "-D", data, "-w", "-l", filepath.Join(dir, "server.log"), "-o", fmt.Sprintf("-p %d -k %s -c listen_addresses=127.0.0.1 -c fsync=off", port, dir), "start")
	t.Cleanup(func() { run("pg_ctl", "-D", data, "-m", "immediate", "stop") })
	pool, err := pgxpool.New(context.Background(), fmt.Sprintf("postgres://postgres@127.0.0.1:%d/postgres?sslmode=disable&pool_max_conns=20", port))
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
