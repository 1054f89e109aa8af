// Command server has a page for each ability of the client, for the browser
// tests beside it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/inertia-templ/shell/form"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/lab/internal/listen"
	"github.com/inertia-templ/shell/ssr"
	"github.com/inertia-templ/shell/vite"
)

func main() {
	front := flag.String("front", "react", "`folder` of the front end, built")
	dev := flag.String("dev", "", "`URL` of a Vite dev server to use in place of the build")
	flag.Parse()
	if err := run(*front, *dev); err != nil {
		log.Fatal(err)
	}
}

func run(front, dev string) error {
	v, renderer, end, err := open(front, dev)
	if err != nil {
		return err
	}
	defer end() //nolint:errcheck // the program ends
	handler, err := newLab(v, renderer)
	if err != nil {
		return err
	}
	return listen.Serve(handler)
}

// open finds the front end, and what renders its pages on the server.
func open(front, dev string) (*vite.Vite, ssr.Renderer, func() error, error) {
	entry := "main.ts"
	if strings.HasSuffix(front, "react") {
		entry = "main.tsx"
	}
	if dev != "" {
		v, err := vite.Dev(dev, vite.WithEntry(entry))
		return v, nil, func() error { return nil }, err
	}
	v, err := vite.Open(os.DirFS(filepath.Join(front, "dist")), vite.WithBase("/build/"), vite.WithEntry(entry))
	if err != nil {
		return nil, nil, nil, err
	}
	pool, err := ssr.NewPool(filepath.Join(front, "dist-ssr", "ssr.js"), ssr.WithRuntime("node"), ssr.WithWorkers(1), ssr.WithStartTimeout(2*time.Minute), ssr.WithRenderTimeout(time.Minute))
	if err != nil {
		return nil, nil, nil, err
	}
	return v, pool, pool.Close, nil
}

// lab is the server's state that tests change on purpose.
type lab struct {
	*inertia.Inertia
	version atomic.Value // string
	broken  atomic.Bool
	calls   atomic.Int64 // how often the counted prop was computed
	likes   atomic.Int64
	feed    atomic.Int64 // how often something was published
	tabs    chan struct{}
}

// meet returns when a second request has come as far.
func (l *lab) meet(ctx context.Context) {
	select {
	case l.tabs <- struct{}{}:
	case <-l.tabs:
	case <-ctx.Done():
	}
}

type m = inertia.Props

func newLab(v *vite.Vite, renderer ssr.Renderer) (http.Handler, error) {
	l := &lab{tabs: make(chan struct{})}
	l.version.Store("v1")
	i, err := inertia.New(
		inertia.WithVite(v),
		inertia.WithSSR(renderer, ssr.WithTimeout(2*time.Minute)),
		inertia.WithSecret([]byte("the lab keeps no secrets from anyone")),
		inertia.WithVersionFunc(func(*http.Request) string { return l.version.Load().(string) }),
		inertia.WithETag(),
		inertia.WithCSRF(),
		inertia.WithCSP(inertia.StrictCSP), // every spec fails on what it blocks
		inertia.WithShared("user", "Ada"),
		inertia.WithLive(func(_ *http.Request, channel string) (bool, error) { return channel != "secret", nil },
			inertia.LiveVisitor(func(*http.Request) string { return "everybody" })),
		inertia.WithErrorPage(func(_ *http.Request, status int, _ error) (string, any) { return "Show", m{"status": status} }),
	)
	if err != nil {
		return nil, err
	}
	l.Inertia = i
	mux := http.NewServeMux()
	mux.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	l.control(mux)
	l.props(mux)
	l.redirects(mux)
	l.forms(mux)
	l.head(mux)
	l.live(mux)
	return i.Middleware(mux), nil
}

// control lets tests change the world behind the pages.
func (l *lab) control(mux *http.ServeMux) {
	mux.HandleFunc("POST /control", func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		if q.Has("version") {
			l.version.Store(q.Get("version"))
		}
		if q.Has("likes") {
			l.likes.Add(1)
		}
		if q.Has("broken") {
			l.broken.Store(q.Get("broken") == "true")
		}
		if q.Has("publish") {
			l.feed.Add(1)
			_ = l.Publish(r.Context(), q["publish"]...)
		}
		if q.Has("end") {
			_ = l.EndStreams(r.Context(), "everybody")
		}
		w.WriteHeader(http.StatusNoContent)
	})
}

// live has pages whose props change in other windows.
func (l *lab) live(mux *http.ServeMux) {
	feed := func(context.Context) (int64, error) { return l.feed.Load(), nil }
	mux.Handle("GET /live", l.LiveStream())
	mux.Handle("GET /feed/{name}", l.Handle(func(w http.ResponseWriter, r *http.Request) error {
		return l.Render(w, r, "Show", m{
			"feed":  inertia.Live(feed, r.PathValue("name")),
			"inner": m{"late": inertia.Defer(feed).Live("late"), "secret": inertia.Live(feed, "secret")},
			"still": inertia.Lazy(feed),
		})
	}))
}

func (l *lab) show(props m, opts ...inertia.RenderOption) http.Handler {
	return l.Handle(func(w http.ResponseWriter, r *http.Request) error { return l.Render(w, r, "Show", props, opts...) })
}

func value[T any](v T) func(context.Context) (T, error) {
	return func(context.Context) (T, error) { return v, nil }
}

func (l *lab) count(context.Context) (int64, error) { return l.calls.Add(1), nil }

func now(context.Context) (int64, error) { return time.Now().UnixNano(), nil }

func (l *lab) props(mux *http.ServeMux) {
	mux.Handle("GET /{$}", l.show(m{"home": true}))
	mux.Handle("GET /hot", l.Page("Hot", nil))
	mux.Handle("GET /other", l.show(m{"other": true}))
	mux.Handle("GET /deferred", l.Page("Deferred", m{
		"a":      inertia.Defer(value("value a")),
		"b":      inertia.Defer(value("value b")).Group("slow"),
		"broken": inertia.Defer(l.mayBreak).Group("broken").Rescue(),
	}))
	mux.Handle("GET /partial", l.show(m{
		"auth": m{"user": inertia.Lazy(now), "theme": inertia.Lazy(now), "roles": inertia.Optional(value("admin"))}, "time": inertia.Lazy(now),
	}))
	mux.Handle("GET /merge", l.Handle(func(w http.ResponseWriter, r *http.Request) error {
		n, _ := strconv.Atoi(r.URL.Query().Get("n"))
		type item struct {
			ID   int `json:"id"`
			Seen int `json:"seen"`
		}
		return l.Render(w, r, "Show", m{
			"append":  inertia.Merge([]int{n}),
			"prepend": inertia.Merge([]int{n}).Prepend(),
			"deep":    inertia.DeepMerge(m{"list": []int{n}, "last": n, fmt.Sprint("key", n): true}),
			"matched": inertia.Merge([]item{{n, n}, {0, n}}).MatchOn("id"),
			"nested":  inertia.Value(m{"rows": []int{n}, "n": n}).Append("rows"),
		})
	}))
	mux.Handle("GET /once", l.show(m{"counted": inertia.Once(l.count).As("counted")}))
	mux.Handle("GET /once-again", l.show(m{"renamed": inertia.Once(l.count).As("counted"), "again": true}))
	mux.Handle("GET /once-short", l.show(m{"short": inertia.Once(l.count).For(300 * time.Millisecond)}))
	mux.Handle("GET /poll", l.show(m{"constant": inertia.Lazy(value("same")), "time": inertia.Lazy(now)}))
	mux.Handle("GET /versioned", l.show(m{
		"rows": inertia.Lazy(l.rows).Version(func(context.Context) (string, error) { return fmt.Sprint(l.likes.Load()), nil }).Shared(),
	}))
	mux.Handle("GET /calls", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, l.calls.Load()) }))
	mux.Handle("GET /adaptive", l.Page("Deferred", m{
		"a": inertia.Lazy(value("value a")).DeferAfter(10 * time.Second),
		"b": inertia.Lazy(l.slow).DeferAfter(10 * time.Millisecond).Group("slow"),
	}))
	mux.Handle("GET /private", l.show(m{"number": "4711", "stamp": inertia.Lazy(now)}, inertia.EncryptHistory(true)))
	mux.Handle("GET /scroll", l.Handle(l.scroll))
	mux.Handle("GET /visible", l.Page("Visible", m{"late": inertia.Optional(value("seen"))}))
	mux.Handle("GET /slow", l.Handle(func(w http.ResponseWriter, r *http.Request) error {
		select {
		case <-time.After(700 * time.Millisecond):
		case <-r.Context().Done():
		}
		return l.Render(w, r, "Show", m{"slow": true})
	}))
	mux.Handle("GET /like", l.Handle(func(w http.ResponseWriter, r *http.Request) error {
		return l.Render(w, r, "Show", m{"likes": l.likes.Load()})
	}))
	mux.Handle("POST /like", l.Handle(func(w http.ResponseWriter, r *http.Request) error {
		time.Sleep(300 * time.Millisecond) // long enough to see the optimistic value
		if r.URL.Query().Has("fail") {
			return inertia.Errors{"like": {"No more likes."}}
		}
		l.likes.Add(1)
		l.Redirect(w, r, "/like")
		return nil
	}))
	mux.HandleFunc("GET /download", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/csv")
		w.Header().Set("Content-Disposition", `attachment; filename="data.csv"`)
		_, _ = w.Write([]byte("a,b\n1,2\n"))
	})
}

// slow takes longer than its page waits.
func (l *lab) slow(ctx context.Context) (string, error) {
	n := l.calls.Add(1)
	select {
	case <-time.After(300 * time.Millisecond):
		return fmt.Sprint("value ", n), nil
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
}

// rows is some kilobytes that cost a query of 20 ms.
func (l *lab) rows(ctx context.Context) ([]string, error) {
	l.calls.Add(1)
	select {
	case <-time.After(20 * time.Millisecond):
	case <-ctx.Done():
	}
	var rows []string
	for n := range 100 {
		rows = append(rows, fmt.Sprintf("row %d of version %d, with some text in it", n, l.likes.Load()))
	}
	return rows, nil
}

func (l *lab) mayBreak(context.Context) (string, error) {
	if l.broken.Load() {
		return "", errors.New("the test says so")
	}
	return "value broken", nil
}

// scroll has 5 pages of 10; the browser may begin in the middle.
func (l *lab) scroll(w http.ResponseWriter, r *http.Request) error {
	page, _ := strconv.Atoi(r.URL.Query().Get("page"))
	page = min(max(page, 1), 5)
	type row struct {
		ID int `json:"id"`
	}
	var rows []row
	for n := range 10 {
		rows = append(rows, row{(page-1)*10 + n + 1})
	}
	return l.Render(w, r, "Scroll", m{"rows": inertia.Scroll(inertia.Paginate(inertia.PageAt(page, 10), rows, 50)).MatchOn("data.id")})
}

func (l *lab) redirects(mux *http.ServeMux) {
	to := func(url string, opts ...inertia.RedirectOption) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { l.Redirect(w, r, url, opts...) })
	}
	mux.Handle("POST /flash", to("/other", inertia.Flashed("message", "Saved")))
	mux.Handle("GET /to-fragment", to("/other#section"))
	mux.Handle("GET /keeps-fragment", to("/other", inertia.PreserveFragment()))
	mux.Handle("POST /logout", to("/other", inertia.ClearHistory()))
	mux.Handle("GET /to-external", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		l.Redirect(w, r, r.URL.Query().Get("to"))
	}))
}

// account is validated while it is filled in.
type account struct {
	Name  string `json:"name" validate:"required,min=3"`
	Email string `json:"email" validate:"required,email"`
}

func (l *lab) forms(mux *http.ServeMux) {
	mux.Handle("GET /form", l.Handle(func(w http.ResponseWriter, r *http.Request) error {
		return l.Render(w, r, "Form", m{"created": l.calls.Load()})
	}))
	mux.Handle("POST /form", form.Precognitive(l.Handle(func(w http.ResponseWriter, r *http.Request) error {
		var in account
		if err := form.Bind(r, &in); err != nil {
			return err
		}
		l.calls.Add(1)
		inertia.Flash(r, "message", "Created "+in.Name)
		l.Redirect(w, r, "/other")
		return nil
	})))
	mux.Handle("PUT /upload", l.Handle(func(w http.ResponseWriter, r *http.Request) error {
		var in struct {
			Name string                `json:"name" validate:"required"`
			File *multipart.FileHeader `json:"file" validate:"required,maxsize=1KB"`
		}
		if err := form.Bind(r, &in); err != nil {
			return err
		}
		l.Redirect(w, r, "/other", inertia.Flashed("file", fmt.Sprint(in.Name, ": ", in.File.Filename, ", ", in.File.Size, " bytes")))
		return nil
	}))
	mux.HandleFunc("POST /tab/{n}", func(w http.ResponseWriter, r *http.Request) {
		l.meet(r.Context()) // both tabs are redirected at the same time
		l.Redirect(w, r, "/tab/"+r.PathValue("n"), inertia.Flashed("tab", r.PathValue("n")))
	})
	mux.Handle("GET /tab/{n}", l.show(nil))
	mux.HandleFunc("POST /api", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Query().Has("fail") {
			w.WriteHeader(http.StatusUnprocessableEntity)
			_, _ = w.Write([]byte(`{"errors":{"name":"Not this one."}}`))
			return
		}
		_, _ = w.Write([]byte(`{"answer":42}`))
	})
}
