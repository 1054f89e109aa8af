package measure

import (
	"fmt"
	"os"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

// Machine says when and on what the program runs, and the versions of the
// modules it compares.
func Machine(modules ...string) string {
	cpu := "unknown processor"
	if info, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		if m := regexp.MustCompile(`model name\s*: (.*)`).FindSubmatch(info); m != nil {
			cpu = string(m[1])
		}
	}
	system := runtime.GOOS + "/" + runtime.GOARCH
	if release, err := os.ReadFile("/proc/sys/kernel/osrelease"); err == nil {
		system += " " + strings.TrimSpace(string(release))
	}
	lines := []string{
		fmt.Sprintf("- %s, %s", time.Now().Format(time.DateOnly), runtime.Version()),
		fmt.Sprintf("- %s, %d cores, %s", cpu, runtime.NumCPU(), system),
	}
	if build, ok := debug.ReadBuildInfo(); ok {
		for _, m := range build.Deps {
			if slices.Contains(modules, m.Path) {
				lines = append(lines, fmt.Sprintf("- %s %s", m.Path, m.Version))
			}
		}
	}
	return strings.Join(lines, "\n") + "\n"
}
