package typescript

import (
	"cmp"
	"go/types"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// field is a property of an object.
type field struct {
	name      string
	variable  *types.Var
	absent    bool // in some visits
	omitted   bool // where it is empty
	quoted    bool // a number or boolean as text
	tagged    bool
	index     []int // its place, through embedded structs
	ambiguous bool
}

// embedded is a struct whose fields are looked at.
type embedded struct {
	structure *types.Struct
	named     string
	index     []int
	several   bool // embedded more than once at its depth
}

// fieldsOf lists the fields that encoding/json writes, in the order of the
// source. Embedded structs give theirs: of those with one name the least nested
// wins, among these the only one with a tag; else there is none.
func fieldsOf(t *types.Struct) []field {
	chosen := map[string]*field{}
	seen := map[string]bool{}
	for level := []embedded{{structure: t}}; len(level) > 0; {
		var next []embedded
		here := map[string][]field{}
		for _, e := range level {
			for i := range e.structure.NumFields() {
				v := e.structure.Field(i)
				tag := reflect.StructTag(e.structure.Tag(i)).Get("json")
				if tag == "-" {
					continue
				}
				name, options, _ := strings.Cut(tag, ",")
				if !validName(name) {
					name = ""
				}
				index := append(slices.Clone(e.index), i)
				named, structure := embeddedStruct(v)
				if structure != nil {
					if name == "" {
						key := typeKey(named)
						if seen[key] {
							continue
						}
						if i := slices.IndexFunc(next, func(e embedded) bool { return e.named == key }); i >= 0 {
							next[i].several = true
						} else {
							next = append(next, embedded{structure: structure, named: key, index: index})
						}
						continue
					}
				}
				if !v.Exported() && structure == nil {
					continue
				}
				opts := strings.Split(options, ",")
				f := field{
					name: cmp.Or(name, v.Name()), variable: v, tagged: name != "", index: index,
					absent:  mayBeAbsent(v.Type()),
					omitted: slices.Contains(opts, "omitempty") || slices.Contains(opts, "omitzero"),
					quoted:  slices.Contains(opts, "string") && quotable(v.Type()),
				}
				here[f.name] = append(here[f.name], f)
				if e.several {
					here[f.name] = append(here[f.name], f)
				}
			}
		}
		for name, candidates := range here {
			if chosen[name] == nil {
				chosen[name] = dominant(candidates)
			}
		}
		for _, e := range next {
			seen[e.named] = true
		}
		level = next
	}
	var fields []field
	for _, f := range chosen {
		if !f.ambiguous {
			fields = append(fields, *f)
		}
	}
	slices.SortFunc(fields, func(a, b field) int { return slices.Compare(a.index, b.index) })
	return fields
}

// dominant chooses among fields of one name and depth.
func dominant(candidates []field) *field {
	if len(candidates) == 1 {
		return &candidates[0]
	}
	var tagged []field
	for _, f := range candidates {
		if f.tagged {
			tagged = append(tagged, f)
		}
	}
	if len(tagged) == 1 {
		return &tagged[0]
	}
	return &field{ambiguous: true}
}

// validName reports whether encoding/json takes a name from a tag.
func validName(name string) bool {
	for _, c := range name {
		if !strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", c) && !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			return false
		}
	}
	return name != ""
}

// quotable reports whether the tag's option string has an effect.
func quotable(t types.Type) bool {
	t = types.Unalias(t)
	if pointer, ok := t.(*types.Pointer); ok {
		t = pointer.Elem()
	}
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&(types.IsBoolean|types.IsInteger|types.IsFloat|types.IsString) != 0
}

// typeKey tells types apart, those of one name in two functions too.
func typeKey(t *types.Named) string {
	return types.TypeString(t, nil) + " " + strconv.Itoa(int(t.Obj().Pos()))
}

// embeddedStruct is the struct type of an embedded field.
func embeddedStruct(v *types.Var) (*types.Named, *types.Struct) {
	if !v.Embedded() {
		return nil, nil
	}
	t := types.Unalias(v.Type())
	if pointer, ok := t.(*types.Pointer); ok {
		t = types.Unalias(pointer.Elem())
	}
	named, ok := t.(*types.Named)
	if !ok {
		return nil, nil
	}
	if _, isProp := propOf(named); isProp {
		return nil, nil
	}
	structure, _ := named.Underlying().(*types.Struct)
	return named, structure
}
