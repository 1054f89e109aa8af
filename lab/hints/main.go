// Command hints serves a page whose props take their time, over HTTP/2, for
// what browsers accept early hints on. It prints its address and the hash by
// which a browser is told to trust its key.
package main

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"flag"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/signal"
	"strings"
	"time"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/vite"
)

func main() {
	dist := flag.String("dist", "react/dist", "`folder` of the built front end")
	hints := flag.Bool("hints", true, "send early hints")
	flag.Parse()
	entry := "main.ts"
	if strings.Contains(*dist, "react") {
		entry = "main.tsx"
	}
	v, err := vite.Open(os.DirFS(*dist), vite.WithBase("/build/"), vite.WithEntry(entry))
	if err != nil {
		log.Fatal(err)
	}
	opts := []inertia.Option{inertia.WithVite(v), inertia.WithCSP(inertia.StrictCSP), inertia.WithSecret([]byte("the lab keeps no secrets from anyone"))}
	if *hints {
		opts = append(opts, inertia.WithEarlyHints())
	}
	i, err := inertia.New(opts...)
	if err != nil {
		log.Fatal(err)
	}
	pages := i.Middleware(i.Page("Show", inertia.Props{
		"slow": func(context.Context) (string, error) { time.Sleep(200 * time.Millisecond); return "slow", nil },
	}))
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(50 * time.Millisecond) // Chromium misses hints that come at once, as none do over a network
		pages.ServeHTTP(w, r)
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	key := sha256.Sum256(server.Certificate().RawSubjectPublicKeyInfo)
	fmt.Printf("listening on %s with key %s\n", server.URL, base64.StdEncoding.EncodeToString(key[:]))
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt)
	<-stop
}
