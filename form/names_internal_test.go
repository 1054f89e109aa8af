package form

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// starPaths is every path of stars and names of a depth.
func starPaths(depth int) *nameSet {
	set := &nameSet{}
	for i := range 1 << depth {
		path := make([]string, depth)
		for bit := range path {
			path[bit] = []string{anyName, "left"}[i>>bit&1]
		}
		set.add(path)
	}
	return set
}

// walk visits every path of two names and an index, and counts the work: what
// is looked at to make the queries that were not there yet.
func walk(q *query, depth int, made map[*query]bool) (work int) {
	if !made[q] {
		made[q] = true
		work += len(q.at) + len(q.next)
	}
	if depth == 0 {
		return work
	}
	for _, name := range []string{"left", "right", "7", strconv.Itoa(depth)} {
		work += walk(q.step(name), depth-1, made)
	}
	return work
}

func TestNamesWithStarsAreWorkedOutOnce(t *testing.T) {
	t.Parallel()
	made := map[*query]bool{}
	small := walk(ask(starPaths(4)), 4, made)
	made = map[*query]bool{}
	large := walk(ask(starPaths(8)), 8, made) // 16 times the names, 256 times the values
	assert.Less(t, large, 100*small)
	assert.Less(t, large, 20_000)
	assert.Less(t, len(made), 1000, "queries, of 65,536 values")
}

func TestNamesMatchAsTheyRead(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ set, path, says string }{
		"itself":                {"a.b", "a.b", "covered"},
		"above":                 {"a.b", "a", "leads"},
		"below":                 {"a", "a.b.c", "covered"},
		"beside":                {"a.b", "a.c", ""},
		"a star":                {"a.*.c", "a.7.c", "covered"},
		"a star above":          {"a.*.c", "a.7", "leads"},
		"a star beside":         {"a.*.c", "a.7.d", ""},
		"a star and a name":     {"a.*.c,a.7.d", "a.7.c", "covered"},
		"a name and a star":     {"a.7.d,*.*.c", "a.7.c", "covered"},
		"two ways":              {"a.*.c,*.7.d", "a.7.d", "covered"},
		"a star as a name":      {"a.*", "a.*", "covered"},
		"a name for a star":     {"a.b", "a.*", ""},
		"the shorter of two":    {"a,a.b", "a.c", "covered"},
		"nothing":               {"", "a", ""},
		"only stars":            {"*.*", "x.y", "covered"},
		"only stars, from afar": {"*.*", "x", "leads"},
	} {
		set := &nameSet{}
		for path := range strings.SplitSeq(test.set, ",") {
			if path != "" {
				set.add(strings.Split(path, "."))
			}
		}
		q, says := ask(set).follow(test.path), ""
		if q.covered {
			says = "covered"
		} else if q.leads() {
			says = "leads"
		}
		assert.Equal(t, test.says, says, name)
	}
}
