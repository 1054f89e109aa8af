package props

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/inertia-templ/shell/inertia/internal/record"
)

// Once is the kind of props that the client remembers across pages.
type Once struct {
	Rule
	Key     string // the prop's path if empty
	Expires *Expiry
	Fresh   *bool
}

// Expiry is when the client asks again: at a time, or some time after the
// answer. The zero value is never.
type Expiry struct {
	At    time.Time
	After time.Duration
}

// Over has the outer one's key, expiry and freshness, if it has any.
func (o Once) Over(inner Kind) Kind {
	i := inner.(Once)
	return Once{Key: cmp.Or(o.Key, i.Key), Expires: cmp.Or(o.Expires, i.Expires), Fresh: cmp.Or(o.Fresh, i.Fresh)}
}

// Absent leaves out what the client says it has.
func (o Once) Absent(f *Facts, path, mark string) Absence {
	if f.Inertia && (o.Fresh == nil || !*o.Fresh) && slices.Contains(f.ExceptOnce, o.key(path, mark)) {
		return Kept
	}
	return 0
}

// key is what the client remembers the prop under. It changes with the mark, so
// that the client no longer says that it has the value.
func (o Once) key(path, mark string) string {
	key := cmp.Or(o.Key, path)
	if mark != "" {
		key += "@" + mark
	}
	return key
}

var onceProps = &Section{Key: "onceProps", Place: 80, Form: Values}

// Describe tells the client under which key it remembers the prop. Of props
// with one key the last counts.
func (o Once) Describe(d *Description) {
	if d.Labelled {
		d.Add(onceProps, Record{Name: o.key(d.Path, d.Mark), Value: remembered{d.Path, o.expiresAt(d.Now())}})
	}
}

// Note tells the kind.
func (Once) Note(p *record.Prop) { p.Once = true }

// expiresAt is the protocol's milliseconds since 1970, nil for never.
func (o Once) expiresAt(now time.Time) *int64 {
	var at time.Time
	switch {
	case o.Expires == nil:
		return nil
	case !o.Expires.At.IsZero():
		at = o.Expires.At
	case o.Expires.After > 0:
		at = now.Add(o.Expires.After)
	default:
		return nil
	}
	ms := at.UnixMilli()
	return &ms
}

type remembered struct {
	path      string
	expiresAt *int64
}

func (r remembered) appendTo(b *buffer) {
	b.text(`{"prop":`)
	b.string(r.path)
	b.text(`,"expiresAt":`)
	if r.expiresAt == nil {
		b.text("null}")
		return
	}
	b.text(strconv.FormatInt(*r.expiresAt, 10))
	b.text("}")
}
