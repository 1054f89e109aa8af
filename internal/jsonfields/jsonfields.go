// Package jsonfields knows which fields of a struct encoding/json reads and
// writes, and under which names. The rules stand here once, for callers that
// see types through reflect ([Of]) and for those that see them through go/types
// ([List] with members of their own).
package jsonfields

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"unicode"
)

// Tag is what the json tag of a field says.
type Tag struct {
	Name      string // empty if the tag has none, or one that encoding/json refuses
	Skip      bool   // json:"-"
	OmitEmpty bool
	OmitZero  bool
	Quoted    bool // the option "string"; it counts for scalars only
}

// ParseTag reads the json tag of a struct field.
func ParseTag(tag reflect.StructTag) Tag {
	text := tag.Get("json")
	if text == "-" {
		return Tag{Skip: true}
	}
	name, options, _ := strings.Cut(text, ",")
	var t Tag
	if validName(name) {
		t.Name = name
	}
	for option := range strings.SplitSeq(options, ",") {
		switch option {
		case "omitempty":
			t.OmitEmpty = true
		case "omitzero":
			t.OmitZero = true
		case "string":
			t.Quoted = true
		}
	}
	return t
}

func validName(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", r)
	})
}

// Member is a field as it stands in the source of a struct type. T is the type
// of types: [reflect.Type] or go/types.Type.
type Member[T any] struct {
	Name     string
	Tag      reflect.StructTag
	Type     T
	Exported bool
	Embedded bool

	// IsStruct tells of an embedded field whether it is a struct or a pointer
	// to one. A caller that leaves it false keeps the field in one piece.
	IsStruct bool
	// Struct is that struct type, which the members are asked for.
	Struct T
	// Scalar tells whether the option "string" counts: a string, a boolean or a
	// number, or an unnamed pointer to one.
	Scalar bool
}

// Field is a field as JSON has it.
type Field[T any] struct {
	Name   string // in JSON
	GoName string
	Tagged bool // the name is the tag's
	Tag    reflect.StructTag
	Index  []int // the path through embedded structs, see [reflect.Value.FieldByIndex]
	Type   T
	Owner  T // the struct type that declares it

	// Exported is false for an embedded struct of an unexported type that a tag
	// names. encoding/json writes it, but refuses to read into a pointer to one.
	Exported  bool
	OmitEmpty bool
	OmitZero  bool
	Quoted    bool
}

// List returns the fields of the struct type root, in the order of their
// declaration: embedded structs give theirs, of several fields with one name
// the least nested counts, of several equally nested the only tagged one, else
// none. members lists the fields of a struct type; identity tells types apart
// and must be comparable.
func List[T any](root T, members func(T) []Member[T], identity func(T) any) []Field[T] {
	type embedded struct {
		t     T
		index []int
	}
	var found []Field[T]
	visited := map[any]bool{}
	level, count := []embedded{{t: root}}, map[any]int{}
	for len(level) > 0 {
		var next []embedded
		nextCount := map[any]int{}
		for _, e := range level {
			id := identity(e.t)
			if visited[id] {
				continue
			}
			visited[id] = true
			for i, m := range members(e.t) {
				if !m.Exported && !(m.Embedded && m.IsStruct) {
					continue
				}
				tag := ParseTag(m.Tag)
				if tag.Skip {
					continue
				}
				index := append(slices.Clone(e.index), i)
				if m.Embedded && m.IsStruct && tag.Name == "" {
					inner := identity(m.Struct)
					if nextCount[inner]++; nextCount[inner] == 1 {
						next = append(next, embedded{m.Struct, index})
					}
					continue
				}
				f := Field[T]{
					Name: cmp.Or(tag.Name, m.Name), GoName: m.Name, Tagged: tag.Name != "", Tag: m.Tag,
					Index: index, Type: m.Type, Owner: e.t, Exported: m.Exported,
					OmitEmpty: tag.OmitEmpty, OmitZero: tag.OmitZero, Quoted: tag.Quoted && m.Scalar,
				}
				found = append(found, f)
				if count[id] > 1 {
					// The same struct is embedded twice at this depth, so
					// each of its fields has an equal rival.
					found = append(found, f)
				}
			}
		}
		level, count = next, nextCount
	}
	fields := dominant(found)
	slices.SortFunc(fields, func(a, b Field[T]) int { return slices.Compare(a.Index, b.Index) })
	return fields
}

// dominant keeps of the fields of each name the one that counts.
func dominant[T any](found []Field[T]) []Field[T] {
	slices.SortStableFunc(found, func(a, b Field[T]) int {
		if c := cmp.Or(strings.Compare(a.Name, b.Name), cmp.Compare(len(a.Index), len(b.Index))); c != 0 {
			return c
		}
		switch {
		case a.Tagged == b.Tagged:
			return 0
		case a.Tagged:
			return -1
		}
		return 1
	})
	var fields []Field[T]
	for i := 0; i < len(found); {
		first, n := found[i], 1
		for i+n < len(found) && found[i+n].Name == first.Name {
			n++
		}
		if n == 1 || len(found[i+1].Index) > len(first.Index) || first.Tagged != found[i+1].Tagged {
			fields = append(fields, first)
		}
		i += n
	}
	return fields
}
