package inertia

import "net/http"

// Provider is a value that turns itself into one prop when it is sent, with
// knowledge of the place it is sent from. It may return any prop.
type Provider interface {
	InertiaProp(PropContext) any
}

// PropsProvider is a value that turns itself into a set of props. Given to
// Render, or embedded in a struct of props, its props stand among the others;
// as the value of a prop it is an object.
type PropsProvider interface {
	InertiaProps(PropContext) Props
}

// PropContext is where a provider's props are sent.
type PropContext struct {
	Request   *http.Request
	Component string
	Path      string // the dotted path of the prop, empty for the page itself
}
