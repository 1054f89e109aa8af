package form

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
)

// Binder reads requests into structs. It does not change after [New] and is
// safe for concurrent use.
type Binder struct {
	settings
	rules     *rules
	languages *languages
}

// New makes a [Binder]. It panics if an option is wrong, for example a rule
// without a name, because that is a mistake in the program.
func New(opts ...Option) *Binder {
	s := defaults()
	for _, opt := range opts {
		opt(&s)
	}
	return &Binder{settings: s, rules: newRules(s.engine, s.register), languages: newLanguages(s.messages)}
}

// with is the Binder for one call. If the call adds rules or languages they are
// set up again, which takes a while; give them to New instead.
func (b *Binder) with(opts []Option) *Binder {
	if len(opts) == 0 {
		return b
	}
	s := b.settings
	for _, opt := range opts {
		opt(&s)
	}
	own := &Binder{settings: s, rules: b.rules, languages: b.languages}
	if s.engine != b.engine || len(s.register) != len(b.register) {
		if s.engine != nil && len(s.register) > 0 {
			panic("form: Bind cannot add rules to the engine of WithEngine while others use it; register them there")
		}
		own.rules = newRules(s.engine, s.register)
	}
	if s.texts != b.texts {
		own.languages = newLanguages(s.messages)
	}
	return own
}

var std = New()

// Bind reads the request into the struct that into points to and validates it.
// See [Binder.Bind].
func Bind(r *http.Request, into any, opts ...Option) error { return std.Bind(r, into, opts...) }

// BindQuery reads the query of a request of any method. See [Binder.BindQuery].
func BindQuery(r *http.Request, into any, opts ...Option) error {
	return std.BindQuery(r, into, opts...)
}

// Validate checks a struct that does not come from a request. See
// [Binder.Validate].
func Validate(ctx context.Context, v any) error { return std.Validate(ctx, v) }

// Bind reads the request into the value that into points to, usually a struct,
// and validates it. For GET and HEAD the data is the query; for other methods
// it is the body: JSON, urlencoded or multipart, with the same result for the
// same data. A request without a body has no fields, except that a DELETE
// without a body is read from its query. Fields that the request does not
// mention stay as they are.
//
// Mistakes in the data are returned as [Errors], and into is filled as far as
// possible. A request that cannot be read is returned as a [*MalformedError]
// with the status 400, 413 or 415. Any other error is the program's own: a
// type that no body can fill, a body that something else has read, or the
// error of a [Checker].
//
// For a live validation (a request with the header Precognition) Bind always
// returns an error, so that what the handler does after Bind never runs; see
// [Precognitive]. That error answers the request: it is an [http.Handler].
//
// A handler given to inertia's Handle returns each of these errors as it is.
//
// Bind puts the body back, so it can be called again for the same *Request,
// but not for one that was copied before, for example by WithContext.
func (b *Binder) Bind(r *http.Request, into any, opts ...Option) error {
	b = b.with(opts)
	asked, err := namesToValidate(r)
	var found *findings
	if err == nil {
		found, err = b.bind(r, into, asked, limits.read)
	}
	if isLive(r) {
		return answerLive(found, err)
	}
	if err != nil {
		return err
	}
	return found.asError()
}

// BindQuery is [Binder.Bind] for the query, whatever the method: filters and the
// page of a list beside the body of a form. The body is left alone.
//
// In a live validation the data of the form is what is validated, so that
// BindQuery validates as always and returns [Errors].
func (b *Binder) BindQuery(r *http.Request, into any, opts ...Option) error {
	found, err := b.with(opts).bind(r, into, nil, limits.readQuery)
	if err != nil {
		return err
	}
	return found.asError()
}

// source reads what a request sends for a type.
type source func(l limits, r *http.Request, t reflect.Type) (*node, error)

func (b *Binder) bind(r *http.Request, into any, asked *nameSet, read source) (*findings, error) {
	v, err := target(into)
	if err != nil {
		return nil, err
	}
	tree, err := read(b.limits, r, v.Type())
	if err != nil {
		return nil, err
	}
	if tree.kind != object && (v.Kind() == reflect.Struct || v.Kind() == reflect.Map) && !isLeaf(v.Type()) {
		return nil, malformed("", 0, "the body must be a JSON object")
	}
	root := &place{}
	if asked != nil {
		root.asked = ask(asked)
	}
	d := &decoder{settings: &b.settings}
	d.value(tree, v, root)
	if d.unknown != nil {
		return nil, malformed(d.unknown.path(), -1, "the field is unknown")
	}
	if n, ok := into.(Normalizer); ok {
		n.Normalize()
	}
	run := &run{ctx: r.Context(), root: root, labels: d.labels, say: b.speaker(r)}
	if len(d.failures) > 0 {
		root.broken = &d.broken
	}
	return b.examine(run, v, d.failures)
}

// Validate checks what v points to, as [Bind] does after reading, and returns
// nil, [Errors], or what a [Checker] failed with. Messages are in the default
// language.
func (b *Binder) Validate(ctx context.Context, v any) error {
	value, err := target(v)
	if err != nil {
		return err
	}
	found, err := b.examine(&run{ctx: ctx, root: &place{}, say: b.speaker(nil)}, value, nil)
	if err != nil {
		return err
	}
	return found.asError()
}

func target(into any) (reflect.Value, error) {
	v := reflect.ValueOf(into)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return v, fmt.Errorf("form: cannot fill a %T; pass a pointer to a struct, as in form.Bind(r, &in)", into)
	}
	return v.Elem(), shapeOf(v.Type().Elem()).err
}

// Normalizer is a struct that tidies itself after it was filled and before it
// is validated: it trims white space, or lowers the case of an email address.
type Normalizer interface{ Normalize() }
