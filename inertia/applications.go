package inertia

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/inertia-templ/shell/internal/address"
)

// Applications are several front ends in one server, each with its own build,
// version, shared props, flash and error page. A request belongs to one of
// them, by the pattern that matches it:
//
//	apps, err := inertia.NewApplications(map[string]*inertia.Inertia{
//		"/":                  site,
//		"/admin/":            admin,
//		"shop.example.com/":  shop,
//	})
//	http.ListenAndServe(addr, apps.Middleware(mux))
//
// A visit that crosses from one to another loads the other's document. Flash
// and errors cross with it.
type Applications struct {
	mux       *http.ServeMux
	patterns  map[string]*application
	list      []*application
	forwarded bool
}

// application is one of several.
type application struct {
	*Inertia
	tag string // ends the versions of its pages, so that no two are equal
}

// place is where a request stands among several applications.
type place struct {
	*application
	all  *Applications
	base string // the path that was cut off before the middleware, as the browser sees it
}

// NewApplications returns the applications by their patterns. A pattern is one
// of [http.ServeMux] without a method: "/admin/" for everything below that
// path, "admin.example.com/" for a host. The most specific pattern wins. An
// application may have several.
//
// Applications that use [WithCSRF] need the same [WithSecret], or token cookies
// with different names. Either all use [WithForwarded] or none does.
func NewApplications(apps map[string]*Inertia) (*Applications, error) {
	a := &Applications{mux: http.NewServeMux(), patterns: map[string]*application{}}
	byApp := map[*Inertia]*application{}
	var errs []error
	for _, pattern := range slices.Sorted(maps.Keys(apps)) {
		i := apps[pattern]
		if i == nil {
			errs = append(errs, fmt.Errorf("inertia: NewApplications: the application at %q is nil", pattern))
			continue
		}
		app := byApp[i]
		if app == nil {
			app = &application{Inertia: i}
			if pattern != "/" { // the version of the main one stays as it is
				app.tag = "@" + escapeLocation(pattern)
			}
			byApp[i], a.list = app, append(a.list, app)
		}
		if err := a.add(pattern, app); err != nil {
			errs = append(errs, err)
		}
	}
	if len(apps) == 0 {
		errs = append(errs, errors.New("inertia: NewApplications: there is no application; give at least one, at \"/\""))
	}
	errs = append(errs, a.check()...)
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return a, nil
}

func (a *Applications) add(pattern string, app *application) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("inertia: NewApplications: the pattern %q: %v", pattern, p)
		}
	}()
	if strings.ContainsAny(pattern, " \t") {
		return fmt.Errorf("inertia: NewApplications: the pattern %q names a method; an application has all methods, so leave it out", pattern)
	}
	a.mux.Handle(pattern, http.NotFoundHandler()) // only asked which pattern matches
	a.patterns[pattern] = app
	return nil
}

// check reports applications that would disturb each other.
func (a *Applications) check() (errs []error) {
	for n, app := range a.list {
		if n == 0 {
			a.forwarded = app.forwarded
		}
		for _, other := range a.list[:n] {
			if app.forwarded != other.forwarded {
				errs = append(errs, errors.New("inertia: NewApplications: some applications use WithForwarded and some do not; they stand behind the same proxy"))
			}
			if g, h := app.csrf, other.csrf; g != nil && h != nil && g.cookie.Name == h.cookie.Name && !g.knows(h) {
				errs = append(errs, fmt.Errorf("inertia: NewApplications: two applications would overwrite each other's cookie %s; give both the same WithSecret, or name one: WithCSRF(TokenCookie(http.Cookie{Name: ...}))", g.cookie.Name))
			}
		}
	}
	return errs
}

// knows reports whether the tokens of h are good for g, and the other way round.
func (g *csrf) knows(h *csrf) bool {
	holds := func(keys [][]byte, key []byte) bool {
		return slices.ContainsFunc(keys, func(k []byte) bool { return string(k) == string(key) })
	}
	return holds(g.keys, h.keys[0]) && holds(h.keys, g.keys[0])
}

// Middleware is [Inertia.Middleware] of the application that a request belongs
// to. Requests that belong to no application go to next unchanged. Put it
// outside of everything else that answers requests. The applications need no
// other middleware inside of it.
func (a *Applications) Middleware(next http.Handler) http.Handler {
	handlers := make(map[*application]http.Handler, len(a.list))
	for _, app := range a.list {
		handlers[app] = app.Middleware(next)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		app := a.of(address.Read(r, a.forwarded).Host, r.URL.Path)
		if app == nil || !app.ownsFile(r) {
			// Builds may lie below the path of another application.
			for _, other := range a.list {
				if other.ownsFile(r) {
					other.assets.ServeHTTP(w, r)
					return
				}
			}
		}
		if app == nil {
			next.ServeHTTP(w, r)
			return
		}
		if exchangeOf(r) == nil {
			x := &exchange{Context: r.Context(), target: requestTarget(r)}
			if base, cut := strings.CutSuffix(pathOf(x.target), r.URL.Path); cut {
				x.place.base = base
			}
			x.place.application, x.place.all = app, a
			r = r.WithContext(x)
		}
		handlers[app].ServeHTTP(w, r)
	})
}

func (i *Inertia) ownsFile(r *http.Request) bool { return i.assets != nil && i.vite.Owns(r) }

// of is the application at a path, nil if there is none.
func (a *Applications) of(host, path string) *application {
	_, pattern := a.mux.Handler(&http.Request{Method: http.MethodGet, Host: host, URL: &url.URL{Path: path}})
	return a.patterns[pattern]
}

// at is the application to which a path of the browser's belongs, on the host
// of this request.
func (p *place) at(x *exchange, path string) *application {
	if p.all == nil || path == "" {
		return nil
	}
	path = strings.TrimPrefix(path, x.address.Prefix)
	return p.all.of(x.address.Host, strings.TrimPrefix(path, p.base))
}

// tagged is a version as the application's clients know it.
func (p *place) tagged(version string) string {
	if p.application == nil {
		return version
	}
	return version + p.tag
}

// untagged is the opposite, false if the version is not of this application.
func (p *place) untagged(version string) (string, bool) {
	if p.application == nil {
		return version, true
	}
	for _, other := range p.all.list {
		if other.tag != "" && other.tag != p.tag && strings.HasSuffix(version, other.tag) && len(other.tag) > len(p.tag) {
			return version, false
		}
	}
	return strings.CutSuffix(version, p.tag)
}

// foreign reports whether the client shows another application, so that it has
// no components for the pages of this one.
func (x *exchange) foreign() bool {
	if x.place.application == nil || !x.info.IsInertia {
		return false
	}
	_, own := x.place.untagged(x.info.Version)
	return !own
}

// wantsJSON reports whether a page is answered as JSON. A client of another
// application gets a document, which it shows on top of its own page: this is
// what is left for answers to POST that are pages and no redirects.
func (x *exchange) wantsJSON() bool { return x.info.IsInertia && !x.foreign() }

// checkMixed tells the log of a page whose request went through the middleware
// of another application.
func (i *Inertia) checkMixed(x *exchange) {
	if x.rec.app != i && i.mixed.CompareAndSwap(false, true) {
		i.log.Warn("inertia: a request that went through the middleware of one application is answered by another, so version, flash and errors are those of the first and its client reloads at every click; "+
			"put one middleware around both: inertia.NewApplications(map[string]*inertia.Inertia{\"/\": outer, \"/admin/\": inner})", "url", x.target)
	}
}
