package inertia_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/inertia-templ/shell/inertia"
)

// tree is a prop or a value in a form that both the library and the oracle
// below understand.
type tree struct {
	leaf any
	obj  map[string]*tree
	list []*tree
	kind string // "", value, lazy, always, optional, defer: a prop around inner

	inner                *tree
	group                string
	merge, deep, prepend bool
	match                string
	once, fresh          bool
	onceKey              string
	fails, rescue        bool
}

// build makes the library's props of a tree.
func (t *tree) build() any {
	switch {
	case t.obj != nil:
		m := map[string]any{}
		for k, c := range t.obj {
			m[k] = c.build()
		}
		return m
	case t.list != nil:
		l := []any{}
		for _, c := range t.list {
			l = append(l, c.build())
		}
		return l
	case t.kind == "":
		return t.leaf
	}
	fn := func(context.Context) (any, error) {
		if t.fails {
			return nil, errors.New("fails")
		}
		return t.inner.build(), nil
	}
	switch t.kind {
	case "optional":
		return modified(t, inertia.Optional(fn))
	case "defer":
		return modified(t, inertia.Defer(fn).Group(t.group))
	case "always":
		return modified(t, inertia.Always(t.inner.build()))
	case "value":
		return modified(t, inertia.Value(t.inner.build()))
	}
	return modified(t, inertia.Lazy(fn))
}

func modified[P interface {
	Merge() P
	DeepMerge() P
	Prepend(...string) P
	MatchOn(...string) P
	Once() P
	As(string) P
	Fresh(bool) P
	Rescue() P
}](t *tree, p P) P {
	if t.merge {
		p = p.Merge()
	}
	if t.deep {
		p = p.DeepMerge()
	}
	if t.prepend {
		p = p.Prepend()
	}
	if t.match != "" {
		p = p.MatchOn(t.match)
	}
	if t.once {
		p = p.Once().As(t.onceKey).Fresh(t.fresh)
	}
	if t.rescue {
		p = p.Rescue()
	}
	return p
}

// oracle is the protocol's algorithm written down slowly: every rule looks at
// whole paths and whole lists.
type oracle struct {
	inertia, partial               bool
	only, except, reset, remembers []string

	deferred map[string][]string
	merge    []string
	prepend  []string
	deep     []string
	match    []string
	rescued  []string
	once     map[string]string
	failed   bool
}

func inside(path string, set []string) bool {
	return slices.ContainsFunc(set, func(s string) bool { return path == s || strings.HasPrefix(path, s+".") })
}

func leads(path string, set []string) bool {
	return slices.ContainsFunc(set, func(s string) bool { return strings.HasPrefix(s, path+".") })
}

func (o *oracle) included(path string) bool {
	return (len(o.only) == 0 || inside(path, o.only) || leads(path, o.only)) && !inside(path, o.except)
}

// object resolves the children of an object. whole: it came out of a prop.
func (o *oracle) object(obj map[string]*tree, prefix string, whole, inList bool) (out map[string]any, left bool) {
	out = map[string]any{}
	for _, key := range slices.Sorted(maps.Keys(obj)) {
		if v, ok := o.child(obj[key], prefix+key, whole, inList); ok {
			out[key] = v
		} else {
			left = true
		}
	}
	return out, left
}

// said is what a prop and the props inside it say together.
type said struct {
	fetch, group         string // fetch: "", optional, defer
	merge, deep, prepend bool
	match                []string
	once, fresh          bool
	onceKey              string
	always, rescue       bool
}

// around is t's own word over what an inner prop says.
func (t *tree) around(inner said) said {
	s := inner
	if t.kind == "optional" || t.kind == "defer" {
		s.fetch = t.kind
	}
	if t.kind == "defer" && t.group != "" {
		s.group = t.group
	}
	s.merge, s.deep, s.prepend = s.merge || t.merge || t.deep || t.prepend, s.deep || t.deep, s.prepend || t.prepend
	if t.match != "" {
		s.match = append(slices.Clone(s.match), t.match)
	}
	if t.once {
		s.once, s.fresh = true, t.fresh
		if t.onceKey != "" {
			s.onceKey = t.onceKey
		}
	}
	s.always, s.rescue = s.always || t.kind == "always", s.rescue || t.rescue
	return s
}

// chain is what t says as far as it is known before a function is called, the
// prop whose function that is (nil if there is none), and what t holds.
func (t *tree) chain() (s said, fn, holds *tree) {
	if t.kind != "always" && t.kind != "value" {
		return t.around(said{}), t, nil
	}
	if t.inner.kind == "" {
		return t.around(said{}), nil, t.inner
	}
	s, fn, holds = t.inner.chain()
	return t.around(s), fn, holds
}

// over is s over what an inner prop says.
func (s said) over(inner said) said {
	outer := s
	if s.fetch == "" {
		s.fetch = inner.fetch
	}
	if s.group == "" {
		s.group = inner.group
	}
	s.merge, s.deep, s.prepend = s.merge || inner.merge, s.deep || inner.deep, s.prepend || inner.prepend
	s.match = append(slices.Clone(inner.match), outer.match...)
	if !outer.once {
		s.fresh = inner.fresh
	}
	s.once = outer.once || inner.once
	if s.onceKey == "" {
		s.onceKey = inner.onceKey
	}
	s.always, s.rescue = s.always || inner.always, s.rescue || inner.rescue
	return s
}

func (o *oracle) child(t *tree, path string, whole, inList bool) (any, bool) {
	if t.kind == "" {
		if o.partial && !whole {
			if inList { // lists stay whole but for what is excepted
				if inside(path, o.except) {
					return nil, false
				}
			} else if !o.included(path) {
				return nil, false
			}
		}
		return o.value(t, path, whole, inList)
	}
	s, fn, holds := t.chain()
	if o.partial && !whole && (!s.always || inList) && !o.included(path) {
		return nil, false
	}
	rescues := func() bool { return o.partial && s.fetch == "defer" && s.rescue }
	for {
		known := s.once && !s.fresh && slices.Contains(o.remembers, o.key(s, path))
		if !o.partial && (s.fetch != "" || o.inertia && known) {
			if s.fetch == "defer" && !(o.inertia && known) {
				group := s.group
				if group == "" {
					group = "default"
				}
				o.deferred[group] = append(o.deferred[group], path)
			}
			o.describe(s, path, s.fetch != "")
			return nil, false
		}
		if fn == nil {
			break
		}
		if fn.fails {
			if rescues() {
				o.rescued = append(o.rescued, path)
			} else {
				o.failed = true
			}
			return nil, false
		}
		if fn.inner.kind == "" {
			holds = fn.inner
			break
		}
		var inner said
		inner, fn, holds = fn.inner.chain()
		s = s.over(inner)
	}
	before := o.copy()
	o.describe(s, path, true)
	v, ok := o.value(holds, path, whole || o.partial, inList)
	if o.failed && !before.failed && rescues() {
		*o = before
		o.rescued = append(o.rescued, path)
		return nil, false
	}
	return v, ok
}

// copy is the oracle as it is, whatever is said later.
func (o *oracle) copy() oracle {
	c := *o
	c.deferred, c.once = map[string][]string{}, maps.Clone(o.once)
	for group, paths := range o.deferred {
		c.deferred[group] = slices.Clone(paths)
	}
	c.merge, c.prepend, c.deep, c.match, c.rescued = slices.Clone(o.merge), slices.Clone(o.prepend), slices.Clone(o.deep), slices.Clone(o.match), slices.Clone(o.rescued)
	return c
}

func (o *oracle) value(t *tree, path string, whole, inList bool) (any, bool) {
	switch {
	case t.obj != nil:
		out, left := o.object(t.obj, path+".", whole, inList)
		if left && len(out) == 0 && o.partial && !whole && !inList {
			return nil, false
		}
		return out, true
	case t.list != nil:
		if o.partial && !whole && !inList && !(len(o.only) == 0 || inside(path, o.only)) {
			asked := false
			for i := range t.list {
				item := path + "." + strconv.Itoa(i)
				asked = asked || leads(item, o.only) || slices.Contains(o.only, item)
			}
			if !asked {
				return nil, false
			}
		}
		out := []any{}
		for i, c := range t.list {
			if v, ok := o.child(c, path+"."+strconv.Itoa(i), whole, true); ok {
				out = append(out, v)
			}
		}
		return out, true
	}
	return t.leaf, true
}

func (o *oracle) key(s said, path string) string {
	if s.onceKey != "" {
		return s.onceKey
	}
	return path
}

func (o *oracle) describe(s said, path string, labels bool) {
	if o.partial && (len(o.only) > 0 && !inside(path, o.only) || inside(path, o.except)) {
		return
	}
	if labels && !slices.Contains(o.reset, path) && s.merge {
		switch {
		case s.deep:
			o.deep = append(o.deep, path)
		case s.prepend:
			o.prepend = append(o.prepend, path)
		default:
			o.merge = append(o.merge, path)
		}
		for _, field := range s.match {
			o.match = append(o.match, path+"."+field)
		}
	}
	if s.once {
		o.once[o.key(s, path)] = path
	}
}

func (o *oracle) page(root map[string]*tree) map[string]any {
	o.deferred, o.once = map[string][]string{}, map[string]string{}
	props, _ := o.object(root, "", false, false)
	props["errors"] = map[string]any{}
	page := map[string]any{"component": "Page", "url": "/", "version": "v1", "sharedProps": []string{"errors"}, "props": props}
	for key, list := range map[string][]string{"mergeProps": o.merge, "prependProps": o.prepend, "deepMergeProps": o.deep, "matchPropsOn": o.match, "rescuedProps": o.rescued} {
		if len(list) > 0 {
			page[key] = list
		}
	}
	if len(o.deferred) > 0 {
		page["deferredProps"] = o.deferred
	}
	if len(o.once) > 0 {
		entries := map[string]any{}
		for key, path := range o.once {
			entries[key] = map[string]any{"prop": path, "expiresAt": nil}
		}
		page["onceProps"] = entries
	}
	return page
}

var names = []string{"a", "b", "c", "ab"}

func drawTree(t *rapid.T, depth int) *tree {
	choice := rapid.IntRange(0, 9).Draw(t, "shape")
	switch {
	case depth == 0 || choice < 2:
		return &tree{leaf: rapid.SampledFrom([]any{nil, 1, "x", true, "</script>"}).Draw(t, "leaf")}
	case choice < 5:
		return &tree{obj: drawObject(t, depth-1)}
	case choice < 6:
		list := []*tree{}
		for range rapid.IntRange(0, 3).Draw(t, "length") {
			list = append(list, drawTree(t, depth-1))
		}
		return &tree{list: list}
	}
	p := &tree{
		kind:    rapid.SampledFrom([]string{"value", "lazy", "always", "optional", "defer"}).Draw(t, "kind"),
		merge:   rapid.Bool().Draw(t, "merge"),
		deep:    rapid.IntRange(0, 3).Draw(t, "deep") == 0,
		prepend: rapid.IntRange(0, 3).Draw(t, "prepend") == 0,
		match:   rapid.SampledFrom([]string{"", "", "id", "data.id"}).Draw(t, "match"),
		once:    rapid.Bool().Draw(t, "once"),
		group:   rapid.SampledFrom([]string{"", "g"}).Draw(t, "group"),
		rescue:  rapid.Bool().Draw(t, "rescue"),
		fails:   rapid.IntRange(0, 15).Draw(t, "fails") == 0,
	}
	if p.once {
		p.fresh = rapid.IntRange(0, 3).Draw(t, "fresh") == 0
		p.onceKey = rapid.SampledFrom([]string{"", "", "k1", "k2"}).Draw(t, "key")
	}
	p.inner = drawTree(t, depth-1)
	return p
}

func drawObject(t *rapid.T, depth int) map[string]*tree {
	obj := map[string]*tree{}
	for _, name := range names {
		if rapid.Bool().Draw(t, "has "+name) {
			obj[name] = drawTree(t, depth)
		}
	}
	return obj
}

func drawPaths(t *rapid.T, label string) []string {
	var paths []string
	for range rapid.SampledFrom([]int{0, 0, 1, 2}).Draw(t, label) {
		var path []string
		for range rapid.IntRange(1, 3).Draw(t, "depth") {
			path = append(path, rapid.SampledFrom([]string{"a", "b", "c", "ab", "0", "1"}).Draw(t, "segment"))
		}
		paths = append(paths, strings.Join(path, "."))
	}
	return paths
}

// For random props and random headers the page is what the oracle says,
// computed one after another or in parallel.
func TestResolverAgreesWithTheOracle(t *testing.T) {
	t.Parallel()
	quiet := inertia.WithLogger(slog.New(slog.DiscardHandler))
	apps := []*inertia.Inertia{app(t, quiet, inertia.WithConcurrency(1)), app(t, quiet)}
	rapid.Check(t, func(t *rapid.T) {
		root := drawObject(t, 4)
		o := oracle{
			inertia: true, partial: rapid.Bool().Draw(t, "partial"),
			reset:     drawPaths(t, "reset"),
			remembers: append(drawPaths(t, "remembers"), rapid.SampledFrom([]string{"k1", "k3"}).Draw(t, "key")),
		}
		headers := []string{"X-Inertia-Reset", strings.Join(o.reset, ","), "X-Inertia-Except-Once-Props", strings.Join(o.remembers, ",")}
		if o.partial {
			o.only, o.except = drawPaths(t, "only"), drawPaths(t, "except")
			headers = append(headers, partial(strings.Join(o.only, ","), strings.Join(o.except, ","))...)
		}
		want := o.page(root)
		props := inertia.Props{}
		for name, child := range root {
			props[name] = child.build()
		}
		for _, i := range apps {
			w := visit(i.Page("Page", props), "/", headers...)
			if o.failed {
				require.Equal(t, http.StatusInternalServerError, w.Code)
				continue
			}
			require.Equal(t, http.StatusOK, w.Code, w.Body)
			wantJSON, err := json.Marshal(want)
			require.NoError(t, err)
			assert.JSONEq(t, string(wantJSON), w.Body.String(), fmt.Sprint(headers))
		}
	})
}
