// Package inertiaredis keeps the values of cached props and the marks of tags in
// Redis or Valkey, for all processes of a program.
//
//	store, err := inertiaredis.Open("redis://127.0.0.1:6379")
//	...
//	defer store.Close()
//	i, err := inertia.New(inertia.WithCacheStore(store), ...)
//
// A value is computed once for all processes, and [inertia.Inertia.Invalidate]
// reaches all of them. What a process has read stays in its memory until Redis
// says that it has changed, so a hit costs no round trip. If Redis cannot be
// reached, pages are computed, and nothing old is sent.
//
// Redis 6 or newer is needed. With a maxmemory-policy of allkeys-... it may drop
// the mark of a tag, and with it an invalidation: use volatile-..., or noeviction.
package inertiaredis

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/rueidis"

	"github.com/inertia-templ/shell/inertia"
)

// Store keeps values in Redis. It is safe for concurrent use.
type Store struct {
	client rueidis.Client
	prefix string

	locked sync.Map // keys for which this process holds the lock
	closed atomic.Bool
}

var _ inertia.CacheStore = (*Store)(nil)

// Option configures [Open] and [New].
type Option func(*Store)

// WithPrefix sets what the names of all keys begin with. The default is
// "inertia". Programs that share a server need one each.
func WithPrefix(prefix string) Option { return func(s *Store) { s.prefix = prefix } }

// Limits and times of the store.
const (
	timeout  = time.Second         // of one command: a page does not wait longer for Redis
	valueTTL = 30 * 24 * time.Hour // at most
	tagTTL   = 31 * 24 * time.Hour // longer than any value
	localTTL = time.Minute         // of what a process has read, if Redis says nothing
	localMax = 32 << 20            // bytes of what a process has read
)

// Open connects to the Redis server at url: redis://[user:password@]host:port/db,
// or rediss:// for TLS. It fails if the server cannot be reached.
func Open(url string, opts ...Option) (*Store, error) {
	o, err := rueidis.ParseURL(url)
	if err != nil {
		return nil, fmt.Errorf("inertiaredis: Open: %w; want a URL such as redis://127.0.0.1:6379", err)
	}
	return New(o, opts...)
}

// New is [Open] for a client of your own options: sentinels, a cluster, TLS.
func New(o rueidis.ClientOption, opts ...Option) (*Store, error) {
	s := &Store{prefix: "inertia"}
	for _, opt := range opts {
		opt(s)
	}
	if s.prefix == "" {
		return nil, errors.New("inertiaredis: WithPrefix: the prefix is empty")
	}
	o.DisableRetry = true // a page does not wait for a server that is away
	if o.CacheSizeEachConn == 0 {
		o.CacheSizeEachConn = localMax
	}
	if o.PipelineMultiplex == 0 {
		o.PipelineMultiplex = -1 // one connection, so one local memory
	}
	client, err := rueidis.NewClient(o)
	if err != nil {
		return nil, fmt.Errorf("inertiaredis: connect to %v: %w", o.InitAddress, err)
	}
	s.client = client
	return s, nil
}

// Close ends the connections.
func (s *Store) Close() {
	s.closed.Store(true)
	s.client.Close()
}

// Ping reports whether the server answers.
func (s *Store) Ping(ctx context.Context) error {
	return s.client.Do(ctx, s.client.B().Ping().Build()).Error()
}

func (s *Store) value(key string) string { return s.prefix + ":value:" + key }

// tag names keys that one script writes, so in a cluster they have one place.
func (s *Store) tag(name string) string { return "{" + s.prefix + "}:tag:" + name }
func (s *Store) floor() string          { return "{" + s.prefix + "}:floor" }
func (s *Store) last() string           { return "{" + s.prefix + "}:last" }

// Get returns a value. Nobody may change it.
func (s *Store) Get(ctx context.Context, key string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	get := s.client.B().Get().Key(s.value(key))
	var r rueidis.RedisResult
	if _, locked := s.locked.Load(key); locked {
		r = s.client.Do(ctx, get.Build()) // what the last holder of the lock has set
	} else {
		r = s.client.DoCache(ctx, get.Cache(), localTTL)
	}
	v, err := r.AsBytes()
	switch {
	case rueidis.IsRedisNil(err):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("inertiaredis: %w", err)
	}
	return v, nil
}

// Set keeps a value for the time ttl, at most 30 days.
func (s *Store) Set(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	ttl = max(min(ttl, valueTTL), time.Millisecond)
	err := s.client.Do(ctx, s.client.B().Set().Key(s.value(key)).Value(rueidis.BinaryString(value)).Px(ttl).Build()).Error()
	if err != nil {
		return fmt.Errorf("inertiaredis: %w", err)
	}
	return nil
}

// Mark returns the highest mark of the tags.
func (s *Store) Mark(ctx context.Context, tags []string) (uint64, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	gets := make([]rueidis.CacheableTTL, 0, 1+len(tags))
	gets = append(gets, rueidis.CT(s.client.B().Get().Key(s.floor()).Cache(), localTTL))
	for _, tag := range tags {
		gets = append(gets, rueidis.CT(s.client.B().Get().Key(s.tag(tag)).Cache(), localTTL))
	}
	var mark uint64
	for n, r := range s.client.DoMultiCache(ctx, gets...) {
		m, err := r.AsUint64()
		if rueidis.IsRedisNil(err) {
			err = nil
			if n == 0 {
				m, err = s.begin(ctx)
			}
		}
		if err != nil {
			return 0, fmt.Errorf("inertiaredis: %w", err)
		}
		mark = max(mark, m)
	}
	return mark, nil
}

// Marks begin with the time: clients may remember those of a server that has
// lost its data.
const now = `local t = redis.call('TIME'); local now = t[1] * 1000000 + t[2]; `

var beginning = rueidis.NewLuaScript(now + `
redis.call('SET', KEYS[1], string.format('%.0f', now), 'NX')
return redis.call('GET', KEYS[1])`)

// begin returns the mark of tags that were never invalidated.
func (s *Store) begin(ctx context.Context) (uint64, error) {
	return beginning.Exec(ctx, s.client, []string{s.floor()}, nil).AsUint64()
}

var raising = rueidis.NewLuaScript(now + `
local mark = string.format('%.0f', math.max(tonumber(redis.call('GET', KEYS[1]) or '0') + 1, now))
redis.call('SET', KEYS[1], mark)
for i = 2, #KEYS do redis.call('SET', KEYS[i], mark, 'EX', ARGV[1]) end
return mark`)

// Invalidate raises the marks of tags above all others, and waits until this
// process sees that.
func (s *Store) Invalidate(ctx context.Context, tags []string) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	keys := []string{s.last()}
	for _, tag := range tags {
		keys = append(keys, s.tag(tag))
	}
	mark, err := raising.Exec(ctx, s.client, keys, []string{strconv.Itoa(int(tagTTL.Seconds()))}).AsUint64()
	if err != nil {
		return fmt.Errorf("inertiaredis: %w", err)
	}
	for _, tag := range tags {
		if err := s.await(ctx, tag, mark); err != nil {
			return err
		}
	}
	return nil
}

// Sync waits until this process has heard what any process has invalidated before.
// The server says so on the connection on which it answers, in order, so the answer
// to any question about a tag's place will do.
func (s *Store) Sync(ctx context.Context) error {
	err := s.client.Do(ctx, s.client.B().Exists().Key(s.last()).Build()).Error()
	if err != nil {
		return fmt.Errorf("inertiaredis: %w", err)
	}
	return nil
}

// await waits until what this process knows of a tag is not older than mark.
func (s *Store) await(ctx context.Context, tag string, mark uint64) error {
	for pause := 100 * time.Microsecond; ; pause = min(2*pause, 10*time.Millisecond) {
		known, err := s.client.DoCache(ctx, s.client.B().Get().Key(s.tag(tag)).Cache(), localTTL).AsUint64()
		switch {
		case err == nil && known >= mark:
			return nil
		case err != nil && !rueidis.IsRedisNil(err):
			return fmt.Errorf("inertiaredis: the tag %q was invalidated, but this process cannot see it: %w", tag, err)
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return fmt.Errorf("inertiaredis: the tag %q was invalidated, but this process does not see it: %w", tag, context.Cause(ctx))
		}
	}
}
