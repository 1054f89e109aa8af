package devserver

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/joho/godotenv"

	"github.com/inertia-templ/shell/cmd/inertia/internal/problem"
	"github.com/inertia-templ/shell/cmd/inertia/internal/project"
	"github.com/inertia-templ/shell/internal/child"
)

// binary is the program as it was built last.
type binary struct {
	file string
	sum  [sha256.Size]byte
}

// builder builds the program into files of a folder. Each has a name of its own,
// because some systems do not overwrite a program that runs.
type builder struct {
	project *project.Project
	dir     string
	built   int
}

// build returns the program, or a [problem.Error] if it does not compile.
func (b *builder) build(ctx context.Context) (*binary, error) {
	b.built++
	file := filepath.Join(b.dir, fmt.Sprintf("%s-%d", b.project.Name(), b.built))
	if runtime.GOOS == "windows" {
		file += ".exe"
	}
	cmd := exec.CommandContext(ctx, "go", "build", "-o", file, b.project.Package())
	cmd.Dir = b.project.Dir
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	cmd.WaitDelay = grace
	err := child.Run(cmd)
	var start *child.StartError
	switch {
	case ctx.Err() != nil:
		_ = os.Remove(file)
		return nil, ctx.Err()
	case errors.As(err, &start):
		return nil, fmt.Errorf("devserver: go build: %w: install Go", err)
	case err != nil:
		return nil, problem.FromGo(b.project.Dir, cmp.Or(said.String(), err.Error()))
	}
	sum, err := hash(file)
	if err != nil {
		return nil, fmt.Errorf("devserver: %w", err)
	}
	return &binary{file, sum}, nil
}

// grace is how long a process may take to end when it is asked to.
const grace = 2 * time.Second

// process is the program as it runs.
type process struct {
	binary *binary
	env    []string
	addr   string
	end    context.CancelFunc
	done   chan struct{} // closed when it has ended
	err    error         // why it has, if nobody asked it to
	said   tail
}

// start runs the program. Its output goes to out.
func start(ctx context.Context, p *project.Project, b *binary, arguments, env []string, viteURL string, out *part) (*process, error) {
	addr, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	pr := &process{binary: b, env: env, addr: addr, end: cancel, done: make(chan struct{})}
	cmd := exec.CommandContext(ctx, b.file, fill(arguments, viteURL, addr)...)
	cmd.Dir, cmd.Env = p.Dir, env
	output := io.MultiWriter(out, &pr.said)
	cmd.Stdout, cmd.Stderr = output, output
	cmd.WaitDelay = grace
	go func() {
		defer close(pr.done)
		defer cancel()
		err := child.Run(cmd)
		out.end()
		if ctx.Err() == nil {
			pr.err = cmp.Or(err, errEnded)
		}
	}()
	return pr, nil
}

var errEnded = errors.New("exit status 0")

// stop ends the program and all processes that it has started.
func (pr *process) stop() {
	pr.end()
	<-pr.done
	_ = os.Remove(pr.binary.file)
}

// listening waits until the program accepts connections. If it has not done so
// for a while, slow is called once.
func (pr *process) listening(ctx context.Context, slow func()) error {
	patience := time.NewTimer(15 * time.Second)
	defer patience.Stop()
	for pause := 5 * time.Millisecond; ; pause = min(2*pause, 200*time.Millisecond) {
		var dialer net.Dialer
		conn, err := dialer.DialContext(ctx, "tcp", pr.addr)
		if err == nil {
			return conn.Close()
		}
		select {
		case <-pr.done:
			return pr.err
		case <-ctx.Done():
			return ctx.Err()
		case <-patience.C:
			slow()
		case <-time.After(pause):
		}
	}
}

// url is where the program listens.
func (pr *process) url() *url.URL { return &url.URL{Scheme: "http", Host: pr.addr} }

// freeAddress is one that nothing listens on. Another program could take it
// before ours does; that would be an error of ours, and the next change of a file
// picks another.
func freeAddress(ctx context.Context) (string, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("devserver: find a free port: %w", err)
	}
	defer listener.Close()
	return listener.Addr().String(), nil
}

// Placeholders in the arguments of programs with other flags than -dev and -addr.
const (
	vitePlaceholder = "{vite}"
	addrPlaceholder = "{addr}"
)

// fill tells the program where Vite is and where to listen: by the flags -dev and
// -addr, or where the arguments have placeholders for them.
func fill(arguments []string, viteURL, addr string) []string {
	var filled []string
	has := func(placeholder string) bool {
		return slices.ContainsFunc(arguments, func(a string) bool { return strings.Contains(a, placeholder) })
	}
	if !has(vitePlaceholder) {
		filled = append(filled, "-dev", viteURL)
	}
	if !has(addrPlaceholder) {
		filled = append(filled, "-addr", addr)
	}
	for _, a := range arguments {
		filled = append(filled, strings.NewReplacer(vitePlaceholder, viteURL, addrPlaceholder, addr).Replace(a))
	}
	return filled
}

// publicURL is the variable that tells the program where browsers find it. Its
// own address is another one, which changes with each start.
const publicURL = "APP_URL"

// environment is that of the program: this one's, and what the file .env of its
// folder adds to it. Neither has to name the address where browsers find it.
func environment(dir string, own []string, address string) ([]string, error) {
	name := filepath.Join(dir, ".env")
	added, err := godotenv.Read(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		added = map[string]string{}
	case err != nil:
		return nil, problem.Error{{File: name, Message: err.Error()}}
	}
	if _, set := added[publicURL]; !set {
		added[publicURL] = address
	}
	env := slices.Clone(own)
	for key, value := range added {
		set := slices.ContainsFunc(own, func(v string) bool { return strings.HasPrefix(v, key+"=") })
		if !set {
			env = append(env, key+"="+value)
		}
	}
	slices.Sort(env[len(own):])
	return env, nil
}
