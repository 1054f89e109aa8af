package inertia_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
)

// maskedRow is a row that is encoded in one piece without its secret, looseRow one
// that has to be looked at.
type maskedRow struct {
	ID     int    `json:"id"`
	Digest string `json:"digest" inertia:"secret"`
	Name   string `json:"full_name"`
}

type looseRow struct {
	ID     int            `json:"id"`
	Digest string         `json:"digest" inertia:"secret"`
	More   map[string]any `json:"more_of_it"`
}

// plainly is what a page has of a value: no secrets, keys of maps in camel case,
// nothing that is nil.
func plainly(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		return plainly(v.Elem())
	case reflect.Slice:
		list := make([]any, v.Len())
		for i := range list {
			list[i] = plainly(v.Index(i))
		}
		return list
	case reflect.Map:
		object := map[string]any{}
		for _, key := range v.MapKeys() {
			object[inertia.CamelCase(key.String())] = plainly(v.MapIndex(key))
		}
		return object
	case reflect.Struct:
		object := map[string]any{}
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.Tag.Get("inertia") != "secret" {
				object[f.Tag.Get("json")] = plainly(v.Field(i))
			}
		}
		return object
	}
	return v.Interface()
}

// Whatever is said about a prop, and however it is asked for, a page has the same
// value, and never a secret.
func TestWhatIsSaidAboutPropsAddsUp(t *testing.T) {
	t.Parallel()
	always := func(context.Context) (string, error) { return "1", nil }
	masked := []maskedRow{{1, "hush", "A"}, {2, "hush", "B"}}
	values := map[string]any{
		"rows":     masked,
		"loose":    []looseRow{{1, "hush", map[string]any{"a_b": []any{map[string]any{"c_d": 1.0}}}}},
		"no rows":  []maskedRow(nil),
		"in a map": map[string]any{"row_list": masked, "a_number": 1.0, "inside_of": map[string][]maskedRow{"it_is": masked}},
		"in a row": struct {
			Rows []maskedRow            `json:"rowList"`
			By   map[string][]maskedRow `json:"by"`
		}{masked, map[string][]maskedRow{"its_name": masked}},
	}
	kinds := map[string]func(f func(context.Context) (any, error)) any{
		"lazy":      func(f func(context.Context) (any, error)) any { return inertia.Lazy(f) },
		"live":      func(f func(context.Context) (any, error)) any { return inertia.Live(f, "c") },
		"cached":    func(f func(context.Context) (any, error)) any { return inertia.Lazy(f).Cache(time.Hour, 0).Shared() },
		"versioned": func(f func(context.Context) (any, error)) any { return inertia.Lazy(f).Version(always) },
		"in time":   func(f func(context.Context) (any, error)) any { return inertia.Lazy(f).DeferAfter(time.Hour) },
		"late":      func(f func(context.Context) (any, error)) any { return inertia.Lazy(f).DeferAfter(time.Nanosecond) },
		"all": func(f func(context.Context) (any, error)) any {
			return inertia.Lazy(f).Cache(time.Hour, 0).Shared().Tags("t").Version(always).Live("c").DeferAfter(time.Hour)
		},
	}
	for name, value := range values {
		want, err := json.Marshal(plainly(reflect.ValueOf(value)))
		require.NoError(t, err)
		for kind, prop := range kinds {
			t.Run(kind+" "+name, func(t *testing.T) {
				t.Parallel()
				i := app(t, inertia.WithMapKeys(inertia.CamelCase), inertia.WithLive(func(*http.Request, string) (bool, error) { return true, nil }))
				var late sync.RWMutex // is locked while the prop must not be ready
				page := i.Middleware(i.Page("Page", inertia.Props{
					"the_prop": prop(func(context.Context) (any, error) {
						late.RLock()
						defer late.RUnlock()
						return value, nil
					}), "other": 1,
				}))
				partial := []string{"X-Inertia-Partial-Component", "Page", "X-Inertia-Partial-Data", "theProp"}
				parts := []string{"X-Inertia-Partial-Component", "Page", "X-Inertia-Partial-Data", "theProp.rowList,theProp.by.itsName"}
				for n, headers := range [][]string{nil, partial, partial, parts, nil} {
					at := fmt.Sprintf("request %d", n)
					misses := kind == "late" && headers == nil
					if misses {
						late.Lock()
					}
					w := visit(page, "/", headers...)
					if misses {
						late.Unlock()
					}
					require.Equal(t, http.StatusOK, w.Code, w.Body)
					assert.NotContains(t, w.Body.String(), "hush", at)
					assert.NotContains(t, w.Body.String(), "digest", at)
					var answer struct {
						Props    map[string]json.RawMessage `json:"props"`
						Deferred map[string][]string        `json:"deferredProps"`
					}
					require.NoError(t, json.Unmarshal(w.Body.Bytes(), &answer))
					sent, ok := answer.Props["theProp"]
					switch {
					case misses:
						assert.False(t, ok, at)
						assert.Equal(t, map[string][]string{"default": {"theProp"}}, answer.Deferred, at)
					case n != 3:
						assert.JSONEq(t, string(want), string(sent), at)
					case ok && sent[0] == '{': // what was asked for, and perhaps the rest of the prop
						var has, all map[string]json.RawMessage
						require.NoError(t, json.Unmarshal(sent, &has))
						require.NoError(t, json.Unmarshal(want, &all))
						assert.JSONEq(t, string(all["rowList"]), string(has["rowList"]), at)
						for key, value := range has {
							assert.JSONEq(t, string(all[key]), string(value), "%s %s", at, key)
						}
					}
				}
			})
		}
	}
}
