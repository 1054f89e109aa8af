package main

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

type leaf struct {
	Name string `json:"name"`
	Size int
}

type link struct {
	Next *link `json:"next"`
}

type named string

// textKey is its own text.
type textKey struct{ text string }

func (k textKey) MarshalText() ([]byte, error) { return []byte("k" + k.text), nil }

// raw is JSON as it is, with its white space.
type raw string

func (r raw) MarshalJSON() ([]byte, error) { return []byte(r), nil }

type failing struct{}

func (failing) MarshalJSON() ([]byte, error) { return nil, errNoValue }

type failingText struct{}

func (failingText) MarshalText() ([]byte, error) { return nil, errNoValue }

// byPointer encodes itself only where it can be addressed.
type byPointer struct{ N int }

func (p *byPointer) MarshalJSON() ([]byte, error) {
	if p == nil {
		return []byte(`"nil"`), nil
	}
	return []byte(`"pointer ` + strconv.Itoa(p.N) + `"`), nil
}

type octet byte

func (o octet) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "<%d>", byte(o)), nil }

type octets []byte

// either is zero when it says so.
type either struct{ N int }

func (e either) IsZero() bool { return e.N%2 == 0 }

func (m maker) marshalers() any {
	p := &byPointer{m.IntN(9)}
	switch m.IntN(9) {
	case 0:
		return raw(`{ "a" : [ 1 , "<b>" , "` + "\u2028" + `" ] }`)
	case 1:
		return p
	case 2:
		return []byPointer{*p}
	case 3:
		return map[string]byPointer{"a": *p}
	case 4:
		return []any{*p, p, (*byPointer)(nil)}
	case 5:
		return &struct {
			V byPointer
			P *byPointer
			N *byPointer
		}{*p, p, nil}
	case 6:
		return struct {
			V byPointer
			K textKey `json:"<k>"`
		}{*p, textKey{m.text()}}
	case 7:
		return []textKey{{m.text()}}
	}
	return [2]json.Marshaler{raw("1"), nil}
}

// counted is a map that is its own text.
type counted map[string]int

func (c counted) MarshalText() ([]byte, error) { return strconv.AppendInt(nil, int64(len(c)), 10), nil }

// outOfReach are values whose methods encoding/json does not call: those of
// what cannot be addressed, and those that hide each other.
func (m maker) outOfReach() any {
	n := m.IntN(9)
	switch m.IntN(5) {
	case 0:
		return [1]struct{ V byPointer }{{byPointer{n}}}
	case 1:
		return map[string][1]byPointer{"a": {{n}}}
	case 2:
		return struct {
			raw
			textKey
		}{"1", textKey{m.text()}}
	case 3:
		return struct {
			either
			*Both
		}{either{n}, &Both{textKey{m.text()}, byPointer{n}}}
	}
	return []any{counted(nil), counted{"a": n}, map[string]counted{"b": nil}, struct{ C counted }{}, [1]counted{}}
}

// Both is exported, for it is embedded by pointer.
type Both struct {
	textKey
	byPointer
}

type base struct {
	ID    int    `json:"id"`
	Label string `json:"label,omitempty"`
	Both  string
}

// other has a field named as one of base is: neither is sent.
type other struct {
	Both  string
	Other string `json:"other"`
}

type hidden struct {
	Shown string `json:"Size"` // rather than the Size of leaf, which has no tag
	never string
}

// Pointed is exported, for it is embedded by pointer.
type Pointed struct {
	Deep string `json:"deep"`
	Name string
}

type embedding struct {
	base
	other
	*Pointed
	hidden
	Tagged  base `json:"tagged"`
	Name    string
	Ignored string `json:"-"`
	Dash    string `json:"-,"` //nolint:staticcheck // a field named "-"
	Odd     string `json:"odd key<"`
	Invalid string `json:"a\"b"` //nolint:staticcheck // a name encoding/json ignores
	leafy
}

type leafy = leaf

func (m maker) embedded() any {
	e := embedding{
		base:   base{m.Int(), m.text(), "1"},
		other:  other{"2", m.text()},
		hidden: hidden{m.text(), "never"},
		Tagged: base{ID: m.Int()},
		Name:   m.text(), Dash: m.text(), Odd: m.text(), Ignored: m.text(), Invalid: m.text(),
		leafy: leaf{m.text(), m.Int()},
	}
	if m.coin() {
		e.Pointed = &Pointed{m.text(), m.text()}
	}
	if m.coin() {
		return &e
	}
	return e
}

type omits struct {
	A string         `json:"a,omitempty"`
	B int            `json:"b,omitempty"`
	C []int          `json:"c,omitempty"`
	D map[string]int `json:"d,omitempty"`
	E *int           `json:"e,omitempty"`
	F any            `json:"f,omitempty"`
	G leaf           `json:"g,omitempty"`
	H [0]int         `json:"h,omitempty"`
	I [1]int         `json:"i,omitempty"`
	J time.Time      `json:"j,omitempty"`
	K time.Time      `json:"k,omitzero"`
	L either         `json:"l,omitzero"`
	M *either        `json:"m,omitzero"`
	N []int          `json:"n,omitzero"`
	O leaf           `json:"o,omitzero"`
	P []int          `json:"p,omitzero,omitempty"`
	Q float64        `json:"q,omitempty"`
	R bool           `json:"r,omitempty,string"`
	S int            `json:"s,omitempty,string"`
}

func (m maker) omits() any {
	n := m.IntN(2)
	o := omits{B: n, G: leaf{Size: n}, I: [1]int{n}, L: either{m.IntN(3)}, O: leaf{Size: m.IntN(2)}, Q: float64(m.IntN(2)), R: m.coin(), S: m.IntN(2)}
	if m.coin() {
		o.A, o.E, o.F, o.M = "a", &n, n, &either{2 * n}
	}
	if m.coin() {
		o.C, o.D, o.N, o.P, o.F = []int{}, map[string]int{}, []int{}, []int{}, ""
	}
	if m.coin() {
		o.C, o.D, o.J, o.K = []int{1}, map[string]int{"a": 1}, m.time(), m.time()
	}
	return o
}

func (m maker) raws() any {
	text := json.RawMessage(oneOf(m, `{"a":1}`, ` { "b" : "<script>" } `, "[1,\n2]", `"`+"\u2028"+`"`, `"é"`, "null", "1.0", "1E2", `"\u003c"`, "{", ""))
	switch m.IntN(5) {
	case 0:
		return text
	case 1:
		return &text
	case 2:
		return json.RawMessage(nil)
	case 3:
		return struct {
			R json.RawMessage
			P *json.RawMessage
			O json.RawMessage `json:"o,omitempty"`
		}{R: text}
	}
	return map[string]any{"a": text, "b": []json.RawMessage{text}}
}
