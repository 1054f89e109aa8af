package doctor

import (
	"context"
	"go/ast"
)

// pageHandlers are functions that make handlers for pages.
var pageHandlers = []string{"inertia.Inertia.Handle", "inertia.Inertia.Page", "inertia.Page.Handler"}

// checkMiddleware looks for pages that are served without i.Middleware.
func checkMiddleware(_ context.Context, p *project, r *reporter) {
	if p.code == nil || !p.code.used("inertia.New") {
		return
	}
	pages := p.code.all(append(pageHandlers, "inertia.Inertia.Render", "inertia.Page.Render")...)
	if len(pages) == 0 {
		return
	}
	const fix = "http.ListenAndServe(addr, i.Middleware(mux))"
	if !p.code.used("inertia.Inertia.Middleware") {
		r.err("no handler is wrapped by i.Middleware, which pages need", p.code.place(pages[0].Pos()), fix)
		return
	}
	bare := false
	for _, at := range p.code.all("http.ListenAndServe", "http.ListenAndServeTLS", "http.Serve") {
		handler := at.Args[len(at.Args)-1]
		if mux := p.code.servedBare(at, handler); mux != "" {
			bare = true
			r.err("pages are registered at "+mux+", which is served without i.Middleware", p.code.place(handler.Pos()), fix)
		}
	}
	if !bare {
		r.fine("middleware")
	}
}

// servedBare is where pages are registered on the mux that is served as it is,
// or "". Whether a handler has pages is known of a mux that is made here and
// goes nowhere else, and of http.DefaultServeMux.
func (c *code) servedBare(at call, handler ast.Expr) string {
	id, ok := ast.Unparen(handler).(*ast.Ident)
	if !ok {
		return ""
	}
	if id.Name == "nil" {
		for _, register := range c.all("http.Handle", "http.HandleFunc") {
			if place := c.registersPage(register); place != "" {
				return place
			}
		}
		return ""
	}
	obj := at.pkg.TypesInfo.ObjectOf(id)
	d, ok := c.defined[obj]
	if !ok || d.sets != 1 || d.expr == nil || obj.Parent() == at.pkg.Types.Scope() {
		return ""
	}
	made, ok := asCall(d.expr)
	if !ok {
		return ""
	}
	switch functionName(d.pkg.TypesInfo, made.Fun) {
	case "http.NewServeMux", "routes.New":
	default:
		return ""
	}
	for _, register := range c.all("http.ServeMux.Handle", "http.ServeMux.HandleFunc", "routes.Router.Handle", "routes.Router.HandleFunc") {
		selector, ok := ast.Unparen(register.Fun).(*ast.SelectorExpr)
		if !ok {
			continue
		}
		on, ok := ast.Unparen(selector.X).(*ast.Ident)
		if !ok || register.pkg.TypesInfo.ObjectOf(on) != obj {
			continue
		}
		if place := c.registersPage(register); place != "" {
			return place
		}
	}
	return ""
}

// registersPage is where a call registers what needs the middleware, or "".
func (c *code) registersPage(register call) string {
	handler, ok := asCall(register.Args[len(register.Args)-1])
	if !ok {
		return ""
	}
	for _, name := range pageHandlers {
		if functionName(register.pkg.TypesInfo, handler.Fun) == name {
			return c.place(register.Pos())
		}
	}
	return ""
}

func asCall(e ast.Expr) (*ast.CallExpr, bool) {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	return call, ok
}
