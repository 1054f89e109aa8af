package routes

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/inertia-templ/shell/internal/ecma"
)

// TypeScriptOption says what [Router.TypeScript] writes.
type TypeScriptOption func(*moduleOptions)

type moduleOptions struct {
	only       []string
	defaults   []string
	paramTypes map[string]string
	components map[string]string
}

// Only chooses the routes whose names match one of the patterns, in which *
// stands for anything but a dot, and ** for anything. By default all routes have
// functions.
func Only(patterns ...string) TypeScriptOption {
	return func(o *moduleOptions) { o.only = append(o.only, patterns...) }
}

// Defaults names parameters that calls may leave out, such as a locale. The
// function setDefaults of the module gives their values. By default each call
// gives all parameters.
func Defaults(params ...string) TypeScriptOption {
	return func(o *moduleOptions) { o.defaults = append(o.defaults, params...) }
}

// ParamType sets the TypeScript type of a parameter:
//
//	routes.ParamType("locale", "'de' | 'en'")
//
// By default a parameter takes texts, numbers, booleans and bigints.
func ParamType(param, typescript string) TypeScriptOption {
	return func(o *moduleOptions) { o.paramTypes[param] = typescript }
}

// Component sets the component that a route renders, so that links to it may be
// instant. "inertia routes" finds it in the source. By default a route has
// none.
func Component(route, component string) TypeScriptOption {
	return func(o *moduleOptions) { o.components[route] = component }
}

// module returns the options and the routes that they choose.
func (r *Router) module(opts []TypeScriptOption) (*moduleOptions, []Route, error) {
	o := &moduleOptions{paramTypes: map[string]string{}, components: map[string]string{}}
	for _, opt := range opts {
		opt(o)
	}
	slices.Sort(o.defaults)
	o.defaults = slices.Compact(o.defaults)
	params := map[string]bool{}
	var list []Route
	for _, route := range r.routes {
		for _, param := range route.Params() {
			params[param] = true
		}
		if len(o.only) == 0 || allowed(route.Name, o.only) {
			list = append(list, route)
		}
	}
	var errs []error
	if len(list) == 0 {
		errs = append(errs, fmt.Errorf("routes: TypeScript: no name of a route matches %s", strings.Join(o.only, ", ")))
	}
	for _, param := range slices.Concat(o.defaults, slices.Sorted(maps.Keys(o.paramTypes))) {
		if !params[param] {
			errs = append(errs, fmt.Errorf("routes: TypeScript: no route has the parameter %q", param))
		}
	}
	for _, route := range slices.Sorted(maps.Keys(o.components)) {
		if _, known := r.named[route]; !known {
			errs = append(errs, fmt.Errorf("routes: TypeScript: the component of %q: %w", route, ErrUnknown))
		}
	}
	return o, list, errors.Join(errs...)
}

// types are the members of the interface Types.
func (o *moduleOptions) types() string {
	var b strings.Builder
	for _, param := range slices.Sorted(maps.Keys(o.paramTypes)) {
		b.WriteString("\n  " + ecma.Property(param) + ": " + o.paramTypes[param])
	}
	if b.Len() > 0 {
		b.WriteString("\n")
	}
	return b.String()
}

// union is the type of the names with defaults.
func (o *moduleOptions) union() string {
	if len(o.defaults) == 0 {
		return "never"
	}
	return strings.ReplaceAll(o.defaulted(), ", ", " | ")
}

func (o *moduleOptions) defaulted() string {
	quoted := make([]string, len(o.defaults))
	for i, param := range o.defaults {
		quoted[i] = ecma.Quote(param)
	}
	return strings.Join(quoted, ", ")
}

// kept is where the module keeps the values of defaults.
func (o *moduleOptions) kept() string {
	if len(o.defaults) == 0 {
		return "const defaults: Record<string, Param | undefined> = {}"
	}
	return keptDefaults
}

// current are the values of defaults that hold where a URL is made.
func (o *moduleOptions) current() string {
	if len(o.defaults) == 0 {
		return "defaults"
	}
	return "(storage?.getStore() ?? defaults)"
}

// keptDefaults keeps values apart by the asynchronous call in which they were
// set. The module is for browsers too, so it imports nothing of Node.
const keptDefaults = `let defaults: Record<string, Param | undefined> = {}

interface Storage {
  getStore(): typeof defaults | undefined
  enterWith(values: typeof defaults): void
}

/** On the server, values of each page that is rendered. A browser shows one page. */
const storage = /* @__PURE__ */ ((): Storage | undefined => {
  if ('document' in globalThis) return undefined
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => { AsyncLocalStorage: new () => Storage } | undefined } }
  const hooks = process?.getBuiltinModule?.('node:async_hooks')
  return hooks && new hooks.AsyncLocalStorage()
})()`

// setDefaults is the function of a module with defaults.
const setDefaults = `/**
 * Values for parameters that calls leave out. On the server, set them each time before a page is rendered: they hold for
 * that page alone.
 */
export function setDefaults(values: { [Name in Default]?: Value<Name> }): void {
  const all = { ...(storage?.getStore() ?? defaults), ...values }
  if (storage) storage.enterWith(all)
  else defaults = all
}

`
