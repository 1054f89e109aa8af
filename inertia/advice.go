package inertia

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/a-h/templ"

	"github.com/inertia-templ/shell"
)

// advice is what a program is told once, in its log: mistakes whose only sign
// is a blank page in the browser.
type advice struct {
	unwrapped, placed, noHead, noBody atomic.Bool

	mu      sync.Mutex
	unknown map[string]bool // components, at most maxUnknown
}

// maxUnknown is how many components are complained of, should their names come
// from visitors.
const maxUnknown = 100

// checkComponent notices components without a page, for which browsers show
// nothing. In development that is an error, in production a line in the log for
// each.
func (i *Inertia) checkComponent(x *exchange, component string) error {
	if i.vite == nil || i.anyComponent {
		return nil
	}
	err := i.vite.CheckPage(x, component)
	if err == nil {
		return nil
	}
	if i.vite.IsDev() {
		return fmt.Errorf("inertia: %w (vite.WithPages tells where pages are, inertia.WithAnyComponent switches this off)", err)
	}
	i.advice.mu.Lock()
	defer i.advice.mu.Unlock()
	if i.advice.unknown[component] || len(i.advice.unknown) == maxUnknown {
		return nil
	}
	if i.advice.unknown == nil {
		i.advice.unknown = map[string]bool{}
	}
	i.advice.unknown[component] = true
	i.log.WarnContext(x, "inertia: "+err.Error()+": browsers show nothing unless the entry contains it", "component", component, "url", x.target)
	return nil
}

// checkWrapped notices documents rendered outside of the middleware, which
// serves the files that they load.
func (i *Inertia) checkWrapped(x *exchange, component string) {
	if i.assets == nil || x.wrapped || i.advice.unwrapped.Swap(true) {
		return
	}
	i.log.WarnContext(x, "inertia: page rendered outside of Middleware, so nothing serves the front end's scripts; wrap the server's handler: http.ListenAndServe(addr, i.Middleware(mux))",
		"component", component, "url", x.target)
}

// checkPlace notices a middleware inside of a router that answers after it. One
// request tells.
func (i *Inertia) checkPlace(x *exchange, w http.ResponseWriter) {
	if i.advice.placed.Load() || i.advice.placed.Swap(true) {
		return
	}
	if router := routerAround(w); router != "" {
		i.log.WarnContext(x, "inertia: Middleware stands inside of "+router+", which answers errors and unknown paths outside of it, so visitors get no page for them; put it around the router instead: http.ListenAndServe(addr, i.Middleware(router))",
			"url", x.target)
	}
}

// routerAround is the name of the router that made w and that may answer after
// its handlers have returned: with what they return in echo, with status 404 in
// gin. It is empty for w of others.
func routerAround(w http.ResponseWriter) string {
	t := reflect.TypeOf(w)
	if t.Kind() != reflect.Pointer {
		return ""
	}
	switch path, _, _ := strings.Cut(t.Elem().PkgPath(), "/v"); path {
	case "github.com/labstack/echo":
		return "echo"
	case "github.com/gin-gonic/gin":
		return "gin"
	}
	return ""
}

// watch returns doc such that done can tell what the shell left out of it. One
// document of a program is watched, or in debug mode each.
func (i *Inertia) watch(x *exchange, doc shell.Document) (shell.Document, func(written []byte)) {
	if i.advice.noHead.Load() && i.advice.noBody.Load() {
		return doc, func([]byte) {}
	}
	component, head := doc.Component, doc.Assets == nil
	if assets := doc.Assets; assets != nil {
		doc.Assets = templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
			head = true
			return assets.Render(ctx, w)
		})
	}
	return doc, func(written []byte) {
		if !head && !i.advice.noHead.Swap(true) {
			i.log.WarnContext(x, "inertia: the document loads no scripts: call @doc.Head() inside its head element", "component", component)
		}
		if !bytes.Contains(written, []byte(`data-page="`)) && !i.advice.noBody.Swap(true) {
			i.log.WarnContext(x, "inertia: the document has no page: call @doc.Body() inside its body element", "component", component)
		}
		if !i.debug {
			i.advice.noHead.Store(true)
			i.advice.noBody.Store(true)
		}
	}
}
