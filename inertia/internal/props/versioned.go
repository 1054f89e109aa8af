package props

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"

	"golang.org/x/sync/errgroup"
)

// Versioned is the kind of props that know without being computed whether they
// changed.
type Versioned struct {
	Rule
	Version func(context.Context) (string, error)
}

// Over has what the outer one says.
func (v Versioned) Over(Kind) Kind { return v }

// compareVersions asks whether the client has the page already: if everything
// that would have to be computed has a version, the page with the versions in
// the place of the values stands for the page itself. It therefore differs
// wherever the page would: in its component, flash, errors and plain values.
func (p *Page) compareVersions(o Object, shared []string) {
	waiting := p.root.pending(nil)
	if p.facts.HasCopy == nil || len(waiting) == 0 {
		return
	}
	for _, n := range waiting {
		if v, ok := Find[Versioned](n.spec); !ok || v.Version == nil {
			return
		}
	}
	if err := p.askVersions(waiting); err != nil {
		p.facts.Log.ErrorContext(p.ctx, err.Error(), "url", p.facts.Target)
		return
	}
	rec := p.facts.Record
	p.facts.Record, p.out = nil, nil
	err := p.encode(o, shared)
	sum := sha256.Sum256(p.out)
	p.facts.Record, p.out, p.meta.records = rec, nil, p.meta.records[:0]
	if err != nil {
		return // the page has the same error
	}
	p.digest = sum[:]
	p.unchanged = p.facts.HasCopy(p.facts.Request, p.digest)
}

func (p *Page) askVersions(waiting []*node) error {
	group, ctx := errgroup.WithContext(p.ctx)
	group.SetLimit(max(p.facts.Concurrency, 1))
	for _, n := range waiting {
		group.Go(func() (err error) {
			defer func() {
				if err != nil {
					err = p.failure(n.path, &versionError{err})
				}
			}()
			defer caught(&err)
			v, _ := Find[Versioned](n.spec)
			version, err := p.versionOf(ctx, n, v)
			if err != nil {
				return err
			}
			text, err := json.Marshal([]string{version, n.mark, visitor(n.spec, p.facts.Request)})
			n.version = string(text)
			return err
		})
	}
	return group.Wait()
}

// versionOf asks for a version, or for that of a cached prop whoever asked
// before: it is kept as long as the value.
func (p *Page) versionOf(ctx context.Context, n *node, v Versioned) (string, error) {
	c, _ := Find[Cached](n.spec)
	if !c.On || p.facts.Keeper == nil || c.check() != nil {
		return v.Version(ctx)
	}
	w := p.wanted(n, c)
	w.Key += ":version"
	raw, err := p.facts.Keeper.Keep(ctx, w, func(ctx context.Context) (raw []byte, err error) {
		defer caught(&err)
		ctx, cancel := context.WithTimeout(ctx, longestFill)
		defer cancel()
		version, err := v.Version(ctx)
		return append([]byte("v"), version...), err
	})
	if err != nil || len(raw) == 0 {
		return "", cmp.Or(err, errKept)
	}
	return string(raw[1:]), nil
}

// versionError is the error of a Version function, for the log.
type versionError struct{ error }

func (e *versionError) Error() string {
	return "Version: " + e.error.Error() + "; the prop is computed"
}
func (e *versionError) Unwrap() error { return e.error }

// visitor says whose value a version is of: that of whom the program names, or
// else of whoever sends the same credentials.
func visitor(s *Spec, r *http.Request) string {
	if c, _ := Find[Cached](s); c.Key != nil && c.Key.Err == nil {
		text, _ := json.Marshal(c.Key)
		return string(text)
	}
	h := sha256.New()
	for _, c := range r.Cookies() {
		if c.Name != "XSRF-TOKEN" { // it changes with answers, and says nothing of the visitor
			text, _ := json.Marshal([]string{c.Name, c.Value})
			_, _ = h.Write(text)
		}
	}
	text, _ := json.Marshal(r.Header["Authorization"])
	_, _ = h.Write(text)
	if r.TLS != nil && len(r.TLS.PeerCertificates) > 0 {
		_, _ = h.Write(r.TLS.PeerCertificates[0].Raw)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// isPartly reports whether the page lacks what another answer with the same
// versions may have.
func (p *Page) isPartly() bool {
	return p.late.Load() || slices.ContainsFunc(p.meta.records, func(r Record) bool { return r.of == rescuedProps })
}

// Digest stands for the versions of everything in the page, nil if something
// has none. Unchanged reports that the client has that page, and that there is no
// other.
func (p *Page) Digest() (digest []byte, unchanged bool) { return p.digest, p.unchanged }
