package inertia_test

import (
	"context"
	"encoding/json"
	"errors"
	"html"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/internal/headkey"
	"github.com/inertia-templ/shell/ssr"
)

// heads are the head as the document has it and as a visit brings it.
func heads(t *testing.T, h http.Handler, path string) (document string, prop []string) {
	t.Helper()
	text := body(t, do(h, "GET", path))
	_, document, _ = strings.Cut(text, "<head>")
	document, _, _ = strings.Cut(document, "</head>")
	w := visit(h, path)
	require.Equal(t, http.StatusOK, w.Code, w.Body)
	var page struct {
		Props struct{ Head []string }
		Keys  []string `json:"sharedProps"`
	}
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &page))
	assert.NotContains(t, page.Keys, "head", "it is not kept for the next page")
	for n, element := range page.Props.Head {
		page.Props.Head[n] = headkey.ForDocument(element)
		assert.Contains(t, document, page.Props.Head[n], "the document has the same elements under the same keys")
		page.Props.Head[n] = keyPlaces.ReplaceAllString(page.Props.Head[n], `$1"`)
	}
	return keyPlaces.ReplaceAllString(document, `$1"`), page.Props.Head
}

// keyPlaces are what keys say of the place of elements.
var keyPlaces = regexp.MustCompile(`( data-inertia="[^"]+)~[0-9a-z]+"`)

func TestTheClientFindsElementsByName(t *testing.T) {
	t.Parallel()
	i := app(t, inertia.WithMetaFunc(func(r *http.Request) (inertia.Meta, error) {
		return inertia.Meta{Description: "of " + r.URL.Path, Robots: "index"}, nil
	}))
	w := visit(i.Page("Page", nil), "/a")
	assert.Contains(t, w.Body.String(), ` data-inertia=\"description\" name=\"description\" content=\"of /a\"`)
	assert.Contains(t, w.Body.String(), ` data-inertia=\"robots\" name`)
}

type breadcrumb struct {
	Context string `json:"@context"`
	Type    string `json:"@type"`
	Name    string `json:"name"`
}

func TestTheHeadIsWhatGoSays(t *testing.T) {
	t.Parallel()
	i := app(t, inertia.WithTitle("Acme"), inertia.WithMeta(inertia.Meta{
		TitleTemplate: "%s · Acme", Description: "All things", Robots: "index",
		OpenGraph: inertia.OpenGraph{SiteName: "Acme", Image: "/logo.png", ImageAlt: "Logo"},
		Elements:  map[string]templ.Component{"theme": templ.Raw(`<meta name="theme-color" content="#000">`)},
	}))
	mux := http.NewServeMux()
	mux.Handle("/plain", i.Page("Plain", nil))
	mux.Handle("/page", inertia.Defaults(i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		return i.Render(w, r, "Page", nil, inertia.Meta{
			Title: `Tom & "Jerry" </title><script>`, Description: `"><script>alert(1)</script>`, Canonical: "/page?a=1&b=2",
			OpenGraph:  inertia.OpenGraph{Type: "article", Image: "https://cdn.example.org/a.png"},
			Twitter:    inertia.Twitter{Card: "summary"},
			Alternates: map[string]string{"en": "/en/page", "de": "https://example.de/page"},
			JSONLD:     map[string]any{"crumb": breadcrumb{"https://schema.org", "Thing", "</script><b>&"}},
			Elements:   map[string]templ.Component{"theme": nil, "feed": templ.Raw(`<link rel="alternate" type="application/rss+xml" href="/feed">`)},
		})
	}), inertia.Meta{Robots: "noindex"}))

	document, prop := heads(t, mux, "/plain")
	want := []string{
		`<title data-inertia="">Acme</title>`,
		`<meta data-inertia="description" name="description" content="All things">`,
		`<meta data-inertia="robots" name="robots" content="index">`,
		`<meta data-inertia="og:title" property="og:title" content="Acme">`,
		`<meta data-inertia="og:description" property="og:description" content="All things">`,
		`<meta data-inertia="og:image" property="og:image" content="http://example.com/logo.png">`,
		`<meta data-inertia="og:image:alt" property="og:image:alt" content="Logo">`,
		`<meta data-inertia="og:site_name" property="og:site_name" content="Acme">`,
		`<meta data-inertia="theme" name="theme-color" content="#000">`,
	}
	assert.Equal(t, want, prop)
	assert.Contains(t, document, strings.Join(want, ""))
	assert.Equal(t, 1, strings.Count(document, "<title"))

	document, prop = heads(t, mux, "/page")
	hostile := html.EscapeString(`"><script>alert(1)</script>`)
	want = []string{
		`<title data-inertia="">` + html.EscapeString(`Tom & "Jerry" </title><script>`) + ` · Acme</title>`,
		`<meta data-inertia="description" name="description" content="` + hostile + `">`,
		`<link data-inertia="canonical" rel="canonical" href="http://example.com/page?a=1&amp;b=2">`,
		`<meta data-inertia="robots" name="robots" content="noindex">`,
		`<meta data-inertia="og:title" property="og:title" content="` + html.EscapeString(`Tom & "Jerry" </title><script>`) + `">`,
		`<meta data-inertia="og:description" property="og:description" content="` + hostile + `">`,
		`<meta data-inertia="og:type" property="og:type" content="article">`,
		`<meta data-inertia="og:url" property="og:url" content="http://example.com/page?a=1&amp;b=2">`,
		`<meta data-inertia="og:image" property="og:image" content="https://cdn.example.org/a.png">`,
		`<meta data-inertia="og:site_name" property="og:site_name" content="Acme">`,
		`<meta data-inertia="twitter:card" name="twitter:card" content="summary">`,
		`<link data-inertia="alternate:de" rel="alternate" hreflang="de" href="https://example.de/page">`,
		`<link data-inertia="alternate:en" rel="alternate" hreflang="en" href="http://example.com/en/page">`,
		`<script data-inertia="jsonld:crumb" type="application/ld+json">{"@context":"https://schema.org","@type":"Thing","name":"\u003c/script\u003e\u003cb\u003e\u0026"}</script>`,
		`<link data-inertia="feed" rel="alternate" type="application/rss+xml" href="/feed">`,
	}
	assert.Equal(t, want, prop)
	assert.Contains(t, document, strings.Join(want, ""))
}

func TestTheHeadDependsOnPropsAndIsMadeOnlyWhenNeeded(t *testing.T) {
	t.Parallel()
	type props struct {
		Name string `json:"name"`
	}
	made := 0
	page := inertia.NewPage[props]("Page").Meta(func(p props) inertia.Meta {
		made++
		return inertia.Meta{Title: p.Name}
	})
	i := app(t)
	h := page.Handler(i, func(*http.Request) (props, error) { return props{"Ada"}, nil })
	document, prop := heads(t, h, "/")
	assert.Equal(t, []string{`<title data-inertia="">Ada</title>`}, prop)
	assert.Contains(t, document, prop[0])
	assert.Equal(t, 2, made, "once for each answer")
	w := visit(h, "/", partial("name", "")...)
	assert.NotContains(t, w.Body.String(), "head")
	assert.Equal(t, 2, made, "a partial reload of other props needs no head")
	w = visit(h, "/", partial("head", "")...)
	assert.Contains(t, w.Body.String(), "Ada")
	assert.Equal(t, 3, made)
}

func TestWhatIsWrongWithAHeadIsAnError(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		option inertia.RenderOption
		want   string
	}{
		"function":     {inertia.MetaFunc(func(context.Context) (inertia.Meta, error) { return inertia.Meta{}, errors.New("no database") }), "no database"},
		"scheme":       {inertia.Meta{Canonical: "javascript:alert(1)"}, "of canonical: want a path, or a URL with http or https"},
		"data":         {inertia.Meta{JSONLD: map[string]any{"a": make(chan int)}}, "jsonld:a: json: unsupported type"},
		"no object":    {inertia.Meta{JSONLD: map[string]any{"a": "text"}}, "jsonld:a: want a struct or a map"},
		"two elements": {inertia.Meta{Elements: map[string]templ.Component{"a": templ.Raw("<meta name=a><meta name=b>")}}, `"a": the component writes 2 elements, want one`},
		"taken":        {inertia.Meta{Title: "x"}, `Page has a prop of its own named "head"`},
		"text":         {inertia.Meta{Elements: map[string]templ.Component{"a": templ.Raw("text")}}, "0 elements"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		props := inertia.Props{}
		if name == "taken" {
			props["head"] = "of a person"
		}
		err := app(t).Render(httptest.NewRecorder(), r, "Page", props, tc.option)
		assert.ErrorContains(t, err, tc.want, name)
	}
	_, err := inertia.New(inertia.WithMeta(inertia.Meta{TitleTemplate: "Acme"}), inertia.WithMetaFunc(nil))
	assert.ErrorContains(t, err, "needs one %s")
	assert.ErrorContains(t, err, "WithMetaFunc: the function is nil")
}

type fixedRenderer struct{ head []string }

func (f fixedRenderer) Render(context.Context, []byte) (ssr.Result, error) {
	return ssr.Result{Head: f.head, Body: "<main></main>"}, nil
}

func TestHeadsOfGoAndOfServerRenderingHaveNoDoubles(t *testing.T) {
	t.Parallel()
	i := app(t, inertia.WithTitle("Go"), inertia.WithSSR(fixedRenderer{[]string{
		`<title data-inertia="">Component</title>`, `<meta name="description" content="of the component" data-inertia="">`, `<meta name="x" data-inertia="robots">`,
		`<meta DATA-INERTIA="og:title~9" data-inertia="og:title" property="og:title" content="Go">`,
	}}), inertia.WithMeta(inertia.Meta{Title: "Go", Description: "of Go", Robots: "index", Canonical: "/"}))
	h := i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		return i.Render(w, r, "Page", nil, inertia.Head(templ.Raw(`<meta name='description' content="a > b"><meta name="author" content="Ada"><link rel=canonical href=/x>`)))
	})
	document := body(t, do(h, "GET", "/"))
	for part, count := range map[string]int{
		"<title": 1, "Component</title>": 1, "description": 1, "of the component": 1, `content="Ada"`: 1,
		`<meta name="x"`: 1, `<meta data-inertia="og:title~9" property=`: 1, "DATA-INERTIA": 0, `rel="canonical"`: 1, "a > b": 0, "of Go\"": 0,
	} {
		inHead, _, _ := strings.Cut(document, "</head>")
		assert.Equal(t, count, strings.Count(inHead, part), "%s in %s", part, inHead)
	}
}
