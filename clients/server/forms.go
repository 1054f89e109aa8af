package main

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/inertia-templ/shell/inertia"
)

func (a *app) formPages(mux *http.ServeMux) {
	mux.Handle("GET /forms", a.Page("Forms", nil))
	mux.Handle("POST /forms", a.Handle(a.submit))
	mux.Handle("GET /live", a.Page("Live", inertia.Props{"created": inertia.Lazy(a.created)}))
	mux.Handle("POST /live", a.Handle(a.live))
	mux.Handle("GET /like", a.Handle(func(w http.ResponseWriter, r *http.Request) error {
		return a.Render(w, r, "Like", inertia.Props{"likes": a.likes.Load()})
	}))
	mux.Handle("POST /like", a.Handle(a.like))
	mux.Handle("GET /http", a.Page("Http", nil))
	mux.HandleFunc("POST /api/double", double)
}

// account is what the forms send.
type account struct {
	Name  string `json:"name"`
	Email string `json:"email"`
}

func (in account) check() inertia.Errors {
	errs := inertia.Errors{}
	if in.Name == "" {
		errs.Add("name", "The name is missing.")
	}
	if !strings.Contains(in.Email, "@") {
		errs.Add("email", "This is no address.")
	}
	return errs
}

func decode(r *http.Request) (in account, err error) {
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		return in, &inertia.HTTPError{Status: http.StatusBadRequest, Err: err}
	}
	return in, nil
}

func (a *app) submit(w http.ResponseWriter, r *http.Request) error {
	in, err := decode(r)
	if err != nil {
		return err
	}
	if errs := in.check(); len(errs) > 0 {
		return errs
	}
	a.Redirect(w, r, "/about", inertia.Flashed("message", "Welcome, "+in.Name))
	return nil
}

// live speaks the protocol of live validation itself.
func (a *app) live(w http.ResponseWriter, r *http.Request) error {
	w.Header().Add("Vary", "Precognition")
	if r.Header.Get("Precognition") != "true" {
		a.counter.Add(1)
		return a.submit(w, r)
	}
	in, err := decode(r)
	if err != nil {
		return err
	}
	errs := in.check()
	if list := r.Header.Get("Precognition-Validate-Only"); list != "" {
		asked := strings.Split(list, ",")
		for field := range errs {
			if !slices.Contains(asked, field) {
				delete(errs, field)
			}
		}
	}
	w.Header().Set("Precognition", "true")
	if len(errs) == 0 {
		w.Header().Set("Precognition-Success", "true")
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusUnprocessableEntity)
	return json.NewEncoder(w).Encode(map[string]any{"message": "The form is not complete.", "errors": errs})
}

// like counts up to one.
func (a *app) like(w http.ResponseWriter, r *http.Request) error {
	if !a.likes.CompareAndSwap(0, 1) {
		return inertia.Errors{"likes": {"Once is enough."}}
	}
	a.Redirect(w, r, "/like")
	return nil
}

// double answers requests that are not of the router.
func double(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Number int `json:"number"`
	}
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil || in.Number > 100 {
		w.WriteHeader(http.StatusUnprocessableEntity)
		_ = json.NewEncoder(w).Encode(map[string]any{"errors": inertia.Errors{"number": {"This is too much."}}})
		return
	}
	_ = json.NewEncoder(w).Encode(map[string]int{"doubled": 2 * in.Number})
}
