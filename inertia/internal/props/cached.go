package props

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Cached is the kind of props whose value is kept between requests, as JSON.
type Cached struct {
	Rule
	On         bool // false if only the key is said
	TTL, Stale time.Duration
	Key        *CacheKey
}

// CacheKey says which visitors get the same value: all of them, or those for
// whom the parts are the same.
type CacheKey struct {
	Shared bool
	Parts  []string
	Err    error // a part that cannot be one
}

// Over has what the outer one says.
func (c Cached) Over(inner Kind) Kind {
	i := inner.(Cached)
	if !c.On {
		c.On, c.TTL, c.Stale = i.On, i.TTL, i.Stale
	}
	if c.Key == nil {
		c.Key = i.Key
	}
	return c
}

// check refuses what could show the value of one visitor to another, or would
// keep nothing.
func (c Cached) check() error {
	switch {
	case c.TTL <= 0 || c.Stale < 0:
		return fmt.Errorf("Cache(%v, %v): want more than 0, and 0 or more", c.TTL, c.Stale)
	case c.Key == nil:
		return errors.New("cached without a key: every visitor would get the value of the first; " +
			"add .By(userID) with everything that the value depends on, or .Shared() if it is the same for everybody")
	}
	return c.Key.Err
}

// Keeper keeps what pages have in common.
type Keeper interface {
	// Mark returns a text without commas that changes when one of the tags is
	// invalidated.
	Mark(ctx context.Context, tags []string) string
	// Keep returns what is kept, or what fill returns. fill may run after Keep
	// has returned, and in another context.
	Keep(ctx context.Context, w Wanted, fill func(context.Context) ([]byte, error)) ([]byte, error)
}

// Wanted is what a [Keeper] is asked for.
type Wanted struct {
	Key        string
	Name       string        // for the log
	TTL, Stale time.Duration // how long it is fresh, and how long it is sent while it is made again
}

// cacheKey names the value of the prop n in every process of the program.
func (res *resolver) cacheKey(n *node, k *CacheKey) string {
	h := sha256.New()
	part := func(s string) {
		var length [8]byte
		binary.LittleEndian.PutUint64(length[:], uint64(len(s)))
		_, _ = h.Write(length[:]) // never fails
		_, _ = h.Write([]byte(s))
	}
	part(res.facts.Component)
	part(n.path)
	part(n.mark)
	part(n.version) // an older value must not be sent as that of this version
	_, scrolls := Find[Scroll](n.spec)
	part(fmt.Sprint(scrolls))
	if k.Shared {
		part("shared")
	}
	for _, p := range k.Parts {
		part(p)
	}
	return hex.EncodeToString(h.Sum(nil)[:20])
}

// cached returns the value of n, computed now or for an earlier request.
func (res *resolver) cached(n *node, c Cached) (any, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	if res.facts.Keeper == nil {
		return res.call(n.spec)
	}
	ctx := res.ctx
	if limit, _ := Find[Limit](n.spec); limit.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, limit.Timeout, errLimit(limit.Timeout))
		defer cancel()
	}
	f := res.filler(n)
	raw, err := f.keep(ctx, res.facts.Keeper, res.wanted(n, c))
	res.leaked.join(f.leaked)
	if err != nil {
		return nil, err
	}
	return openKept(raw)
}

func (res *resolver) wanted(n *node, c Cached) Wanted {
	return Wanted{
		Key: res.cacheKey(n, c.Key), Name: res.failure(n.path, errors.New("cache")).Error(), TTL: c.TTL, Stale: c.Stale,
	}
}

// longestFill bounds how long a function without a limit of its own keeps those
// waiting who want the same value.
const longestFill = time.Minute

// filler computes the value of a prop for whoever asks later. It outlives the
// page that it is for, so it shares nothing with it.
type filler struct {
	engine  *Engine
	facts   Facts
	spec    *Spec
	path    string
	root    node
	timeout time.Duration
	leaked  *leaked // its own: it may be found when the page has been sent
}

// filler computes the value of n.
func (res *resolver) filler(n *node) *filler {
	facts := res.facts
	facts.Late, facts.HasCopy = nil, nil // of the request
	f := &filler{engine: res.engine, facts: facts, spec: n.spec, path: n.path,
		root: node{name: n.name, from: n.from, public: n.public}, timeout: longestFill, leaked: &leaked{}}
	if limit, _ := Find[Limit](n.spec); limit.Timeout > 0 {
		f.timeout = limit.Timeout
	}
	return f
}

// keep returns what is kept of the value, or computes it.
func (f *filler) keep(ctx context.Context, k Keeper, w Wanted) ([]byte, error) {
	return k.Keep(ctx, w, f.fill)
}

func (f *filler) fill(ctx context.Context) (raw []byte, err error) {
	defer caught(&err)
	v, err := within(ctx, f.timeout, func(ctx context.Context) (any, error) {
		return protect(ctx, f.facts.Request, f.spec.fn)
	})
	if err != nil {
		return nil, err
	}
	facts := f.facts
	facts.Partial, facts.Only, facts.Except, facts.Record = false, nil, nil, nil
	facts.Request = nil // whatever is kept does not depend on it
	p := f.engine.Page(ctx, facts)
	defer p.Close()
	p.plainOnly = true
	n := f.root
	w := p.walker()
	w.path = append(w.path, f.path...)
	if o, ok := v.(*overlay); ok {
		w.fail(&n, fmt.Errorf("the prop %q is shared inside of a cached one, so its value would be kept with it: share it under a name of its own", f.path+"."+o.entries[0].name))
	} else {
		w.place(&n, v, modeFull)
	}
	w.done()
	if err := p.settle(&n); err != nil {
		return nil, inside(err)
	}
	if err := f.spec.check(v); err != nil {
		return nil, err
	}
	k := kept{withheld: n.outcome == withheld}
	if s, ok := Find[Scroll](f.spec); ok {
		if at, ok := s.position(v); ok {
			b := newBuffer()
			scrolled{Position: at}.appendTo(b)
			k.position = b.out
		}
	}
	if !k.withheld {
		p.out = nil
		if err := p.write(p.buffer, &n, &p.meta); err != nil {
			return nil, err
		}
		k.json, p.out = p.out, nil
	}
	for _, leak := range p.leaked.list {
		f.leaked.add(leak)
	}
	return k.encode(), nil
}

// inside is the error of a prop without the prop's name, which is added again.
func inside(err error) error {
	if e, ok := errors.AsType[*propError](err); ok {
		return e.err
	}
	return err
}

// kept is a value as it is kept: its JSON, and what kinds know of it.
type kept struct {
	json     []byte
	withheld bool   // a secret, so there is no JSON
	position []byte // of a page that scrolls, as JSON
}

// encode begins with a byte for the form, and the length of the position.
func (k kept) encode() []byte {
	form := byte('1')
	if k.withheld {
		form = '0'
	}
	out := make([]byte, 0, 1+binary.MaxVarintLen64+len(k.position)+len(k.json))
	out = binary.AppendUvarint(append(out, form), uint64(len(k.position)))
	return append(append(out, k.position...), k.json...)
}

var errKept = errors.New("the cache returned what this program did not put there; another program may use the same store")

// openKept reads what encode has written, which another process may have done.
func openKept(raw []byte) (*kept, error) {
	if len(raw) == 0 || raw[0] != '0' && raw[0] != '1' {
		return nil, errKept
	}
	k := &kept{withheld: raw[0] == '0'}
	size, n := binary.Uvarint(raw[1:])
	rest := raw[1:]
	if n <= 0 || size > uint64(len(rest)-n) {
		return nil, errKept
	}
	k.position, k.json = rest[n:n+int(size)], rest[n+int(size):]
	if k.withheld != (len(k.json) == 0) {
		return nil, errKept
	}
	return k, nil
}

// at is where a kept page of results stands.
func (k *kept) at() (Position, bool) {
	if len(k.position) == 0 {
		return Position{}, false
	}
	var p struct {
		PageName                            string
		PreviousPage, NextPage, CurrentPage json.RawMessage
	}
	if json.Unmarshal(k.position, &p) != nil {
		return Position{}, false
	}
	return Position{PageName: p.PageName, PreviousPage: p.PreviousPage, NextPage: p.NextPage, CurrentPage: p.CurrentPage}, true
}

// MarshalJSON is for encoders that find one inside a value.
func (k *kept) MarshalJSON() ([]byte, error) { return k.json, nil }
