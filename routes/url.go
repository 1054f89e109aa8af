package routes

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// URL makes the URL of a route from names and values of its parameters, which
// are escaped as they need to be. Those that the path does not have become the
// query:
//
//	r.URL("users.show", "id", 7, "tab", "posts") // /users/7?tab=posts
//
// The error names what is missing, or the route that does not exist.
func (r *Router) URL(name string, params ...any) (string, error) {
	i, ok := r.named[name]
	if !ok {
		return "", fmt.Errorf("routes: URL(%q): %w: known are %s", name, ErrUnknown, strings.Join(r.names(), ", "))
	}
	if len(params)%2 != 0 {
		return "", fmt.Errorf("routes: URL(%q): want names and values of parameters in turn, got %d arguments", name, len(params))
	}
	values := map[string]string{}
	query := url.Values{}
	route := r.routes[i]
	names := route.Params()
	for i := 0; i < len(params); i += 2 {
		key, ok := params[i].(string)
		if !ok {
			return "", fmt.Errorf("routes: URL(%q): the name of a parameter is a %T", name, params[i])
		}
		if slices.Contains(names, key) {
			values[key] = fmt.Sprint(params[i+1])
		} else {
			query.Add(key, fmt.Sprint(params[i+1]))
		}
	}
	var b strings.Builder
	for _, p := range route.parts {
		if p.name == "" {
			b.WriteString(p.text)
			continue
		}
		value, ok := values[p.name]
		if !ok || value == "" && !p.rest {
			return "", fmt.Errorf("routes: URL(%q): %s needs the parameter %q", name, route.Path, p.name)
		}
		escaped, ok := escape(value, p.rest)
		if !ok {
			return "", fmt.Errorf("routes: URL(%q): %q is no value for %q: browsers take it for a folder", name, value, p.name)
		}
		b.WriteString(escaped)
	}
	if len(query) > 0 {
		b.WriteString("?" + query.Encode())
	}
	return b.String(), nil
}

// MustURL is [Router.URL] for calls that cannot fail; it panics if they do.
func (r *Router) MustURL(name string, params ...any) string {
	u, err := r.URL(name, params...)
	if err != nil {
		panic(err.Error())
	}
	return u
}

// escape writes a parameter so that it stays one. That cannot be done with "."
// and "..", which browsers take for folders even when they are escaped.
func escape(value string, rest bool) (string, bool) {
	parts := []string{value}
	if rest {
		parts = strings.Split(value, "/")
	}
	for i, part := range parts {
		if part == "." || part == ".." {
			return "", false
		}
		parts[i] = url.PathEscape(part)
	}
	return strings.Join(parts, "/"), true
}

func (r *Router) names() []string {
	var names []string
	for _, route := range r.routes {
		names = append(names, route.Name)
	}
	slices.Sort(names)
	return names
}
