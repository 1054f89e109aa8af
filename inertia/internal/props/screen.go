package props

import (
	"context"
	"fmt"
	"reflect"
)

// Screen returns values without their secrets, ready to be kept and encoded
// later by any encoder. What holds no secret by its type is returned as it is.
// at is the path of the values in the page. The leaks are those of [Page.Leaks].
func (e *Engine) Screen(ctx context.Context, f Facts, at string, values map[string]any) (map[string]any, []Leak, error) {
	if !e.needScreening(values) {
		return values, nil, nil
	}
	f.Partial, f.Only, f.Except, f.Encoder = false, nil, nil, nil
	p := e.Page(ctx, f)
	defer p.Close()
	p.all = entriesOfMap(p.all, values)
	p.base = at
	if err := p.resolve(p.all); err != nil {
		return nil, p.leaked.list, err
	}
	screened := make(map[string]any, len(values))
	for i := range p.root.items {
		n := &p.root.items[i]
		switch n.outcome {
		case sent:
		case withheld:
			continue
		default:
			return nil, nil, fmt.Errorf("inertia: %s.%s: a prop that is fetched later cannot stand here", at, n.name)
		}
		p.out = nil
		if err := p.write(p.buffer, n, &p.meta); err != nil {
			return nil, nil, fmt.Errorf("inertia: %s.%s: %w", at, n.name, err)
		}
		screened[n.name] = literal(p.out)
	}
	p.out = nil
	return screened, p.leaked.list, nil
}

// needScreening reports whether there may be a secret, or a prop, in values.
func (e *Engine) needScreening(values map[string]any) bool {
	for name, v := range values {
		switch v := v.(type) {
		case nil, bool, int, int64, float64, literal:
			continue
		case string:
			if v != "" && e.names.Match(name) {
				return true
			}
			continue
		default:
			if p := e.planOf(reflect.TypeOf(v)); p.dynamic || p.text && e.names.Match(name) {
				return true
			}
		}
	}
	return false
}
