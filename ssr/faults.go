package ssr

import (
	"encoding/json"
	"strings"
	"sync"
)

// fault is an error that a page has left behind: it went past the rendering, in
// a promise or a timer. worker.mjs writes it to its output.
type fault struct {
	Error
	what string
}

// faultMark begins the line with a fault.
const faultMark = "\x1einertia-ssr-fault "

// maxFaults limits how many faults are remembered.
const maxFaults = 1000

// parseFault reads a line of a worker's output, nil if it is an ordinary one.
func parseFault(line string) *fault {
	data, ok := strings.CutPrefix(line, faultMark)
	if !ok {
		return nil
	}
	var f fault
	var more struct {
		What string `json:"what"`
	}
	if json.Unmarshal([]byte(data), &f.Error) != nil || json.Unmarshal([]byte(data), &more) != nil || f.Message == "" {
		return nil
	}
	f.what = more.What
	return &f
}

// faults remembers what has been reported.
type faults struct {
	mu   sync.Mutex
	seen map[[2]string]bool
}

func (f *faults) isNew(key [2]string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.seen[key] || len(f.seen) >= maxFaults {
		return false
	}
	if f.seen == nil {
		f.seen = map[[2]string]bool{}
	}
	f.seen[key] = true
	return true
}

// reportFault logs a fault, once for each component and kind of fault.
func (p *Pool) reportFault(f *fault) {
	if !p.faults.isNew([2]string{f.Component, f.what}) {
		return
	}
	args := []any{"component", f.Component, "fault", f.what}
	if f.URL != "" {
		args = append(args, "url", f.URL)
	}
	if f.Location != "" {
		args = append(args, "location", f.Location)
	}
	hint := "catch errors in timers and events"
	if f.what == "unhandled rejection" {
		hint = "await the promise, or catch its error"
	}
	p.log.Error("ssr: a page leaves an error behind; it is reported once: "+f.Message, append(args, "hint", hint)...)
}
