package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

// fleet is the replicas behind a proxy, and the database and the Redis that they
// share.
type fleet struct {
	front    *front
	dir      string
	database *database
	redis    *exec.Cmd
	replicas []*replica
}

type replica struct {
	plan plan
	cmd  *exec.Cmd
}

// startFleet starts n replicas of a release.
func startFleet(ctx context.Context, f *front, dir string, n int, release string) (*fleet, error) {
	db, err := openDatabase()
	if err != nil {
		return nil, err
	}
	broker, err := freeAddress()
	if err != nil {
		return nil, err
	}
	all := &fleet{front: f, dir: dir, database: db}
	if err := all.startRedis(broker); err != nil {
		return nil, err
	}
	for range n {
		address, err := freeAddress()
		if err != nil {
			return nil, err
		}
		r := &replica{plan: plan{Address: address, Shared: dir, Database: db.url, Broker: "redis://" + broker}}
		all.replicas = append(all.replicas, r)
		if err := all.start(ctx, r, release); err != nil {
			return nil, errors.Join(err, all.close())
		}
	}
	return all, nil
}

// startRedis starts a server that carries word of changes. Replicas wait for it.
func (f *fleet) startRedis(address string) error {
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return err
	}
	f.redis = exec.Command("redis-server", "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", f.dir)
	if err := f.redis.Start(); err != nil {
		return fmt.Errorf("scale: %w: run ./task redis", err)
	}
	for range 500 {
		if conn, err := net.Dial("tcp", address); err == nil {
			return conn.Close()
		}
		time.Sleep(20 * time.Millisecond)
	}
	return errors.Join(fmt.Errorf("scale: redis-server does not answer at %s", address), f.redis.Process.Kill(), f.redis.Wait())
}

// freeAddress has a port below those that the system gives to connections: nobody
// may take it while a replica is replaced.
func freeAddress() (string, error) {
	for port := 20000 + os.Getpid()%5000; port < 32000; port++ {
		if l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port)); err == nil && !given[port] {
			given[port] = true
			return l.Addr().String(), l.Close()
		}
	}
	return "", fmt.Errorf("scale: no port is free between 20000 and 32000")
}

var given = map[int]bool{}

func (f *fleet) addresses() (list []string) {
	for _, r := range f.replicas {
		list = append(list, r.plan.Address)
	}
	return list
}

// start starts a replica, and waits until it is ready.
func (f *fleet) start(ctx context.Context, r *replica, release string) error {
	r.plan.Release = filepath.Join(f.front.dir, release)
	told, err := json.Marshal(r.plan)
	if err != nil {
		return err
	}
	program, err := os.Executable()
	if err != nil {
		return err
	}
	r.cmd = exec.Command(program)
	r.cmd.Env = append(os.Environ(), "SCALE_REPLICA="+string(told))
	r.cmd.Stdout, r.cmd.Stderr = os.Stdout, os.Stderr
	if err := r.cmd.Start(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+r.plan.Address+"/readyz", nil)
		if err != nil {
			return err
		}
		answer, err := http.DefaultClient.Do(request)
		if err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("scale: the replica at %s is not ready: %w", r.plan.Address, ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// stop ends a replica as a deploy does.
func (r *replica) stop() error {
	if err := r.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	if err := r.cmd.Wait(); err != nil {
		return fmt.Errorf("scale: the replica at %s: %w", r.plan.Address, err)
	}
	return nil
}

// roll replaces one replica after the other, as a deploy does.
func (f *fleet) roll(ctx context.Context, release string, settle time.Duration) error {
	for _, r := range f.replicas {
		if err := r.stop(); err != nil {
			return err
		}
		if err := f.start(ctx, r, release); err != nil {
			return err
		}
		pause(ctx, settle) // the proxy notices that it is back
	}
	return nil
}

func (f *fleet) close() (err error) {
	for _, r := range f.replicas {
		if r.cmd != nil && r.cmd.ProcessState == nil {
			if e := r.stop(); e != nil {
				err = e
			}
		}
	}
	f.database.server.Close()
	if f.redis != nil {
		_ = f.redis.Process.Kill()
		_ = f.redis.Wait()
	}
	return err
}

// database counts the rows that replicas save, and has the number of the news.
type database struct {
	url    string
	server *http.Server

	mu   sync.Mutex
	rows map[string]int
	news int
}

func openDatabase() (*database, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	db := &database{url: "http://" + l.Addr().String(), rows: map[string]int{}, news: 1}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /rows", func(_ http.ResponseWriter, r *http.Request) {
		db.mu.Lock()
		defer db.mu.Unlock()
		db.rows[r.URL.Query().Get("row")]++
	})
	mux.HandleFunc("/news", func(w http.ResponseWriter, r *http.Request) {
		db.mu.Lock()
		defer db.mu.Unlock()
		if r.Method == http.MethodPost {
			db.news++
		}
		fmt.Fprint(w, db.news)
	})
	db.server = &http.Server{ReadHeaderTimeout: time.Minute, Handler: mux}
	go func() { _ = db.server.Serve(l) }()
	return db, nil
}

// count is how often a row was saved.
func (db *database) count(row string) int {
	db.mu.Lock()
	defer db.mu.Unlock()
	return db.rows[row]
}
