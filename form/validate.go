package form

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/go-playground/validator/v10"

	"github.com/inertia-templ/shell/inertia"
)

// Validator checks a pointer to a filled struct. What is wrong with it is an
// [inertia.ValidationError] with keys such as "items.0.price"; any other error
// means that it could not be checked.
type Validator interface {
	Validate(ctx context.Context, v any) error
}

// Checker is a struct with rules of its own: between its fields, or of the
// database. It is called after the rules of the tags, even if some of them
// failed, for structs at any depth. It returns nil, messages as
// [inertia.Errors] with keys as seen from the struct, or the error that kept
// it from checking. Fields that failed before keep the messages they have.
//
// [Wanted] tells whether a costly rule is worth running.
type Checker interface {
	Validate(ctx context.Context) error
}

// maxFailures limits the messages of one answer, which may have to fit into a
// cookie.
const maxFailures = 100

// run is the validation of one value.
type run struct {
	ctx    context.Context
	only   *names // what a live validation asks for, nil for everything
	failed names  // fields that could not even be filled
	labels map[string][]string
	say    func(Failure) string
}

type runKey struct{}

// Wanted reports whether the messages of a field are asked for. They always
// are, except in a live validation, which asks for the fields that the user
// has been to.
func Wanted(ctx context.Context, path string) bool {
	run, _ := ctx.Value(runKey{}).(*run)
	return run == nil || run.wants(path)
}

func (r *run) wants(path string) bool {
	return r.only == nil || r.only.cover(path)
}

// concerns reports whether anything at or below a path is asked for.
func (r *run) concerns(path string) bool {
	return r.only == nil || r.only.cover(path) || r.only.leadTo(path)
}

// findings is what is wrong, in the order it was found.
type findings struct {
	errs  inertia.Errors
	first string
	count int
}

func (f *findings) add(path, message string) {
	if f.count == maxFailures {
		return
	}
	if f.errs == nil {
		f.errs, f.first = inertia.Errors{}, message
	}
	f.count++
	f.errs.Add(path, message)
}

func (f *findings) asError() error {
	if f.count == 0 {
		return nil
	}
	return f.errs
}

// examine validates v and adds what is found to what was found while filling.
func (b *Binder) examine(run *run, v reflect.Value, failures []Failure) (*findings, error) {
	found := &findings{}
	for _, f := range failures {
		run.failed.add(f.Path)
		if run.wants(f.Path) {
			found.add(f.Path, run.say(f))
		}
	}
	if run.only != nil && run.only.none() {
		return found, nil
	}
	run.ctx = context.WithValue(run.ctx, runKey{}, run)
	if b.validator != nil {
		if err := run.take(found, b.validator.Validate(run.ctx, v.Addr().Interface()), ""); err != nil {
			return nil, err
		}
	} else {
		failures, err := b.rules.validate(run, v)
		if err != nil {
			return nil, err
		}
		for _, f := range failures {
			found.add(f.Path, run.say(f))
		}
	}
	if err := run.check(found, v, b.checks); err != nil {
		return nil, err
	}
	return found, nil
}

// take adds the messages of err, which are below path, and returns an error
// that is no message.
func (r *run) take(found *findings, err error, path string) error {
	if err == nil {
		return nil
	}
	var invalid inertia.ValidationError
	if !errors.As(err, &invalid) {
		return err
	}
	messages := invalid.InertiaErrors()
	for _, field := range sortedKeys(messages) {
		full := strings.Trim(path+"."+field, ".")
		if r.failed.cover(full) || !r.wants(full) {
			continue
		}
		if _, told := found.errs[full]; told {
			continue
		}
		for _, message := range messages[field] {
			found.add(full, message)
		}
	}
	return nil
}

// rules validates by struct tags.
type rules struct{ engine *validator.Validate }

func newRules(engine *validator.Validate, register []func(*validator.Validate)) *rules {
	if engine == nil {
		engine = validator.New(validator.WithRequiredStructEnabled())
		registerFileRules(engine)
	}
	for _, f := range register {
		f(engine)
	}
	return &rules{engine}
}

// validate returns what is wrong with v by its tags. A tag that cannot work is
// an error.
func (s *rules) validate(run *run, v reflect.Value) (failures []Failure, err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case string: // how the engine tells of a wrong tag
			err = fmt.Errorf("form: the validate tags of %s: %s", v.Type(), p)
		default:
			panic(p)
		}
	}()
	e := &examination{rules: s, run: run}
	e.root(v)
	return e.failures, e.err
}

// examination collects what the engine finds.
type examination struct {
	*rules
	run      *run
	failures []Failure
	err      error
}

func (e *examination) root(v reflect.Value) {
	at := spot{value: v}
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	switch v.Kind() {
	case reflect.Struct:
		if !isLeaf(v.Type()) {
			e.structure(v, at)
		}
	case reflect.Slice, reflect.Array, reflect.Map:
		e.collect(e.engine.VarCtx(e.run.ctx, v.Interface(), "dive"), "", at)
	}
}

// structure validates a struct, without those of its fields that nobody asks
// for and those that could not be filled.
func (e *examination) structure(v reflect.Value, at spot) {
	prefix := ""
	if name := v.Type().Name(); name != "" {
		prefix = name + "."
	}
	v = addressable(v)
	if e.run.only == nil && e.run.failed.none() {
		e.collect(e.engine.StructCtx(e.run.ctx, v.Addr().Interface()), prefix, at)
		return
	}
	e.collect(e.engine.StructFilteredCtx(e.run.ctx, v.Addr().Interface(), func(ns []byte) bool {
		in, ok := e.run.locate(at, strings.TrimPrefix(string(ns), prefix))
		if !ok || in.place == at.place {
			return false
		}
		path := in.place.path()
		return e.run.failed.cover(path) || !e.run.concerns(path)
	}), prefix, at)
}

func addressable(v reflect.Value) reflect.Value {
	if v.CanAddr() {
		return v
	}
	p := reflect.New(v.Type()).Elem()
	p.Set(v)
	return p
}

// collect turns what the engine found below a spot into failures.
func (e *examination) collect(err error, prefix string, from spot) {
	if err == nil {
		return
	}
	var found validator.ValidationErrors
	if !errors.As(err, &found) {
		e.err = fmt.Errorf("form: %w", err)
		return
	}
	for _, fe := range found {
		at, ok := e.run.locate(from, strings.TrimPrefix(fe.StructNamespace(), prefix))
		if !ok {
			// Reported by a struct-level rule of the engine for a field of its own making.
			at.place = from.place.inKey(fe.Field())
		}
		path := at.place.path()
		if !e.run.failed.cover(path) && e.run.wants(path) && len(e.failures) < maxFailures {
			e.failures = append(e.failures, at.failure(fe))
		}
		if ok {
			e.further(at, fe)
		}
	}
}

// further checks the rules after the one that failed, where the engine stops.
// Of a value that is missing nothing more is said.
func (e *examination) further(at spot, failed validator.FieldError) {
	below := e.run.only != nil && e.run.only.leadTo(at.place.path())
	if strings.HasPrefix(failed.Tag(), "required") && !below || !at.value.IsValid() || !at.value.CanInterface() || !at.parent.IsValid() {
		return
	}
	value := at.value
	for value.Kind() == reflect.Pointer && !value.IsNil() {
		value = value.Elem()
	}
	if value.Kind() == reflect.Struct && !isLeaf(value.Type()) {
		if below {
			e.structure(value, at)
		}
		return
	}
	rest := remaining(at.rules, at.depth, failed, below)
	switch {
	case rest == "":
	case value.Kind() == reflect.Struct && value.Type() != timeType:
		// A file. Without a name the engine would pass over the rules of a struct.
		e.collect(e.engine.VarWithKeyCtx(e.run.ctx, "file", at.value.Interface(), rest), "file", at)
	default:
		parent := at.parent
		if !parent.CanInterface() { // an embedded struct of an unexported type
			if !parent.CanAddr() {
				return
			}
			parent = reflect.NewAt(parent.Type(), parent.Addr().UnsafePointer()).Elem()
		}
		e.collect(e.engine.VarWithValueCtx(e.run.ctx, at.value.Interface(), parent.Interface(), rest), "", at)
	}
}

// remaining is what follows the failed rule in a validate tag: the rules of
// the same value, and if asked for those of its elements. Rules that look at
// the outermost struct need the engine's own walk.
func remaining(tag string, depth int, failed validator.FieldError, elements bool) string {
	var rest []string
	passed, inKeys := false, false
	for rule := range strings.SplitSeq(tag, ",") {
		switch {
		case passed && rule == "dive" && !elements:
			return strings.Join(rest, ",")
		case passed && strings.Contains(rule, "csfield"):
		case passed:
			rest = append(rest, rule)
		case rule == "dive":
			depth--
		case rule == "keys" || rule == "endkeys":
			inKeys = rule == "keys"
		case depth == 0 && !inKeys:
			rule = strings.NewReplacer("0x2C", ",", "0x7C", "|").Replace(rule)
			passed = rule == failed.Tag() || rule == failed.Tag()+"="+failed.Param()
		}
	}
	return strings.Join(rest, ",")
}
