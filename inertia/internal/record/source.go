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

const module = "github.com/inertia-templ/shell/"

// Caller is the place in the program from which package inertia was called.
func Caller() Source {
	var room [24]uintptr
	frames := runtime.CallersFrames(room[:runtime.Callers(2, room[:])])
	for {
		f, more := frames.Next()
		switch {
		case strings.HasPrefix(f.Function, "runtime."):
			return Source{} // a goroutine of package props
		case f.Function != "" && !strings.HasPrefix(f.Function, module+"inertia.") && !strings.HasPrefix(f.Function, module+"inertia/internal/"):
			return Source{File: f.File, Line: f.Line, Function: f.Function}
		case !more:
			return Source{}
		}
	}
}

// Func is where a function of the program begins.
func Func(fn any) Source {
	v := reflect.ValueOf(fn)
	if v.Kind() != reflect.Func || v.IsNil() {
		return Source{}
	}
	f := runtime.FuncForPC(v.Pointer())
	if f == nil {
		return Source{}
	}
	file, line := f.FileLine(v.Pointer())
	return Source{File: file, Line: line, Function: f.Name()}
}
