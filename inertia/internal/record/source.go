package record

import (
	"reflect"
	"runtime"
	"strings"
	"sync/atomic"
)

// Source is a place in the program's code. The zero Source is unknown.
type Source struct {
	File     string
	Line     int
	Function string
}

// Known reports whether there is a place.
func (s Source) Known() bool { return s.File != "" }

// wanted counts the requests whose record tells places. To find one takes
// about a microsecond, which no other request pays.
var wanted atomic.Int32

// WantSources has places noted until done is called.
func WantSources() (done func()) {
	wanted.Add(1)
	return func() { wanted.Add(-1) }
}

// SourcesWanted reports whether places are noted.
func SourcesWanted() bool { return wanted.Load() > 0 }

// own is the folder of package inertia, as the compiler names it. Names of
// functions would not do: a closure of an inlined function has its caller's.
var own = func() string {
	_, file, _, _ := runtime.Caller(0)
	return strings.TrimSuffix(file, "internal/record/source.go")
}()

// isOwn reports whether a file is of package inertia or of its internal
// packages, and not one of their tests.
func isOwn(file string) bool {
	rest, ok := strings.CutPrefix(file, own)
	return ok && (!strings.Contains(rest, "/") || strings.HasPrefix(rest, "internal/")) && !strings.HasSuffix(rest, "_test.go")
}

// Caller is the place in the program from which package inertia was called.
func Caller() Source {
	var room [24]uintptr
	frames := runtime.CallersFrames(room[:runtime.Callers(2, room[:])])
	for {
		f, more := frames.Next()
		switch {
		case strings.HasPrefix(f.Function, "runtime."):
			return Source{} // a goroutine of package props
		case strings.HasPrefix(f.Function, "net/http."):
			return Source{} // that calls a handler of the library's own
		case f.File != "" && !isOwn(f.File):
			return Source{File: f.File, Line: f.Line, Function: f.Function}
		case !more:
			return Source{}
		}
	}
}

// Func is where a function of the program begins. Of a method that is used as a
// function only the name is known: the compiler makes such functions itself.
func Func(fn any) Source {
	v := reflect.ValueOf(fn)
	if v.Kind() != reflect.Func || v.IsNil() {
		return Source{}
	}
	f := runtime.FuncForPC(v.Pointer())
	if f == nil {
		return Source{}
	}
	name, method := strings.CutSuffix(f.Name(), "-fm")
	if method {
		return Source{Function: name}
	}
	file, line := f.FileLine(v.Pointer())
	return Source{File: file, Line: line, Function: name}
}
