package inertia

import (
	"cmp"
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/inertia-templ/shell/inertia/internal/devtools"
	"github.com/inertia-templ/shell/inertia/internal/record"
	"github.com/inertia-templ/shell/routes"
)

// entry is what the extension is told of the request, as far as it is answered.
func (d *devTools) entry(rec *recorder) devtools.Entry {
	x, s := rec.x, rec.x.seen
	n := s.entry
	took := devtools.Milliseconds(time.Since(s.begun))
	if rec.page {
		d.show(s)
	}
	e := devtools.Entry{
		Meta: devtools.Meta{
			ID: n.id, TabUUID: known(n.tab), BatchID: known(n.batch), VisitID: n.visit,
			Method: rec.r.Method, URL: d.redact.URL(x.address.Origin() + x.address.Path(x.target)),
			RequestType: string(s.kind(rec)), Status: s.status, ServerTimingMS: &took, RedirectLocation: d.redact.URL(s.location),
		},
		HTTP: devtools.HTTP{
			RequestHeaders: d.redact.Header(n.header), ResponseHeaders: d.redact.Header(n.answer),
			RequestBody: d.requestBody(rec), ResponseBody: d.responseBody(rec),
		},
		Props: map[string]devtools.Prop{},
		Route: rec.app.route(rec),
	}
	e.Meta.At(s.begun)
	if s.page == nil || !rec.page {
		return e
	}
	e.Meta.Component, e.RenderSource = known(s.component), source(s.rendered)
	if v := rec.app.vite; v != nil {
		e.ComponentPath = known(v.Source(s.component))
	}
	if s.ssr != nil {
		e.SSR = &devtools.SSR{Outcome: string(s.ssr.Outcome), Length: devtools.Milliseconds(s.ssr.Duration)}
		if s.ssr.Err != nil {
			e.SSR.Error = s.ssr.Err.Error()
		}
	}
	for _, p := range s.page.Props() {
		e.Props[p.Path] = s.prop(p)
	}
	e.PropValues = n.values
	return e
}

// prop is what the extension is told of one prop.
func (s *recording) prop(p *record.Prop) devtools.Prop {
	d := devtools.Prop{
		InertiaType: p.Kind(), Shared: p.Shared, DeferGroup: p.Group, Reset: p.Reset, Once: p.Once,
		MergeDirection: string(p.Merge), DeepMerge: p.Deep, Rescued: p.Outcome == record.Rescued,
		Outcome: string(p.Outcome), Bytes: p.Bytes(),
	}
	if p.Shared {
		d.ShareSource = source(s.entry.shares[p.Path])
	} else {
		d.RenderSource = source(cmp.Or(p.Source, s.rendered))
	}
	if p.Computed {
		d.Timing = &devtools.Timing{Start: devtools.Milliseconds(p.Begun.Sub(s.begun)), Wait: devtools.Milliseconds(p.Waited()), Length: devtools.Milliseconds(p.Took)}
	}
	if p.Err != nil {
		d.Error = p.Err.Error()
	}
	return d
}

// show prepares what is shown of the page object, once for the entry before and
// the one after the answer has ended.
func (d *devTools) show(s *recording) {
	n := s.entry
	switch {
	case n.shown.Status != "":
		return
	case n.page == nil:
		n.shown = devtools.Omitted(devtools.TooLarge)
		return
	}
	n.shown, n.values = d.redact.Page(n.page), map[string]json.RawMessage{}
	for _, p := range s.page.Props() {
		if p.Bytes() > 0 {
			n.values[p.Path] = d.redact.Prop(p.Path, n.page[p.From:p.To])
		}
	}
}

func (d *devTools) requestBody(rec *recorder) devtools.Body {
	info := &rec.x.info
	if !info.IsInertia && !info.IsPrecognition && rec.r.ContentLength != 0 {
		return devtools.Omitted(devtools.NonInertiaRequest)
	}
	return rec.x.seen.entry.body.Body(d.redact)
}

func (d *devTools) responseBody(rec *recorder) devtools.Body {
	s := rec.x.seen
	n := s.entry
	bodiless := rec.r.Method == http.MethodHead || s.status == http.StatusNoContent || s.status == http.StatusNotModified || s.location != ""
	switch {
	case bodiless:
		return devtools.Empty
	case rec.page && rec.x.info.IsInertia:
		return n.shown
	}
	return devtools.ResponseBody(n.answer.Get("Content-Type"), s.streamed)
}

// route is what is known of what answered the request.
func (i *Inertia) route(rec *recorder) devtools.Route {
	s := rec.x.seen
	method, uri, found := strings.Cut(cmp.Or(s.route, rec.r.Pattern), " ")
	if !found {
		method, uri = "", method
	}
	action := s.action
	if action.Function == "" || !action.Known() && action.Function == s.rendered.Function {
		action = s.rendered
	}
	route := devtools.Route{URI: strings.TrimSpace(uri), Action: known(action.Function), ActionSource: source(action)}
	if i.routes != nil && route.URI != "" {
		named := func(r routes.Route) bool { return r.Method == method && r.Path == route.URI }
		for _, r := range i.routes.Routes() {
			if named(r) {
				route.Name = known(r.Name)
				break
			}
		}
	}
	return route
}

// base is the path below which the browser sees the application: what a proxy
// or http.StripPrefix cut off. It is false if the extension would refuse it.
func (x *exchange) base(r *http.Request) (string, bool) {
	full, _, _ := strings.Cut(x.target, "?")
	mount, below := strings.CutSuffix(full, r.URL.EscapedPath())
	if !below {
		mount = ""
	}
	base := strings.TrimSuffix(x.address.Prefix+mount, "/")
	if base == "" {
		return "", true
	}
	u, err := url.Parse("http://host" + base)
	ok := err == nil && len(base) <= maxHint && base[0] == '/' && path.Clean(base) == base && u.Path == base && u.EscapedPath() == base &&
		!strings.ContainsAny(base, `%\`)
	return base, ok
}

// isLocalHost reports whether a host is this machine, or an address: a web site
// can have its own name point here, not somebody else's address.
func isLocalHost(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.ToLower(strings.Trim(host, "[]"))
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || net.ParseIP(host) != nil
}

func known(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func source(s record.Source) *devtools.Source {
	if !s.Known() {
		return nil
	}
	return &devtools.Source{File: s.File, Line: s.Line}
}
