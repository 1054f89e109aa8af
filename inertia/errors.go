package inertia

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// Errors are validation messages by field, and an error. A handler given to
// [Inertia.Handle] that returns it sends the user back to the form; the
// messages are in props.errors there.
type Errors map[string][]string

// Error lists the messages.
func (e Errors) Error() string {
	var b strings.Builder
	b.WriteString("validation failed")
	for i, field := range slices.Sorted(maps.Keys(e)) {
		sep := "; "
		if i == 0 {
			sep = ": "
		}
		fmt.Fprintf(&b, "%s%s %s", sep, field, strings.Join(e[field], ", "))
	}
	return b.String()
}

// InertiaErrors returns e; see [ValidationError].
func (e Errors) InertiaErrors() map[string][]string { return e }

// Add appends a message to a field.
func (e Errors) Add(field, message string) { e[field] = append(e[field], message) }

// ValidationError is any error with messages by field. Handlers can return it
// in place of [Errors].
type ValidationError interface {
	error
	InertiaErrors() map[string][]string
}

// HTTPError is an error with a status. A handler given to [Inertia.Handle]
// that returns it is answered with the error page of that status.
type HTTPError struct {
	Status int
	Err    error // what happened, for the log; may be nil
}

// Error names the status and the cause.
func (e *HTTPError) Error() string {
	text := fmt.Sprintf("%d %s", e.Status, http.StatusText(e.Status))
	if e.Err == nil {
		return text
	}
	return text + ": " + e.Err.Error()
}

// StatusCode returns Status.
func (e *HTTPError) StatusCode() int { return e.Status }

// Unwrap returns the cause.
func (e *HTTPError) Unwrap() error { return e.Err }

// statusOf is the status an error is answered with: what its StatusCode method
// says, if it has one.
func statusOf(err error) int {
	var coded interface{ StatusCode() int }
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &coded) && coded.StatusCode() >= 400 && coded.StatusCode() <= 599:
		return coded.StatusCode()
	case errors.As(err, &tooLarge):
		return http.StatusRequestEntityTooLarge
	}
	return http.StatusInternalServerError
}

// errorsProp is the page's errors prop for what waits in bags: the default
// bag flat, or under the bag the client asked for; named bags under their
// names if there is no default one. It is nil if nothing waits.
func errorsProp(bags map[string]map[string][]string, asked string, all bool) any {
	if len(bags) == 0 {
		return nil
	}
	if fields, ok := bags[defaultBag]; ok {
		if asked == "" || len(fields) == 0 {
			return messages(fields, all)
		}
		return map[string]any{asked: messages(fields, all)}
	}
	out := make(map[string]any, len(bags))
	for bag, fields := range bags {
		out[bag] = messages(fields, all)
	}
	return out
}

const defaultBag = "default"

func messages(fields map[string][]string, all bool) any {
	if all && len(fields) > 0 {
		return fields
	}
	out := make(map[string]string, len(fields))
	for field, list := range fields {
		if len(list) > 0 {
			out[field] = list[0]
		}
	}
	return out
}
