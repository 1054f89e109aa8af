package ssrguard

import (
	"container/list"
	"context"
	"crypto/sha256"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/inertia-templ/shell/ssr"
)

// cache keeps rendered pages by the hash of their page object, those that were
// used last, up to a number of bytes.
type cache struct {
	limit int
	calls singleflight.Group

	mu      sync.Mutex
	size    int
	entries map[key]*list.Element // of *entry
	order   list.List             // the last used first
}

type key [sha256.Size]byte

type entry struct {
	key    key
	result ssr.Result
	size   int
	at     time.Time
}

// overhead is what an entry costs besides its text, about.
const overhead = 256

func newCache(limit int) *cache { return &cache{limit: limit, entries: map[key]*list.Element{}} }

func (c *cache) get(k key) (*entry, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	element, ok := c.entries[k]
	if !ok {
		return nil, false
	}
	c.order.MoveToFront(element)
	return element.Value.(*entry), true
}

func (c *cache) put(k key, result ssr.Result, at time.Time) {
	e := &entry{key: k, result: result, at: at, size: overhead + len(result.Body)}
	for _, tag := range result.Head {
		e.size += len(tag)
	}
	if e.size > c.limit {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if old, ok := c.entries[k]; ok {
		c.remove(old)
	}
	c.entries[k] = c.order.PushFront(e)
	for c.size += e.size; c.size > c.limit; {
		c.remove(c.order.Back())
	}
}

func (c *cache) remove(element *list.Element) {
	e := c.order.Remove(element).(*entry)
	delete(c.entries, e.key)
	c.size -= e.size
}

// cached renders a page unless that was done before. Requests for the same page
// that come meanwhile share one rendering.
func (g *Guard) cached(ctx context.Context, r Request) (ssr.Result, ssr.Outcome, *ssr.Error) {
	k := key(sha256.Sum256(r.Page))
	if r.Mark != "" {
		k = sha256.Sum256(append(k[:], r.Mark...))
	}
	found, ok := g.cache.get(k)
	if ok {
		age := time.Since(found.at)
		if age >= r.Fresh && age < r.Fresh+r.Stale {
			g.renew(ctx, k, r)
		}
		if age < r.Fresh+r.Stale {
			return found.result, ssr.Cached, nil
		}
	}
	select {
	case done := <-g.renew(ctx, k, r):
		a := done.Val.(shared)
		return g.outcome(a.result, a.failed)
	case <-ctx.Done():
		return ssr.Result{}, ssr.Failed, asError(ctx.Err())
	}
}

// shared is a rendering that several requests may wait for.
type shared struct {
	result ssr.Result
	failed *ssr.Error
}

// renew renders in the background, once for all who ask.
func (g *Guard) renew(ctx context.Context, k key, r Request) <-chan singleflight.Result {
	ctx = context.WithoutCancel(ctx)
	return g.cache.calls.DoChan(string(k[:]), func() (any, error) {
		result, failed := g.ask(ctx, Request{Page: r.Page, Component: r.Component})
		if failed == nil {
			g.cache.put(k, result, time.Now())
		}
		return shared{result, failed}, nil
	})
}
