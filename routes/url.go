package routes

import (
	"fmt"
	"slices"
	"strings"
)

// URL makes the URL of a route from names and values of its parameters. Names
// that the path does not have go into the query, in the given order:
//
//	r.URL("users.show", "id", 7, "tab", "posts") // /users/7?tab=posts
//
// The documentation of the package lists the values that are possible. The
// error tells which route, parameter or value is wrong.
func (r *Router) URL(name string, params ...any) (string, error) {
	i, ok := r.named[name]
	if !ok {
		return "", fmt.Errorf("routes: URL(%q): %w: known are %s", name, ErrUnknown, strings.Join(r.names(), ", "))
	}
	u, err := r.routes[i].url(params)
	if err != nil {
		return "", fmt.Errorf("routes: URL(%q): %w", name, err)
	}
	return u, nil
}

// MustURL is [Router.URL] for calls that cannot fail. It panics if they do.
func (r *Router) MustURL(name string, params ...any) string {
	u, err := r.URL(name, params...)
	if err != nil {
		panic(err.Error())
	}
	return u
}

func (r Route) url(params []any) (string, error) {
	if len(params)%2 != 0 {
		return "", fmt.Errorf("want names and values of parameters in turn, got %d arguments", len(params))
	}
	names := r.Params()
	values := map[string]string{}
	var query []string
	for i := 0; i < len(params); i += 2 {
		key, ok := params[i].(string)
		if !ok {
			return "", fmt.Errorf("the name of a parameter is of type %T, not a string", params[i])
		}
		if slices.Contains(names, key) {
			if _, twice := values[key]; twice {
				return "", fmt.Errorf("the parameter %q is given twice", key)
			}
			value, err := text(params[i+1])
			if err != nil {
				return "", fmt.Errorf("%s: the parameter %q %w", r.Path, key, err)
			}
			values[key] = value
			continue
		}
		key, err := text(key)
		if err != nil {
			return "", fmt.Errorf("the key %q of the query %w", params[i], err)
		}
		list, err := texts(params[i+1])
		if err != nil {
			return "", fmt.Errorf("%q in the query %w", key, err)
		}
		for _, value := range list {
			query = append(query, escape(key, unreserved)+"="+escape(value, unreserved))
		}
	}
	var b strings.Builder
	for _, p := range r.parts {
		if p.name == "" {
			b.WriteString(p.text)
			continue
		}
		value, ok := values[p.name]
		if !ok {
			return "", fmt.Errorf("%s needs the parameter %q", r.Path, p.name)
		}
		escaped, err := escapeParam(value, p.rest)
		if err != nil {
			return "", fmt.Errorf("%s: %q is not a value for %q: %w", r.Path, value, p.name, err)
		}
		b.WriteString(escaped)
	}
	if folder(b.String()) {
		return "", fmt.Errorf(`%s becomes %s: browsers take "." and ".." for folders`, r.Path, b.String())
	}
	if len(query) > 0 {
		b.WriteString("?" + strings.Join(query, "&"))
	}
	return b.String(), nil
}

func (r *Router) names() []string {
	var names []string
	for _, route := range r.routes {
		names = append(names, route.Name)
	}
	slices.Sort(names)
	return names
}
