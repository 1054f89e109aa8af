package inertia

import "net/http"

// Provider is a value that turns itself into one prop when it is sent, with
// knowledge of the place it is sent from. It may return any prop.
type Provider interface {
	InertiaProp(PropContext) any
}

// PropsProvider is a value that turns itself into a set of props: those of the
// page if it is given to Render, else an object. To have its props beside
// others use [Join]; a struct that embeds a provider becomes one itself, by
// Go's rules, and its fields are not seen.
type PropsProvider interface {
	InertiaProps(PropContext) Props
}

// PropContext is where a provider's props are sent.
type PropContext struct {
	Request   *http.Request
	Component string
	Path      string // the dotted path of the prop, empty for the page itself
}

// Join makes one set of props of several: maps, structs and providers. Of
// props with one name the last wins.
func Join(sets ...any) any { return joined(sets) }

type joined []any

func (j joined) list(pc PropContext) ([]entry, error) {
	var all []entry
	for _, set := range j {
		entries, err := entriesOf(nil, set, pc)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if i := indexOf(all, e.name); i >= 0 {
				all[i] = e
			} else {
				all = append(all, e)
			}
		}
	}
	return all, nil
}
