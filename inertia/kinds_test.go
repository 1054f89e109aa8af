package inertia_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
)

// result is the value of the props below: a page that knows its place, so that
// each of them can be a scroll prop.
type result struct {
	Data []int `json:"data"`
}

func (result) ScrollMetadata() inertia.ScrollMetadata {
	return inertia.ScrollMetadata{CurrentPage: 2, PreviousPage: 1, NextPage: 3}
}

// chained has the modifiers that a kind is when it is chained.
type chained[P any] interface {
	Always() P
	Merge() P
	DeepMerge() P
	Once() P
	Scroll() P
	Rescue() P
	MatchOn(...string) P
	As(string) P
	Live(...string) P
}

// outer kinds: around a prop, and chained to it.
var around = map[string]struct {
	nest  func(any) any
	chain func(any) any
}{
	"Lazy":      {func(p any) any { return inertia.Lazy(p) }, func(p any) any { return p }},
	"Value":     {func(p any) any { return inertia.Value(p) }, func(p any) any { return p }},
	"Optional":  {func(p any) any { return inertia.Optional(p) }, func(p any) any { return modify(p, "Optional") }},
	"Defer":     {func(p any) any { return inertia.Defer(p) }, func(p any) any { return modify(p, "Defer") }},
	"Always":    {func(p any) any { return inertia.Always(p) }, func(p any) any { return modify(p, "Always") }},
	"Merge":     {func(p any) any { return inertia.Merge(p) }, func(p any) any { return modify(p, "Merge") }},
	"DeepMerge": {func(p any) any { return inertia.DeepMerge(p) }, func(p any) any { return modify(p, "DeepMerge") }},
	"Once":      {func(p any) any { return inertia.Once(p) }, func(p any) any { return modify(p, "Once") }},
	"Scroll":    {func(p any) any { return inertia.Scroll(p) }, func(p any) any { return modify(p, "Scroll") }},
	"Live":      {func(p any) any { return inertia.Live(p, "outer") }, func(p any) any { return modify(p, "Live") }},
	"Once.As": {
		func(p any) any { return inertia.Value(p).As("outer") }, func(p any) any { return modify(p, "As") }},
	"Defer.Rescue": {
		func(p any) any { return inertia.Defer(p).Rescue() }, func(p any) any { return modify(modify(p, "Defer"), "Rescue") }},
	"Merge.MatchOn": {
		func(p any) any { return inertia.Merge(p).MatchOn("id") }, func(p any) any { return modify(modify(p, "Merge"), "MatchOn") }},
}

// modify chains a modifier to a prop of any presence.
func modify(p any, modifier string) any {
	switch p := p.(type) {
	case inertia.Prop[result]:
		return chain(p, p.Optional, p.Defer, modifier)
	case inertia.Opt[result]:
		return chain(p, p.Optional, p.Defer, modifier)
	case inertia.Deferred[result]:
		return chain(p, p.Optional, p.Defer, modifier)
	}
	panic("no prop")
}

// chain is the modifier of that name.
func chain[P chained[P], O, D any](p P, optional func() O, deferred func() D, modifier string) any {
	switch modifier {
	case "Optional":
		return optional()
	case "Defer":
		return deferred()
	case "Always":
		return p.Always()
	case "Merge":
		return p.Merge()
	case "DeepMerge":
		return p.DeepMerge()
	case "Once":
		return p.Once()
	case "Scroll":
		return p.Scroll()
	case "Live":
		return p.Live("outer")
	case "As":
		return p.As("outer")
	case "Rescue":
		return p.Rescue()
	case "MatchOn":
		return p.MatchOn("id")
	}
	panic(modifier)
}

// A kind around a kind is both, as if the outer one were chained to the inner.
// So is a kind around a function that returns the inner one, on partial
// reloads, where both functions are called.
func TestKindsAroundKindsAreBoth(t *testing.T) {
	t.Parallel()
	load := func(context.Context) (result, error) { return result{[]int{1}}, nil }
	position := inertia.ScrollMetadata{CurrentPage: 7}
	inner := map[string]any{
		"Lazy": inertia.Lazy(load), "Value": inertia.Value(result{[]int{1}}), "Optional": inertia.Optional(load), "Defer": inertia.Defer(load),
		"Defer.Group": inertia.Defer(load).Group("g"), "Defer.Rescue": inertia.Defer(load).Rescue(), "Always": inertia.Always(result{[]int{1}}),
		"Merge": inertia.Merge(result{[]int{1}}), "DeepMerge": inertia.DeepMerge(result{[]int{1}}), "Prepend": inertia.Lazy(load).Prepend(),
		"Append": inertia.Lazy(load).Append("data").MatchOn("data.id"), "Once": inertia.Once(load),
		"Once.As": inertia.Once(load).As("inner").Until(time.UnixMilli(1790000000000)), "Once.Fresh": inertia.Once(load).As("inner").Fresh(true),
		"Scroll": inertia.Lazy(load).Scroll(), "Scroll.Wrapper": inertia.Lazy(load).Scroll().Wrapper("").PageName("p").Metadata(position),
		"Timeout": inertia.Lazy(load).Timeout(time.Minute),
		"Cache":   inertia.Lazy(load).Cache(time.Minute, 0).By("key").Tags("tag"), "Once.Tags": inertia.Once(load).Tags("tag"),
		"Live": inertia.Live(load, "inner"),
	}
	visits := map[string][]string{
		"document":   {"X-Inertia", ""},
		"visit":      nil,
		"remembered": {"X-Inertia-Except-Once-Props", "p,inner,outer"},
		"named":      partial("p", ""),
		"other":      partial("q", ""),
		"except":     partial("", "q"),
		"reset":      partial("p", "", "X-Inertia-Reset", "p"),
		"prepending": partial("p", "", "X-Inertia-Infinite-Scroll-Merge-Intent", "prepend"),
	}
	i := app(t, inertia.WithLive(anybody))
	moment := regexp.MustCompile(`"at":"[^"]+"`)
	body := func(p any, headers []string) string {
		w := visit(i.Page("Page", inertia.Props{"p": p, "q": 1}), "/", headers...)
		require.Equal(t, http.StatusOK, w.Code, w.Body)
		return moment.ReplaceAllString(w.Body.String(), `"at":""`)
	}
	for outerName, outer := range around {
		for innerName, p := range inner {
			for name, headers := range visits {
				want := body(outer.chain(p), headers)
				assert.Equal(t, want, body(outer.nest(p), headers), "%s(%s), %s", outerName, innerName, name)
				if name == "named" || name == "reset" || name == "prepending" {
					returning := func() any { return p }
					assert.Equal(t, want, body(outer.nest(returning), headers), "%s(func() %s), %s", outerName, innerName, name)
				}
			}
		}
	}
}

// Every kind takes a value and every form of function.
func TestEveryKindTakesAValueOrAnyFunction(t *testing.T) {
	t.Parallel()
	type key struct{}
	want := result{[]int{1}}
	for form, v := range map[string]any{
		"value":                          want,
		"func() T":                       func() result { return want },
		"func() (T, error)":              func() (result, error) { return want, nil },
		"func(context) T":                func(ctx context.Context) result { _ = ctx.Value(key{}); return want },
		"func(context) (T, error)":       func(context.Context) (result, error) { return want, nil },
		"func(*http.Request) T":          func(r *http.Request) result { _ = r.URL.Path; return want },
		"func(*http.Request) (T, error)": func(r *http.Request) (result, error) { _ = r.URL.Path; return want, nil },
	} {
		for kind, outer := range around {
			w := visit(app(t, inertia.WithLive(anybody)).Page("Page", inertia.Props{"p": outer.nest(v)}), "/", partial("p", "")...)
			assert.Contains(t, w.Body.String(), `"p":{"data":[1]}`, "%s of %s", kind, form)
		}
	}
}

// What the compiler infers for typed props.
func TestTypedPropsInferTheirType(t *testing.T) {
	t.Parallel()
	type props struct {
		Lazy     inertia.Prop[int]     `json:"lazy"`
		Once     inertia.Prop[int]     `json:"once"`
		Value    inertia.Prop[int]     `json:"value"`
		Merge    inertia.Prop[[]int]   `json:"merge"`
		Growing  inertia.Prop[int]     `json:"growing"`
		Optional inertia.Opt[int]      `json:"optional"`
		Ready    inertia.Opt[int]      `json:"ready"`
		Deferred inertia.Deferred[int] `json:"deferred"`
		Zero     inertia.Prop[int]     `json:"zero"`
		None     inertia.Deferred[int] `json:"none"`
	}
	load := fn(5)
	v := props{
		Lazy: inertia.Lazy(load), Once: inertia.Once(load), Value: inertia.Value(5), Merge: inertia.Merge([]int{5}),
		Growing: inertia.Lazy(load).Merge(), Optional: inertia.Optional(load), Ready: inertia.Value(5).Optional(),
		Deferred: inertia.Defer(load).Group("g"),
	}
	assert.Contains(t, visit(app(t).Page("Page", v), "/").Body.String(),
		`"props":{"errors":{},"lazy":5,"once":5,"value":5,"merge":[5],"growing":5,"zero":0}`)
	assert.Contains(t, visit(app(t).Page("Page", v), "/", partial("optional,ready,deferred,none", "")...).Body.String(),
		`"props":{"errors":{},"optional":5,"ready":5,"deferred":5,"none":0}`)
}

// A function that no prop can be says which ones can.
func TestFunctionsOfOtherFormsSayWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, v := range []any{
		func(int) string { return "" }, func(...context.Context) int { return 1 }, func() {}, func() (int, string) { return 1, "" },
		inertia.Lazy(func(string) int { return 1 }), inertia.Defer(func(context.Context, int) (int, error) { return 1, nil }),
	} {
		w := visit(app(t, inertia.WithDebug()).Page("Page", inertia.Props{"p": v}), "/", partial("p", "")...)
		assert.Equal(t, http.StatusInternalServerError, w.Code)
		assert.Contains(t, w.Body.String(), "is not a prop: a function of a prop takes nothing, a context.Context or an *http.Request", "%T", v)
	}
}

// A function of the request sees the prop's deadline in it.
func TestTimeoutReachesFunctionsOfTheRequest(t *testing.T) {
	t.Parallel()
	waits := func(r *http.Request) (int, error) {
		<-r.Context().Done()
		return 0, context.Cause(r.Context())
	}
	i := app(t, inertia.WithLogger(slog.New(slog.DiscardHandler)))
	w := visit(i.Page("Page", inertia.Props{"p": inertia.Defer(waits).Timeout(time.Millisecond)}), "/", partial("p", "")...)
	assert.Contains(t, w.Body.String(), `"rescuedProps":["p"]`)
}

// Rescue covers what the prop holds, wherever it fails, and leaves nothing of
// it in the page.
func TestRescueCoversWhatThePropHolds(t *testing.T) {
	t.Parallel()
	fails := func(context.Context) (any, error) { return nil, errors.New("down") }
	said := inertia.Merge([]int{1}).MatchOn("id").Once().Append("data")
	page := result{[]int{1}}
	for name, inside := range map[string]any{
		"a function":            inertia.Props{"ok": said, "s": inertia.Scroll(page), "a": inertia.Lazy(fails)},
		"deep":                  inertia.Props{"ok": said, "a": []any{inertia.Props{"b": inertia.Props{"c": fails}}}},
		"a function's function": func() any { return inertia.Props{"ok": said, "a": func() any { return inertia.Lazy(fails) }} },
		"a panic":               inertia.Props{"ok": said, "a": func() any { panic("boom") }},
		"an encoder":            inertia.Props{"ok": said, "s": inertia.Scroll(page), "a": inertia.Props{"b": make(chan int)}},
		"an encoder, later":     inertia.Props{"ok": said, "a": func() any { return make(chan int) }},
		"a scroll prop":         inertia.Props{"ok": said, "a": inertia.Scroll(5)},
		"a rescued one besides": inertia.Props{"r": inertia.Defer(fails).Rescue(), "z": inertia.Lazy(fails)},
		"props":                 inertia.Join(5),
		"a panicking provider":  inertia.Props{"ok": said, "a": panicking{}},
	} {
		for form, p := range map[string]any{
			"function": inertia.Defer(func(context.Context) (any, error) { return inside, nil }).Rescue().Merge(),
			"value":    inertia.Defer(inside).Rescue().Merge(),
		} {
			if form == "value" && name == "a panicking provider" {
				continue // on the request's goroutine it is the middleware's
			}
			i := app(t, inertia.WithLogger(slog.New(slog.DiscardHandler)))
			w := visit(i.Page("Page", inertia.Props{"p": p, "q": said}), "/", partial("", "none")...)
			require.Equal(t, http.StatusOK, w.Code, "%s, %s: %s", name, form, w.Body)
			var got map[string]any
			require.NoError(t, json.Unmarshal(w.Body.Bytes(), &got))
			want := map[string]any{
				"component": "Page", "url": "/", "version": "v1", "sharedProps": []any{"errors"}, "rescuedProps": []any{"p"},
				"props":      map[string]any{"errors": map[string]any{}, "q": []any{1.0}},
				"mergeProps": []any{"q.data"}, "matchPropsOn": []any{"q.id"}, "onceProps": map[string]any{"q": map[string]any{"prop": "q", "expiresAt": nil}},
			}
			assert.Equal(t, want, got, "%s, %s", name, form)
		}
	}
	inner := inertia.Defer(func(context.Context) (any, error) {
		return inertia.Props{"a": inertia.Defer(fails).Rescue(), "b": 1}, nil
	}).Rescue()
	w := visit(app(t, inertia.WithLogger(slog.New(slog.DiscardHandler))).Page("Page", inertia.Props{"p": inner}), "/", partial("p", "")...)
	assert.Contains(t, w.Body.String(), `"p":{"b":1}`, "the nearest rescue counts")
	assert.Contains(t, w.Body.String(), `"rescuedProps":["p.a"]`)
}
