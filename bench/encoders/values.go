package main

import (
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/inertia-templ/shell/bench/pages"
)

// cases are the places where encoders of JSON differ. Each makes values from
// a source of random numbers.
var cases = []struct {
	name  string
	value func(maker) any
}{
	{"rows", func(m maker) any {
		return []pages.Row{{ID: m.Int(), Name: m.text(), Email: m.text(), Active: m.coin(), Score: m.finite(), Created: m.time()}}
	}},
	{"HTML in strings", func(m maker) any { return m.mix("<", ">", "&", "'", `"`, "</script>", "<!--", "/") }},
	{"U+2028, U+2029, controls", func(m maker) any {
		return m.mix("\u2028", "\u2029", "\x00", "\x1f", "\x7f", "\b\f\n\r\t", `\`, "é", "😀")
	}},
	{"invalid UTF-8", func(m maker) any {
		return map[string]string{m.mix("\xff", "\xc3", "\xed\xa0\x80", "\xf4\x90\x80\x80", "é"): m.mix("\xff", "\xe2\x80", "\xc0\xaf", "😀", "\xf0\x9f")}
	}},
	{"floats", func(m maker) any { return []any{m.finite(), float32(m.finite()), m.edge()} }},
	{"float32", func(m maker) any {
		list := make([]float32, 100)
		for i := range list {
			list[i] = float32(math.Ldexp(float64(1+m.IntN(3)), m.IntN(60)-40))
		}
		return list
	}},
	{"NaN and infinities", func(m maker) any {
		return oneOf[any](m, math.NaN(), math.Inf(1), math.Inf(-1), float32(math.Inf(1)), []float64{1, math.NaN()}, map[string]any{"a": math.NaN()})
	}},
	{"integers", func(m maker) any { return integersOf(m) }},
	{"keys and order of maps", func(m maker) any { return m.maps() }},
	{"embedded structs", func(m maker) any { return m.embedded() }},
	{"omitempty, omitzero", func(m maker) any { return m.omits() }},
	{"marshalers", func(m maker) any { return m.marshalers() }},
	{"marshalers out of reach", func(m maker) any { return m.outOfReach() }},
	{"marshalers that fail", func(m maker) any {
		return oneOf[any](m, raw("{"), raw(""), raw(`{"a":1}}`), failing{}, []any{failing{}}, failingText{}, map[failingText]int{{}: 1}, raw("nul"))
	}},
	{"json.RawMessage", func(m maker) any { return m.raws() }},
	{"json.Number", func(m maker) any {
		return oneOf[any](m, json.Number(strconv.Itoa(m.Int())), json.Number("1e400"), json.Number(""), json.Number("1x"), json.Number("-0"), json.Number("01"), struct {
			N json.Number `json:"n,omitempty"`
			S json.Number `json:"s,string"`
		}{"", "12"})
	}},
	{"bytes", func(m maker) any {
		return oneOf[any](m, []byte(nil), []byte{}, []byte(m.text()), [3]byte{1, 2, 3}, struct{ B []byte }{}, octets("abc"), []octet{1, 2}, map[string][]byte{"a": nil, "b": {}})
	}},
	{"nil and empty", func(m maker) any {
		return oneOf[any](m, []int(nil), []int{}, map[string]int(nil), map[string]int{}, (*int)(nil), nil, []any(nil), []any{}, struct{}{},
			[]any{[]int(nil), map[string]any(nil), (*leaf)(nil)}, struct {
				S []int
				M map[string]int
				P *int
				I any
			}{}, new(*int), [0]int{})
	}},
	{"cycles", func(m maker) any { return m.cycle() }},
	{"deep, without a cycle", func(m maker) any {
		var list *link
		for range 2000 + m.IntN(500) {
			list = &link{Next: list}
		}
		return list
	}},
	{"times", func(m maker) any {
		return oneOf[any](m, m.time(), time.Time{}, time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC),
			time.Date(2026, 1, 2, 3, 4, 5, 6, time.FixedZone("", 90)), time.Duration(m.Int64()), m.time().Weekday())
	}},
	{"types without JSON", func(m maker) any {
		return oneOf[any](m, make(chan int), func() {}, complex(1, 2), map[string]any{"a": func() {}}, struct{ F func() }{}, map[bool]int{true: 1}, map[float64]int{1: 1})
	}},
	{"anything, nested", func(m maker) any { return m.anything(4) }},
}

// maker makes random values; n is the number of the one that is made.
type maker struct {
	*rand.Rand
	n int
}

func oneOf[T any](m maker, list ...T) T { return list[m.IntN(len(list))] }

func (m maker) coin() bool { return m.IntN(2) == 0 }

// mix is a string of these parts and plain letters.
func (m maker) mix(parts ...string) string {
	var b strings.Builder
	for range m.IntN(12) {
		if m.coin() {
			b.WriteString(parts[m.IntN(len(parts))])
		} else {
			b.WriteByte(byte('a' + m.IntN(26)))
		}
	}
	return b.String()
}

func (m maker) text() string {
	return m.mix("<", "&", `"`, `\`, "\n", "\u2028", "é", "😀", " ", "plain text")
}

// finite is any float64 but NaN and the infinities.
func (m maker) finite() float64 {
	if m.coin() {
		return m.edge()
	}
	for {
		if f := math.Float64frombits(m.Uint64()); !math.IsNaN(f) && !math.IsInf(f, 0) && !math.IsInf(float64(float32(f)), 0) {
			return f
		}
	}
}

// edge is a float whose format changes near it.
func (m maker) edge() float64 {
	f := oneOf(m, 0, math.Copysign(0, -1), 1e20, 1e21, 9.999999999999999e20, 1e-6, 1e-7, 9.99e-7, 1e22, 0.1, 100, 1<<53, 123456789.125, 5e-324, math.SmallestNonzeroFloat32, math.MaxFloat32)
	if m.coin() {
		f = -f
	}
	return f
}

func (m maker) time() time.Time {
	return time.Unix(m.Int64N(1<<33), m.Int64N(1e9)).In(oneOf(m, time.UTC, time.FixedZone("", 3600*m.IntN(12))))
}

type integers struct {
	A int     `json:"a"`
	B int8    `json:"b"`
	C int64   `json:"c"`
	D uint64  `json:"d"`
	E uintptr `json:"e"`
	F int64   `json:"f,string"`
	G *uint64 `json:"g,string"`
	H string  `json:"h,string"`
	I bool    `json:"i,string"`
	J float64 `json:"j,string"`
}

func integersOf(m maker) integers {
	big := oneOf(m, math.MaxInt64, math.MinInt64, 1<<53+1, -1, 0, m.Int64())
	i := integers{int(big), int8(big), big, uint64(big), uintptr(big), big, nil, m.text(), m.coin(), m.finite()}
	if m.coin() {
		i.G = &i.D
	}
	return i
}

// anything is a tree of what programs put into props.
func (m maker) anything(depth int) any {
	if depth == 0 {
		return oneOf[any](m, nil, m.coin(), m.Int(), m.finite(), m.text(), m.time(), m.Uint64(), raw(`{"a": "<"}`), []byte(m.text()), json.Number("7"), &leaf{m.text(), m.Int()})
	}
	switch m.IntN(5) {
	case 0:
		return m.anything(0)
	case 1:
		list := []any{}
		for range m.IntN(5) {
			list = append(list, m.anything(depth-1))
		}
		return list
	case 2:
		return m.embedded()
	case 3:
		v := m.anything(depth - 1)
		return &v
	}
	values := map[string]any{}
	for range m.IntN(5) {
		values[m.text()] = m.anything(depth - 1)
	}
	return values
}

// maps are maps with all sorts of keys.
func (m maker) maps() any {
	n := m.IntN(20)
	switch m.IntN(5) {
	case 0:
		list := map[int]int{}
		for range n {
			list[m.IntN(400)-200] = m.IntN(9)
		}
		return list
	case 1:
		list := map[textKey]string{}
		for range n {
			list[textKey{m.text()}] = m.text()
		}
		return list
	case 2:
		list := map[uint8]bool{}
		for range n {
			list[uint8(m.Int())] = m.coin()
		}
		return list
	case 3:
		list := map[named]leaf{}
		for range n {
			list[named(m.text())] = leaf{m.text(), m.Int()}
		}
		return list
	}
	list := map[string]any{}
	for range n {
		list[m.text()] = m.IntN(9)
	}
	return list
}

// cycle is a value that holds itself.
func (m maker) cycle() any {
	switch m.n % 4 {
	case 0:
		l := &link{}
		l.Next = l
		return l
	case 1:
		values := map[string]any{}
		values["self"] = values
		return values
	case 2:
		list := make([]any, 1)
		list[0] = list
		return list
	}
	var v any
	v = &v
	return v
}

var errNoValue = errors.New("no value")
