package form

import (
	"bytes"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-playground/validator/v10"
)

// Validator checks a pointer to a filled struct. Mistakes in the data come
// back as [Errors], or as another error with the method InertiaErrors, with
// keys such as "items.0.price". Any other error means that it could not be
// checked.
type Validator interface {
	Validate(ctx context.Context, v any) error
}

// Checker is a struct with rules of its own: between its fields, or about the
// database. It is called after the rules of the tags, even if some of those
// failed, for structs at any depth. It returns nil; or messages as [Errors],
// with keys as seen from the struct; or the error that kept it from checking.
// Fields that already have messages keep them.
//
// [Wanted] tells whether an expensive rule is worth running. Once the messages
// fill the answer, no more Checkers are called; see [WithMaxMessages].
type Checker interface {
	Validate(ctx context.Context) error
}

// run is the validation of one value.
type run struct {
	ctx    context.Context
	root   *place
	labels map[string][]string
	say    func(Failure) string
	wanted sync.Mutex
}

// examine validates v and adds what is found to what was found while filling.
func (b *Binder) examine(run *run, v reflect.Value, failures []Failure) (*findings, error) {
	found := &findings{maxCount: b.maxMessages, maxBytes: b.maxMessageBytes}
	for _, f := range failures {
		found.add(f.at, "", run.say(f))
	}
	if !run.root.concerned() {
		return found, nil
	}
	run.ctx = context.WithValue(run.ctx, runKey{}, run)
	if b.validator != nil {
		if err := found.take(run.root, b.validator.Validate(run.ctx, v.Addr().Interface())); err != nil {
			return nil, err
		}
	} else {
		failures, err := b.rules.validate(run, v, b.maxMessages, b.maxKey)
		if err != nil {
			return nil, err
		}
		for _, f := range failures {
			found.add(f.at, "", run.say(f))
		}
	}
	if err := run.check(found, v, b.checks); err != nil {
		return nil, err
	}
	return found, nil
}

// rules validates by struct tags.
type rules struct{ engine *validator.Validate }

func newRules(engine *validator.Validate, register []func(*validator.Validate)) *rules {
	if engine == nil {
		engine = validator.New(validator.WithRequiredStructEnabled())
		registerFileRules(engine)
		registerNullables(engine)
	}
	for _, f := range register {
		f(engine)
	}
	return &rules{engine}
}

// registerNullables lets rules look at the values in types of database/sql.
func registerNullables(engine *validator.Validate) {
	engine.RegisterCustomTypeFunc(func(v reflect.Value) any {
		value, err := v.Interface().(driver.Valuer).Value()
		if err != nil {
			return nil
		}
		return value
	}, sql.NullString{}, sql.NullInt64{}, sql.NullInt32{}, sql.NullInt16{}, sql.NullByte{}, sql.NullFloat64{}, sql.NullBool{},
		sql.NullTime{}, sql.Null[string]{}, sql.Null[int]{}, sql.Null[int64]{}, sql.Null[int32]{}, sql.Null[float64]{},
		sql.Null[bool]{}, sql.Null[time.Time]{})
}

// validate returns what is wrong with v by its tags, most failures at most. A
// tag that cannot work is an error.
func (s *rules) validate(run *run, v reflect.Value, most, maxKey int) (failures []Failure, err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case string: // how the engine tells of a wrong tag
			err = fmt.Errorf("form: the validate tags of %s: %s", v.Type(), p)
		default:
			panic(p)
		}
	}()
	e := &examination{rules: s, run: run, most: most, maxKey: maxKey, keys: map[uintptr]map[string][]reflect.Value{}}
	e.root(v)
	return e.failures, e.err
}

// examination collects what the engine finds.
type examination struct {
	*rules
	run          *run
	most, maxKey int
	keys         map[uintptr]map[string][]reflect.Value // see locator
	failures     []Failure
	err          error
}

func (e *examination) root(v reflect.Value) {
	at := spot{value: v, place: e.run.root}
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
	if e.run.root.asked == nil && e.run.root.broken == nil {
		e.collect(e.engine.StructCtx(e.run.ctx, v.Addr().Interface()), prefix, at)
		return
	}
	l := e.locator()
	e.collect(e.engine.StructFilteredCtx(e.run.ctx, v.Addr().Interface(), func(ns []byte) bool {
		return l.skips(at, bytes.TrimPrefix(ns, []byte(prefix)))
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
	if len(found) > e.most {
		// Entries of maps come in any order; which of them are told is not left
		// to chance.
		slices.SortStableFunc(found, func(a, b validator.FieldError) int {
			return strings.Compare(a.StructNamespace(), b.StructNamespace())
		})
	}
	l := e.locator()
	for _, fe := range found {
		if len(e.failures) == e.most {
			return
		}
		at, ok := l.find(from, strings.TrimPrefix(fe.StructNamespace(), prefix))
		if !ok {
			// Reported by a struct-level rule of the engine for a field of its own making.
			at.place = from.place.inKey(fe.Field())
		}
		if !at.place.isBroken() && at.place.wanted() {
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
	below := at.place.leadsOn()
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
