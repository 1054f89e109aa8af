package untyped

import (
	"context"
	"net/http"
	"time"

	"github.com/inertia-templ/shell/inertia"
)

type user struct {
	ID int `json:"id"`
}

type show struct {
	User    user                     `json:"user"`
	Tags    []string                 `json:"tags"`
	Count   *int64                   `json:"count"`
	At      time.Time                `json:"at"`
	Note    string                   `json:"note,omitempty"`
	Friends inertia.Deferred[[]user] `json:"friends"`
	Token   string                   `json:"token" inertia:"secret"`
	Any     any                      `json:"any"`
}

type wrong struct {
	Users string `json:"user"`
}

type boolean struct {
	User bool `json:"user"`
}

var (
	_ = inertia.NewPage[show]("Users/Show")
	_ = inertia.NewPage[*wrong]("Users/Wrong")
	_ = inertia.NewPage[map[string]any]("Map")
)

func load(context.Context) ([]user, error) { return nil, nil }

func handle(i *inertia.Inertia, w http.ResponseWriter, r *http.Request) error {
	name := "Users/Show"
	some := inertia.Props{}
	_ = i.Render(w, r, "Users/Show", inertia.Props{"user": user{}, "tags": []string{}, "count": 7, "at": time.Now(), "any": 1})
	_ = i.Render(w, r, "Users/Show", inertia.Props{"user": &user{}, "tags": inertia.Lazy(func(context.Context) ([2]string, error) { return [2]string{}, nil }), "count": nil, "at": "now", "any": "x", "note": "", "friends": inertia.Defer(load)})
	_ = i.Render(w, r, "Users/Show", inertia.Props{"tags": []int{}, "count": 7, "at": 0, "any": nil}) // want `needs the prop "user"`
	_ = i.Render(w, r, "Users/Show", inertia.Props{
		"user":  "Ada",         // want `the prop "user" of the page "Users/Show" is a text, and an object`
		"tags":  map[int]int{}, // want `the prop "tags" of the page "Users/Show" is an object, and a list`
		"count": []byte{},      // want `is a text, and a number`
		"at":    0,
		"any":   nil,
		"nmae":  "x", // want `the page "Users/Show" has no prop "nmae"`
	})
	_ = i.Render(w, r, "Users/Show", show{})
	_ = i.Render(w, r, "Users/Show", &show{})
	_ = i.Render(w, r, "Users/Wrong", wrong{})
	_ = i.Render(w, r, "Users/Wrong", boolean{}) // want `the prop "user" of the page "Users/Wrong" is a boolean, and a text`
	_ = i.Render(w, r, "Users/Show", some)
	_ = i.Render(w, r, "Users/Show", inertia.Props{name: 1})
	_ = i.Render(w, r, name, inertia.Props{})
	_ = i.Render(w, r, "Others", inertia.Props{"x": 1})
	_ = i.Render(w, r, "Map", inertia.Props{"x": 1})
	return i.Render(w, r, "Users/Wrong", inertia.Props{}) // want `needs the prop "user"`
}
