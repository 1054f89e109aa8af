package main

import (
	"bytes"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/inertia-templ/shell/bench/measure"
)

// order is what a worker is asked to do, report what came of it.
type order struct {
	Page string // to time, or
	Case string // to encode Count values of
	At   int    // beginning with this one
	N    int
}

type report struct {
	Time    time.Duration
	Allocs  float64
	Bytes   int
	Outputs []output
}

// output is what became of one value.
type output struct {
	JSON []byte
	Err  string
}

// work does what the orders on in say, until there are no more. Engines work in
// processes of their own, since some fail in ways that end the process.
func work(e engine, in io.Reader, out io.Writer) error {
	debug.SetMaxStack(64 << 20) // for those that do not notice cycles
	orders, reports := gob.NewDecoder(in), gob.NewEncoder(out)
	for {
		var o order
		if err := orders.Decode(&o); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		r, err := e.do(o)
		if err != nil {
			return err
		}
		if err := reports.Encode(r); err != nil {
			return err
		}
	}
}

func (e engine) do(o order) (report, error) {
	if o.Page == "" {
		// Several at a time, as a server does.
		r := report{Outputs: make([]output, o.N)}
		var group sync.WaitGroup
		for n := range r.Outputs {
			group.Go(func() { r.Outputs[n] = e.output(valueOf(o.Case, o.At+n)) })
		}
		group.Wait()
		return r, nil
	}
	do, size, err := e.page(o.Page)
	if err != nil {
		return report{}, err
	}
	r := report{Bytes: size, Time: measure.Time(do, measure.Turn)}
	if o.N > 0 {
		r.Allocs = testing.AllocsPerRun(o.N, do)
	}
	return r, nil
}

// valueOf is the nth value of a case: the same in every process.
func valueOf(name string, n int) any {
	for _, c := range cases {
		if c.name == name {
			return c.value(maker{rand.New(rand.NewPCG(uint64(n), 2028)), n})
		}
	}
	panic("no case " + name)
}

func (e engine) output(v any) (o output) {
	defer func() {
		if p := recover(); p != nil {
			o = output{Err: fmt.Sprint("panic: ", p)}
		}
	}()
	var b bytes.Buffer
	if err := e.encoder(&b, v); err != nil {
		return output{Err: err.Error()}
	}
	return output{JSON: bytes.TrimSuffix(b.Bytes(), []byte("\n"))}
}

// worker is a process that works for one engine.
type worker struct {
	engine engine
	binary string

	process *exec.Cmd
	in      io.WriteCloser
	orders  *gob.Encoder
	reports *gob.Decoder
	stderr  *head
}

// patience is how long one order may take.
const patience = 30 * time.Second

// ask has the worker do something. If that ends it, the error says how, and
// the next order starts another one.
func (w *worker) ask(o order) (report, error) {
	if w.process == nil {
		if err := w.start(); err != nil {
			return report{}, err
		}
	}
	process := w.process.Process
	timer := time.AfterFunc(patience, func() { _ = process.Kill() })
	defer timer.Stop()
	var r report
	err := w.orders.Encode(o)
	if err == nil {
		err = w.reports.Decode(&r)
	}
	if err == nil {
		return r, nil
	}
	w.stop()
	if text := w.stderr.firstLine(); text != "" {
		err = errors.New(text)
	}
	return report{}, err
}

func (w *worker) start() error {
	w.process = exec.Command(w.binary, "-worker", w.engine.name)
	w.stderr = &head{}
	w.process.Stderr = w.stderr
	var err error
	if w.in, err = w.process.StdinPipe(); err != nil {
		return err
	}
	out, err := w.process.StdoutPipe()
	if err != nil {
		return err
	}
	w.orders, w.reports = gob.NewEncoder(w.in), gob.NewDecoder(out)
	return w.process.Start()
}

func (w *worker) stop() {
	if w.process != nil {
		_ = w.in.Close()
		_ = w.process.Wait() // its end is no news
		w.process = nil
	}
}

// head keeps the beginning of what is written to it.
type head struct{ text []byte }

func (h *head) Write(p []byte) (int, error) {
	h.text = append(h.text, p[:min(len(p), 1<<10-len(h.text))]...)
	return len(p), nil
}

func (h *head) firstLine() string {
	for line := range strings.Lines(string(h.text)) {
		if line = strings.TrimSpace(line); line != "" {
			return line
		}
	}
	return ""
}

// binaryFor is this program, built once more for engines that need it.
func binaryFor(e engine, dir string) (string, error) {
	if e.experiment == "" {
		return os.Executable()
	}
	name := dir + "/encoders-" + e.experiment
	build := exec.Command("go", "build", "-o", name, "github.com/inertia-templ/shell/bench/encoders")
	build.Env = append(os.Environ(), "GOEXPERIMENT="+e.experiment)
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("GOEXPERIMENT=%s go build: %w\n%s", e.experiment, err, out)
	}
	return name, nil
}
