package main

import (
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/inertia-templ/shell/ssr"
	"github.com/inertia-templ/shell/ssr/quickjs"
)

// rendering is what turns first visits into HTML.
type rendering interface {
	ssr.Renderer
	Close() error
}

// remote is a server of its own, which somebody else ends.
type remote struct{ *ssr.Gateway }

func (remote) Close() error { return nil }

// openRendering opens what the environment variable SSR says, with the bundle
// dist-ssr/ssr.js of front: "pool" is a number of processes, "embedded" an
// engine within this program, "http" a server at SSR_URL, "off" nothing. The
// default is the pool if there is a JavaScript runtime, and else the engine. In
// development the dev server renders.
func openRendering(front fs.FS, dev bool) (rendering, error) {
	mode := os.Getenv("SSR")
	if mode == "" {
		mode = "pool"
		if _, err := ssr.FindRuntime("."); err != nil {
			mode = "embedded"
		}
	}
	if mode == "off" {
		return nil, nil
	}
	if dev || mode == "http" {
		gateway, err := ssr.NewGateway(os.Getenv("SSR_URL"))
		return remote{gateway}, err
	}
	built, err := fs.Sub(front, "dist-ssr")
	if err != nil {
		return nil, err
	}
	switch mode {
	case "pool":
		return ssr.NewPool("ssr.js", ssr.WithFS(built), ssr.WithMaxAge(time.Hour))
	case "embedded":
		return quickjs.OpenFS(built, "ssr.js")
	default:
		return nil, fmt.Errorf("contacts: SSR=%s: want off, pool, embedded or http", mode)
	}
}
