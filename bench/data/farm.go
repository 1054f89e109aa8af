//go:build unix

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/inertia-templ/shell/inertia/inertiaredis"
)

// farm is the processes that are measured.
type farm struct {
	addresses []string
	ends      []func() error
}

// start starts processes of this program, which share a Redis if there are
// several.
func start(processes int) (f *farm, err error) {
	f = &farm{}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.end())
		}
	}()
	args := []string{"-serve"}
	if processes > 1 {
		url, err := f.startRedis()
		if err != nil {
			return f, err
		}
		args = append(args, "-redis", url)
	}
	program, err := os.Executable()
	if err != nil {
		return f, fmt.Errorf("data: %w", err)
	}
	for range processes {
		cmd := exec.Command(program, args...)
		cmd.Stderr = os.Stderr
		in, err := cmd.StdinPipe()
		if err != nil {
			return f, fmt.Errorf("data: %w", err)
		}
		out, err := cmd.StdoutPipe()
		if err != nil {
			return f, fmt.Errorf("data: %w", err)
		}
		if err := cmd.Start(); err != nil {
			return f, fmt.Errorf("data: %w", err)
		}
		f.ends = append(f.ends, func() error { return errors.Join(in.Close(), cmd.Wait()) })
		address, err := bufio.NewReader(out).ReadString('\n')
		if err != nil {
			return f, fmt.Errorf("data: a process did not say where it listens: %w", err)
		}
		f.addresses = append(f.addresses, strings.TrimSpace(address))
		go func() { _, _ = io.Copy(io.Discard, out) }()
	}
	return f, nil
}

func (f *farm) startRedis() (url string, err error) {
	program, err := exec.LookPath("redis-server")
	if err != nil {
		return "", fmt.Errorf("data: %w; run ./task redis", err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("data: %w", err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	if err := listener.Close(); err != nil {
		return "", fmt.Errorf("data: %w", err)
	}
	cmd := exec.Command(program, "--port", fmt.Sprint(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
	if err := cmd.Start(); err != nil {
		return "", fmt.Errorf("data: %w", err)
	}
	f.ends = append(f.ends, func() error {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		return nil
	})
	url = fmt.Sprintf("redis://127.0.0.1:%d", port)
	for range 500 {
		var store *inertiaredis.Store
		if store, err = inertiaredis.Open(url); err == nil {
			store.Close()
			return url, nil
		}
		time.Sleep(10 * time.Millisecond)
	}
	return "", err
}

// end ends the processes, the last first.
func (f *farm) end() (err error) {
	for n := len(f.ends) - 1; n >= 0; n-- {
		err = errors.Join(err, f.ends[n]())
	}
	return err
}
