package devserver

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"os"
	"regexp"
	"sync"

	"github.com/mattn/go-isatty"
)

// console is where all parts write. Each line says whose it is.
type console struct {
	mu    sync.Mutex
	out   io.Writer
	color bool
}

// newConsole colours lines if out is a terminal and NO_COLOR is not set.
func newConsole(out io.Writer, getenv func(string) string) *console {
	file, ok := out.(*os.File)
	return &console{out: out, color: ok && isatty.IsTerminal(file.Fd()) && getenv("NO_COLOR") == "" && getenv("TERM") != "dumb"}
}

// Colours of the parts, as numbers of ANSI.
const (
	green   = "32"
	yellow  = "33"
	magenta = "35"
	cyan    = "36"
)

// colors are what terminals colour text by.
var colors = regexp.MustCompile("\x1b\\[[0-9;]*m")

// part is a writer for one of the parts. Names have the same width.
func (c *console) part(name, color string) *part {
	prefix := name + " | "
	if c.color {
		prefix = "\x1b[" + color + "m" + name + "\x1b[0m \x1b[2m|\x1b[0m "
	}
	return &part{console: c, prefix: []byte(prefix)}
}

// maxLine is where a line is broken that does not end.
const maxLine = 64 << 10

// part writes whole lines, each behind a prefix.
type part struct {
	console *console
	prefix  []byte

	mu   sync.Mutex
	rest []byte
}

func (p *part) Write(text []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	written := len(text)
	for {
		line, rest, found := bytes.Cut(text, []byte("\n"))
		p.rest = append(p.rest, line...)
		if found || len(p.rest) > maxLine {
			p.flush()
		}
		if !found {
			return written, nil
		}
		text = rest
	}
}

// end writes what came without the end of a line.
func (p *part) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.rest) > 0 {
		p.flush()
	}
}

func (p *part) flush() {
	p.console.mu.Lock()
	defer p.console.mu.Unlock()
	text := bytes.TrimRight(p.rest, "\r")
	if !p.console.color {
		text = colors.ReplaceAll(text, nil) // some tools colour their lines whatever NO_COLOR says
	}
	line := append(append(bytes.Clone(p.prefix), text...), '\n')
	_, _ = p.console.out.Write(line)
	p.rest = p.rest[:0]
}

// say writes lines of this program itself.
func (p *part) say(text string) { _, _ = io.WriteString(p, text+"\n") }

// logger logs to a part: the message alone, since who says it is the prefix.
func (p *part) logger(trim string) *slog.Logger {
	return slog.New(&lines{p, []byte(trim)})
}

// lines is a slog.Handler that writes messages.
type lines struct {
	part *part
	trim []byte // what all messages begin with
}

func (*lines) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelInfo }

func (l *lines) Handle(_ context.Context, r slog.Record) error {
	l.part.say(string(bytes.TrimPrefix([]byte(r.Message), l.trim)))
	return nil
}

func (l *lines) WithAttrs([]slog.Attr) slog.Handler { return l }

func (l *lines) WithGroup(string) slog.Handler { return l }

// tail keeps the last of what is written to it.
type tail struct {
	mu   sync.Mutex
	kept []byte
}

const maxTail = 16 << 10

func (t *tail) Write(text []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.kept = append(t.kept, text...)
	if over := len(t.kept) - maxTail; over > 0 {
		t.kept = bytes.Clone(t.kept[over:])
	}
	return len(text), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(bytes.ToValidUTF8(t.kept, []byte("�")))
}
