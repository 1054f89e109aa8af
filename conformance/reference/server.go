// Package reference is a server for the conformance cases on package inertia:
// what a server under test has to do, in one file.
package reference

import (
	"bytes"
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/conformance"
	"github.com/inertia-templ/shell/inertia"
)

// Scenario is what the server does for one request.
type Scenario struct {
	Config struct {
		Version        *string `json:"version"` // v1 if not set
		RootID         string  `json:"rootId"`
		EncryptHistory bool    `json:"encryptHistory"`
		AllErrors      bool    `json:"allErrors"`
		HideShared     bool    `json:"hideShared"` // no sharedProps
		Forwarded      bool    `json:"forwarded"`  // trust X-Forwarded-*
		ErrorPage      bool    `json:"errorPage"`  // errors render component Error with prop status

		// Applications are the names of several applications by their patterns.
		// Each shares its name as the prop app.
		Applications map[string]string `json:"applications"`
	} `json:"config"`
	Shared map[string]any `json:"shared"`
	Flash  map[string]any `json:"flash"` // flashed before the action

	Action string `json:"action"` // render (if empty), redirect, back, location, raw, fail

	// For render.
	Component string         `json:"component"` // Page if empty
	Props     map[string]any `json:"props"`
	Encrypt   *bool          `json:"encrypt"`

	// For redirect, back and location.
	To       string              `json:"to"`
	Errors   map[string][]string `json:"errors"`
	Bag      string              `json:"bag"`
	FullPage bool                `json:"fullPage"`

	// For several.
	Status           int               `json:"status"`
	Headers          map[string]string `json:"headers"`
	Body             string            `json:"body"` // for raw
	ClearHistory     bool              `json:"clearHistory"`
	PreserveFragment bool              `json:"preserveFragment"`
}

// Action does what the scenario says. Its error is for Inertia.Handle or
// Inertia.Error.
type Action func(http.ResponseWriter, *http.Request) error

// New returns the server. concurrency is how many lazy props it computes at
// once; opts are options besides those of the scenario.
func New(concurrency int, opts ...inertia.Option) http.Handler {
	return NewWith(concurrency, func(i *inertia.Inertia, act Action) http.Handler { return i.Middleware(i.Handle(act)) }, opts...)
}

// NewWith is New for a server that is put together in another way: serve returns
// what answers all requests with act, the middleware included.
func NewWith(concurrency int, serve func(i *inertia.Inertia, act Action) http.Handler, opts ...inertia.Option) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s, err := ScenarioOf(r)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		p := props{NewRecorder(w)}
		if len(s.Config.Applications) > 0 {
			h, err := s.several(p, concurrency, opts)
			if err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			h.ServeHTTP(p, r)
			return
		}
		i, err := s.app(p, concurrency, opts)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		serve(i, func(w http.ResponseWriter, r *http.Request) error { return s.act(i, p, w, r) }).ServeHTTP(p, r)
	})
}

// ScenarioOf reads the scenario of a request.
func ScenarioOf(r *http.Request) (s Scenario, err error) {
	data, err := base64.RawURLEncoding.DecodeString(r.Header.Get(conformance.Header))
	if err != nil {
		return s, fmt.Errorf("header %s: %w", conformance.Header, err)
	}
	if len(data) == 0 {
		data = []byte("{}")
	}
	dec := json.NewDecoder(strings.NewReader(string(data)))
	dec.UseNumber()
	dec.DisallowUnknownFields()
	if err := dec.Decode(&s); err != nil {
		return s, fmt.Errorf("header %s: %w", conformance.Header, err)
	}
	return s, nil
}

// app is an instance configured for the scenario.
func (s Scenario) app(p props, concurrency int, more []inertia.Option) (*inertia.Inertia, error) {
	version := "v1"
	if s.Config.Version != nil {
		version = *s.Config.Version
	}
	opts := []inertia.Option{
		inertia.WithShell(shell.Default),
		inertia.WithSecret([]byte("the conformance kit keeps no secrets")),
		inertia.WithLogger(slog.New(slog.DiscardHandler)),
		inertia.WithRootID(cmp.Or(s.Config.RootID, "app")),
		inertia.WithConcurrency(concurrency),
	}
	if version != "" {
		opts = append(opts, inertia.WithVersion(version))
	}
	for _, o := range []struct {
		on     bool
		option inertia.Option
	}{
		{s.Config.EncryptHistory, inertia.WithEncryptHistory()},
		{s.Config.AllErrors, inertia.WithAllErrors()},
		{s.Config.HideShared, inertia.WithoutSharedKeys()},
		{s.Config.Forwarded, inertia.WithForwarded()},
	} {
		if o.on {
			opts = append(opts, o.option)
		}
	}
	if s.Config.ErrorPage {
		opts = append(opts, inertia.WithErrorPage(func(_ *http.Request, status int, _ error) (string, any) {
			return "Error", inertia.Props{"status": status}
		}))
	}
	for _, key := range sorted(s.Shared) {
		opts = append(opts, inertia.WithShared(key, p.build(s.Shared[key], key)))
	}
	return inertia.New(append(opts, more...)...)
}

// several are the applications of the scenario.
func (s Scenario) several(p props, concurrency int, opts []inertia.Option) (http.Handler, error) {
	apps, mux := map[string]*inertia.Inertia{}, http.NewServeMux()
	for pattern, name := range s.Config.Applications {
		i, err := s.app(p, concurrency, append(opts[:len(opts):len(opts)], inertia.WithShared("app", name),
			inertia.WithSecret([]byte("the secret of the application named "+name))))
		if err != nil {
			return nil, err
		}
		apps[pattern] = i
		mux.Handle(pattern, i.Handle(func(w http.ResponseWriter, r *http.Request) error { return s.act(i, p, w, r) }))
	}
	all, err := inertia.NewApplications(apps)
	if err != nil {
		return nil, err
	}
	return all.Middleware(mux), nil
}

func sorted(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func (s Scenario) act(i *inertia.Inertia, p props, w http.ResponseWriter, r *http.Request) error {
	for key, value := range s.Flash {
		inertia.Flash(r, key, value)
	}
	for name, value := range s.Headers {
		w.Header().Add(name, value)
	}
	switch s.Action {
	case "", "render":
		return s.render(i, p, w, r)
	case "redirect":
		i.Redirect(w, r, s.To, s.redirectOptions()...)
	case "back":
		i.Back(w, r, s.redirectOptions()...)
	case "location":
		i.Location(w, r, s.To)
	case "fail":
		return &inertia.HTTPError{Status: s.Status}
	case "raw":
		if s.Status != 0 {
			w.WriteHeader(s.Status)
		}
		if s.Body != "" {
			_, _ = w.Write([]byte(s.Body))
		}
	default:
		return fmt.Errorf("unknown action %q", s.Action)
	}
	return nil
}

func (s Scenario) render(i *inertia.Inertia, p props, w http.ResponseWriter, r *http.Request) error {
	var opts []inertia.RenderOption
	if s.Status != 0 {
		opts = append(opts, inertia.Status(s.Status))
	}
	if s.Encrypt != nil {
		opts = append(opts, inertia.EncryptHistory(*s.Encrypt))
	}
	if s.ClearHistory {
		opts = append(opts, inertia.ClearHistory())
	}
	if s.PreserveFragment {
		opts = append(opts, inertia.PreserveFragment())
	}
	component := s.Component
	if component == "" {
		component = "Page"
	}
	built := inertia.Props{}
	for key, value := range s.Props {
		built[key] = p.build(value, key)
	}
	return i.Render(w, r, component, built, opts...)
}

func (s Scenario) redirectOptions() []inertia.RedirectOption {
	var opts []inertia.RedirectOption
	if s.Status != 0 {
		opts = append(opts, inertia.Status(s.Status))
	}
	if s.Errors != nil {
		opts = append(opts, inertia.Errors(s.Errors))
	}
	if s.Bag != "" {
		opts = append(opts, inertia.ErrorBag(s.Bag))
	}
	if s.ClearHistory {
		opts = append(opts, inertia.ClearHistory())
	}
	if s.PreserveFragment {
		opts = append(opts, inertia.PreserveFragment())
	}
	if s.FullPage {
		opts = append(opts, inertia.FullPage())
	}
	return opts
}

// Recorder tells in a header of the answer which props were computed.
type Recorder struct {
	http.ResponseWriter
	mu       sync.Mutex
	computed []string
}

// NewRecorder returns a Recorder that writes to w.
func NewRecorder(w http.ResponseWriter) *Recorder { return &Recorder{ResponseWriter: w} }

// Computed notes that the function of the prop at path ran.
func (rec *Recorder) Computed(path string) {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	rec.computed = append(rec.computed, path)
}

// WriteHeader adds the header.
func (rec *Recorder) WriteHeader(status int) {
	rec.mu.Lock()
	slices.Sort(rec.computed)
	if len(rec.computed) > 0 {
		rec.Header().Set(conformance.ComputedHeader, strings.Join(rec.computed, ","))
	}
	rec.mu.Unlock()
	rec.ResponseWriter.WriteHeader(status)
}

func (rec *Recorder) Write(b []byte) (int, error) { return rec.ResponseWriter.Write(b) }

// Definition is {"$prop": {...}} in the notation.
type Definition struct {
	Value    any      `json:"value"`
	Lazy     bool     `json:"lazy"` // a plain function
	Always   bool     `json:"always"`
	Optional bool     `json:"optional"`
	Defer    *string  `json:"defer"` // the group
	Rescue   bool     `json:"rescue"`
	Fails    bool     `json:"fails"`
	Merge    bool     `json:"merge"`
	Deep     bool     `json:"deep"`
	Prepend  bool     `json:"prepend"` // at the root
	Appends  []string `json:"appends"`
	Prepends []string `json:"prepends"`
	MatchOn  []string `json:"matchOn"`
	Once     *struct {
		Key       string `json:"key"`
		ExpiresAt int64  `json:"expiresAt"`
		Fresh     bool   `json:"fresh"`
	} `json:"once"`
	Scroll *struct {
		inertia.ScrollMetadata
		Wrapper *string `json:"wrapper"`
	} `json:"scroll"`
}

// DefinitionOf returns the prop that v defines, if it does.
func DefinitionOf(v any) (d Definition, ok bool, err error) {
	m, _ := v.(map[string]any)
	def, ok := m["$prop"].(map[string]any)
	if !ok {
		return d, false, nil
	}
	raw, err := json.Marshal(def)
	if err != nil {
		return d, true, err
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	dec.DisallowUnknownFields()
	return d, true, dec.Decode(&d)
}

// props builds the props of one request.
type props struct{ *Recorder }

// build turns notation into props; path is for the record of what is computed.
func (p props) build(v any, path string) any {
	if d, ok, err := DefinitionOf(v); err != nil {
		return fmt.Sprintf("notation at %s: %v", path, err)
	} else if ok {
		return p.prop(d, path)
	}
	switch v := v.(type) {
	case map[string]any:
		m := inertia.Props{}
		for key, value := range v {
			m[key] = p.build(value, path+"."+key)
		}
		return m
	case []any:
		l := make([]any, len(v))
		for n := range v {
			l[n] = p.build(v[n], fmt.Sprintf("%s.%d", path, n))
		}
		return l
	}
	return v
}

func (p props) prop(d Definition, path string) any {
	fn := func(context.Context) (any, error) {
		p.Computed(path)
		if d.Fails {
			return nil, errors.New("the case says so")
		}
		return p.build(d.Value, path), nil
	}
	switch {
	case d.Lazy:
		return fn
	case d.Optional:
		return modify(inertia.Optional(fn), d)
	case d.Defer != nil:
		return modify(inertia.Defer(fn).Group(*d.Defer), d)
	case d.Always:
		return modify(inertia.Lazy(fn).Always(), d)
	}
	return modify(inertia.Lazy(fn), d)
}

// modifiable is what every kind of prop can do.
type modifiable[P any] interface {
	Rescue() P
	Merge() P
	DeepMerge() P
	Append(...string) P
	Prepend(...string) P
	MatchOn(...string) P
	As(string) P
	Once() P
	Until(time.Time) P
	Fresh(bool) P
	Scroll() P
	Wrapper(string) P
	Metadata(inertia.ScrollMetadata) P
}

func modify[P modifiable[P]](p P, d Definition) P {
	if d.Rescue {
		p = p.Rescue()
	}
	if d.Merge {
		p = p.Merge()
	}
	if d.Deep {
		p = p.DeepMerge()
	}
	if d.Prepend {
		p = p.Prepend()
	}
	if len(d.Appends) > 0 {
		p = p.Append(d.Appends...)
	}
	if len(d.Prepends) > 0 {
		p = p.Prepend(d.Prepends...)
	}
	if len(d.MatchOn) > 0 {
		p = p.MatchOn(d.MatchOn...)
	}
	if d.Once != nil {
		p = p.Once().As(d.Once.Key).Fresh(d.Once.Fresh)
		if d.Once.ExpiresAt != 0 {
			p = p.Until(time.UnixMilli(d.Once.ExpiresAt))
		}
	}
	if d.Scroll != nil {
		p = p.Scroll().Metadata(d.Scroll.ScrollMetadata)
		if d.Scroll.Wrapper != nil {
			p = p.Wrapper(*d.Scroll.Wrapper)
		}
	}
	return p
}
