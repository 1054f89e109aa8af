package inertia

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/a-h/templ"

	"github.com/inertia-templ/shell/inertia/internal/headtag"
	"github.com/inertia-templ/shell/internal/headkey"
)

// Meta describes the head of a page: its title, its description, and the data
// that search engines and link previews read. It is an option of a page and,
// with [Defaults], of a group of routes; [WithMeta] is for the application.
// Each field of the page wins over the group's, and the group's over the
// application's.
//
// The first document has the elements, and so has the prop "head" of every page,
// from which the client keeps the document's head up to date. Tell the client
// with createInertiaApp({ serverHead: true, ... }); without that it removes the
// elements as soon as it starts.
//
// A component that has an element with the same head-key, such as
// <meta head-key="description">, takes the place of this one.
//
// URLs may be paths of the program: they are sent with scheme and host.
type Meta struct {
	Title string
	// TitleTemplate has the title in the place of "%s": "%s · Acme". It holds for
	// titles of a [Meta] only, not for that of [WithTitle].
	TitleTemplate string
	Description   string
	Canonical     string // a URL
	Robots        string // "noindex, nofollow"

	OpenGraph  OpenGraph
	Twitter    Twitter
	Alternates map[string]string // URLs of this page by language: "de", "x-default"

	// JSONLD are structured data by key, each a value that becomes a JSON object:
	// a struct with json tags, whose first fields are "@context" and "@type".
	JSONLD map[string]any

	// Elements are further elements by key, each a component that writes one
	// element.
	Elements map[string]templ.Component
}

// OpenGraph is what link previews show. If any of its fields is set, title,
// description and URL that are empty are those of the [Meta].
type OpenGraph struct {
	Title, Description, Type, URL, Image, ImageAlt, SiteName, Locale string
}

// Twitter is what cards of X show: Card is "summary" or "summary_large_image".
type Twitter struct {
	Card, Site, Creator, Title, Description, Image, ImageAlt string
}

func (m Meta) applyRender(rn *render) {
	rn.meta = append(rn.meta, func(context.Context) (Meta, error) { return m, nil })
}

// MetaFunc is a [Meta] that is made only when the page needs it: not on partial
// reloads that do not ask for the prop "head".
func MetaFunc(fn func(context.Context) (Meta, error)) RenderOption {
	return renderOption(func(rn *render) { rn.meta = append(rn.meta, fn) })
}

// WithMeta sets what the head of every page says, unless a page or a group of
// routes says otherwise. By default the head has the title of [WithTitle].
func WithMeta(m Meta) Option {
	return func(c *config) {
		if m.TitleTemplate != "" && strings.Count(m.TitleTemplate, "%s") != 1 {
			c.reject("WithMeta: the TitleTemplate %q needs one %%s for the title", m.TitleTemplate)
		}
		c.meta = append(c.meta, func(*http.Request) (Meta, error) { return m, nil })
	}
}

// WithMetaFunc is [WithMeta] for values that depend on the request, such as
// links to the page in other languages. fn is called only when the page needs
// its head. Of several the later wins, field by field. By default there is no
// such function.
func WithMetaFunc(fn func(*http.Request) (Meta, error)) Option {
	return func(c *config) {
		if fn == nil {
			c.reject("WithMetaFunc: the function is nil")
			return
		}
		c.meta = append(c.meta, fn)
	}
}

// Meta returns the page with a head that depends on its props. fn is called only
// when the page needs its head; see [MetaFunc].
func (p Page[P]) Meta(fn func(P) Meta) Page[P] {
	p.meta = fn
	return p
}

// over is m on top of below.
func (m Meta) over(below Meta) Meta {
	pick := func(to *string, from string) {
		if *to == "" {
			*to = from
		}
	}
	pick(&m.Title, below.Title)
	pick(&m.TitleTemplate, below.TitleTemplate)
	pick(&m.Description, below.Description)
	pick(&m.Canonical, below.Canonical)
	pick(&m.Robots, below.Robots)
	o, p := &m.OpenGraph, below.OpenGraph
	pick(&o.Title, p.Title)
	pick(&o.Description, p.Description)
	pick(&o.Type, p.Type)
	pick(&o.URL, p.URL)
	if o.Image == "" { // a text belongs to its image
		o.Image, o.ImageAlt = p.Image, p.ImageAlt
	}
	pick(&o.SiteName, p.SiteName)
	pick(&o.Locale, p.Locale)
	t, u := &m.Twitter, below.Twitter
	pick(&t.Card, u.Card)
	pick(&t.Site, u.Site)
	pick(&t.Creator, u.Creator)
	pick(&t.Title, u.Title)
	pick(&t.Description, u.Description)
	if t.Image == "" {
		t.Image, t.ImageAlt = u.Image, u.ImageAlt
	}
	m.Alternates = overlaid(below.Alternates, m.Alternates)
	m.JSONLD = overlaid(below.JSONLD, m.JSONLD)
	m.Elements = overlaid(below.Elements, m.Elements)
	return m
}

// headOf is the function that makes the head's elements, once for a page, nil if
// nothing is said of the head.
func (i *Inertia) headOf(rn *render, r *http.Request, x *exchange) func(context.Context) ([]string, error) {
	if len(i.meta) == 0 && len(rn.meta) == 0 {
		return nil
	}
	all := make([]func(context.Context) (Meta, error), 0, len(i.meta)+len(rn.meta))
	for _, fn := range i.meta {
		all = append(all, func(context.Context) (Meta, error) { return fn(r) })
	}
	all, title := append(all, rn.meta...), rn.title
	base := x.address.Origin() + i.browserURL(x, r)
	enter := x.address.Enter
	var once sync.Once
	var elements []string
	var err error
	return func(ctx context.Context) ([]string, error) {
		once.Do(func() {
			var m Meta
			for _, fn := range all {
				var one Meta
				if one, err = fn(ctx); err != nil {
					return
				}
				m = one.over(m)
			}
			elements, err = m.elements(templ.InitializeContext(ctx), title, func(target string) (string, error) {
				b, err := url.Parse(base)
				if err != nil {
					return "", err
				}
				u, err := b.Parse(enter(target))
				if err != nil {
					return "", err
				}
				return u.String(), nil
			})
		})
		return elements, err
	}
}

// forClient makes of the head's elements the prop that visits bring.
func forClient(elements func(context.Context) ([]string, error)) func(context.Context) ([]string, error) {
	return func(ctx context.Context) ([]string, error) {
		all, err := elements(ctx)
		sent := make([]string, len(all))
		for n, element := range all {
			sent[n] = headkey.ForClient(element)
		}
		return sent, err
	}
}

// elements are the elements in the order in which they are written.
func (m Meta) elements(ctx context.Context, title string, absolute func(string) (string, error)) ([]string, error) {
	l := headtag.List{Absolute: absolute}
	name := m.Title
	switch {
	case name == "":
		name = title
	case strings.Contains(m.TitleTemplate, "%s"):
		name = strings.Replace(m.TitleTemplate, "%s", name, 1)
	}
	l.Title(name)
	l.Name("description", m.Description)
	l.Link("canonical", "canonical", "", m.Canonical)
	l.Name("robots", m.Robots)
	if o := m.OpenGraph; o != (OpenGraph{}) {
		l.Property("og:title", either(o.Title, m.Title, title))
		l.Property("og:description", either(o.Description, m.Description))
		l.Property("og:type", o.Type)
		l.PropertyURL("og:url", either(o.URL, m.Canonical))
		l.PropertyURL("og:image", o.Image)
		l.Property("og:image:alt", o.ImageAlt)
		l.Property("og:site_name", o.SiteName)
		l.Property("og:locale", o.Locale)
	}
	t := m.Twitter
	l.Name("twitter:card", t.Card)
	l.Name("twitter:site", t.Site)
	l.Name("twitter:creator", t.Creator)
	l.Name("twitter:title", t.Title)
	l.Name("twitter:description", t.Description)
	l.NameURL("twitter:image", t.Image)
	l.Name("twitter:image:alt", t.ImageAlt)
	for _, lang := range sortedKeys(m.Alternates) {
		l.Link("alternate:"+lang, "alternate", lang, m.Alternates[lang])
	}
	for _, key := range sortedKeys(m.JSONLD) {
		l.JSON("jsonld:"+key, m.JSONLD[key])
	}
	for _, key := range sortedKeys(m.Elements) {
		l.Component(ctx, key, m.Elements[key])
	}
	elements, err := l.Done()
	if err != nil {
		return nil, fmt.Errorf("inertia: head: %w", err)
	}
	return elements, nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func either(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
