package main

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"github.com/inertia-templ/shell/inertia"
)

// head has pages whose heads say what their URLs name: "title,robots".
func (l *lab) head(mux *http.ServeMux) {
	mux.Handle("GET /head", l.Handle(func(w http.ResponseWriter, r *http.Request) error {
		return l.Render(w, r, "Show", m{"stamp": inertia.Lazy(now)}, meta(strings.Split(r.URL.Query().Get("say"), ",")))
	}))
	mux.Handle("GET /described", l.Handle(func(w http.ResponseWriter, r *http.Request) error {
		return l.Render(w, r, "Described", nil, meta([]string{"title", "description", "robots"}))
	}))
}

type thing struct {
	Context string `json:"@context"`
	Type    string `json:"@type"`
	Name    string `json:"name"`
}

func meta(say []string) inertia.Meta {
	const hostile = `"'><script>window.injected = true</script>&amp;`
	var head inertia.Meta
	for _, field := range say {
		switch field {
		case "title":
			head.Title, head.TitleTemplate = "Of Go "+hostile, "%s · Lab"
		case "description":
			head.Description = "Of Go " + hostile
		case "canonical":
			head.Canonical = "/head?a=1&b=2"
		case "robots":
			head.Robots = "noindex"
		case "og":
			head.OpenGraph = inertia.OpenGraph{Type: "article", Image: "/a.png", ImageAlt: "A", SiteName: "Lab"}
		case "twitter":
			head.Twitter = inertia.Twitter{Card: "summary", Site: "@lab"}
		case "alternates":
			head.Alternates = map[string]string{"de": "/de", "en": "/en"}
		case "jsonld":
			head.JSONLD = map[string]any{"thing": thing{"https://schema.org", "Thing", "</script>" + hostile}}
		case "elements":
			head.Elements = map[string]templ.Component{"theme": templ.Raw(`<meta name="theme-color" content="#000">`)}
		}
	}
	return head
}
