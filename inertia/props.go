package inertia

import (
	"reflect"

	"github.com/inertia-templ/shell/inertia/internal/props"
	"github.com/inertia-templ/shell/internal/secretname"
)

// Props are the props of a page, or a part of the page. Values are sent as JSON.
// Functions of these forms are computed only if their prop is sent, as with
// [Lazy]:
//
//	func() T    func() (T, error)
//	func(context.Context) T    func(context.Context) (T, error)
//	func(*http.Request) T    func(*http.Request) (T, error)
//
// A dotted key builds an object: "auth.user" is the user inside auth. This
// holds for keys given to Render or shared, not for keys deeper inside.
//
// Everything that takes Props also takes a struct with json tags.
type Props map[string]any

// entry is a named value on its way into the page.
type entry struct {
	name  string
	value any
}

// kinded is implemented by every [Of].
type kinded interface{ inertiaProp() *props.Spec }

// engine turns props into page objects. It learns each type once, for all
// instances of the program but those with names of secrets of their own.
var engine = props.New(host, secretname.Default, nil)

// host tells engines about the types of this package.
var host = props.Host{
	SpecType:  reflect.TypeFor[kinded](),
	SpecOf:    specOf,
	MapOf:     func(v any) (map[string]any, bool) { m, ok := v.(Props); return m, ok },
	PropType:  reflect.TypeFor[Provider](),
	PropOf:    func(v any, at props.At) any { return v.(Provider).InertiaProp(PropContext(at)) },
	PropsType: reflect.TypeFor[PropsProvider](),
	PropsOf:   func(v any, at props.At) map[string]any { return v.(PropsProvider).InertiaProps(PropContext(at)) },

	SecretType: reflect.TypeFor[secret](),
}

func specOf(v any) *props.Spec {
	p, ok := v.(kinded)
	if !ok {
		return nil
	}
	if rv := reflect.ValueOf(v); rv.Kind() == reflect.Pointer && rv.IsNil() {
		return nil
	}
	return p.inertiaProp()
}

// errPanic is a panic of a handler, or in the props of its page.
type errPanic = props.PanicError
