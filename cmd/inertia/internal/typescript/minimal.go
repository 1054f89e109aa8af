package typescript

import (
	"go/ast"
	"go/constant"
	"go/types"
	"maps"
	"slices"
)

// plainPage is a page that is rendered by its name, with the props beside it.
type plainPage struct {
	component string
	props     types.Type
	literal   map[string]types.Type // what inertia.Props is made of; nil if it is something else
}

// rendered notes a page that a call names by its argument i, followed by its
// props.
func (s *scan) rendered(call *ast.CallExpr, i int) {
	name, ok := s.text(call, i)
	if !ok || i+1 >= len(call.Args) {
		return
	}
	page := plainPage{component: name, props: s.info.TypeOf(call.Args[i+1])}
	if composite, ok := ast.Unparen(call.Args[i+1]).(*ast.CompositeLit); ok {
		page.literal = map[string]types.Type{}
		for _, element := range composite.Elts {
			pair, ok := element.(*ast.KeyValueExpr)
			if !ok {
				continue
			}
			if key := s.info.Types[pair.Key].Value; key != nil && key.Kind() == constant.String {
				page.literal[constant.StringVal(key)] = s.info.TypeOf(pair.Value)
			}
		}
	}
	s.p.plain = append(s.p.plain, page)
}

// Minimal are the smallest props that each page of the program may be given on a
// first visit: texts are empty, numbers zero, lists without elements, pointers
// null, and what is deferred is absent. Shared props are among them.
func (p *Program) Minimal() map[string]map[string]any {
	m := minimal{newWriter(p, newNames())}
	shared := map[string]any{"errors": map[string]any{}}
	m.share(shared, sharedTree(p.shared))
	all := map[string]map[string]any{}
	for _, page := range p.pages {
		all[page.component] = maps.Clone(shared)
		m.add(all[page.component], page.props)
	}
	for _, page := range p.plain {
		if all[page.component] != nil {
			continue
		}
		all[page.component] = maps.Clone(shared)
		for name, kind := range page.literal {
			if kind != nil && !mayBeAbsent(kind) {
				all[page.component][name] = m.of(kind, 0)
			}
		}
		if page.props != nil {
			m.add(all[page.component], page.props)
		}
	}
	return all
}

// minimal makes values of types, as encoding/json would write them.
type minimal struct{ w *writer }

func (m minimal) add(to map[string]any, props types.Type) {
	if object, ok := m.of(pointed(props), 0).(map[string]any); ok {
		maps.Copy(to, object)
	}
}

// share adds shared props that no page lacks.
func (m minimal) share(to map[string]any, all []*sharedProp) {
	for _, s := range all {
		if s.absent() {
			continue
		}
		if len(s.all) > 0 {
			to[s.name] = m.of(s.all[0].kind, 0)
		}
		if len(s.inside) > 0 {
			object, ok := to[s.name].(map[string]any)
			if !ok {
				object = map[string]any{}
			}
			m.share(object, s.inside)
			to[s.name] = object
		}
	}
}

const deepest = 20 // structs in structs

func (m minimal) of(t types.Type, depth int) any {
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		return m.named(t, depth)
	case *types.Slice:
		if isByte(t.Elem()) {
			return ""
		}
		return []any{}
	case *types.Array:
		list := make([]any, min(t.Len(), 1000))
		for i := range list {
			list[i] = m.of(t.Elem(), depth+1)
		}
		return list
	case *types.Map:
		return map[string]any{}
	case *types.Basic:
		return basicValue(t)
	case *types.Struct:
		return m.structure(t, depth)
	case *types.Signature:
		if t.Results().Len() > 0 {
			return m.of(t.Results().At(0).Type(), depth)
		}
	}
	return nil
}

func basicValue(t *types.Basic) any {
	switch {
	case t.Info()&types.IsBoolean != 0:
		return false
	case t.Info()&types.IsString != 0:
		return ""
	case t.Info()&types.IsNumeric != 0:
		return 0
	}
	return nil
}

func (m minimal) named(t *types.Named, depth int) any {
	if value, ok := propOf(t); ok {
		return m.of(value, depth)
	}
	if fullName(t.Obj()) == "time.Time" {
		return "2000-01-01T00:00:00Z"
	}
	if fullName(t.Obj()) == inertiaPath+".BigInt" {
		return "0"
	}
	if special, ok := m.w.special(t, true); ok {
		switch special.text {
		case "string":
			return ""
		case "number", m.w.integer().text:
			return 0
		case "boolean":
			return false
		}
		return nil
	}
	if constants := constantsOf(t); m.w.isEnum(t) && len(constants) > 0 {
		switch value := constants[0].Val(); value.Kind() {
		case constant.String:
			return constant.StringVal(value)
		case constant.Int:
			n, _ := constant.Int64Val(value)
			return n
		}
	}
	return m.of(t.Underlying(), depth)
}

func (m minimal) structure(t *types.Struct, depth int) any {
	object := map[string]any{}
	if depth > deepest {
		return object
	}
	for _, f := range fieldsOf(t) {
		kind := f.variable.Type()
		if f.OmitEmpty || f.OmitZero || f.absent || mayBeAbsent(kind) {
			continue
		}
		value := m.of(kind, depth+1)
		if f.Quoted {
			value = "0"
		}
		object[f.Name] = value
	}
	return object
}

// Components are the components that the source names, sorted.
func (p *Program) Components() []string {
	all := slices.Sorted(maps.Keys(p.Minimal()))
	return slices.DeleteFunc(all, func(name string) bool { return name == "" })
}
