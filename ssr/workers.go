package ssr

import (
	"io/fs"
	"math"
	"os"
	"path"
	"runtime"
	"strconv"
	"strings"
)

// workerMemory is what a worker is expected to take, in bytes.
const workerMemory = 256 << 20

// defaultWorkers is one worker for each processor that Go uses, but no more than
// fit the memory that the program may use, a quarter of which is its own.
func defaultWorkers() int {
	return workersFor(runtime.GOMAXPROCS(0), memoryLimit(os.DirFS("/")))
}

func workersFor(processors int, memory int64) int {
	return max(1, min(processors, int(min(memory/4*3/workerMemory, math.MaxInt32))))
}

// memoryLimit is what the control groups of Linux let the program use, in bytes,
// the largest number if they do not say. Go itself reads how many processors they
// allow.
func memoryLimit(root fs.FS) int64 {
	limit := int64(math.MaxInt64)
	groups, err := fs.ReadFile(root, "proc/self/cgroup")
	if err != nil {
		return limit // not Linux
	}
	for line := range strings.Lines(string(groups)) {
		// hierarchy:controllers:path
		parts := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(parts) != 3 {
			continue
		}
		dir, file := "sys/fs/cgroup", "memory.max"
		switch parts[1] {
		case "":
		case "memory": // version 1
			dir, file = "sys/fs/cgroup/memory", "memory.limit_in_bytes"
		default:
			continue
		}
		// The limit of each group above holds too. In a container the path may be
		// that of the machine; its own group is at the top then.
		for at := path.Join("/", parts[2]); ; at = path.Dir(at) {
			if text, err := fs.ReadFile(root, path.Join(dir, at, file)); err == nil {
				if n, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64); err == nil && n > 0 { // not "max"
					limit = min(limit, n)
				}
			}
			if at == "/" {
				break
			}
		}
	}
	return limit
}
