package inertiaredis

import (
	"context"
	"crypto/rand"
	"fmt"
	mathrand "math/rand/v2"
	"strconv"
	"time"

	"github.com/redis/rueidis"
)

// Times of locks.
const (
	lockWait  = time.Minute           // for a process that computes a value
	lockTTL   = 5 * time.Second       // of a process that has ended
	lockPause = 20 * time.Millisecond // about, between attempts
)

var (
	unlocking = rueidis.NewLuaScript(`if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`)
	renewing  = rueidis.NewLuaScript(`if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end return 0`)
)

func (s *Store) lock(key string) string { return s.prefix + ":lock:" + key }

// Lock waits until no process holds the lock of key, at most a minute. It fails
// at once if the server is away. A process that ends loses its locks after five
// seconds.
//
// A waiting process asks again and again, rather than wait for word: what is
// waited for takes long, and word can be lost.
func (s *Store) Lock(ctx context.Context, key string) (func(), error) {
	ctx, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	token := rand.Text()
	for {
		locked, err := s.tryLock(ctx, key, token)
		if err != nil {
			return nil, fmt.Errorf("inertiaredis: %w", err)
		}
		if locked {
			break
		}
		select {
		case <-time.After(lockPause/2 + mathrand.N(lockPause)):
		case <-ctx.Done():
			return nil, fmt.Errorf("inertiaredis: another process has computed the value for %v: %w", lockWait, context.Cause(ctx))
		}
	}
	s.locked.Store(key, true)
	held, release := context.WithCancel(context.WithoutCancel(ctx))
	go s.hold(held, key, token)
	return func() {
		release()
		s.locked.Delete(key)
		ctx, cancel := context.WithTimeout(context.WithoutCancel(held), timeout)
		defer cancel()
		// If it fails, the lock ends by itself.
		_ = unlocking.Exec(ctx, s.client, []string{s.lock(key)}, []string{token}).Error()
	}, nil
}

func (s *Store) tryLock(ctx context.Context, key, token string) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	err := s.client.Do(ctx, s.client.B().Set().Key(s.lock(key)).Value(token).Nx().Px(lockTTL).Build()).Error()
	if rueidis.IsRedisNil(err) {
		return false, nil
	}
	return err == nil, err
}

// hold renews the lock until it is released.
func (s *Store) hold(ctx context.Context, key, token string) {
	tick := time.NewTicker(lockTTL / 3)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			// If it fails, others compute the value too.
			_ = renewing.Exec(ctx, s.client, []string{s.lock(key)}, []string{token, strconv.FormatInt(lockTTL.Milliseconds(), 10)}).Error()
		case <-ctx.Done():
			return
		}
	}
}
