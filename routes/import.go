package routes

import (
	"fmt"
	"net/http"
	"reflect"
	"strings"
)

// Found is a route of another router.
type Found struct {
	Method string
	Path   string // as that router writes it
	Name   string // as that router has it; chi and gin have none
}

// Namer gives a route its name. An empty name leaves the route out.
type Namer func(Found) string

// Import names the routes of echo, gin or fiber, or of any router with a list
// of structs that have the fields Method, Path and perhaps Name:
//
//	err := r.Import(e.Routes(), nil)             // echo, as e.GET(...).Name has it
//	err := r.Import(app.GetRoutes(true), nil)    // fiber, as app.Get(...).Name(...) has it
//	err := r.Import(engine.Routes(), byPath)     // gin, which has no names
//
// Without a [Namer] routes keep their names, and routes without one are left
// out. Echo names a route after its handler if the program does not; such
// names (with a slash or a parenthesis, or with "main." in front) do not
// count. A HEAD route with the name and path of another route is left out.
func (r *Router) Import(list any, name Namer) error {
	v := reflect.ValueOf(list)
	if v.Kind() != reflect.Slice {
		return fmt.Errorf("routes: Import: want a list of routes, such as e.Routes() of echo, got %T", list)
	}
	if name == nil {
		name = given
	}
	for i := range v.Len() {
		found, err := foundIn(v.Index(i))
		if err != nil {
			return fmt.Errorf("routes: Import: %T: %w", list, err)
		}
		if err := r.found(found, name); err != nil {
			return err
		}
	}
	return nil
}

// Walk returns a function for chi.Walk that names the routes of a chi router:
//
//	err := chi.Walk(mux, r.Walk(byPath))
func (r *Router) Walk(name Namer) func(method, path string, h http.Handler, middlewares ...func(http.Handler) http.Handler) error {
	return func(method, path string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		return r.found(Found{Method: method, Path: path}, name)
	}
}

func (r *Router) found(found Found, name Namer) error {
	made := name(found)
	if made == "" {
		return nil
	}
	if i, known := r.named[made]; known {
		route, err := parse(made, found.Method, found.Path, anyRouter)
		if err != nil {
			return err
		}
		other := &r.routes[i]
		if route.Path == other.Path && (route.Method == http.MethodHead || other.Method == http.MethodHead) {
			if other.Method == http.MethodHead {
				other.Method = route.Method
			}
			return nil
		}
	}
	return r.Add(made, found.Method, found.Path)
}

// given is the name that somebody has given a route.
func given(found Found) string {
	if strings.ContainsAny(found.Name, "/(") || strings.HasPrefix(found.Name, "main.") {
		return ""
	}
	return found.Name
}

func foundIn(v reflect.Value) (found Found, err error) {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct {
		return Found{}, fmt.Errorf("an element is not a struct with the fields Method and Path")
	}
	for name, to := range map[string]*string{"Method": &found.Method, "Path": &found.Path, "Name": &found.Name} {
		field := v.FieldByName(name)
		switch {
		case field.IsValid() && field.Kind() == reflect.String:
			*to = field.String()
		case name != "Name":
			return Found{}, fmt.Errorf("%s has no field %s of type string", v.Type(), name)
		}
	}
	return found, nil
}
