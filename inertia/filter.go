package inertia

import (
	"strconv"
	"strings"
)

// filter decides which paths a partial reload selects.
type filter struct {
	only, except pathSet // nil if the request has no such list
}

// pathSet holds paths (true) and the ancestors of paths (false).
type pathSet map[string]bool

func newFilter(only, except []string) *filter {
	return &filter{only: newPathSet(only), except: newPathSet(except)}
}

func newPathSet(paths []string) pathSet {
	if len(paths) == 0 {
		return nil
	}
	set := make(pathSet, len(paths))
	for _, path := range paths {
		set[path] = true
		for i := strings.LastIndexByte(path, '.'); i > 0; i = strings.LastIndexByte(path[:i], '.') {
			if !set[path[:i]] {
				set[path[:i]] = false
			}
		}
	}
	return set
}

// contains reports whether path or an ancestor of it is in the set.
func (s pathSet) contains(path []byte) bool {
	if len(s) == 0 {
		return false
	}
	for i := 0; i <= len(path); i++ {
		if (i == len(path) || path[i] == '.') && s[string(path[:i])] {
			return true
		}
	}
	return false
}

// leads reports whether the set has path itself or something inside it.
func (s pathSet) leads(path []byte) bool {
	_, ok := s[string(path)]
	return ok
}

// included reports whether path is sent: it is asked for, lies inside or leads
// to something asked for, and is not excepted.
func (f *filter) included(path []byte) bool {
	if f.only != nil && !f.only.leads(path) && !f.only.contains(path) {
		return false
	}
	return !f.except.contains(path)
}

// targeted reports whether path or an ancestor of it is asked for; to lead to
// something asked for is not enough.
func (f *filter) targeted(path []byte) bool {
	return (f.only == nil || f.only.contains(path)) && !f.except.contains(path)
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
