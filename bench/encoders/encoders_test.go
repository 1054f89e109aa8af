package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// crashing is an engine whose process ends, for the tests.
var crashing = engine{name: "crashing", encoder: func(io.Writer, any) error {
	os.Stderr.WriteString("fatal error: as expected\nmore\n")
	os.Exit(2)
	return nil
}}

// TestMain is a worker, too, when it is started as one.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == "-worker" {
		for _, e := range append(engines(), crashing) {
			if e.name == os.Args[2] {
				if err := work(e, os.Stdin, os.Stdout); err != nil {
					log.Fatal(err)
				}
			}
		}
		return
	}
	os.Exit(m.Run())
}

func newWorker(t *testing.T, e engine) *worker {
	t.Helper()
	binary, err := os.Executable()
	require.NoError(t, err)
	w := &worker{engine: e, binary: binary}
	t.Cleanup(w.stop)
	return w
}

func TestValuesAreTheSameInEveryProcess(t *testing.T) {
	t.Parallel()
	std := engines()[0]
	w := newWorker(t, std)
	for _, c := range cases {
		there, err := encodeAll(w, c.name, 60)
		require.NoError(t, err, c.name)
		different := map[string]bool{}
		for n, o := range there {
			assert.Equal(t, std.output(valueOf(c.name, n)).JSON, o.JSON, c.name)
			different[fmt.Sprintf("%s%s", o.JSON, o.Err)] = true
		}
		assert.Greater(t, len(different), 1, "%s: all values are alike", c.name)
	}
}

func TestCrashOfOneEngineIsNoticed(t *testing.T) {
	t.Parallel()
	got, err := encodeAll(newWorker(t, crashing), "rows", 2)
	require.NoError(t, err)
	for _, o := range got {
		assert.Equal(t, output{Err: "crash: fatal error: as expected"}, o)
	}
}

func TestDifferences(t *testing.T) {
	t.Parallel()
	json := func(s string) output { return output{JSON: []byte(s)} }
	failed := func(s string) output { return output{Err: s} }
	for name, c := range map[string]struct {
		want, got output
		says      string
		example   string
	}{
		"the same":       {json(`{"a":1}`), json(`{"a":1}`), "exact", ""},
		"both fail":      {failed("no"), failed("not so"), "exact", ""},
		"other bytes":    {json(`"\u003c"`), json(`"<"`), "same JSON, 1 of 1 in other bytes", "same JSON in other bytes: `\"<\"` instead of `\"\\u003c\"`"},
		"other order":    {json(`{"a":1,"b":2}`), json(`{"b":2,"a":1}`), "same JSON, 1 of 1 in other bytes", "same JSON in other bytes: `{\"b\":2,\"a\":1}` instead of `{\"a\":1,\"b\":2}`"},
		"other values":   {json(`1`), json(`2`), "**1 of 1 differ**", "other JSON: `2` instead of `1`"},
		"not even JSON":  {json(`1`), json(`{`), "**1 of 1 differ**", "other JSON: `{` instead of `1`"},
		"accepts":        {failed("no"), json(`1`), "**1 of 1 differ**", "accepts what is an error: `1` instead of the error no"},
		"fails":          {json(`1`), failed("no"), "**1 of 1 differ**", "fails: the error no instead of `1`"},
		"panics instead": {failed("no"), failed("panic: oh"), "**1 of 1 differ**", "panic: oh: the error panic: oh instead of the error no"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := differences([]output{c.want}, []output{c.got})
			assert.Equal(t, c.says, d.String())
			if c.example == "" {
				assert.Empty(t, d.examples)
			} else {
				assert.Equal(t, []string{c.example}, d.examples)
			}
		})
	}
}

func TestPagesAreTheSameWithEveryEngine(t *testing.T) {
	t.Parallel()
	for _, name := range timed {
		for _, e := range engines() {
			_, size, err := e.page(name)
			require.NoError(t, err)
			_, want, err := engines()[0].page(name)
			require.NoError(t, err)
			assert.Equal(t, want, size, "%s, %s", name, e.name)
		}
	}
}
