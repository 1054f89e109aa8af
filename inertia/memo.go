package inertia

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
)

// Memo makes f remember its result for one request. However many props, shared
// props and handlers of the request call it, f runs once, and every caller gets
// its result or its error. Declare it once, as a variable of the package:
//
//	var currentUser = inertia.Memo(func(ctx context.Context) (*User, error) {
//		return store.User(ctx, sessionOf(ctx))
//	})
//
//	inertia.Props{"user": currentUser, "orders": inertia.Lazy(func(ctx context.Context) ([]Order, error) {
//		user, err := currentUser(ctx)
//		...
//	})}
//
// f sees the values of the context of whoever calls first. It is cancelled when
// the request ends, not when the [Of.Timeout] of one caller does. Callers share
// the result, so they must not change it. Outside of a request that passes
// through [Inertia.Middleware], each call runs f.
func Memo[T any](f func(context.Context) (T, error)) func(context.Context) (T, error) {
	by := MemoBy(func(ctx context.Context, _ struct{}) (T, error) { return f(ctx) })
	return func(ctx context.Context) (T, error) { return by(ctx, struct{}{}) }
}

// MemoBy is [Memo] for a function of a key. It runs once for each key:
//
//	var userByID = inertia.MemoBy(func(ctx context.Context, id int) (*User, error) {
//		return store.User(ctx, id)
//	})
func MemoBy[K comparable, T any](f func(context.Context, K) (T, error)) func(context.Context, K) (T, error) {
	self := new(byte) // its address tells one Memo from another
	return func(ctx context.Context, key K) (T, error) {
		x, _ := ctx.Value(exchangeKey{}).(*exchange)
		if x == nil {
			return f(ctx, key)
		}
		id := memoID{self, key}
		if ctx.Value(id) != nil {
			return *new(T), fmt.Errorf("inertia: Memo of %T: it needs its own result, so it would wait for ever; call the plain function instead", f)
		}
		x.mu.Lock()
		m, known := x.memos[id]
		if !known {
			if x.memos == nil {
				x.memos = map[memoID]*memo{}
			}
			m = &memo{done: make(chan struct{})}
			x.memos[id] = m
		}
		x.mu.Unlock()
		if !known {
			m.run(x, ctx, id, func(ctx context.Context) (any, error) { return f(ctx, key) })
		}
		select {
		case <-m.done:
		default:
			select {
			case <-m.done:
			case <-ctx.Done():
				return *new(T), context.Cause(ctx)
			}
		}
		v, _ := m.value.(T) // of an interface type it may be nil
		return v, m.err
	}
}

// memoID is one function with one key.
type memoID struct {
	self *byte
	key  any
}

// memo is a result that callers wait for.
type memo struct {
	done  chan struct{}
	value any
	err   error
}

// run calls f with the values of ctx, until the request of x ends. A panic
// becomes the error of all who wait, and goes on.
func (m *memo) run(x *exchange, ctx context.Context, id memoID, f func(context.Context) (any, error)) {
	ctx, cancel := context.WithCancelCause(context.WithValue(context.WithoutCancel(ctx), id, true))
	stop := context.AfterFunc(x, func() { cancel(context.Cause(x)) })
	defer func() {
		stop()
		cancel(nil)
		close(m.done)
	}()
	defer func() {
		if p := recover(); p != nil {
			m.err = &errPanic{Value: p, Stack: debug.Stack()}
			panic(p)
		}
	}()
	m.err = errors.New("inertia: Memo: its function ended the goroutine") // by runtime.Goexit
	m.value, m.err = f(ctx)
}
