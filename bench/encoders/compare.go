package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"

	"github.com/inertia-templ/shell/bench/measure"
)

// compareAll compares what the engines write for the same values with what
// encoding/json writes.
func compareAll(out io.Writer, workers []*worker, values int) error {
	names := []string{"values"}
	for _, w := range workers[1:] {
		names = append(names, w.engine.name)
	}
	t := measure.NewTable(names...)
	var details strings.Builder
	for _, c := range cases {
		want, err := encodeAll(workers[0], c.name, values)
		if err != nil {
			return err
		}
		row := []string{c.name}
		for _, w := range workers[1:] {
			got, err := encodeAll(w, c.name, values)
			if err != nil {
				return err
			}
			d := differences(want, got)
			if d.any() {
				fmt.Fprintf(&details, "- %s, %s:\n", w.engine.name, c.name)
			}
			for _, e := range d.examples {
				fmt.Fprintf(&details, "  - %s\n", e)
			}
			row = append(row, d.String())
		}
		t.Add(row...)
	}
	if _, err := t.WriteTo(out); err != nil {
		return err
	}
	_, err := io.WriteString(out, details.String())
	return err
}

// encodeAll encodes the values of a case. Those that end the worker are done
// again one by one.
func encodeAll(w *worker, name string, n int) ([]output, error) {
	const batch = 50
	var all []output
	for at := 0; at < n; at += batch {
		size := min(batch, n-at)
		r, err := w.ask(order{Case: name, At: at, N: size})
		if err != nil {
			for k := range size {
				one, err := w.ask(order{Case: name, At: at + k, N: 1})
				if err != nil {
					one.Outputs = []output{{Err: "crash: " + err.Error()}}
				}
				r.Outputs = append(r.Outputs, one.Outputs...)
			}
		}
		all = append(all, r.Outputs...)
	}
	if len(all) != n {
		return nil, fmt.Errorf("%s: %d outputs for %d values of %q", w.engine.name, len(all), n, name)
	}
	return all, nil
}

// difference is in what got is not as wanted.
type difference struct {
	all, bytes, values int
	examples           []string // one of each sort
}

func (d difference) any() bool { return d.bytes+d.values > 0 }

func (d difference) String() string {
	switch {
	case d.values > 0:
		return fmt.Sprintf("**%d of %d differ**", d.values+d.bytes, d.all)
	case d.bytes > 0:
		return fmt.Sprintf("same JSON, %d of %d in other bytes", d.bytes, d.all)
	}
	return "exact"
}

// differences compares outputs. Texts of errors may differ.
func differences(want, got []output) difference {
	d := difference{all: len(want)}
	seen := map[string]bool{}
	for i := range want {
		a, b := want[i], got[i]
		sort := ""
		switch {
		case strings.HasPrefix(b.Err, "crash: "), strings.HasPrefix(b.Err, "panic: "):
			sort = b.Err
		case a.Err != "" && b.Err == "":
			sort = "accepts what is an error"
		case a.Err == "" && b.Err != "":
			sort = "fails"
		case bytes.Equal(a.JSON, b.JSON):
			continue
		case sameJSON(a.JSON, b.JSON):
			sort = "same JSON in other bytes"
		default:
			sort = "other JSON"
		}
		if sort == "same JSON in other bytes" {
			d.bytes++
		} else {
			d.values++
		}
		if !seen[sort] {
			seen[sort] = true
			d.examples = append(d.examples, fmt.Sprintf("%s: %s instead of %s", sort, show(b, a), show(a, b)))
		}
	}
	return d
}

// sameJSON compares what is decoded, numbers by their text.
func sameJSON(a, b []byte) bool {
	x, err := decoded(a)
	if err != nil {
		return false
	}
	y, err := decoded(b)
	return err == nil && reflect.DeepEqual(x, y)
}

func decoded(b []byte) (v any, err error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if err = d.Decode(&v); err == nil && d.More() {
		err = fmt.Errorf("more than one value: %s", b)
	}
	return v, err
}

// show is where an output begins to differ from another.
func show(o, from output) string {
	if o.Err != "" {
		return "the error " + short(o.Err)
	}
	at := 0
	for at < len(o.JSON) && at < len(from.JSON) && o.JSON[at] == from.JSON[at] {
		at++
	}
	return "`" + short(string(o.JSON[max(0, at-20):])) + "`"
}

func short(s string) string {
	s = strings.ToValidUTF8(s, "�")
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
