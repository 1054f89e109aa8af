package devserver

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/cmd/inertia/internal/problem"
	"github.com/inertia-templ/shell/cmd/inertia/internal/projecttest"
)

func TestRequestsWaitAtTheGate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := newGate()
		program := &url.URL{Host: "127.0.0.1:1"}
		waiting := func(ready func(state) bool) <-chan state {
			came := make(chan state, 1)
			go func() {
				s, err := g.wait(t.Context(), ready)
				assert.NoError(t, err)
				came <- s
			}()
			synctest.Wait()
			return came
		}
		first := waiting(settled)
		assert.Empty(t, first)
		g.open(program)
		assert.Equal(t, state{generation: 1, program: program}, <-first)
		assert.Equal(t, 1, (<-waiting(settled)).generation, "nobody waits for a program that runs")

		second, next := waiting(after(1)), waiting(after(1))
		g.build()
		synctest.Wait()
		assert.Empty(t, second)
		g.resume() // a false alarm
		synctest.Wait()
		assert.Empty(t, second)
		failed := &failure{title: "broken"}
		g.fail(failed)
		assert.Equal(t, state{generation: 2, failure: failed}, <-second)
		assert.Equal(t, 2, (<-next).generation)

		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := g.wait(ctx, after(9))
		assert.ErrorIs(t, err, context.Canceled)
	})
}

func TestConsoleSaysWhoSpeaks(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	none := func(string) string { return "" }
	c := newConsole(&out, none)
	a, b := c.part("go   ", cyan), c.part("vite ", magenta)
	for _, text := range []string{"one\ntw", "o\r\n\nthr"} {
		n, err := a.Write([]byte(text))
		require.NoError(t, err)
		assert.Equal(t, len(text), n)
	}
	b.say("between\nlines")
	a.end()
	a.end()
	b.logger("vite: ").Info("vite: ready", "key", "value")
	b.logger("vite: ").Debug("not shown")
	assert.Equal(t, "go    | one\ngo    | two\ngo    | \nvite  | between\nvite  | lines\ngo    | thr\nvite  | ready\n", out.String())

	out.Reset()
	_, _ = a.Write([]byte(strings.Repeat("x", 2*maxLine)))
	assert.Less(t, len(a.rest), 2*maxLine, "lines without an end are bounded")
	out.Reset()
	b.say("\x1b[32mgreen\x1b[0m [1] text")
	assert.Equal(t, "vite  | green [1] text\n", out.String(), "files have no colours")
	c.color = true
	out.Reset()
	c.part("go   ", cyan).say("x")
	assert.Equal(t, "\x1b[36mgo   \x1b[0m \x1b[2m|\x1b[0m x\n", out.String())
	assert.False(t, newConsole(os.Stdout, func(name string) string { return map[string]string{"NO_COLOR": "1"}[name] }).color)
}

func TestTailKeepsTheLast(t *testing.T) {
	t.Parallel()
	var kept tail
	for range 100 {
		_, _ = kept.Write([]byte(strings.Repeat("ä", 1000)))
	}
	_, _ = kept.Write([]byte("end"))
	assert.LessOrEqual(t, len(kept.String()), maxTail+3)
	assert.True(t, strings.HasSuffix(kept.String(), "ääend"))
}

func TestFillTellsTheProgramWhereThingsAre(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ arguments, want []string }{
		"flags":             {nil, []string{"-dev", "V", "-addr", "A"}},
		"more arguments":    {[]string{"-db", "x"}, []string{"-dev", "V", "-addr", "A", "-db", "x"}},
		"other flags":       {[]string{"--listen={addr}", "--vite", "{vite}"}, []string{"--listen=A", "--vite", "V"}},
		"one other flag":    {[]string{"serve", "--on={addr}"}, []string{"-dev", "V", "serve", "--on=A"}},
		"both in one":       {[]string{"{vite}{addr}"}, []string{"VA"}},
		"other braces stay": {[]string{"{x}"}, []string{"-dev", "V", "-addr", "A", "{x}"}},
	} {
		assert.Equal(t, test.want, fill(test.arguments, "V", "A"), name)
	}
}

func TestEnvironmentAddsTheFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	own := []string{"PATH=/bin", "EMPTY="}
	const here = "http://127.0.0.1:8080"
	env, err := environment(dir, own, here)
	require.NoError(t, err)
	assert.Equal(t, append(own[:2:2], "APP_URL="+here), env, "without a file")
	projecttest.Write(t, filepath.Join(dir, ".env"), "# secrets\nB=\"two words\"\nPATH=other\nEMPTY=no\nexport A=1 # note\n")
	env, err = environment(dir, own, here)
	require.NoError(t, err)
	assert.Equal(t, []string{"PATH=/bin", "EMPTY=", "A=1", "APP_URL=" + here, "B=two words"}, env)
	own = append(own, "APP_URL=https://own.example.com")
	env, err = environment(dir, own, here)
	require.NoError(t, err)
	assert.Contains(t, env, "APP_URL=https://own.example.com")
	assert.NotContains(t, env, "APP_URL="+here)
	projecttest.Write(t, filepath.Join(dir, ".env"), "APP_URL=https://file.example.com\n")
	env, err = environment(dir, []string{"PATH=/bin"}, here)
	require.NoError(t, err)
	assert.Equal(t, []string{"PATH=/bin", "APP_URL=https://file.example.com"}, env)
	projecttest.Write(t, filepath.Join(dir, ".env"), "no assignment\n")
	_, err = environment(dir, own, here)
	var wrong problem.Error
	require.ErrorAs(t, err, &wrong)
	assert.Equal(t, filepath.Join(dir, ".env"), wrong[0].File)
}

func TestAddressIsWhereBrowsersGo(t *testing.T) {
	t.Parallel()
	for listens, want := range map[string]string{
		"127.0.0.1:8080":  "http://127.0.0.1:8080",
		"[::1]:80":        "http://[::1]:80",
		"0.0.0.0:8080":    "http://localhost:8080",
		"[::]:8080":       "http://localhost:8080",
		"192.168.1.5:443": "http://192.168.1.5:443",
	} {
		at, err := net.ResolveTCPAddr("tcp", listens)
		require.NoError(t, err)
		assert.Equal(t, want, address(at))
	}
}

func TestNoticeIsWhatThePluginReads(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	n := newNotice(dir)
	assert.Equal(t, "INERTIA_DEV_NOTICE="+filepath.Join(dir, "notice.json"), n.environment())
	file := filepath.Join(dir, "main.go")
	projecttest.Write(t, file, "package main\n\nx\n")
	f := newFailure("The Go code does not compile", problem.Error{{File: file, Line: 3, Column: 1, Message: "x"}, {File: file, Line: 9, Message: "y"}})
	f.output = "said"
	require.NoError(t, n.failed(f))
	read := func() (c content) {
		data, err := os.ReadFile(n.name)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(data, &c))
		return c
	}
	assert.Equal(t, content{1, &overlay{
		Message: "The Go code does not compile: x", ID: file, Plugin: "inertia dev", Loc: &location{file, 3, 1},
		Frame: "1 | package main\n2 | \n3 | x\n  | ^\n", Stack: file + ":3:1: x\n" + file + ":9: y\nsaid",
	}}, read())
	require.NoError(t, n.failed(newFailure("It cannot be run", errors.New("why"))))
	assert.Equal(t, content{2, &overlay{Message: "It cannot be run: why", Plugin: "inertia dev"}}, read())
	require.NoError(t, n.restarted())
	assert.Equal(t, content{Number: 3}, read())
	info, err := os.Stat(n.name)
	require.NoError(t, err)
	assert.Zero(t, info.Mode().Perm()&0o077, "nobody else can write it")
}
