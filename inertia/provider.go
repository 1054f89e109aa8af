package inertia

import (
	"net/http"

	"github.com/inertia-templ/shell/inertia/internal/props"
)

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
func Join(sets ...any) any { return props.Joined(sets) }
