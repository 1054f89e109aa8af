package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"github.com/inertia-templ/shell/form"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/inertia/inertiaredis"
	"github.com/inertia-templ/shell/vite"
)

// plan is what a replica is told in its environment.
type plan struct {
	Address  string // where it listens
	Release  string // the folder of its build
	Shared   string // a folder of all replicas
	Database string // the URL of the database of all replicas
	Broker   string // the URL of the Redis of all replicas
}

// drainDelay is longer than Caddy takes to notice that a replica is not ready, and
// than HAProxy, which asks three times.
const drainDelay = 4 * time.Second

// serve is the program that is deployed, as one of several replicas.
func serve(p plan) error {
	v, err := openBuild(p)
	if err != nil {
		return err
	}
	broker, err := inertiaredis.Open(p.Broker)
	if err != nil {
		return err
	}
	defer broker.Close()
	anybody := func(*http.Request, string) (bool, error) { return true, nil }
	i, err := inertia.New(
		inertia.WithVite(v), inertia.WithLive(anybody, inertia.LiveBroker(broker)), inertia.WithChunkVersions(), inertia.WithForwarded(), inertia.WithCSRF(),
		inertia.WithSecret([]byte("0123456789abcdef0123456789abcdef")), inertia.WithSecretRequired(),
		inertia.WithLogger(slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))),
		inertia.WithShared("visitor", inertia.Lazy(func(ctx context.Context) (string, error) { return visitorOf(ctx), nil })),
	)
	if err != nil {
		return err
	}
	outer := http.NewServeMux()
	outer.Handle("GET /readyz", i.Ready())
	outer.Handle("GET /events", http.HandlerFunc(streamEvents))
	outer.Handle("/", i.Middleware(pages(i, p.Database)))
	listener, err := net.Listen("tcp", p.Address)
	if err != nil {
		return err
	}
	stop, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	return i.Serve(stop, &http.Server{Handler: known(outer)}, listener, inertia.WithDrainDelay(drainDelay))
}

// openBuild keeps the builds before this one, and shares files with replicas that
// have others.
func openBuild(p plan) (*vite.Vite, error) {
	store, err := vite.NewFolderStore(filepath.Join(p.Shared, "store"), 5)
	if err != nil {
		return nil, err
	}
	history := filepath.Join(p.Shared, "history")
	before, err := vite.OpenHistory(history)
	if err != nil {
		return nil, err
	}
	dist := os.DirFS(p.Release)
	v, err := vite.Open(dist, vite.WithBase("/build/"), vite.WithBuildStore(store), vite.WithPreviousBuilds(before...))
	if err != nil {
		return nil, err
	}
	return v, vite.SaveBuild(history, dist, 5)
}

type visitorKey struct{}

// known finds out who asks: a cookie says so, as that of a session would.
func known(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c, err := r.Cookie("visitor"); err == nil {
			r = r.WithContext(context.WithValue(r.Context(), visitorKey{}, c.Value))
		}
		next.ServeHTTP(w, r)
	})
}

func visitorOf(ctx context.Context) string {
	name, _ := ctx.Value(visitorKey{}).(string)
	return name
}

func pages(i *inertia.Inertia, database string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /enter/{visitor}", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "visitor", Value: r.PathValue("visitor"), Path: "/"})
		i.Redirect(w, r, "/")
	})
	mux.Handle("GET /{$}", i.Page("Home", nil))
	mux.Handle("GET /form", i.Page("Form", nil))
	mux.Handle("GET /upload", i.Page("Upload", nil))
	mux.Handle("GET /live", i.Page("Live", inertia.Props{"now": inertia.Lazy(func(context.Context) (int64, error) { return time.Now().UnixNano(), nil })}))
	mux.Handle("GET /changes", i.LiveStream())
	mux.Handle("GET /news", i.Page("News", inertia.Props{
		"news": inertia.Live(func(ctx context.Context) (int, error) { return news(ctx, http.MethodGet, database) }, "news"),
	}))
	mux.Handle("POST /news", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		if _, err := news(r.Context(), http.MethodPost, database); err != nil {
			return err
		}
		if err := i.Publish(r.Context(), "news"); err != nil {
			return err
		}
		i.Redirect(w, r, "/news")
		return nil
	}))
	mux.Handle("POST /form", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		var in struct {
			Text  string `json:"text" validate:"required"`
			Email string `json:"email" validate:"omitempty,email"`
		}
		if err := form.Bind(r, &in); err != nil {
			return err
		}
		if err := save(r.Context(), database, in.Text); err != nil {
			return err
		}
		inertia.Flash(r, "saved", visitorOf(r.Context())+" "+in.Text)
		i.Redirect(w, r, "/form")
		return nil
	}))
	mux.Handle("POST /upload", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		file, header, err := r.FormFile("file")
		if err != nil {
			return err
		}
		defer file.Close()
		size, err := io.Copy(io.Discard, file)
		if err != nil {
			return err
		}
		if err := save(r.Context(), database, header.Filename); err != nil {
			return err
		}
		inertia.Flash(r, "saved", fmt.Sprint(visitorOf(r.Context()), " ", header.Filename, " ", size))
		i.Redirect(w, r, "/")
		return nil
	}))
	return mux
}

// save puts a row into the database.
func save(ctx context.Context, database, row string) error {
	_, err := ask(ctx, http.MethodPost, database+"/rows?row="+url.QueryEscape(row))
	return err
}

// news has the number of the newest news, with POST after there are more.
func news(ctx context.Context, method, database string) (int, error) {
	said, err := ask(ctx, method, database+"/news")
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(said)
}

func ask(ctx context.Context, method, address string) (string, error) {
	r, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return "", err
	}
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", err
	}
	defer w.Body.Close()
	said, err := io.ReadAll(w.Body)
	if err == nil && w.StatusCode != http.StatusOK {
		err = fmt.Errorf("the database says %s", w.Status)
	}
	return string(said), err
}

// streamEvents sends an event of its visitor every 300 ms.
func streamEvents(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no")
	control := http.NewResponseController(w)
	if err := errors.Join(control.SetWriteDeadline(time.Time{}), control.SetReadDeadline(time.Time{})); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	tick := time.NewTicker(300 * time.Millisecond)
	defer tick.Stop()
	for {
		fmt.Fprintf(w, "data: %s\n\n", visitorOf(r.Context()))
		if control.Flush() != nil {
			return
		}
		select {
		case <-tick.C:
		case <-inertia.Draining(r.Context()):
			fmt.Fprint(w, "retry: 100\n\n")
			return
		case <-r.Context().Done():
			return
		}
	}
}
