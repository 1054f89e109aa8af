package doctor

import (
	"context"
	"os/exec"
	"strings"

	"golang.org/x/mod/semver"
)

// What the library and Vite 8 need.
const (
	wantGo = "v1.26"
	// Node 20 from wantNode20 on, 22 from wantNode22 on, and what is newer.
	wantNode20, wantNode22 = "v20.19.0", "v22.12.0"
)

// checkGo looks at the Go toolchain, and at whether it compiles the program.
func checkGo(ctx context.Context, p *project, r *reporter) {
	cmd := exec.CommandContext(ctx, "go", "env", "GOVERSION")
	cmd.Dir = p.root
	out, err := cmd.CombinedOutput()
	version := strings.TrimSpace(string(out))
	if err != nil {
		said := firstLine(version)
		if said == "" {
			said = err.Error()
		}
		r.err("the go command fails: "+said, "", "install Go 1.26 or newer from https://go.dev/dl")
		return
	}
	number, _, _ := strings.Cut(strings.TrimPrefix(version, "go"), " ") // "go1.26.4 X:experiment"
	if v := "v" + number; semver.IsValid(v) && semver.Compare(v, wantGo) < 0 {
		r.err("Go is "+number+", and the library needs 1.26", "", "install Go 1.26 or newer from https://go.dev/dl")
		return
	}
	if p.codeErr != nil {
		lines := strings.Split(flat(p.codeErr), "; ")
		fix := "go build ./..."
		place, message := split(strings.TrimPrefix(lines[0], "typescript: "))
		for _, sign := range []string{"could not import", "go mod tidy", "go get", "missing go.sum entry"} {
			if strings.Contains(message, sign) {
				fix = "go mod tidy"
			}
		}
		message, _, _ = strings.Cut(message, ` (invalid package name: "")`)
		r.err("the program does not compile: "+message, p.short(place), fix)
		return
	}
	if !p.code.used("inertia.New") {
		r.warn("no package of this module calls inertia.New", "go.mod", "run the command in the module of the program, or name its folder with -C")
	}
	r.fine("Go %s", number)
}

// split separates the place and the text of a compiler message such as
// "/app/main.go:7:2: text".
func split(line string) (place, message string) {
	at := strings.Index(line, ".go:")
	if at < 0 {
		return "", line
	}
	end := strings.Index(line[at:], ": ")
	if end < 0 {
		return "", line
	}
	place, message = line[:at+end], line[at+end+2:]
	if i := strings.LastIndexByte(place, ':'); i > at+3 {
		place = place[:i] // the column
	}
	return place, message
}

// checkNode looks at what runs Vite.
func checkNode(ctx context.Context, p *project, r *reporter) {
	if p.front == nil {
		return
	}
	const install = "install Node.js 22.12 or newer from https://nodejs.org"
	out, err := exec.CommandContext(ctx, "node", "--version").Output()
	if err != nil {
		if _, bun := exec.LookPath("bun"); bun == nil {
			return
		}
		r.err("Node.js is not installed, and Vite needs it", "", install)
		return
	}
	version := strings.TrimSpace(string(out))
	switch old := semver.Compare(version, wantNode20) < 0; {
	case !semver.IsValid(version):
	case old, semver.Major(version) == "v21", semver.Major(version) == "v22" && semver.Compare(version, wantNode22) < 0:
		r.err("Node.js is "+version[1:]+", and Vite 8 needs 20.19, 22.12 or newer", "", install)
	default:
		r.fine("Node %s", version[1:])
	}
}
