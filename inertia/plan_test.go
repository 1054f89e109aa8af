package inertia_test

import (
	"context"
	"encoding/json"
	"math/big"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
)

type (
	pointerMarshaler struct{}
	textKey          struct{ s string }
	base             struct {
		ID     int
		Hidden string `json:"-"`
		Same   string
		Tagged string `json:"name"`
	}
	Embedded struct {
		Same string
		Deep struct{ X *int } `json:"deep,omitempty"`
	}
	zooStruct struct {
		base
		*Embedded
		Named      Embedded  `json:"embedded"`
		Dash       int       `json:"-,"`
		Empty      string    `json:",omitempty"`
		Zero       time.Time `json:"zero,omitzero"`
		ZeroStruct struct{}  `json:"zs,omitzero"`
		Quoted     int       `json:"quoted,string"`
		QuotedText string    `json:"quotedText,string"`
		QuotedNil  *int      `json:"quotedNil,string"`
		Bytes      []byte
		Array      [2]bool
		NilMap     map[string]int
		NilSlice   []int
		NilPointer *base
		Any        any
		Raw        json.RawMessage
		Big        *big.Int
		Method     pointerMarshaler
		MethodPtr  *pointerMarshaler
		Ints       map[int]string
		Texts      map[textKey]int
		Bad        string `json:"b\"ad"`
		HTML       string `json:"<html>"`
		unexported int
		Name       string `json:"name"`
		List       []any
		Nested     map[string][]map[string]any
		EmptySlice []string       `json:",omitempty"`
		EmptyMap   map[string]any `json:"em,omitempty"`
		FalsePtr   *bool          `json:"fp,omitempty"`
	}
)

func (p *pointerMarshaler) MarshalJSON() ([]byte, error) { return []byte(`"by pointer"`), nil }
func (k textKey) MarshalText() ([]byte, error)           { return []byte("k-" + k.s), nil }

// Whatever the resolver takes apart it writes as encoding/json would have.
func TestStructsAreWrittenAsEncodingJSONDoes(t *testing.T) {
	t.Parallel()
	no := false
	value := zooStruct{
		base: base{ID: 1, Hidden: "h", Same: "base", Tagged: "tagged"}, Embedded: &Embedded{Same: "embedded"},
		Quoted: 7, QuotedText: `"x"`, Bytes: []byte{1, 2, 0xff}, Any: base{ID: 2}, Raw: json.RawMessage(`{"a":[1,2]}`),
		Big: big.NewInt(1 << 60), MethodPtr: &pointerMarshaler{}, Ints: map[int]string{2: "b", 10: "a"},
		Texts: map[textKey]int{{"b"}: 1, {"a"}: 2}, Bad: "bad", HTML: "</script>\u2028\xff", unexported: 1, Name: "outer",
		List: []any{nil, 1.5, "s", []int{}, map[string]any{"z": 1, "a": nil}, &base{ID: 3}}, FalsePtr: &no,
		Nested: map[string][]map[string]any{"n": {{"x": 1}, nil}, "e": {}},
	}
	for name, v := range map[string]any{
		"value": value, "pointer": &value, "no embedded pointer": zooStruct{}, "list": []zooStruct{value}, "map": map[string]*zooStruct{"k": &value},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want, err := json.Marshal(v)
			require.NoError(t, err)
			// The filter makes the resolver look into the value, at two depths.
			for _, except := range []string{"", "v.none", "v.k.none", "v.0.none", "v.List.4.none,v.Nested.n.0.none,v.Any.none"} {
				w := visit(app(t, inertia.WithNullLists()).Page("Page", inertia.Props{"v": v}), "/", partial("", except)...)
				require.Equal(t, http.StatusOK, w.Code, w.Body)
				var page struct{ Props struct{ V json.RawMessage } }
				require.NoError(t, json.Unmarshal(w.Body.Bytes(), &page))
				assert.JSONEq(t, string(want), string(page.Props.V), except)
			}
		})
	}
}

type (
	level1 struct{ ID, Deep int }
	level2 struct{ level1 }
	left   struct{ level2 }
	right  struct{ level2 }
	twice  struct {
		left
		right
		N int
	}
	namedInside struct {
		level1 `json:"inside"`
		*base  `json:"base"`
		N      int
	}
	zeroByPointer struct{ n int }
	bytesLike     byte
	omitting      struct {
		A zeroByPointer    `json:"a,omitzero"`
		B *zeroByPointer   `json:"b,omitzero"`
		C any              `json:"c,omitzero"`
		D [1]zeroByPointer `json:"d"`
	}
)

func (z *zeroByPointer) IsZero() bool                 { return z.n == 1 }
func (z *zeroByPointer) MarshalText() ([]byte, error) { return []byte{'n'}, nil }
func (b *bytesLike) MarshalText() ([]byte, error)     { return []byte("b"), nil }

// Values are addressable, or not, where they are for encoding/json, so that
// methods of pointers are called, or not, as it does.
func TestAddressableValuesAreWrittenAsEncodingJSONDoes(t *testing.T) {
	t.Parallel()
	m := pointerMarshaler{}
	array := [1]pointerMarshaler{m}
	pointer := &array
	var null *[1]pointerMarshaler
	list := []pointerMarshaler{m}
	mixed := [2]any{m, &m}
	for _, v := range []any{
		array, &array, &pointer, list, &list, null, &null, mixed, &mixed, [1]*pointerMarshaler{&m}, &[1][1]pointerMarshaler{{m}},
		map[string][1]pointerMarshaler{"k": array}, map[string]*[1]pointerMarshaler{"k": &array},
		struct{ A [1]pointerMarshaler }{array}, &struct{ A [1]pointerMarshaler }{array}, &struct{ A *[1]pointerMarshaler }{&array},
		[]struct{ M pointerMarshaler }{{m}}, [1]struct{ M pointerMarshaler }{{m}}, &[1]struct{ M pointerMarshaler }{{m}}, [1][]pointerMarshaler{{m}},
		&twice{N: 1}, twice{}, namedInside{N: 1}, &namedInside{base: &base{ID: 3}}, []bytesLike{1, 2}, [2]bytesLike{1, 2}, &[2]bytesLike{1, 2}, [2]byte{1, 2}, &[]byte{1},
		omitting{A: zeroByPointer{1}}, &omitting{A: zeroByPointer{1}, B: &zeroByPointer{1}, C: (*zeroByPointer)(nil)}, omitting{C: 1},
	} {
		for _, value := range []any{v, []any{v}, map[string]any{"k": v}} {
			want, err := json.Marshal(value)
			require.NoError(t, err)
			for _, except := range []string{"", "v.none", "v.k.none", "v.0.none", "v.0.0.none", "v.k.k.none", "v.A.none", "v.0.A.0.none"} {
				w := visit(app(t).Page("Page", inertia.Props{"v": value}), "/", partial("", except)...)
				require.Equal(t, http.StatusOK, w.Code, "%T: %s", v, w.Body)
				var page struct{ Props struct{ V json.RawMessage } }
				require.NoError(t, json.Unmarshal(w.Body.Bytes(), &page))
				assert.JSONEq(t, string(want), string(page.Props.V), "%T without %q", value, except)
			}
		}
	}
}

type money struct{ cents int }

func (m money) InertiaProp(pc inertia.PropContext) any {
	return inertia.Props{"cents": m.cents, "at": pc.Path, "on": pc.Component, "for": pc.Request.URL.Path}
}

type timestamps struct{}

func (timestamps) InertiaProps(inertia.PropContext) inertia.Props {
	return inertia.Props{"created": 1, "later": inertia.Optional(fn(2))}
}

func TestProvidersBecomeProps(t *testing.T) {
	t.Parallel()
	type props struct {
		Price money                 `json:"price"`
		Stats inertia.Deferred[int] `json:"stats"`
		Inner timestamps            `json:"inner"`
	}
	page := app(t).Page("Page", props{Price: money{5}, Stats: inertia.Defer(fn(3))})
	assert.Contains(t, visit(page, "/x").Body.String(),
		`"props":{"errors":{},"price":{"at":"price","cents":5,"for":"/x","on":"Page"},"inner":{"created":1}}`)
	assert.Contains(t, visit(app(t).Page("Page", timestamps{}), "/").Body.String(), `"props":{"errors":{},"created":1}`)
}

func TestJoinedPropsStandSideBySide(t *testing.T) {
	t.Parallel()
	type props struct {
		ID      int `json:"id"`
		Created int `json:"created"`
	}
	joined := inertia.Join(props{7, 0}, timestamps{}, inertia.Props{"x.y": 1})
	page := app(t).Page("Page", inertia.Join(joined, inertia.Props{"inner": inertia.Join(timestamps{}, props{8, 2})}))
	assert.Contains(t, visit(page, "/").Body.String(), `"props":{"errors":{},"id":7,"created":1,"inner":{"created":2,"id":8},"x":{"y":1}}`)
	assert.Contains(t, visit(page, "/", partial("later", "")...).Body.String(), `"props":{"errors":{},"later":2}`)
}

func TestPropsRefuseWhatIsNoObject(t *testing.T) {
	t.Parallel()
	for _, props := range []any{5, "x", []int{1}, make(chan int)} {
		w := visit(app(t).Page("Page", props), "/")
		assert.Equal(t, http.StatusInternalServerError, w.Code)
	}
	var none *zooStruct
	assert.Equal(t, http.StatusOK, visit(app(t).Page("Page", none), "/").Code)
}

func TestCyclesAreErrors(t *testing.T) {
	t.Parallel()
	m := map[string]any{}
	m["self"] = m
	var forever func(context.Context) (any, error)
	forever = func(context.Context) (any, error) { return forever, nil }
	for _, props := range []inertia.Props{{"m": m}, {"l": []any{m}}} {
		w := visit(app(t, inertia.WithDebug()).Page("Page", props), "/")
		assert.Equal(t, http.StatusInternalServerError, w.Code)
		assert.Contains(t, w.Body.String(), "holds itself")
	}
}

func TestPropsOutsideOfRenderSaySo(t *testing.T) {
	t.Parallel()
	_, err := json.Marshal(inertia.Lazy(fn(1)))
	assert.ErrorContains(t, err, "outside of Render")
}
