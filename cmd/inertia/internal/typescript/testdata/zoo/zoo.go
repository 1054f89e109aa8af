// Package zoo has a type of every kind.
package zoo

import (
	"context"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"time"

	"github.com/inertia-templ/shell/cmd/inertia/internal/typescript/testdata/zoo/other"
	"github.com/inertia-templ/shell/form"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/routes"
)

// Status is where an order stands.
type Status string

const (
	// StatusOpen is not paid yet.
	StatusOpen   Status = "open"
	StatusPaid   Status = "paid"
	StatusQuoted Status = "it's \"quoted\"\n"
)

// Level is a number.
type Level int

const (
	LevelLow Level = iota - 1
	LevelMiddle
	LevelHigh
)

// Plain has no constants.
type Plain string

// Money writes itself.
//
//inertia:type `${number} ${string}`
type Money struct{ cents int64 }

func (m Money) MarshalJSON() ([]byte, error) { return json.Marshal(m.cents) }

// Opaque writes itself, and nobody says how.
type Opaque struct{ x int }

func (Opaque) MarshalJSON() ([]byte, error) { return []byte("{}"), nil }

// Code is a text.
type Code [3]byte

func (c Code) MarshalText() ([]byte, error) { return c[:], nil }

// Page is generic.
type Page[T any, M ~string] struct {
	Items []T          `json:"items"`
	Meta  map[M]string `json:"meta"`
	Next  *Page[T, M]  `json:"next"`
}

// Node points to itself.
type Node struct {
	Value    int             `json:"value"`
	Children []*Node         `json:"children"`
	ByName   map[string]Node `json:"byName"`
}

// Base is embedded.
type Base struct {
	ID      int    `json:"id"`
	Name    string `json:"name"`
	Shadow  string `json:"shadow"`
	private int
}

type hidden struct {
	FromHidden bool `json:"fromHidden"`
}

// Derived embeds.
type Derived struct {
	Base
	*hidden
	Named  Base `json:"named"`
	Shadow int  `json:"shadow"` // is taken, the embedded one is not
}

// Everything has a field of every kind.
type Everything struct {
	Bool     bool    `json:"bool"`
	Int8     int8    `json:"int8"`
	Uint64   uint64  `json:"uint64"`
	Float    float32 `json:"float"`
	String   string  `json:"string"`
	Bytes    []byte  `json:"bytes"`
	Any      any     `json:"any"`
	Error    error   `json:"error"`
	Untagged string
	Skipped  string `json:"-"`
	Dash     string `json:"-,"`
	private  string

	Pointer        *int           `json:"pointer"`
	PointerPointer **string       `json:"pointerPointer"`
	OmitEmpty      string         `json:"omitEmpty,omitempty"`
	OmitPointer    *Node          `json:"omitPointer,omitempty"`
	OmitZero       time.Time      `json:"omitZero,omitzero"`
	AsText         int64          `json:"asText,string"`
	OddName        int            `json:"odd-name"`
	Slice          []string       `json:"slice"`
	SliceOfNull    []*string      `json:"sliceOfNull"`
	SliceOfSlices  [][]int        `json:"sliceOfSlices"`
	Array          [2]float64     `json:"array"`
	Map            map[string]int `json:"map"`
	MapByInt       map[int]bool   `json:"mapByInt"`
	MapByStatus    map[Status]int `json:"mapByStatus"`
	Inline         struct {
		// X is inside.
		X int `json:"x"`
		Y []struct {
			Z bool `json:"z"`
		} `json:"y"`
	} `json:"inline"`

	Time     time.Time       `json:"time"`
	Duration time.Duration   `json:"duration"`
	Raw      json.RawMessage `json:"raw"`
	Number   json.Number     `json:"number"`

	Status  Status                   `json:"status"`
	Levels  []Level                  `json:"levels"`
	Plain   Plain                    `json:"plain"`
	Money   Money                    `json:"money"`
	Opaque  *Opaque                  `json:"opaque"`
	Code    Code                     `json:"code"`
	Node    *Node                    `json:"node"`
	Derived Derived                  `json:"derived"`
	Other   other.Node               `json:"other"` // another one of the name
	Users   Page[other.User, Status] `json:"users"`
	Alias   Alias                    `json:"alias"`

	Lazy     inertia.Prop[[]Node]                 `json:"lazy"`
	Optional inertia.Opt[*Node]                   `json:"optional"`
	Deferred inertia.Deferred[[]Status]           `json:"deferred"`
	Func     func() (int, error)                  `json:"func"`
	FuncCtx  func(context.Context) (*Node, error) `json:"funcCtx"`

	// Comments may contain */ what ends them,
	// and go on.
	Hostile string `json:"hostile</script>"`
}

// Alias is another name.
type Alias = Base

// Upload is read from a form.
type Upload struct {
	Title string                  `json:"title"`
	File  *multipart.FileHeader   `json:"file"`
	More  []*multipart.FileHeader `json:"more"`
}

var (
	everything = inertia.NewPage[Everything]("Zoo/Every-thing")
	empty      = inertia.NewPage[struct{}]("Empty")
	anonymous  = inertia.NewPage[struct {
		// N is a number.
		N int `json:"n"`
	}]("Anonymous")
)

func user(context.Context) (*other.User, error) { return nil, nil }

// Handlers share, flash and read forms.
func Handlers(w http.ResponseWriter, r *http.Request) error {
	_, err := inertia.New(inertia.WithShared("user", inertia.Lazy(user)), inertia.WithShared("maybe", inertia.Optional(user)), inertia.WithShared("news", inertia.Live(user, "news")), inertia.WithShared("year", 2026), inertia.WithAllErrors())
	if err != nil {
		return err
	}
	inertia.Share(r, "locale", "en")
	inertia.Flash(r, "success", "Saved.")
	inertia.Flash(r, "toast", struct {
		Text string `json:"text"`
	}{})
	_ = inertia.Flashed("success", true)
	var in Upload
	if err := form.Bind(r, &in); err != nil {
		return err
	}
	return nested(r)
}

func nested(r *http.Request) error {
	var in struct {
		Rows []Base `json:"rows"`
	}
	return form.New().Bind(r, &in)
}

// Routes are named.
func Routes() http.Handler {
	r := routes.New()
	r.HandleFunc("home", "GET /{$}", func(http.ResponseWriter, *http.Request) {})
	r.Handle("users.show", "GET /users/{id}", http.NotFoundHandler())
	r.Handle("users.posts.update", "PUT /users/{id}/posts/{post}", http.NotFoundHandler())
	r.Handle("files", "/files/{path...}", http.NotFoundHandler())
	r.Handle("delete", "DELETE /it's", http.NotFoundHandler())
	return r
}
