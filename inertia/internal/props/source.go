package props

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
	fn    function
}

// function computes a prop for a request. ctx is the request's, or one that
// ends sooner.
type function func(ctx context.Context, r *http.Request) (any, error)

// sourceOf tells functions that compute a prop from values.
func sourceOf(v any) source {
	switch fn := v.(type) {
	case func(context.Context) (any, error):
		if fn == nil {
			return source{}
		}
		return source{fn: func(ctx context.Context, _ *http.Request) (any, error) { return fn(ctx) }}
	case func() any:
		if fn == nil {
			return source{}
		}
		return source{fn: func(context.Context, *http.Request) (any, error) { return fn(), nil }}
	}
	t := reflect.TypeOf(v)
	if t == nil || !isFunc(t) {
		return source{value: v}
	}
	fn := reflect.ValueOf(v)
	switch {
	case fn.IsNil():
		return source{}
	case !isPropFunc(t):
		return source{fn: func(context.Context, *http.Request) (any, error) {
			return nil, fmt.Errorf("a %s is not a prop: a function of a prop takes nothing, a context.Context or an *http.Request, and returns T or (T, error)", t)
		}}
	}
	return source{fn: reflected(fn)}
}

var (
	contextType = reflect.TypeFor[context.Context]()
	requestType = reflect.TypeFor[*http.Request]()
	errorType   = reflect.TypeFor[error]()
)

// isFunc reports whether t is a function that does not encode itself.
func isFunc(t reflect.Type) bool { return t.Kind() == reflect.Func && !encodesItself(t) }

// isPropFunc reports whether the function type t is func(...) T or
// func(...) (T, error) without arguments or with a context or a request.
func isPropFunc(t reflect.Type) bool {
	if t.IsVariadic() || t.NumIn() > 1 {
		return false
	}
	if t.NumIn() == 1 && t.In(0) != contextType && t.In(0) != requestType {
		return false
	}
	return t.NumOut() == 1 || t.NumOut() == 2 && t.Out(1) == errorType
}

// reflected calls fn, for which isPropFunc holds.
func reflected(fn reflect.Value) function {
	t := fn.Type()
	return func(ctx context.Context, r *http.Request) (any, error) {
		var in [1]reflect.Value
		if t.NumIn() == 1 {
			if t.In(0) == contextType {
				in[0] = reflect.ValueOf(ctx)
			} else {
				if r != nil && r.Context() != ctx {
					r = r.WithContext(ctx)
				}
				in[0] = reflect.ValueOf(r)
			}
		}
		out := fn.Call(in[:t.NumIn()])
		if len(out) == 2 && !out[1].IsNil() {
			return nil, out[1].Interface().(error)
		}
		return out[0].Interface(), nil
	}
}

// PanicError is a panic in a prop's function or in the encoding of its value.
type PanicError struct {
	Value any
	Stack []byte
}

func (e *PanicError) Error() string { return fmt.Sprintf("panic: %v", e.Value) }

func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}
