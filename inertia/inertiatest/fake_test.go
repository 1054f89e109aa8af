package inertiatest_test

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// fake is a test that notes how it fails.
type fake struct {
	testing.TB
	messages []string
	log      []string
	ended    bool
	ctx      context.Context
	cleanups []func()
}

func (f *fake) Cleanup(fn func()) { f.cleanups = append(f.cleanups, fn) }

func (f *fake) Helper()                           {}
func (f *fake) Context() context.Context          { return f.ctx }
func (f *fake) Errorf(format string, args ...any) { f.note(fmt.Sprintf(format, args...)) }
func (f *fake) Logf(format string, args ...any)   { f.log = append(f.log, fmt.Sprintf(format, args...)) }
func (f *fake) Fatal(args ...any)                 { f.note(fmt.Sprint(args...)); f.end() }
func (f *fake) Fatalf(format string, args ...any) { f.note(fmt.Sprintf(format, args...)); f.end() }
func (f *fake) note(message string)               { f.messages = append(f.messages, message) }
func (f *fake) end()                              { f.ended = true; runtime.Goexit() }

// fails runs a test that is to fail, and returns what it says.
func fails(t *testing.T, fn func(t testing.TB)) *fake {
	t.Helper()
	f := &fake{ctx: t.Context()}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			for _, clean := range f.cleanups {
				clean()
			}
		}()
		fn(f)
	}()
	<-done
	return f
}

// said is everything that a failed test said.
func (f *fake) said() string { return strings.Join(f.messages, "\n") }
