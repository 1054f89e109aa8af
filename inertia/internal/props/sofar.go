package props

// Known is what is known of a prop when its page has failed.
type Known struct {
	Path  string
	Value string // as JSON, cut where it gets long; empty if there is none
	Why   string // there is none
}

// Limits of what [Page.SoFar] tells.
const (
	maxKnown      = 100
	maxKnownValue = 2 << 10 // bytes
)

// SoFar lists, in order, the props of a page that Append failed to make. Call
// it before Close.
func (p *Page) SoFar() []Known {
	var list []Known
	for i := range p.root.items {
		list = p.known(list, &p.root.items[i], "")
	}
	return list
}

// known appends what is known of n, or of the parts of it if some have failed.
func (p *Page) known(list []Known, n *node, above string) []Known {
	if len(list) == maxKnown {
		return list
	}
	k := Known{Path: above + n.name}
	switch n.outcome {
	case sent:
		if n.waits() {
			for i := range n.items {
				list = p.known(list, &n.items[i], k.Path+".")
			}
			return list
		}
		b := newBuffer()
		b.custom = p.custom
		if err := p.write(b, n, &metadata{}); err != nil {
			k.Why = err.Error()
			break
		}
		k.Value = string(b.out[:min(len(b.out), maxKnownValue)])
		if len(b.out) > maxKnownValue {
			k.Value += "…"
		}
	case failed, rescued:
		k.Why = "failed"
		if n.err != nil {
			k.Why = n.err.Error()
		}
	case pending:
		k.Why = "not computed"
	default:
		k.Why = "not part of this answer"
	}
	return append(list, k)
}

// waits reports whether a part of n has no value.
func (n *node) waits() bool {
	for i := range n.items {
		if c := &n.items[i]; c.outcome == failed || c.outcome == pending || c.waits() {
			return true
		}
	}
	return false
}
