package props

import (
	"slices"
	"sort"
	"strconv"
	"strings"
)

// filter decides which paths a partial reload selects.
type filter struct {
	only, except pathSet // empty if the request has no such list
}

func newFilter(only, except []string) filter {
	return filter{only: newPathSet(only), except: newPathSet(except)}
}

// pathSet is a sorted list of paths.
type pathSet []string

func newPathSet(paths []string) pathSet {
	if !slices.IsSorted(paths) {
		paths = slices.Clone(paths)
		slices.Sort(paths)
	}
	return paths
}

// from is the index of the first path that is not before path.
func (s pathSet) from(path []byte) int {
	return sort.Search(len(s), func(i int) bool { return s[i] >= string(path) })
}

func (s pathSet) has(path []byte) bool {
	i := s.from(path)
	return i < len(s) && s[i] == string(path)
}

// contains reports whether path or an ancestor of it is in the set.
func (s pathSet) contains(path []byte) bool {
	if len(s) == 0 {
		return false
	}
	for i := 0; i <= len(path); i++ {
		if (i == len(path) || path[i] == '.') && s.has(path[:i]) {
			return true
		}
	}
	return false
}

// leads reports whether the set has path itself or something inside it.
func (s pathSet) leads(path []byte) bool {
	if len(s) == 0 {
		return false
	}
	if s.has(path) {
		return true
	}
	var room [64]byte
	inside := append(append(room[:0], path...), '.')
	i := s.from(inside)
	return i < len(s) && strings.HasPrefix(s[i], string(inside))
}

// included reports whether path is sent: it is asked for, lies inside or leads
// to something asked for, and is not excepted.
func (f *filter) included(path []byte) bool {
	if len(f.only) > 0 && !f.only.leads(path) && !f.only.contains(path) {
		return false
	}
	return !f.except.contains(path)
}

// targeted reports whether path or an ancestor of it is asked for; to lead to
// something asked for is not enough.
func (f *filter) targeted(path []byte) bool {
	return (len(f.only) == 0 || f.only.contains(path)) && !f.except.contains(path)
}

// covers reports whether everything inside path is sent.
func (f *filter) covers(path []byte) bool {
	return f.targeted(path) && !f.except.leads(path)
}

// leadsToItem reports whether an item of the list at path is asked for.
func (f *filter) leadsToItem(path []byte, length int) bool {
	list := append(append(make([]byte, 0, len(path)+8), path...), '.')
	for index := range length {
		if f.only.leads(strconv.AppendInt(list, int64(index), 10)) {
			return true
		}
	}
	return false
}
