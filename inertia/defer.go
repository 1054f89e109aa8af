package inertia

import "github.com/inertia-templ/shell/inertia/internal/props"

// Kinds that say no more than their name.
var (
	named   props.Kind = props.Absentee{Fetch: props.Named}
	fetched props.Kind = props.Absentee{Fetch: props.Deferred}
)

// Methods name the alias's type in full: the compiler (1.26) cannot import a
// generic type whose methods mention a generic alias of it.

// Optional is a prop that full visits leave out. It is computed and sent when
// a partial reload names it.
func Optional[F any](f F) Of[*F, optional] { return Of[*F, optional]{engine.Spec(f, named)} }

// Optional leaves the prop out of full visits; see [Optional].
//
//go:noinline
func (p Of[F, K]) Optional() Of[F, optional] { return says[optional](p, named) }

// Defer is a prop that the first answer leaves out. The client fetches it as
// soon as the page is shown, with one request for each [Of.Group].
func Defer[F any](f F) Of[*F, deferred] { return Of[*F, deferred]{engine.Spec(f, fetched)} }

// Defer lets the client fetch the prop after the page is shown; see [Defer].
//
//go:noinline
func (p Of[F, K]) Defer() Of[F, deferred] { return says[deferred](p, fetched) }

// Group names the request that fetches this deferred prop. The default is
// "default". Props of one group arrive together; groups are fetched in
// parallel.
//
//go:noinline
func (p Of[F, K]) Group(name string) Of[F, K] { return says[K](p, props.Absentee{Group: name}) }

// Rescue keeps a failing deferred prop from failing the page. The prop is left
// out, its path is listed in rescuedProps, the error is logged, and the other
// props arrive. If a prop inside this one fails and is not rescued itself,
// this whole prop is left out. Rescue has no effect on props that are not
// deferred, or that contain or return themselves without end.
//
//go:noinline
func (p Of[F, K]) Rescue() Of[F, K] { return says[K](p, props.Absentee{Rescue: true}) }
