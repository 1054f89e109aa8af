// Command server serves the pages that the tests beside it open in a browser.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
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

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "`address` to listen on; port 0 picks a free one")
	dist := flag.String("dist", "dist/react", "`folder` of the built front end")
	flag.Parse()
	if err := run(*addr, *dist); err != nil {
		log.Fatal(err)
	}
}

func run(addr, dist string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	front, err := vite.Open(os.DirFS(dist), vite.WithBase("/build/"))
	if err != nil {
		return err
	}
	a := &app{}
	a.version.Store("1")
	i, err := inertia.New(
		inertia.WithVite(front),
		inertia.WithSecret([]byte("known to every reader of this file")),
		inertia.WithVersionFunc(func(*http.Request) string { return a.version.Load().(string) }),
		inertia.WithCSRF(),
		inertia.WithETag(true),
		inertia.WithShared("user", "Ada"),
		inertia.WithErrorPage(func(_ *http.Request, status int, _ error) (string, any) {
			return "Error", inertia.Props{"status": status}
		}),
	)
	if err != nil {
		return err
	}
	a.Inertia = i

	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("server: %w", err)
	}
	server := &http.Server{Handler: a.routes(), ReadHeaderTimeout: 5 * time.Second}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	fmt.Printf("listening on http://%s\n", listener.Addr())
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("server: %w", err)
	}
	return nil
}
