package form

import "strings"

// names is a set of field paths, in which * stands for any name or index.
type names struct {
	below map[string]*names
	end   bool
}

func (n *names) add(path string) {
	for name := range strings.SplitSeq(path, ".") {
		next := n.below[name]
		if next == nil {
			if n.below == nil {
				n.below = map[string]*names{}
			}
			next = &names{}
			n.below[name] = next
		}
		n = next
	}
	n.end = true
}

func (n *names) none() bool { return len(n.below) == 0 }

// cover reports whether path is in the set or below a member of it.
func (n *names) cover(path string) bool {
	return n.walk(path, func(at *names, _ bool) bool { return at.end })
}

// leadTo reports whether a member of the set is below path.
func (n *names) leadTo(path string) bool {
	if path == "" {
		return !n.none()
	}
	return n.walk(path, func(at *names, last bool) bool { return last && len(at.below) > 0 })
}

// walk goes down along path and reports whether some stop on the way is found.
func (n *names) walk(path string, found func(at *names, last bool) bool) bool {
	name, rest, more := strings.Cut(path, ".")
	for _, key := range []string{name, "*"} {
		next := n.below[key]
		if next == nil || key == "*" && name == "*" {
			continue
		}
		if found(next, !more) || more && next.walk(rest, found) {
			return true
		}
	}
	return false
}
