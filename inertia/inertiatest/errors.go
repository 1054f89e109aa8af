package inertiatest

import (
	"maps"
	"slices"
	"strings"
)

// Bag returns assertions whose errors are those of a bag; see the error bags
// of the client's forms.
//
//	page.Bag("login").HasError("email")
func (a *Assertions) Bag(name string) *Assertions {
	b := *a
	b.bag = name
	return &b
}

// HasError checks that a field has an error, and that its messages are these,
// if any are given.
func (a *Assertions) HasError(field string, messages ...string) *Assertions {
	a.t.Helper()
	errs := a.errors()
	value, ok := errs[field]
	if !ok {
		a.fail("%s: %q has no error; %s", a.errorsName(), field, has(errs, "there are no errors", "errors are on"))
		return a
	}
	if got := texts(value); len(messages) > 0 && !slices.Equal(got, messages) {
		a.fail("%s: the error of %q is %q, want %q", a.errorsName(), field, got, messages)
	}
	return a
}

// MissingError checks that the fields have no errors.
func (a *Assertions) MissingError(fields ...string) *Assertions {
	a.t.Helper()
	errs := a.errors()
	for _, field := range fields {
		if value, ok := errs[field]; ok {
			a.fail("%s: %q has the error %s, want none", a.errorsName(), field, show(value))
		}
	}
	return a
}

// NoErrors checks that there are no validation errors.
func (a *Assertions) NoErrors() *Assertions {
	a.t.Helper()
	if errs := a.errors(); len(errs) > 0 {
		a.fail("%s are %s, want none", a.errorsName(), show(errs))
	}
	return a
}

// HasFlash checks that the page brings a flash message, and that it is want if
// that is given. A dotted key looks into a message: "toast.text".
func (a *Assertions) HasFlash(key string, want ...any) *Assertions {
	a.t.Helper()
	got := lookup(a.page.Flash, key)
	if got == undefined {
		a.fail("there is no flash %q; %s", key, has(a.page.Flash, "there is no flash", "flash has"))
		return a
	}
	for _, w := range want {
		if w, ok := a.plain(w); ok {
			if d := difference(key, w, got); d != nil {
				a.fail("flash %s", listed(d))
			}
		}
	}
	return a
}

// MissingFlash checks that the page brings none of these flash messages, and
// without keys none at all.
func (a *Assertions) MissingFlash(keys ...string) *Assertions {
	a.t.Helper()
	if len(keys) == 0 {
		keys = slices.Sorted(maps.Keys(a.page.Flash))
	}
	for _, key := range keys {
		if got := lookup(a.page.Flash, key); got != undefined {
			a.fail("flash %q is %s, want none", key, show(got))
		}
	}
	return a
}

func (a *Assertions) errors() map[string]any {
	errs := a.page.errors()
	if a.bag != "" {
		errs, _ = errs[a.bag].(map[string]any)
	}
	return errs
}

func (a *Assertions) errorsName() string {
	if a.bag != "" {
		return "errors of bag " + a.bag
	}
	return "errors"
}

// texts are the messages of one field: one, or several where all are sent.
func texts(v any) []string {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	var out []string
	for _, item := range list {
		if s, ok := item.(string); ok {
			out = append(out, s)
		} else {
			out = append(out, show(item))
		}
	}
	return out
}

// has lists the keys there are.
func has(m map[string]any, none, some string) string {
	if len(m) == 0 {
		return none
	}
	return some + " " + strings.Join(slices.Sorted(maps.Keys(m)), ", ")
}
