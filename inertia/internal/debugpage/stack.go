package debugpage

import (
	"bufio"
	"html/template"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// Frame is a call in a stack.
type Frame struct {
	Func string
	File string
	Line int
	Own  bool // of the program, not of a library
	Link template.URL
}

// Origin is the frame to look at first, with the lines around it.
type Origin struct {
	Frame
	Lines []Line
}

// Line is a line of source.
type Line struct {
	Number int
	Text   string
	Here   bool
}

// Frames reads a stack as debug.Stack prints it, from the call that panicked
// on: what the runtime and the recovering functions add is left out.
func Frames(stack string) []Frame {
	var frames []Frame
	function := ""
	for line := range strings.Lines(stack) {
		line = strings.TrimRight(line, "\r\n")
		place, indented := strings.CutPrefix(line, "\t")
		if !indented {
			function = line
			if strings.HasPrefix(line, "panic(") {
				frames = frames[:0]
			}
			continue
		}
		place, _, _ = strings.Cut(place, " +0x")
		at := strings.LastIndexByte(place, ':')
		if at <= 0 {
			continue
		}
		number, err := strconv.Atoi(place[at+1:])
		if err != nil || number < 1 || strings.HasPrefix(function, "panic(") || strings.HasPrefix(function, "runtime.") || strings.HasPrefix(function, "goroutine ") {
			continue
		}
		f := Frame{Func: name(function), File: place[:at], Line: number}
		if f.Func == "" {
			continue
		}
		f.Own = own(f)
		frames = append(frames, f)
	}
	return frames
}

// name is a function without its arguments.
func name(call string) string {
	call = strings.TrimPrefix(call, "created by ")
	if before, _, ok := strings.Cut(call, " in goroutine"); ok {
		return before
	}
	if at := strings.LastIndexByte(call, '('); at > 0 {
		return call[:at]
	}
	return call
}

// module is the folder of this module, as the compiler names it. Names of
// functions would not tell: a closure of an inlined function has its caller's.
var module = func() string {
	_, file, _, _ := runtime.Caller(0)
	return strings.TrimSuffix(file, "inertia/internal/debugpage/stack.go")
}()

// libraries are the folders of this module that are not programs.
var libraries = []string{"", "flash", "form", "inertia", "internal", "routes", "ssr", "vite"}

// own tells a program's frames from those of the standard library, of modules,
// and of this module.
func own(f Frame) bool {
	if root := runtime.GOROOT(); root != "" && strings.HasPrefix(f.File, root+"/") { //nolint:staticcheck // where it is known, it is right
		return false
	}
	if strings.Contains(f.File, "/pkg/mod/") || strings.Contains(f.File, "/vendor/") {
		return false
	}
	file, ours := strings.CutPrefix(f.File, module)
	folder, _, below := strings.Cut(file, "/")
	if !below {
		folder = ""
	}
	return !ours || strings.HasSuffix(file, "_test.go") || !slices.Contains(libraries, folder)
}

// around is how many lines before and after a frame's are shown.
const around = 6

// lines are the lines around a frame, none if its file is not there.
func lines(f Frame) []Line {
	file, err := os.Open(f.File)
	if err != nil {
		return nil
	}
	defer file.Close()
	var list []Line
	scanner := bufio.NewScanner(file)
	for number := 1; scanner.Scan() && number <= f.Line+around; number++ {
		if number >= f.Line-around {
			list = append(list, Line{number, strings.ReplaceAll(scanner.Text(), "\t", "    "), number == f.Line})
		}
	}
	return list
}
