// Command example is a small address book: a Go server with SQLite, and a
// front end of React pages that it renders through Inertia.
//
//	cd frontend && npm ci && npm run build && cd ..
//	go run .
//
// For development, run
//
//	inertia dev
package main

import (
	"context"
	"embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/vite"
)

//go:generate go run github.com/a-h/templ/cmd/templ@v0.3.1100 generate

// A checkout contains these folders without a build, so that the program
// compiles before the front end is built.
//
//go:embed all:frontend/dist all:frontend/dist-ssr
var built embed.FS

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once

	front, err := fs.Sub(built, "frontend")
	if err == nil {
		err = run(ctx, os.Args[1:], front, os.Stdout)
	}
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		log.Fatal(err)
	}
}

// run serves until ctx ends, and then finishes the requests under way. The
// front end comes from the folders dist and dist-ssr of front, or from a dev
// server if the arguments name one.
func run(ctx context.Context, args []string, front fs.FS, out io.Writer) error {
	flags := flag.NewFlagSet("contacts", flag.ContinueOnError)
	addr := flags.String("addr", "127.0.0.1:8080", "`address` to listen on; port 0 picks a free one")
	db := flags.String("db", "contacts.db", "SQLite `file`, created and seeded when it does not exist")
	dev := flags.String("dev", "", "`URL` of a running Vite dev server; empty serves the embedded build")
	builds := flags.String("builds", "", "`folder` that keeps the builds of the last deploys, for tabs opened before them")
	docsURL := flags.String("docs-url", "https://inertiajs.com", "`URL` the documentation link leads to")
	if err := flags.Parse(args); err != nil {
		return err
	}

	v, err := frontend(front, *dev, *builds)
	if err != nil {
		return err
	}
	var opts []inertia.Option
	switch renderer, err := openRendering(front, *dev != ""); {
	case err != nil:
		return err
	case renderer != nil:
		defer renderer.Close()
		opts = append(opts, inertia.WithSSR(renderer))
	}
	store, err := OpenStore(ctx, *db)
	if err != nil {
		return err
	}
	defer store.Close()
	handler, i, err := newApp(store, v, *docsURL, opts...)
	if err != nil {
		return err
	}

	listener, err := net.Listen("tcp", *addr)
	if err != nil {
		return fmt.Errorf("contacts: listening: %w", err)
	}
	fmt.Fprintf(out, "Contacts is running on http://%s (%s)\n", listener.Addr(), i)
	return i.Serve(ctx, &http.Server{Handler: inertia.Compress(handler)}, listener, inertia.WithDrainTimeout(10*time.Second))
}

// frontend is the dev server at the URL dev, or the build in front if dev is
// empty, together with those that builds keeps.
func frontend(front fs.FS, dev, builds string) (*vite.Vite, error) {
	if dev != "" {
		return vite.Dev(dev)
	}
	dist, err := fs.Sub(front, "dist")
	if err != nil {
		return nil, err
	}
	if _, err := fs.Stat(dist, ".vite/manifest.json"); errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New(`contacts: this program was compiled before its front end was built: ` +
			`run "npm ci && npm run build" in the folder frontend, then compile it again, ` +
			`or run "inertia dev"`)
	}
	opts := []vite.Option{vite.WithBase("/build/"), vite.WithCompression()}
	if builds != "" {
		previous, err := vite.OpenHistory(builds)
		if err != nil {
			return nil, err
		}
		if err := vite.SaveBuild(builds, dist, 5); err != nil {
			return nil, err
		}
		opts = append(opts, vite.WithPreviousBuilds(previous...))
	}
	return vite.Open(dist, opts...)
}
