package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/inertia-templ/shell/ssr"
)

const (
	// turns is how often the loop and the pool take turns. Short turns, of which
	// the cheapest tenth counts, say the same on a machine that does something else.
	turns = 40
	// warm is how many turns come before those that count.
	warm = 5
	// atOnce is how many visitors a busy pool has.
	atOnce = 8
	// goalOfLoop is how much more than the loop a page in a pool may cost.
	goalOfLoop = 1.1
)

// cost is milliseconds of CPU for a page.
type cost struct {
	loop, answered float64 // createInertiaApp in a loop, and with its answer as JSON
	one, busy      share   // in a pool with one visitor, and with several
}

// share is who spends what on a page.
type share struct{ worker, program, ofLoop float64 }

// costs compares what a page costs in a pool with createInertiaApp in a loop. CPU
// time says the same on a machine that does something else.
func costs(w io.Writer, runtimes, frameworks []string, bundles string, pages int) error {
	fmt.Fprintf(w, "CPU for a table of 100 rows in ms: createInertiaApp in a loop, and a pool of one worker with 1 and with %d visitors.\n", atOnce)
	fmt.Fprintf(w, "The goal is %.1fx of the loop. Each figure is that of the cheapest tenth of %d turns of %d pages. Load average %s.\n\n", goalOfLoop, turns, pages/turns, loadAverage())
	fmt.Fprintf(w, "| | loop | loop, answer as JSON | 1 visitor: worker | program | of the loop | %d visitors: worker | program | of the loop |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|\n", atOnce)
	for _, name := range runtimes {
		for _, framework := range frameworks {
			name := program(name)
			c, err := costOf(name, filepath.Join(bundles, framework+".mjs"), pages)
			if err != nil {
				return fmt.Errorf("%s, %s: %w", name, framework, err)
			}
			fmt.Fprintf(w, "| %s, %s | %.3f | %.3f | %.3f | %.3f | %.2fx | %.3f | %.3f | %.2fx |\n", framework, version(name),
				c.loop, c.answered, c.one.worker, c.one.program, c.one.ofLoop, c.busy.worker, c.busy.program, c.busy.ofLoop)
		}
	}
	fmt.Fprintln(w)
	return nil
}

func costOf(name, bundle string, pages int) (c cost, err error) {
	page := table(100)
	pages = max(pages/turns, atOnce)
	loop, err := startLoop(name, bundle, page, pages)
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, loop.close()) }()
	pool, err := ssr.NewPool(bundle, ssr.WithRuntime(name), ssr.WithWorkers(1), ssr.WithPoolLogger(slog.New(slog.DiscardHandler)))
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	var alone, answered []float64
	var one, busy shares
	for turn := range turns + warm {
		a, err := loop.turn("alone")
		if err != nil {
			return c, err
		}
		b, err := loop.turn("answered")
		if err != nil {
			return c, err
		}
		single, err := shareOf(pool, page, pages, 1)
		if err != nil {
			return c, err
		}
		several, err := shareOf(pool, page, pages, atOnce)
		if err != nil {
			return c, err
		}
		if turn < warm {
			continue
		}
		alone, answered = append(alone, a), append(answered, b)
		one.add(single)
		busy.add(several)
	}
	floor := cheapest(alone)
	return cost{floor, cheapest(answered), one.beside(floor), busy.beside(floor)}, nil
}

// shares are those of several turns.
type shares struct{ worker, program, sum []float64 }

func (all *shares) add(s share) {
	all.worker, all.program, all.sum = append(all.worker, s.worker), append(all.program, s.program), append(all.sum, s.worker+s.program)
}

func (all *shares) beside(loop float64) share {
	return share{cheapest(all.worker), cheapest(all.program), cheapest(all.sum) / loop}
}

// cheapest is the tenth of the values that nothing else has disturbed.
func cheapest(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/10]
}

// loadAverage is how many processes wanted a processor in the last minute.
func loadAverage() string {
	data, _ := os.ReadFile("/proc/loadavg")
	first, _, _ := strings.Cut(string(data), " ")
	return cmp.Or(first, "unknown")
}

// loop is a process that renders without a socket.
type loop struct {
	cmd *exec.Cmd
	dir string
	in  io.WriteCloser
	out *bufio.Reader
}

func startLoop(name, bundle string, page []byte, pages int) (*loop, error) {
	dir, err := os.MkdirTemp("", "loop-")
	if err != nil {
		return nil, err
	}
	file := filepath.Join(dir, "page.json")
	if err := os.WriteFile(file, page, 0o600); err != nil {
		return nil, err
	}
	script, err := filepath.Abs("ssr/loop.mjs")
	if err != nil {
		return nil, err
	}
	if bundle, err = filepath.Abs(bundle); err != nil {
		return nil, err
	}
	l := &loop{cmd: exec.Command(name, script, bundle, file, strconv.Itoa(pages)), dir: dir}
	l.cmd.Env, l.cmd.Stderr = append(os.Environ(), "NODE_ENV=production"), os.Stderr
	if l.in, err = l.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := l.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	l.out = bufio.NewReader(out)
	return l, l.cmd.Start()
}

func (l *loop) turn(how string) (cost float64, err error) {
	if _, err := fmt.Fprintln(l.in, how); err != nil {
		return 0, fmt.Errorf("the loop: %w", err)
	}
	line, err := l.out.ReadString('\n')
	if err != nil {
		return 0, fmt.Errorf("the loop: %w", err)
	}
	return strconv.ParseFloat(strings.TrimSpace(line), 64)
}

func (l *loop) close() error {
	return errors.Join(l.in.Close(), l.cmd.Wait(), os.RemoveAll(l.dir))
}

// shareOf has visitors ask for pages.
func shareOf(pool *ssr.Pool, page []byte, pages, visitors int) (share, error) {
	worker, program := workerCPU(), ownCPU()
	var all sync.WaitGroup
	errs := make([]error, visitors)
	for v := range visitors {
		all.Go(func() {
			for range pages / visitors {
				if _, errs[v] = pool.Render(context.Background(), page); errs[v] != nil {
					return
				}
			}
		})
	}
	all.Wait()
	program = ownCPU() - program // before what follows, which costs something itself
	worker = workerCPU() - worker
	each := func(d time.Duration) float64 { return ms(d) / float64(pages/visitors*visitors) }
	return share{worker: each(worker), program: each(program)}, errors.Join(errs...)
}

// ownCPU is what this process has used.
func ownCPU() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// workerCPU is what this process's workers have used, all of their threads.
func workerCPU() (total time.Duration) {
	files, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, file := range files {
		dir := filepath.Dir(file)
		line, err := os.ReadFile(filepath.Join(dir, "cmdline"))
		if err != nil || !strings.Contains(string(line), "worker.mjs") {
			continue
		}
		stat, _ := os.ReadFile(file)
		_, rest, _ := strings.Cut(string(stat), ") ")
		fields := strings.Fields(rest)
		if len(fields) < 13 || fields[1] != strconv.Itoa(os.Getpid()) {
			continue
		}
		if fine := threadCPU(dir); fine > 0 {
			total += fine
			continue
		}
		for _, ticks := range fields[11:13] {
			n, _ := strconv.Atoi(ticks)
			total += time.Duration(n) * 10 * time.Millisecond
		}
	}
	return total
}

// threadCPU is what the threads of a process have used, in nanoseconds; 0 where
// the kernel does not count them.
func threadCPU(dir string) (total time.Duration) {
	files, _ := filepath.Glob(filepath.Join(dir, "task", "*", "schedstat"))
	for _, file := range files {
		data, _ := os.ReadFile(file)
		first, _, _ := strings.Cut(string(data), " ")
		n, _ := strconv.ParseInt(first, 10, 64)
		total += time.Duration(n)
	}
	return total
}
