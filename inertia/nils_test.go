package inertia_test

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/inertia-templ/shell/inertia"
)

type (
	nilLeaf struct {
		Tags  []string       `json:"tags"`
		Index map[string]int `json:"index"`
		Bytes []byte         `json:"bytes"`
		Left  []string       `json:"left,omitempty"`
		Null  []string       `json:"null" inertia:"null"`
	}
	nilTree struct {
		Name     string     `json:"name"`
		Children []*nilTree `json:"children"`
	}
	// EmbeddedList is embedded.
	EmbeddedList struct {
		Inherited []int `json:"inherited"`
	}
	nilOuter struct {
		EmbeddedList
		Leaf    nilLeaf            `json:"leaf"`
		Leaves  []nilLeaf          `json:"leaves"`
		ByID    map[int]nilLeaf    `json:"byID"`
		Pointer *nilLeaf           `json:"pointer"`
		Array   [1][]int           `json:"array"`
		Any     any                `json:"any"`
		Raw     json.RawMessage    `json:"raw"`
		Self    nilMarshaler       `json:"self"`
		Keyed   map[textKey][]bool `json:"keyed"`
	}
	nilMarshaler []int
)

func (nilMarshaler) MarshalJSON() ([]byte, error) { return []byte(`"own"`), nil }

const emptyLeaf = `{"tags":[],"index":{},"bytes":"","null":null}`

func propsOf(t testing.TB, props any, opts []inertia.Option, headers ...string) string {
	w := visit(app(t, opts...).Page("Page", props), "/", headers...)
	require.Equal(t, http.StatusOK, w.Code, w.Body)
	var page struct {
		Props map[string]json.RawMessage `json:"props"`
	}
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &page))
	delete(page.Props, "errors")
	text, err := json.Marshal(page.Props)
	require.NoError(t, err)
	return string(text)
}

func TestNilListsOfPagesAreEmpty(t *testing.T) {
	t.Parallel()
	var noTags []string
	for name, tc := range map[string]struct {
		props any
		want  string
	}{
		"slice":   {inertia.Props{"a": []string(nil)}, `{"a":[]}`},
		"map":     {inertia.Props{"a": map[string]int(nil)}, `{"a":{}}`},
		"bytes":   {inertia.Props{"a": []byte(nil)}, `{"a":""}`},
		"pointer": {inertia.Props{"a": &noTags, "b": (*[]string)(nil)}, `{"a":[],"b":null}`},
		"struct":  {nilLeaf{}, emptyLeaf},
		"full":    {nilLeaf{Tags: []string{"x"}, Index: map[string]int{"a": 1}, Bytes: []byte{1}, Null: noTags}, `{"tags":["x"],"index":{"a":1},"bytes":"AQ==","null":null}`},
		"props":   {inertia.Props{"lazy": inertia.Lazy(func() []int { return nil }), "merged": inertia.Merge([]int(nil)), "zero": inertia.Prop[[]int]{}}, `{"lazy":[],"merged":[],"zero":[]}`},
		"at any depth": {nilOuter{Leaves: []nilLeaf{{}}, ByID: map[int]nilLeaf{2: {}, 10: {}}, Pointer: &nilLeaf{}, Any: []nilLeaf{{}}, Keyed: map[textKey][]bool{{"k"}: nil}},
			`{"inherited":[],"leaf":` + emptyLeaf + `,"leaves":[` + emptyLeaf + `],"byID":{"10":` + emptyLeaf + `,"2":` + emptyLeaf + `},"pointer":` + emptyLeaf +
				`,"array":[[]],"any":[` + emptyLeaf + `],"raw":null,"self":"own","keyed":{"k-k":[]}}`},
		"trees":        {nilTree{Name: "a", Children: []*nilTree{{Name: "b"}, nil}}, `{"name":"a","children":[{"name":"b","children":[]},null]}`},
		"lists inside": {inertia.Props{"a": [][]int{nil, {1}}, "b": []any{[]int(nil), nil}}, `{"a":[[],[1]],"b":[[],null]}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.JSONEq(t, tc.want, propsOf(t, tc.props, nil))
			assert.JSONEq(t, tc.want, propsOf(t, tc.props, nil, partial("", "none")...), "partial reload")
		})
	}
	assert.JSONEq(t, `{"tags":null,"index":null,"bytes":null,"null":null}`, propsOf(t, nilLeaf{}, []inertia.Option{inertia.WithNullLists()}))
}

// Without nil lists, pages are what encoding/json writes, and with them they
// differ in nothing else.
func TestOnlyNilListsDifferFromEncodingJSON(t *testing.T) {
	t.Parallel()
	outer := t
	leaf := rapid.Custom(func(t *rapid.T) nilLeaf {
		var l nilLeaf
		if rapid.Bool().Draw(t, "tags") {
			l.Tags = rapid.SliceOfN(rapid.String(), 0, 2).Draw(t, "tags")
		}
		if rapid.Bool().Draw(t, "index") {
			l.Index = rapid.MapOfN(rapid.String(), rapid.Int(), 0, 2).Draw(t, "index")
		}
		if rapid.Bool().Draw(t, "bytes") {
			l.Bytes = []byte(rapid.String().Draw(t, "bytes"))
		}
		return l
	})
	rapid.Check(t, func(t *rapid.T) {
		v := nilOuter{Leaf: leaf.Draw(t, "leaf"), Leaves: rapid.SliceOfN(leaf, 0, 3).Draw(t, "leaves"), ByID: rapid.MapOfN(rapid.Int(), leaf, 0, 2).Draw(t, "byID")}
		if rapid.Bool().Draw(t, "pointer") {
			p := leaf.Draw(t, "pointee")
			v.Pointer, v.Any = &p, []nilLeaf{p}
		}
		var got, want any
		var page struct{ Props struct{ V json.RawMessage } }
		require.NoError(t, json.Unmarshal([]byte(`{"props":`+propsOf(outer, inertia.Props{"v": v}, nil)+`}`), &page))
		text, err := json.Marshal(withoutNils(reflect.ValueOf(v)))
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(page.Props.V, &got))
		require.NoError(t, json.Unmarshal(text, &want))
		require.Equal(t, want, got)
	})
}

// withoutNils is v with empty lists in the place of nil ones, as a tree of maps.
func withoutNils(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return withoutNils(v.Elem())
	case reflect.Slice, reflect.Array:
		if v.Type() == reflect.TypeFor[json.RawMessage]() || v.Type() == reflect.TypeFor[nilMarshaler]() || v.Type().Elem().Kind() == reflect.Uint8 && v.Len() > 0 {
			return v.Interface()
		}
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return ""
		}
		list := []any{}
		for i := range v.Len() {
			list = append(list, withoutNils(v.Index(i)))
		}
		return list
	case reflect.Map:
		m := reflect.MakeMap(reflect.MapOf(v.Type().Key(), reflect.TypeFor[any]()))
		for it := v.MapRange(); it.Next(); {
			item := reflect.New(reflect.TypeFor[any]()).Elem()
			item.Set(reflect.ValueOf(withoutNils(it.Value())))
			m.SetMapIndex(it.Key(), item)
		}
		return m.Interface()
	case reflect.Struct:
		m := map[string]any{}
		for i := range v.NumField() {
			f := v.Type().Field(i)
			name, rest, _ := strings.Cut(f.Tag.Get("json"), ",")
			switch {
			case f.Anonymous:
				for k, item := range withoutNils(v.Field(i)).(map[string]any) {
					m[k] = item
				}
			case rest == "omitempty" && v.Field(i).Len() == 0:
			case f.Tag.Get("inertia") == "null" && v.Field(i).IsNil():
				m[name] = nil
			default:
				m[name] = withoutNils(v.Field(i))
			}
		}
		return m
	}
	return v.Interface()
}
