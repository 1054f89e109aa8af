package live

import (
	"strconv"
	"strings"
	"time"
)

// A mark is a moment in microseconds since 1970, which no other mark of the
// process has. Written down, the process follows.

// skew is how much clocks of processes may differ, in microseconds, with the
// time that a broker takes.
const skew = 2_000_000

// clock gives marks that rise.
type clock struct{ last uint64 }

func (c *clock) next() uint64 {
	c.last = max(c.last+1, uint64(time.Now().UnixMicro()))
	return c.last
}

func (h *Hub) format(mark uint64) string { return strconv.FormatUint(mark, 10) + "-" + h.process }

func parse(s string) (mark uint64, process string, ok bool) {
	number, process, ok := strings.Cut(s, "-")
	if !ok {
		return 0, "", false
	}
	mark, err := strconv.ParseUint(number, 10, 64)
	return mark, process, err == nil
}

// change is that of a channel at a mark.
type change struct {
	mark    uint64
	channel string
}

// ring keeps the last changes, in any order.
type ring struct {
	size, next int
	list       []change
}

// add returns the mark of the change that gave way.
func (r *ring) add(c change) (dropped uint64, full bool) {
	if len(r.list) < r.size {
		r.list = append(r.list, c)
		return 0, false
	}
	if r.size == 0 {
		return c.mark, true
	}
	dropped = r.list[r.next].mark
	r.list[r.next] = c
	r.next = (r.next + 1) % r.size
	return dropped, true
}
