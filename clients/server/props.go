package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/inertia-templ/shell/inertia"
)

func (a *app) propPages(mux *http.ServeMux) {
	mux.Handle("GET /deferred", a.Page("Deferred", inertia.Props{
		"now":     "shown at once",
		"fast":    inertia.Defer(value("from the fast group")),
		"another": inertia.Defer(value("also from the fast group")),
		"slow":    inertia.Defer(value("from the slow group")).Group("slow"),
	}))
	mux.Handle("GET /rescue", a.Page("Rescue", inertia.Props{
		"fragile": inertia.Defer(a.fragile).Rescue(),
		"sound":   inertia.Defer(value("arrived")),
	}))
	mux.Handle("GET /partial", a.Page("Partial", inertia.Props{
		"auth": inertia.Props{
			"user":  inertia.Lazy(a.count),
			"token": inertia.Lazy(a.count),
			"roles": inertia.Optional(value("admin")),
		},
		"other": inertia.Lazy(a.count),
	}))
	mux.Handle("GET /merge", a.Handle(a.merge))
	mux.Handle("GET /scroll", a.Handle(a.scroll))
	mux.Handle("GET /once", a.Page("Once", inertia.Props{
		"plans": inertia.Once(a.count),
		"rates": inertia.Once(a.count).As("shared-rates"),
		"brief": inertia.Once(a.count).For(time.Minute),
	}))
	mux.Handle("GET /once/elsewhere", a.Page("Elsewhere", inertia.Props{
		"plans":    inertia.Once(a.count),
		"exchange": inertia.Once(a.count).As("shared-rates"),
		"brief":    inertia.Once(a.count).For(time.Minute),
	}))
	mux.Handle("GET /poll", a.Page("Poll", inertia.Props{
		"ticks":    inertia.Lazy(a.count),
		"constant": inertia.Lazy(value("always the same")),
		"opened":   inertia.Lazy(a.count),
	}))
	mux.Handle("GET /visible", a.Page("Visible", inertia.Props{"late": inertia.Optional(value("seen"))}))
}

func (a *app) fragile(context.Context) (string, error) {
	if a.broken.Load() {
		return "", errors.New("broken by the test")
	}
	return "whole again", nil
}

type item struct {
	ID   int    `json:"id"`
	Text string `json:"text"`
}

// merge has values that differ with the query parameter n.
func (a *app) merge(w http.ResponseWriter, r *http.Request) error {
	n := number(r, "n")
	return a.Render(w, r, "Merge", inertia.Props{
		"n":         n,
		"appended":  inertia.Merge([]int{n}),
		"prepended": inertia.Merge([]int{n}).Prepend(),
		"deep":      inertia.DeepMerge(inertia.Props{"list": []int{n}, "last": n}),
		"matched":   inertia.Merge([]item{{ID: 0, Text: fmt.Sprintf("seen by %d", n)}, {ID: n, Text: "new"}}).MatchOn("id"),
		"nested":    inertia.Merge(inertia.Props{"rows": []int{n}, "total": n}).Append("rows"),
	})
}

// scroll has 50 items on five pages; the browser may begin in the middle.
func (a *app) scroll(w http.ResponseWriter, r *http.Request) error {
	const perPage, total = 10, 50
	page := min(number(r, "page"), total/perPage)
	items := make([]item, perPage)
	for i := range items {
		items[i].ID = (page-1)*perPage + i + 1
	}
	return a.Render(w, r, "Scroll", inertia.Props{
		"items": inertia.Scroll(inertia.Paginate(items, page, perPage, total)),
	})
}

// number is a query parameter, 1 if it is no positive number.
func number(r *http.Request, name string) int {
	n, _ := strconv.Atoi(r.URL.Query().Get(name))
	return max(n, 1)
}
