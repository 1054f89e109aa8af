package inertia

import (
	"context"
	"net/http"
)

// Page is a component's name together with the type of its props, so that the
// compiler checks what each page is given:
//
//	var UsersIndex = inertia.NewPage[UsersIndexProps]("Users/Index")
//
//	return UsersIndex.Render(i, w, r, UsersIndexProps{Users: users})
type Page[P any] struct {
	component string
	meta      func(P) Meta
}

// NewPage returns the page of a component whose props have type P, a struct
// with json tags.
func NewPage[P any](component string) Page[P] { return Page[P]{component: component} }

// Component is the name of the page's component.
func (p Page[P]) Component() string { return p.component }

// Render is [Inertia.Render] of the page.
func (p Page[P]) Render(i *Inertia, w http.ResponseWriter, r *http.Request, props P, opts ...RenderOption) error {
	if p.meta != nil {
		made := MetaFunc(func(context.Context) (Meta, error) { return p.meta(props), nil })
		opts = append([]RenderOption{made}, opts...)
	}
	return i.Render(w, r, p.component, props, opts...)
}

// Handler is [Inertia.Handle] for a function that only returns the page's
// props.
func (p Page[P]) Handler(i *Inertia, props func(*http.Request) (P, error), opts ...RenderOption) http.Handler {
	return i.handle(props, func(w http.ResponseWriter, r *http.Request) error {
		v, err := props(r)
		if err != nil {
			return err
		}
		return p.Render(i, w, r, v, opts...)
	})
}
