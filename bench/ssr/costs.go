package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/inertia-templ/shell/ssr"
)

// cost is milliseconds of CPU for a page.
type cost struct{ loop, answered, worker, program float64 }

// costs compares what a page costs in a pool with createInertiaApp in a loop. CPU
// time says the same on a machine that does something else.
func costs(runtimes, frameworks []string, bundles string, pages int) error {
	fmt.Println("| CPU for a table of 100 rows, ms | in a loop | with the answer as JSON | pool: worker | pool: program | of the loop |\n|---|---:|---:|---:|---:|---:|")
	for _, name := range runtimes {
		if found, err := ssr.FindRuntime("../example/frontend"); err == nil && name == "bun" {
			name = found
		}
		for _, framework := range frameworks {
			c, err := costOf(name, filepath.Join(bundles, framework+".mjs"), pages)
			if err != nil {
				return fmt.Errorf("%s, %s: %w", name, framework, err)
			}
			fmt.Printf("| %s, %s | %.3f | %.3f | %.3f | %.3f | %.2fx |\n", framework, version(name), c.loop, c.answered, c.worker, c.program, (c.worker+c.program)/c.loop)
		}
	}
	fmt.Println()
	return nil
}

func costOf(name, bundle string, pages int) (c cost, err error) {
	dir, err := os.MkdirTemp("", "loop-")
	if err != nil {
		return c, err
	}
	defer os.RemoveAll(dir)
	file, page := filepath.Join(dir, "page.json"), table(100)
	if err := os.WriteFile(file, page, 0o600); err != nil {
		return c, err
	}
	script, err := filepath.Abs("ssr/loop.mjs")
	if err != nil {
		return c, err
	}
	if bundle, err = filepath.Abs(bundle); err != nil {
		return c, err
	}
	cmd := exec.Command(name, script, bundle, file, strconv.Itoa(pages))
	cmd.Env, cmd.Stderr = append(os.Environ(), "NODE_ENV=production"), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return c, fmt.Errorf("the loop: %w", err)
	}
	if _, err := fmt.Sscan(string(out), &c.loop, &c.answered); err != nil {
		return c, fmt.Errorf("the loop prints %q: %w", out, err)
	}
	pool, err := ssr.NewPool(bundle, ssr.WithRuntime(name), ssr.WithWorkers(1), ssr.WithPoolLogger(slog.New(slog.DiscardHandler)))
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	render := func(n int) error {
		for range n {
			if _, err := pool.Render(context.Background(), page); err != nil {
				return err
			}
		}
		return nil
	}
	if err := render(pages / 2); err != nil {
		return c, err
	}
	worker, program := workerCPU(), ownCPU()
	if err := render(pages); err != nil {
		return c, err
	}
	each := func(d time.Duration) float64 { return ms(d) / float64(pages) }
	c.worker, c.program = each(workerCPU()-worker), each(ownCPU()-program)
	return c, nil
}

// ownCPU is what this process has used.
func ownCPU() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// workerCPU is what this process's workers have used, in ticks of 10 ms.
func workerCPU() (total time.Duration) {
	files, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, file := range files {
		line, err := os.ReadFile(filepath.Join(filepath.Dir(file), "cmdline"))
		if err != nil || !strings.Contains(string(line), "worker.mjs") {
			continue
		}
		stat, _ := os.ReadFile(file)
		_, rest, _ := strings.Cut(string(stat), ") ")
		fields := strings.Fields(rest)
		if len(fields) < 13 || fields[1] != strconv.Itoa(os.Getpid()) {
			continue
		}
		for _, ticks := range fields[11:13] {
			n, _ := strconv.Atoi(ticks)
			total += time.Duration(n) * 10 * time.Millisecond
		}
	}
	return total
}
