package main

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/inertia-templ/shell/internal/child"
)

// place is where stacks are built and run.
type place struct {
	root string // this folder
	bin  string // programs in Go
	db   string
}

// environment has the Node and the tools of the packages that are installed.
func (p place) environment(more ...string) []string {
	path := filepath.Join(p.root, "node/node_modules/.bin") + ":" + filepath.Join(p.root, "inertia/frontend/node_modules/.bin") + ":" + os.Getenv("PATH")
	return append(append(os.Environ(), "PATH="+path, "NODE_ENV=production", "NEXT_TELEMETRY_DISABLED=1", "NUXT_TELEMETRY_DISABLED=1", "DB="+p.db), more...)
}

// build installs and builds what the stacks need, each front end once.
func (p place) build(ctx context.Context, stacks []stack, o options) error {
	var commands [][]string
	add := func(folder string, line ...string) {
		commands = append(commands, append([]string{filepath.Join(p.root, folder)}, line...))
	}
	if !o.built {
		add("node", "npm", "ci", "--no-audit", "--no-fund")
	}
	var folders []string
	for _, s := range stacks {
		if slices.Contains(folders, s.folder) {
			continue
		}
		folders = append(folders, s.folder)
		if s.folder == frontend {
			add(".", "go", "build", "-o", p.bin+"/", "./shell", "./gonertia")
		}
		if !o.built {
			add(s.folder, "npm", "ci", "--include=dev", "--no-audit", "--no-fund")
			add(s.folder, "npm", "run", "build")
		}
	}
	for _, c := range commands {
		cmd := exec.CommandContext(ctx, c[1], c[2:]...)
		cmd.Dir, cmd.Env = c[0], p.environment()
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("rivals: %s in %s: %w\n%s", strings.Join(c[1:], " "), c[0], err, out)
		}
	}
	return nil
}

// server is a stack that runs.
type server struct {
	port      string
	processes int
	url       string
	stop      func()
	ended     chan struct{}
}

// start starts a stack and waits for its first page. The time is that from the
// start of the server until the page is there.
func (p place) start(ctx context.Context, s stack, processes int) (*server, time.Duration, error) {
	port, err := freePort()
	if err != nil {
		return nil, 0, err
	}
	ctx, cancel := context.WithCancel(ctx)
	out := &server{port: port, processes: processes, url: "http://127.0.0.1:" + port, ended: make(chan struct{}, 2)}
	running := 0
	out.stop = func() {
		cancel()
		for range running {
			<-out.ended
		}
	}
	run := func(line []string) {
		cmd := exec.CommandContext(ctx, line[0], line[1:]...)
		cmd.Dir = filepath.Join(p.root, s.cwd)
		cmd.Env = p.environment("PORT="+port, "HOST=127.0.0.1", "HOSTNAME=127.0.0.1", "PROCESSES="+strconv.Itoa(processes),
			"GOMAXPROCS="+strconv.Itoa(processes), "NITRO_CLUSTER_WORKERS="+strconv.Itoa(processes))
		if program, err := lookPath(line[0], cmd.Env); err == nil {
			cmd.Path, cmd.Err = program, nil
		}
		cmd.Stderr, cmd.WaitDelay = os.Stderr, 5*time.Second
		running++
		go func() {
			_ = child.Run(cmd) // it was killed, or wait says that it ended
			out.ended <- struct{}{}
		}()
	}
	if s.beside != nil {
		run(s.beside(p))
		if err := out.wait(ctx, s, "http://127.0.0.1:13714/health"); err != nil {
			out.stop()
			return nil, 0, err
		}
	}
	begun := time.Now()
	run(s.start(p, *out))
	if err := out.wait(ctx, s, out.url+"/tiny"); err != nil {
		out.stop()
		return nil, 0, err
	}
	return out, time.Since(begun), nil
}

// wait asks for a page until it is answered.
func (s *server) wait(ctx context.Context, of stack, url string) error {
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(time.Millisecond) {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return err
		}
		text, err := fetch(r)
		rendered := !of.inHTML || !strings.HasSuffix(url, "/tiny") || strings.Contains(text, "<h1")
		if err == nil && rendered {
			return nil
		}
		if len(s.ended) > 0 {
			return fmt.Errorf("the program ended before it answered")
		}
	}
	return fmt.Errorf("%s does not answer", url)
}

// pss is the memory of all processes below this one, which are those of the
// stack. What they share is counted once.
func pss() (int, error) {
	children := map[int][]int{}
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return 0, err
	}
	for _, name := range stats {
		text, err := os.ReadFile(name)
		if err != nil {
			continue // it has ended
		}
		_, after, _ := strings.Cut(string(text), ") ")
		fields := strings.Fields(after)
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(name)))
		parent, _ := strconv.Atoi(fields[1])
		children[parent] = append(children[parent], pid)
	}
	total := 0
	for pids := children[os.Getpid()]; len(pids) > 0; pids = pids[1:] {
		pids = append(pids, children[pids[0]]...)
		file, err := os.Open(fmt.Sprintf("/proc/%d/smaps_rollup", pids[0]))
		if err != nil {
			return 0, err
		}
		for lines := bufio.NewScanner(file); lines.Scan(); {
			var kilobytes int
			if _, err := fmt.Sscanf(lines.Text(), "Pss: %d kB", &kilobytes); err == nil {
				total += kilobytes << 10
			}
		}
		_ = file.Close()
	}
	return total, nil
}

func freePort() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer listener.Close()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	return port, err
}

// lookPath finds a program in the PATH of an environment.
func lookPath(name string, env []string) (string, error) {
	if strings.Contains(name, "/") {
		return name, nil
	}
	for _, variable := range slices.Backward(env) {
		list, ok := strings.CutPrefix(variable, "PATH=")
		if !ok {
			continue
		}
		for _, dir := range filepath.SplitList(list) {
			if file := filepath.Join(dir, name); exec.Command(file).Err == nil {
				if info, err := os.Stat(file); err == nil && info.Mode()&0o111 != 0 {
					return file, nil
				}
			}
		}
		break
	}
	return "", exec.ErrNotFound
}
