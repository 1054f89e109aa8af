package ssr

import (
	"math"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
)

func TestMemoryLimitIsTheLeastOfTheControlGroups(t *testing.T) {
	t.Parallel()
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	for name, test := range map[string]struct {
		root fstest.MapFS
		want int64
	}{
		"no Linux":    {fstest.MapFS{}, math.MaxInt64},
		"no limit":    {fstest.MapFS{"proc/self/cgroup": file("0::/user.slice\n"), "sys/fs/cgroup/user.slice/memory.max": file("max\n")}, math.MaxInt64},
		"a unit":      {fstest.MapFS{"proc/self/cgroup": file("0::/system.slice/app.service\n"), "sys/fs/cgroup/system.slice/app.service/memory.max": file("1073741824\n")}, 1 << 30},
		"above it":    {fstest.MapFS{"proc/self/cgroup": file("0::/a/b\n"), "sys/fs/cgroup/a/b/memory.max": file("4294967296\n"), "sys/fs/cgroup/a/memory.max": file("2147483648\n")}, 2 << 30},
		"a container": {fstest.MapFS{"proc/self/cgroup": file("0::/\n"), "sys/fs/cgroup/memory.max": file("536870912\n")}, 512 << 20},
		"version 1": {fstest.MapFS{
			"proc/self/cgroup":                                    file("12:cpu,cpuacct:/docker/x\n5:memory:/docker/x\n0::/\n"),
			"sys/fs/cgroup/memory/memory.limit_in_bytes":          file("805306368\n"),
			"sys/fs/cgroup/cpu,cpuacct/docker/x/memory.max":       file("1\n"),
			"sys/fs/cgroup/memory/docker/y/memory.limit_in_bytes": file("1\n"),
		}, 768 << 20},
		"garbled": {fstest.MapFS{"proc/self/cgroup": file("\x00\n:::\n0::/../..\n"), "sys/fs/cgroup/memory.max": file("-1 x")}, math.MaxInt64},
	} {
		assert.Equal(t, test.want, memoryLimit(test.root), name)
	}
}

func TestAsManyWorkersAsProcessorsAndMemoryAllow(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		processors int
		memory     int64
		want       int
	}{{1, math.MaxInt64, 1}, {64, math.MaxInt64, 64}, {8, 1 << 30, 3}, {2, 1 << 30, 2}, {8, 1 << 20, 1}, {8, 512 << 20, 1}} {
		assert.Equal(t, test.want, workersFor(test.processors, test.memory), "%+v", test)
	}
}
