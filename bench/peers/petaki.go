package main

import (
	"fmt"
	"net/http"
	"testing/fstest"

	petaki "github.com/petaki/inertia-go"

	"github.com/inertia-templ/shell/conformance/reference"
)

// petakiServer serves one request with petaki/inertia-go, which sends values
// only: whatever a case wants computed is computed first.
func petakiServer(w http.ResponseWriter, r *http.Request) {
	s, err := reference.ScenarioOf(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	id := s.Config.RootID
	if id == "" {
		id = "app"
	}
	root := fmt.Sprintf(`<!DOCTYPE html><html><body><script data-page="%s" type="application/json">{{ marshal .page }}</script><div id="%s"></div></body></html>`, id, id)
	i := petaki.NewWithFS("http://"+r.Host, "root.html", version(s), fstest.MapFS{"root.html": {Data: []byte(root)}})
	rec := reference.NewRecorder(w)
	i.Share("errors", map[string]any{}) // what its users write for forms
	for key, value := range s.Shared {
		i.Share(key, petakiProp(rec, value, key))
	}
	i.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range s.Headers {
			w.Header().Add(name, value)
		}
		status := s.Status
		switch s.Action {
		case "", "render":
			props := map[string]any{}
			for key, value := range s.Props {
				props[key] = petakiProp(rec, value, key)
			}
			if status != 0 {
				w.WriteHeader(status)
			}
			if err := i.Render(w, r, component(s), props); err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
			}
		case "redirect", "back":
			to := s.To
			if to == "" {
				to = r.Referer()
			}
			if status == 0 {
				status = http.StatusFound
			}
			http.Redirect(w, r, to, status)
		case "location":
			i.Location(w, r, s.To)
		case "fail":
			http.Error(w, http.StatusText(status), status)
		case "raw":
			raw(w, s)
		}
	})).ServeHTTP(rec, r)
}

func petakiProp(rec *reference.Recorder, v any, path string) any {
	if d, ok, err := reference.DefinitionOf(v); err != nil {
		return err.Error()
	} else if ok {
		rec.Computed(path)
		return petakiProp(rec, d.Value, path)
	}
	switch v := v.(type) {
	case map[string]any:
		m := map[string]any{}
		for key, value := range v {
			m[key] = petakiProp(rec, value, path+"."+key)
		}
		return m
	case []any:
		l := make([]any, len(v))
		for n := range v {
			l[n] = petakiProp(rec, v[n], fmt.Sprintf("%s.%d", path, n))
		}
		return l
	}
	return v
}
