package inertia_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"time"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/inertia"
)

// exampleProgram is a program of an example.
func exampleProgram(opts ...inertia.Option) *inertia.Inertia {
	i, err := inertia.New(append(opts, inertia.WithShell(shell.Default), inertia.WithSecret([]byte("0123456789abcdef0123456789abcdef")))...)
	if err != nil {
		panic(err)
	}
	return i
}

// exampleVisit is what the client is sent when it visits an address.
func exampleVisit(h http.Handler, address string) string {
	r := httptest.NewRequest("GET", address, nil)
	r.Header.Set("X-Inertia", "true")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Body.String()
}

func ExampleLive() {
	i := exampleProgram(inertia.WithLive(func(_ *http.Request, channel string) (bool, error) {
		return channel == "orders", nil
	}))
	page := i.Page("Orders", inertia.Props{
		"orders": inertia.Live(func() []string { return []string{"a book"} }, "orders"),
	})

	var answer struct {
		Props struct {
			Orders    []string
			LiveProps struct{ On map[string]string }
		}
	}
	if err := json.Unmarshal([]byte(exampleVisit(i.Middleware(page), "/orders")), &answer); err != nil {
		panic(err)
	}
	channel, _, _ := strings.Cut(answer.Props.LiveProps.On["orders"], "~") // a signature follows
	fmt.Println(answer.Props.Orders, "listens to", channel)
	// Output: [a book] listens to orders
}

func ExampleInertia_Publish() {
	everybody := func(*http.Request, string) (bool, error) { return true, nil }
	i := exampleProgram(inertia.WithLive(everybody))
	mux := http.NewServeMux()
	mux.Handle("GET /live", i.LiveStream())
	mux.Handle("GET /orders", i.Page("Orders", inertia.Props{"orders": inertia.Live([]string{"a book"}, "orders")}))
	handler := i.Middleware(mux)
	server := httptest.NewServer(handler)
	defer server.Close()

	// The client listens to what its page names.
	_, rest, _ := strings.Cut(exampleVisit(handler, "/orders"), `"on":{"orders":"`)
	offer, _, _ := strings.Cut(rest, `"`)
	stream, err := http.Get(server.URL + "/live?on=" + url.QueryEscape(offer))
	if err != nil {
		panic(err)
	}
	defer stream.Body.Close()
	lines := bufio.NewScanner(stream.Body)
	for lines.Scan() && lines.Text() != "event: hello" {
	}

	// Somebody writes an order.
	if err := i.Publish(context.Background(), "orders"); err != nil {
		panic(err)
	}
	for lines.Scan() && lines.Text() != "data: orders" {
	}
	fmt.Println(lines.Text())
	// Output: data: orders
}

func ExampleInertia_LiveStream() {
	everybody := func(*http.Request, string) (bool, error) { return true, nil }
	i := exampleProgram(inertia.WithLive(everybody))
	mux := http.NewServeMux()
	mux.Handle("GET /live", i.LiveStream())

	w := httptest.NewRecorder()
	i.Middleware(mux).ServeHTTP(w, httptest.NewRequest("GET", "/live?on=guessed", nil))
	_, event, _ := strings.Cut(w.Body.String(), "\n") // the first line is its id
	fmt.Print(event)
	// Output:
	// event: hello
	// data: *
}

func ExampleOf_DeferAfter() {
	i := exampleProgram()
	late := make(chan struct{})
	defer close(late)
	page := i.Page("Stats", inertia.Props{
		"fast": inertia.Lazy(func() int { return 1 }).DeferAfter(time.Hour),
		"slow": inertia.Lazy(func() int { <-late; return 2 }).DeferAfter(time.Millisecond),
	})
	fmt.Println(exampleVisit(i.Middleware(page), "/stats"))
	// Output: {"component":"Stats","props":{"errors":{},"fast":1},"url":"/stats","version":"","sharedProps":["errors"],"deferredProps":{"default":["slow"]}}
}

func ExampleOf_Cache() {
	i := exampleProgram()
	queries := 0
	page := i.Middleware(i.Page("Orders", inertia.Props{
		"orders": inertia.Lazy(func() int { queries++; return 7 }).Cache(time.Minute, time.Hour).Shared().Tags("orders"),
	}))
	exampleVisit(page, "/orders")
	exampleVisit(page, "/orders")
	fmt.Println(queries)
	if err := i.Invalidate(context.Background(), "orders"); err != nil {
		panic(err)
	}
	exampleVisit(page, "/orders")
	fmt.Println(queries)
	// Output:
	// 1
	// 2
}

func ExampleOf_Version() {
	i := exampleProgram()
	queries := 0
	page := i.Middleware(i.Page("Orders", inertia.Props{
		"orders": inertia.Lazy(func() int { queries++; return 7 }).
			Version(func(context.Context) (string, error) { return "2026-11-29T15:00:00Z", nil }),
	}))
	r := httptest.NewRequest("GET", "/orders", nil)
	r.Header.Set("X-Inertia", "true")
	w := httptest.NewRecorder()
	page.ServeHTTP(w, r)

	r.Header.Set("If-None-Match", w.Header().Get("ETag")) // the client polls
	w = httptest.NewRecorder()
	page.ServeHTTP(w, r)
	fmt.Println(w.Code, queries)
	// Output: 304 1
}

func ExampleWithCacheRevision() {
	// Set when the program is built: go build -ldflags "-X main.revision=..."
	revision := "2026-11-29.1"
	_, err := inertia.New(inertia.WithShell(shell.Default), inertia.WithSecret([]byte("0123456789abcdef0123456789abcdef")), inertia.WithCacheRevision(revision))
	fmt.Println(err)
	// Output: <nil>
}

func ExamplePageOf() {
	r := httptest.NewRequest("GET", "/users?page=3&per_page=10", nil)
	page := inertia.PageOf(r, inertia.PerPage(20), inertia.MaxPerPage(50))
	fmt.Println("LIMIT", page.PerPage, "OFFSET", page.Offset())
	for _, link := range page.Links(42) {
		fmt.Print(link.Number, " ")
	}
	// Output:
	// LIMIT 10 OFFSET 20
	// 1 2 3 4 5
}

func ExamplePaginate() {
	page := inertia.PageOf(httptest.NewRequest("GET", "/users?page=2", nil), inertia.PerPage(2))
	list, err := json.Marshal(inertia.Paginate(page, []string{"Ada", "Grace"}, 5))
	fmt.Println(string(list), err)
	// Output: {"data":["Ada","Grace"],"currentPage":2,"perPage":2,"total":5,"lastPage":3} <nil>
}

func ExamplePaginateMore() {
	page := inertia.PageOf(httptest.NewRequest("GET", "/users", nil), inertia.PerPage(2))
	rows := []string{"Ada", "Grace", "Hedy"} // SELECT name FROM users LIMIT $1, with page.Peek()
	list, err := json.Marshal(inertia.PaginateMore(page, rows))
	fmt.Println(string(list), err)
	// Output: {"data":["Ada","Grace"],"currentPage":1,"perPage":2,"hasMore":true} <nil>
}

func ExampleCursorOf() {
	i := exampleProgram()
	read := func(cursor string) inertia.CursorPage[int] {
		r := httptest.NewRequest("GET", "/messages?cursor="+cursor, nil)
		c, err := inertia.CursorOf[int](i, r, "messages", inertia.PerPage(2))
		if err != nil {
			panic(err)
		}
		ids := []int{1, 2, 3} // SELECT id FROM messages ORDER BY id LIMIT $1, with c.Peek()
		if c.Key != nil {
			ids = []int{*c.Key + 1, *c.Key + 2} // ... WHERE id > $2, with *c.Key
		}
		page, err := inertia.PaginateCursor(c, ids, func(id int) int { return id })
		if err != nil {
			panic(err)
		}
		return page
	}
	first := read("")
	second := read(first.Next)
	fmt.Println(first.Data, second.Data, second.Next == "")
	// Output: [1 2] [3 4] true
}

// nameRows are rows as database/sql and pgx have them.
type nameRows []string

func (n *nameRows) Next() bool { return len(*n) > 0 }
func (n *nameRows) Err() error { return nil }
func (n *nameRows) Scan(to ...any) error {
	*to[0].(*string), *n = (*n)[0], (*n)[1:]
	return nil
}

func ExampleCollect() {
	type user struct{ Name string }
	rows := &nameRows{"Ada", "Grace"} // db.QueryContext(ctx, "SELECT name FROM users")
	users, err := inertia.Collect(rows, func(u *user) []any { return []any{&u.Name} })
	fmt.Println(users, err)
	// Output: [{Ada} {Grace}] <nil>
}
