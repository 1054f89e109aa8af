package inertia_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/inertia"
)

// app is an instance without a front end, quiet and with a version.
func app(t testing.TB, opts ...inertia.Option) *inertia.Inertia {
	t.Helper()
	i, err := inertia.New(append([]inertia.Option{
		inertia.WithShell(shell.Default),
		inertia.WithVersion("v1"),
		inertia.WithSecret([]byte("0123456789abcdef0123456789abcdef")),
	}, opts...)...)
	require.NoError(t, err)
	return i
}

// visit asks handler for path as the client does; headers are name, value.
func visit(handler http.Handler, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("X-Inertia", "true")
	r.Header.Set("X-Inertia-Version", "v1")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w
}

func fn[T any](v T) func(context.Context) (T, error) {
	return func(context.Context) (T, error) { return v, nil }
}

// partial is the headers of a partial reload: data, except, then others.
func partial(data, except string, more ...string) []string {
	h := []string{"X-Inertia-Partial-Component", "Page"}
	if data != "" {
		h = append(h, "X-Inertia-Partial-Data", data)
	}
	if except != "" {
		h = append(h, "X-Inertia-Partial-Except", except)
	}
	return append(h, more...)
}

// The examples of the protocol description, in its order.
func TestProps(t *testing.T) {
	t.Parallel()
	type J = map[string]any
	plain := inertia.Props{
		"user":  inertia.Lazy(fn(J{"id": 1})),
		"stats": inertia.Defer(fn(5)),
		"logs":  inertia.Defer(fn([]int{})).Group("slow"),
		"plans": inertia.Optional(fn(9)),
	}
	nested := inertia.Props{"auth": J{
		"user": inertia.Lazy(fn("J")), "theme": "t",
		"notes": inertia.Defer(fn([]int{1})), "roles": inertia.Optional(fn([]string{"a"})),
	}}
	closure := inertia.Props{"auth": func() any {
		return J{"user": "J", "theme": "t", "notes": inertia.Defer(fn([]int{1}))}
	}}
	merging := inertia.Props{
		"conf":  inertia.DeepMerge(J{"a": 1}),
		"log":   inertia.Merge([]int{1}).Prepend(),
		"posts": inertia.Merge([]int{1}).MatchOn("id"),
	}
	feed := inertia.Props{"feed": inertia.Merge(J{"data": []int{1}}).Append("data").MatchOn("data.id")}
	once := inertia.Props{
		"plans": inertia.Once(fn([]int{1})),
		"x":     inertia.Once(fn(7)).As("shared-x").Until(time.UnixMilli(1790000000000)),
	}
	scroll := inertia.Props{"users": inertia.Scroll(J{"data": []int{3}, "total": 40}).Metadata(
		inertia.ScrollMetadata{PreviousPage: 1, NextPage: 3, CurrentPage: 2})}
	always := inertia.Props{"auth": J{"csrf": inertia.Always("c"), "user": "J"}, "other": 1}
	list := inertia.Props{"foos": []any{J{"id": 1, "secret": inertia.Optional(fn(2))}, J{"id": 2}}}

	for name, tc := range map[string]struct {
		props   inertia.Props
		headers []string
		want    string // the page without component, url, version, sharedProps
	}{
		"full visit leaves out optional and deferred props": {plain, nil,
			`{"props":{"errors":{},"user":{"id":1}},"deferredProps":{"slow":["logs"],"default":["stats"]}}`},
		"partial computes what is asked for":         {plain, partial("stats", ""), `{"props":{"errors":{},"stats":5}}`},
		"except selects optional and deferred props": {plain, partial("", "user"), `{"props":{"errors":{},"stats":5,"logs":[],"plans":9}}`},
		"except wins over only":                      {plain, partial("user,stats", "stats"), `{"props":{"errors":{},"user":{"id":1}}}`},
		"partial of another component is a full visit": {plain, []string{"X-Inertia-Partial-Component", "Other", "X-Inertia-Partial-Data", "stats"},
			`{"props":{"errors":{},"user":{"id":1}},"deferredProps":{"slow":["logs"],"default":["stats"]}}`},
		"partial without lists selects everything": {plain, partial("", ""), `{"props":{"errors":{},"user":{"id":1},"stats":5,"logs":[],"plans":9}}`},
		"empty items in a list are not names":      {plain, partial(",stats,,", ""), `{"props":{"errors":{},"stats":5}}`},
		"unknown names select nothing":             {plain, partial("nope", ""), `{"props":{"errors":{}}}`},
		"names do not match by prefix":             {plain, partial("stat", ""), `{"props":{"errors":{}}}`},

		"nested deferred props are listed by path": {nested, nil,
			`{"props":{"errors":{},"auth":{"user":"J","theme":"t"}},"deferredProps":{"default":["auth.notes"]}}`},
		"a path selects inside":            {nested, partial("auth.user", ""), `{"props":{"errors":{},"auth":{"user":"J"}}}`},
		"a parent selects all kinds in it": {nested, partial("auth", ""), `{"props":{"errors":{},"auth":{"user":"J","theme":"t","notes":[1],"roles":["a"]}}}`},
		"except removes inside":            {nested, partial("", "auth.theme"), `{"props":{"errors":{},"auth":{"user":"J","notes":[1],"roles":["a"]}}}`},
		"only a parent, except a child":    {nested, partial("auth", "auth.user"), `{"props":{"errors":{},"auth":{"theme":"t","notes":[1],"roles":["a"]}}}`},
		"a missing child sends nothing":    {nested, partial("auth.missing", ""), `{"props":{"errors":{}}}`},

		"what a function returns is sent whole": {closure, partial("auth.user", ""), `{"props":{"errors":{},"auth":{"user":"J","theme":"t","notes":[1]}}}`},
		"kinds inside a function's result count": {closure, nil,
			`{"props":{"errors":{},"auth":{"user":"J","theme":"t"}},"deferredProps":{"default":["auth.notes"]}}`},

		"merge props are labelled": {merging, nil,
			`{"props":{"errors":{},"conf":{"a":1},"log":[1],"posts":[1]},"mergeProps":["posts"],"prependProps":["log"],"deepMergeProps":["conf"],"matchPropsOn":["posts.id"]}`},
		"labels only for what is sent": {merging, partial("posts", ""), `{"props":{"errors":{},"posts":[1]},"mergeProps":["posts"],"matchPropsOn":["posts.id"]}`},
		"reset takes the labels away":  {merging, partial("posts", "", "X-Inertia-Reset", "posts"), `{"props":{"errors":{},"posts":[1]}}`},
		"merge at a path":              {feed, nil, `{"props":{"errors":{},"feed":{"data":[1]}},"mergeProps":["feed.data"],"matchPropsOn":["feed.data.id"]}`},
		"no label for a mere ancestor": {inertia.Props{"feed": inertia.Merge(J{"title": "t", "n": 1})}, partial("feed.title", ""),
			`{"props":{"errors":{},"feed":{"title":"t","n":1}}}`},
		"deferred merge is labelled before it is sent": {inertia.Props{"feed": inertia.Defer(fn([]int{1})).Merge()}, nil,
			`{"props":{"errors":{}},"deferredProps":{"default":["feed"]},"mergeProps":["feed"]}`},

		"once props tell their keys": {once, nil,
			`{"props":{"errors":{},"plans":[1],"x":7},"onceProps":{"plans":{"prop":"plans","expiresAt":null},"shared-x":{"prop":"x","expiresAt":1790000000000}}}`},
		"remembered once props are listed, not sent": {once, []string{"X-Inertia-Except-Once-Props", "plans"},
			`{"props":{"errors":{},"x":7},"onceProps":{"plans":{"prop":"plans","expiresAt":null},"shared-x":{"prop":"x","expiresAt":1790000000000}}}`},
		"once is by key, not by name": {once, []string{"X-Inertia-Except-Once-Props", "x"},
			`{"props":{"errors":{},"plans":[1],"x":7},"onceProps":{"plans":{"prop":"plans","expiresAt":null},"shared-x":{"prop":"x","expiresAt":1790000000000}}}`},
		"a partial ignores what is remembered": {once, partial("plans", "", "X-Inertia-Except-Once-Props", "plans"),
			`{"props":{"errors":{},"plans":[1]},"onceProps":{"plans":{"prop":"plans","expiresAt":null}}}`},
		"deferred and once": {inertia.Props{"perm": inertia.Defer(fn(1)).Once()}, nil,
			`{"props":{"errors":{}},"deferredProps":{"default":["perm"]},"onceProps":{"perm":{"prop":"perm","expiresAt":null}}}`},
		"deferred and remembered": {inertia.Props{"perm": inertia.Defer(fn(1)).Once()}, []string{"X-Inertia-Except-Once-Props", "perm"},
			`{"props":{"errors":{}},"onceProps":{"perm":{"prop":"perm","expiresAt":null}}}`},
		"fresh sends what is remembered": {inertia.Props{"perm": inertia.Once(fn(1)).Fresh(true)}, []string{"X-Inertia-Except-Once-Props", "perm"},
			`{"props":{"errors":{},"perm":1},"onceProps":{"perm":{"prop":"perm","expiresAt":null}}}`},

		"scroll": {scroll, nil,
			`{"props":{"errors":{},"users":{"data":[3],"total":40}},"mergeProps":["users.data"],"scrollProps":{"users":{"pageName":"page","previousPage":1,"nextPage":3,"currentPage":2,"reset":false}}}`},
		"scroll up": {scroll, partial("users", "", "X-Inertia-Infinite-Scroll-Merge-Intent", "prepend"),
			`{"props":{"errors":{},"users":{"data":[3],"total":40}},"prependProps":["users.data"],"scrollProps":{"users":{"pageName":"page","previousPage":1,"nextPage":3,"currentPage":2,"reset":false}}}`},
		"scroll reset": {scroll, partial("users", "", "X-Inertia-Reset", "users"),
			`{"props":{"errors":{},"users":{"data":[3],"total":40}},"scrollProps":{"users":{"pageName":"page","previousPage":1,"nextPage":3,"currentPage":2,"reset":true}}}`},

		"rescue": {inertia.Props{"perm": inertia.Defer(func(context.Context) (int, error) { return 0, errors.New("down") }).Rescue(), "ok": inertia.Defer(fn(1))},
			partial("perm,ok", ""), `{"props":{"errors":{},"ok":1},"rescuedProps":["perm"]}`},
		"rescue covers encoding": {inertia.Props{"perm": inertia.Defer(fn[any](J{"a": []any{1, make(chan int)}})).Rescue(), "ok": 1},
			partial("perm,ok", ""), `{"props":{"errors":{},"ok":1},"rescuedProps":["perm"]}`},
		"rescue covers panics": {inertia.Props{"perm": inertia.Defer(func(context.Context) (int, error) { panic("boom") }).Rescue()},
			partial("perm", ""), `{"props":{"errors":{}},"rescuedProps":["perm"]}`},
		"timeout": {inertia.Props{"slow": inertia.Defer(func(ctx context.Context) (int, error) { <-ctx.Done(); return 0, ctx.Err() }).Timeout(time.Millisecond)},
			partial("slow", ""), `{"props":{"errors":{}},"rescuedProps":["slow"]}`},

		"always in a container that is left out":   {always, partial("other", ""), `{"props":{"errors":{},"other":1}}`},
		"always in a container that leads on":      {always, partial("auth.user", ""), `{"props":{"errors":{},"auth":{"csrf":"c","user":"J"}}}`},
		"except a container with always":           {always, partial("", "auth"), `{"props":{"errors":{},"other":1}}`},
		"always survives its own except":           {inertia.Props{"a": inertia.Always(1)}, partial("", "a"), `{"props":{"errors":{},"a":1}}`},
		"lists on a full visit":                    {list, nil, `{"props":{"errors":{},"foos":[{"id":1},{"id":2}]}}`},
		"lists selected whole":                     {list, partial("foos", ""), `{"props":{"errors":{},"foos":[{"id":1,"secret":2},{"id":2}]}}`},
		"lists selected by index stay whole":       {list, partial("foos.0.id", ""), `{"props":{"errors":{},"foos":[{"id":1},{"id":2}]}}`},
		"lists selected by index compute the prop": {list, partial("foos.0.secret", ""), `{"props":{"errors":{},"foos":[{"id":1,"secret":2},{"id":2}]}}`},
		"lists are not selected by field":          {list, partial("foos.id", ""), `{"props":{"errors":{}}}`},
		"dotted names unpack":                      {inertia.Props{"auth.user": fn("U"), "auth": J{"can": 1}}, nil, `{"props":{"errors":{},"auth":{"can":1,"user":"U"}}}`},
		"dotted names unpack into functions":       {inertia.Props{"auth.user.name": "N", "auth": func() any { return J{"user": J{"id": 1}} }}, nil, `{"props":{"errors":{},"auth":{"user":{"id":1,"name":"N"}}}}`},
		"empty maps stay":                          {inertia.Props{"m": J{}, "n": nil}, nil, `{"props":{"errors":{},"m":{},"n":null}}`},
		"a function that returns a prop":           {inertia.Props{"a": fn(inertia.Defer(fn(1)))}, nil, `{"props":{"errors":{}},"deferredProps":{"default":["a"]}}`},
		"the page's own errors are always sent":    {inertia.Props{"errors": J{"a": "b"}, "c": 1}, partial("c", ""), `{"props":{"errors":{"a":"b"},"c":1}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, limit := range []int{1, 8} {
				w := visit(app(t, inertia.WithConcurrency(limit)).Page("Page", tc.props), "/", tc.headers...)
				require.Equal(t, http.StatusOK, w.Code, w.Body)
				var page map[string]any
				require.NoError(t, json.Unmarshal(w.Body.Bytes(), &page), w.Body)
				assert.Equal(t, []any{"errors"}, page["sharedProps"])
				for _, key := range []string{"component", "url", "version", "sharedProps"} {
					require.Contains(t, page, key)
					delete(page, key)
				}
				got, err := json.Marshal(page)
				require.NoError(t, err)
				assert.JSONEq(t, tc.want, string(got))
			}
		})
	}
}
