package form

import "strings"

// nameSet is a set of field paths, name by name.
type nameSet struct {
	below map[string]*nameSet
	end   bool // a path ends here
}

func (s *nameSet) add(names []string) {
	for _, name := range names {
		next := s.below[name]
		if next == nil {
			if s.below == nil {
				s.below = map[string]*nameSet{}
			}
			next = &nameSet{}
			s.below[name] = next
		}
		s = next
	}
	s.end = true
}

// step returns the part of the set below name. A path covers everything below
// it.
func (s *nameSet) step(name string) *nameSet {
	if s == nil || s.end {
		return s
	}
	return s.below[name]
}

// anyName stands for each name or index in the paths a client asks for.
const anyName = "*"

// query follows paths through a set in which names may be anyName. Such a set
// branches: the path a.b may be met by a.b, a.*, *.b and *.*. A query is all of
// these branches at once, and each one is worked out once, however many values
// the body has.
type query struct {
	covered bool // a path of the set ends here or above
	at      []*nameSet
	next    map[string]*query // by name; anyName for names the set does not have
}

func ask(set *nameSet) *query { return newQuery([]*nameSet{set}) }

func newQuery(at []*nameSet) *query {
	q := &query{next: map[string]*query{anyName: nil}}
	for _, set := range at {
		if set.end {
			return &query{covered: true}
		}
		for name := range set.below {
			q.next[name] = nil
		}
	}
	q.at = at
	return q
}

// step is the query below name. A nil query asks for everything.
func (q *query) step(name string) *query {
	if q == nil || q.covered {
		return q
	}
	next, known := q.next[name]
	if !known {
		name = anyName
		next = q.next[name]
	}
	if next == nil {
		var at []*nameSet
		for _, set := range q.at {
			if in := set.below[name]; in != nil {
				at = append(at, in)
			}
			if name != anyName {
				if in := set.below[anyName]; in != nil {
					at = append(at, in)
				}
			}
		}
		next = newQuery(at)
		q.next[name] = next
	}
	return next
}

// leads reports whether a path of the set goes on below.
func (q *query) leads() bool { return len(q.next) > 1 || len(q.at) > 0 && q.hasAny() }

func (q *query) hasAny() bool {
	for _, set := range q.at {
		if set.below[anyName] != nil {
			return true
		}
	}
	return false
}

// follow is the query below a whole path.
func (q *query) follow(path string) *query {
	if path == "" || q == nil {
		return q
	}
	for name := range strings.SplitSeq(path, ".") {
		q = q.step(name)
	}
	return q
}
