package inertia

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
)

// source is where a prop's value comes from: a value, or a function if fn is
// not nil.
type source struct {
	value any
	fn    func(context.Context) (any, error)
}

func lazily[T any](fn func(context.Context) (T, error)) source {
	if fn == nil {
		return source{}
	}
	return source{fn: func(ctx context.Context) (any, error) { return fn(ctx) }}
}

// sourceOf tells functions that compute a prop from values.
func sourceOf(v any) source {
	switch fn := v.(type) {
	case func(context.Context) (any, error):
		return source{fn: fn}
	case func() any:
		return source{fn: func(context.Context) (any, error) { return fn(), nil }}
	case func(*http.Request) any:
		return source{fn: func(ctx context.Context) (any, error) { return fn(requestOf(ctx)), nil }}
	}
	if t := reflect.TypeOf(v); t != nil && isPropFunc(t) {
		return source{fn: reflected(reflect.ValueOf(v))}
	}
	return source{value: v}
}

var (
	contextType = reflect.TypeFor[context.Context]()
	requestType = reflect.TypeFor[*http.Request]()
	errorType   = reflect.TypeFor[error]()
)

// isPropFunc reports whether t is func(...) T or func(...) (T, error) without
// arguments or with a context or a request.
func isPropFunc(t reflect.Type) bool {
	if t.Kind() != reflect.Func || t.IsVariadic() || t.NumIn() > 1 {
		return false
	}
	if t.NumIn() == 1 && t.In(0) != contextType && t.In(0) != requestType {
		return false
	}
	return t.NumOut() == 1 || t.NumOut() == 2 && t.Out(1) == errorType
}

// reflected calls fn, for which isPropFunc holds.
func reflected(fn reflect.Value) func(context.Context) (any, error) {
	if fn.IsNil() {
		return nil
	}
	t := fn.Type()
	return func(ctx context.Context) (any, error) {
		var in []reflect.Value
		if t.NumIn() == 1 {
			arg := reflect.ValueOf(ctx)
			if t.In(0) == requestType {
				arg = reflect.ValueOf(requestOf(ctx))
			}
			in = append(in, arg)
		}
		out := fn.Call(in)
		if len(out) == 2 && !out[1].IsNil() {
			return nil, out[1].Interface().(error)
		}
		return out[0].Interface(), nil
	}
}

// requestKey is the context key under which functions of props find the
// request they are computed for.
type requestKey struct{}

func requestOf(ctx context.Context) *http.Request {
	r, _ := ctx.Value(requestKey{}).(*http.Request)
	return r
}

// errPanic is a panic in a prop's function or in the encoding of its value.
type errPanic struct {
	value any
	stack []byte
}

func (e *errPanic) Error() string { return fmt.Sprintf("panic: %v", e.value) }

func (e *errPanic) Unwrap() error {
	err, _ := e.value.(error)
	return err
}
