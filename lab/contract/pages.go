package main

import (
	"context"
	"fmt"
	"mime/multipart"
	"net/http"
	"strings"
	"time"

	"github.com/inertia-templ/shell/form"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/routes"
)

const large = 9007199254740993 // the next integer after 2^53 that JavaScript lacks

func (s *site) show(props inertia.Props, opts ...inertia.RenderOption) http.Handler {
	return s.Handle(func(w http.ResponseWriter, r *http.Request) error { return s.Render(w, r, "ShowPage", props, opts...) })
}

// props has pages whose props show the effect of options.
func (s *site) props(mux *routes.Router) {
	mux.Handle("home", "GET /{$}", s.show(inertia.Props{"home": true}))
	mux.Handle("told", "GET /told", s.show(inertia.Props{"told": true}))
	mux.Handle("merged", "GET /merged", s.show(inertia.Props{"auth.can": map[string]any{"write": false}}))
	mux.Handle("lists", "GET /lists", s.show(inertia.Props{
		"list": []string(nil), "map": map[string]int(nil), "rows": []struct {
			Tags []string `json:"tags"`
			None []string `json:"none" inertia:"null"`
		}{{}},
	}))
	mux.Handle("rows", "GET /rows", s.show(inertia.Props{
		"user_rows": inertia.Lazy(func() []map[string]any {
			return []map[string]any{{"first_name": "Ada", "last_seen": time.Now().UnixNano() / 1e6}}
		}),
		"late_rows": inertia.Defer(func() map[string]any { return map[string]any{"row_count": 1} }),
	}))
	mux.HandleFunc("shared", "GET /shared", func(w http.ResponseWriter, r *http.Request) {
		inertia.Share(r, "menu", "of the request")
		menu, _ := inertia.Shared(r, "menu")
		s.show(inertia.Props{"read": menu}).ServeHTTP(w, r)
	})
	mux.Handle("group", "GET /group", inertia.Defaults(s.show(nil), inertia.Sharing("menu", "of the group")))
	mux.Handle("big", "GET /big", s.show(inertia.Props{
		"large": large, "least": -large, "exact": 1 << 53, "small": 7, "id": inertia.BigInt(7),
		"late": inertia.Defer(func() map[string]any { return map[string]any{"ids": []int64{1, large}} }),
	}))
	mux.Handle("big.sent", "POST /big", s.Handle(func(w http.ResponseWriter, r *http.Request) error {
		var in struct {
			ID    int64          `json:"id"`
			Other inertia.BigInt `json:"other"`
		}
		if err := form.Bind(r, &in); err != nil {
			return err
		}
		s.Redirect(w, r, "/told", inertia.Flashed("id", in.ID), inertia.Flashed("text", fmt.Sprint(in.ID, " ", in.Other)))
		return nil
	}))
}

type article struct {
	Title string `json:"title"`
	Body  string `json:"body"`
}

var articlePage = inertia.NewPage[article]("ArticlePage").Meta(func(a article) inertia.Meta {
	return inertia.Meta{Title: a.Title, OpenGraph: inertia.OpenGraph{Type: "article"}}
})

// heads has pages of a group whose head says more than that of the site.
func (s *site) heads(mux *routes.Router) {
	group := inertia.Meta{Description: "Of the group", Canonical: "/group"}
	mux.Handle("heads", "GET /heads", inertia.Defaults(s.show(nil), group))
	mux.Handle("heads.article", "GET /heads/{title}", inertia.Defaults(articlePage.Handler(s.Inertia, func(r *http.Request) (article, error) {
		return article{r.PathValue("title"), "text"}, nil
	}), group))
}

// forms has what visitors send.
func (s *site) forms(mux *routes.Router) {
	mux.Handle("search", "GET /search", s.Handle(func(w http.ResponseWriter, r *http.Request) error {
		var in struct {
			Page  int      `json:"page" validate:"max=9"`
			Exact bool     `json:"exact"`
			Tags  []string `json:"tags"`
		}
		if err := form.BindQuery(r, &in); err != nil {
			return err
		}
		return s.Render(w, r, "ShowPage", inertia.Props{"page": in.Page, "exact": in.Exact, "tags": in.Tags})
	}))
	mux.Handle("photos", "POST /photos", s.Handle(func(w http.ResponseWriter, r *http.Request) error {
		var in struct {
			Photos []*multipart.FileHeader `json:"photos"`
			Pages  []struct {
				Text  string                `json:"text"`
				Image *multipart.FileHeader `json:"image"`
			} `json:"pages"`
		}
		if err := form.Bind(r, &in); err != nil {
			return err
		}
		var names, pages []string
		for _, photo := range in.Photos {
			names = append(names, photo.Filename)
		}
		for _, page := range in.Pages {
			pages = append(pages, page.Text+"="+page.Image.Filename)
		}
		s.Redirect(w, r, "/told", inertia.Flashed("photos", strings.Join(names, " ")), inertia.Flashed("pages", strings.Join(pages, " ")))
		return nil
	}))
	wrong := inertia.Errors{"name": {"is needed", "is too short"}, "mail": {"is wrong"}}
	mux.Handle("errors", "POST /errors", s.show(nil, wrong))
	mux.Handle("errors.bag", "POST /errors/bag", s.show(nil, wrong, inertia.ErrorBag("login")))
}

// hatches has routes that leave the usual way.
func (s *site) hatches(mux *routes.Router, entry string) {
	mux.Handle("own", "GET /own", s.show(inertia.Props{"own": true}, inertia.Version("own")))
	mux.Handle("status", "GET /status", s.show(inertia.Props{"status": true}))
	mux.Handle("entries", "GET /entries", s.show(nil, inertia.Entries(entry, "extra.ts")))
	text := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, "plain") })
	mux.Handle("touched", "GET /touched", text)
	mux.Handle("untouched", "GET /untouched", inertia.Untouched(text))
	mux.HandleFunc("nothing", "POST /nothing", func(http.ResponseWriter, *http.Request) {})
}

// Post has an ID of any size.
type Post struct {
	ID    int64  `json:"id"`
	Title string `json:"title"`
}

// LinksProps are those of the page whose links are made by the route helpers.
type LinksProps struct {
	Locale string `json:"locale"`
	Posts  []Post `json:"posts"`
}

var linksPage = inertia.NewPage[LinksProps]("LinksPage")

// links has the routes that the front end has helpers for.
func (s *site) links(mux *routes.Router) {
	mux.Handle("links", "GET /at/{locale}/links", linksPage.Handler(s.Inertia, func(r *http.Request) (LinksProps, error) {
		return LinksProps{Locale: r.PathValue("locale"), Posts: []Post{{7, "Small"}, {large, "Large"}}}, nil
	}))
	mux.Handle("links.show", "GET /at/{locale}/links/{id}", s.Handle(func(w http.ResponseWriter, r *http.Request) error {
		wait(r.Context()) // long enough to see what an instant visit shows
		return s.Render(w, r, "ShowPage", inertia.Props{"post": r.PathValue("id"), "locale": r.PathValue("locale"), "tab": r.URL.Query().Get("tab")})
	}))
	told := func(w http.ResponseWriter, r *http.Request) {
		s.Redirect(w, r, "/told", inertia.Flashed("message", r.Method+" "+r.URL.Path+" "+r.PostFormValue("title")))
	}
	mux.HandleFunc("links.update", "PUT /at/{locale}/links/{id}", told)
	mux.HandleFunc("delete", "DELETE /at/{locale}/links/{id}", told)
}

func wait(ctx context.Context) {
	select {
	case <-time.After(700 * time.Millisecond):
	case <-ctx.Done():
	}
}
