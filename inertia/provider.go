package inertia

import (
	"net/http"

	"github.com/inertia-templ/shell/inertia/internal/props"
)

// Provider is a value that turns itself into one prop when it is sent. It
// learns where the prop is sent, and may return a prop of any kind.
type Provider interface {
	InertiaProp(PropContext) any
}

// PropsProvider is a value that turns itself into a set of props: the props of
// the page if it is given to Render, or else an object. [Join] puts its props
// beside others. A struct that embeds a provider becomes a provider itself,
// because Go promotes its methods, and its own fields are not sent.
type PropsProvider interface {
	InertiaProps(PropContext) Props
}

// PropContext tells a provider where its props are sent.
type PropContext struct {
	Request   *http.Request
	Component string
	Path      string // the dotted path of the prop, empty for the page itself
}

// Join makes one set of props from several: maps, structs and providers. If a
// name occurs twice, the last one wins.
func Join(sets ...any) any { return props.Joined(sets) }
