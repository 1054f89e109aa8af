package main

import (
	"bytes"
	"context"
	"crypto/md5"
	"errors"
	"fmt"
	"net/http"
	"sync"

	gonertia "github.com/romsar/gonertia/v2"

	"github.com/inertia-templ/shell/conformance/reference"
)

const gonertiaRoot = `<!DOCTYPE html><html><head>{{ .inertiaHead }}</head><body>{{ .inertia }}</body></html>`

func gonertiaServer(w http.ResponseWriter, r *http.Request) {
	s, err := reference.ScenarioOf(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	opts := []gonertia.Option{
		gonertia.WithVersion(version(s)),
		gonertia.WithEncryptHistory(s.Config.EncryptHistory),
		gonertia.WithFlashProvider(memory),
	}
	if s.Config.RootID != "" {
		opts = append(opts, gonertia.WithContainerID(s.Config.RootID))
	}
	i, err := gonertia.New(gonertiaRoot, opts...)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	rec := reference.NewRecorder(w)
	for key, value := range s.Shared {
		i.ShareProp(key, gonertiaProp(rec, value, key))
	}
	r = visitor(w, r)
	// gonertia hashes the version it is told; the cases know it by its name.
	hash := fmt.Sprintf("%x", md5.Sum([]byte(version(s))))
	if v := r.Header.Get("X-Inertia-Version"); v != "" {
		r.Header.Set("X-Inertia-Version", fmt.Sprintf("%x", md5.Sum([]byte(v))))
	}
	named := &replacer{Recorder: rec, old: []byte(`"version":"` + hash + `"`), new: []byte(`"version":"` + version(s) + `"`)}
	i.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range s.Headers {
			w.Header().Add(name, value)
		}
		if err := gonertiaAct(i, rec, s, w, r); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	})).ServeHTTP(named, r)
}

// replacer replaces text in a body that is written at once.
type replacer struct {
	*reference.Recorder
	old, new []byte
}

func (w *replacer) Write(b []byte) (int, error) {
	_, err := w.Recorder.Write(bytes.ReplaceAll(b, w.old, w.new))
	return len(b), err
}

func gonertiaAct(i *gonertia.Inertia, rec *reference.Recorder, s reference.Scenario, w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if s.ClearHistory {
		ctx = gonertia.ClearHistory(ctx)
	}
	for field, messages := range s.Errors {
		ctx = gonertia.SetValidationError(ctx, field, messages[0])
	}
	if s.Encrypt != nil {
		ctx = gonertia.SetEncryptHistory(ctx, *s.Encrypt)
	}
	r = r.WithContext(ctx)
	var status []int
	if s.Status != 0 {
		status = []int{s.Status}
	}
	switch s.Action {
	case "", "render":
		props := gonertia.Props{}
		for key, value := range s.Props {
			props[key] = gonertiaProp(rec, value, key)
		}
		if s.Status != 0 {
			w.WriteHeader(s.Status)
		}
		return i.Render(w, r, component(s), props)
	case "redirect":
		i.Redirect(w, r, s.To, status...)
	case "back":
		i.Back(w, r, status...)
	case "location":
		i.Location(w, r, s.To)
	case "fail":
		http.Error(w, http.StatusText(s.Status), s.Status)
	case "raw":
		raw(w, s)
	}
	return nil
}

// gonertiaProp is the nearest that gonertia has: kinds at the top level.
func gonertiaProp(rec *reference.Recorder, v any, path string) any {
	d, ok, err := reference.DefinitionOf(v)
	if err != nil {
		return err.Error()
	}
	if !ok {
		switch v := v.(type) {
		case map[string]any:
			m := map[string]any{}
			for key, value := range v {
				m[key] = gonertiaProp(rec, value, path+"."+key)
			}
			return m
		case []any:
			l := make([]any, len(v))
			for n := range v {
				l[n] = gonertiaProp(rec, v[n], fmt.Sprintf("%s.%d", path, n))
			}
			return l
		}
		return v
	}
	fn := func() (any, error) {
		rec.Computed(path)
		if d.Fails {
			return nil, errors.New("the case says so")
		}
		return gonertiaProp(rec, d.Value, path), nil
	}
	merges := d.Merge || d.Deep || d.Prepend || d.Scroll != nil
	switch {
	case d.Optional:
		return gonertia.Optional(fn)
	case d.Defer != nil:
		group := *d.Defer
		if group == "" {
			group = "default"
		}
		if merges {
			return gonertia.Defer(fn, group).Merge()
		}
		return gonertia.Defer(fn, group)
	case d.Always:
		return gonertia.Always(fn)
	case merges:
		return gonertia.Merge(fn)
	}
	return fn
}

// memory is what gonertia's users write for flash: a map by visitor.
var memory = &visitors{}

type visitors struct {
	mu     sync.Mutex
	errors map[string]gonertia.ValidationErrors
	clear  map[string]bool
}

type visitorKey struct{}

// visitor gives each cookie jar an identity of its own.
func visitor(w http.ResponseWriter, r *http.Request) *http.Request {
	id := ""
	if c, err := r.Cookie("visitor"); err == nil {
		id = c.Value
	} else {
		memory.mu.Lock()
		id = fmt.Sprint(len(memory.clear), len(memory.errors), &id)
		memory.mu.Unlock()
		http.SetCookie(w, &http.Cookie{Name: "visitor", Value: fmt.Sprintf("%x", id), Path: "/", HttpOnly: true})
		id = fmt.Sprintf("%x", id)
	}
	return r.WithContext(context.WithValue(r.Context(), visitorKey{}, id))
}

func idOf(ctx context.Context) string { id, _ := ctx.Value(visitorKey{}).(string); return id }

func (v *visitors) FlashErrors(ctx context.Context, errs gonertia.ValidationErrors) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.errors == nil {
		v.errors = map[string]gonertia.ValidationErrors{}
	}
	v.errors[idOf(ctx)] = errs
	return nil
}

func (v *visitors) GetErrors(ctx context.Context) (gonertia.ValidationErrors, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	errs := v.errors[idOf(ctx)]
	delete(v.errors, idOf(ctx))
	return errs, nil
}

func (v *visitors) FlashClearHistory(ctx context.Context) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.clear == nil {
		v.clear = map[string]bool{}
	}
	v.clear[idOf(ctx)] = true
	return nil
}

func (v *visitors) ShouldClearHistory(ctx context.Context) (bool, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	clear := v.clear[idOf(ctx)]
	delete(v.clear, idOf(ctx))
	return clear, nil
}
