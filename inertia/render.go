package inertia

import (
	"cmp"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"github.com/inertia-templ/shell"
)

// RenderOption is an option of [Inertia.Render].
type RenderOption interface{ applyRender(*render) }

type render struct {
	status   int
	title    string
	url      string
	viewData any
	head     []templ.Component
	shell    func(shell.Document) templ.Component
	flash    []entry
	encrypt  bool
	clear    bool
	fragment bool

	noSSR        bool
	fresh, stale time.Duration
}

type renderOption func(*render)

func (o renderOption) applyRender(rn *render) { o(rn) }

// ResponseOption is an option of pages and redirects alike.
type ResponseOption interface {
	RenderOption
	RedirectOption
}

type responseOption struct {
	renderOption
	redirectOption
}

// Status sets the status, 200 for pages and 302 or 303 for redirects if not
// set.
func Status(code int) ResponseOption {
	return responseOption{func(rn *render) { rn.status = code }, func(rd *redirect) { rd.status = code }}
}

// Flashed is [Flash] as an option.
func Flashed(key string, value any) ResponseOption {
	e := entry{key, value}
	return responseOption{
		func(rn *render) { rn.flash = append(rn.flash, e) },
		func(rd *redirect) { rd.flash = append(rd.flash, e) },
	}
}

// ClearHistory makes the client forget the key of its encrypted history, so
// that Back shows nothing from before; for redirects after a logout.
func ClearHistory() ResponseOption {
	return responseOption{func(rn *render) { rn.clear = true }, func(rd *redirect) { rd.clear = true }}
}

// PreserveFragment keeps the fragment of the URL that was asked for on the
// page that a redirect leads to.
func PreserveFragment() ResponseOption {
	return responseOption{func(rn *render) { rn.fragment = true }, func(rd *redirect) { rd.fragment = true }}
}

// EncryptHistory overrides [WithEncryptHistory] and [EncryptedHistory] for this
// page.
func EncryptHistory(on bool) RenderOption { return renderOption(func(rn *render) { rn.encrypt = on }) }

// URL overrides the URL that the client shows for this page.
func URL(url string) RenderOption { return renderOption(func(rn *render) { rn.url = url }) }

// Title sets the document's title until the client sets its own.
func Title(title string) RenderOption { return renderOption(func(rn *render) { rn.title = title }) }

// ViewData is for the document only, see [shell.Document]; the client's
// JavaScript never sees it.
func ViewData(v any) RenderOption { return renderOption(func(rn *render) { rn.viewData = v }) }

// Head adds components to the document's head.
func Head(components ...templ.Component) RenderOption {
	return renderOption(func(rn *render) { rn.head = append(rn.head, components...) })
}

// Shell overrides [WithShell] for this page.
func Shell(document func(shell.Document) templ.Component) RenderOption {
	return renderOption(func(rn *render) { rn.shell = document })
}

// Render answers with the page of a component: a document on a first visit,
// the page object as JSON on a visit of the client, a part of it on a partial
// reload. props is [Props], a struct with json tags, or nil.
//
// On an error nothing has been written. Handlers given to [Inertia.Handle]
// return it; others answer themselves.
func (i *Inertia) Render(w http.ResponseWriter, r *http.Request, component string, props any, opts ...RenderOption) error {
	if v := visitOf(r); v != nil && v.rec != nil {
		return i.render(w, r, component, props, opts)
	}
	return i.renderAlone(w, r, component, props, opts)
}

// renderAlone renders for a handler that no middleware stands around.
func (i *Inertia) renderAlone(w http.ResponseWriter, r *http.Request, component string, props any, opts []RenderOption) (err error) {
	i.serve(w, r, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err = i.render(w, r, component, props, opts); err != nil {
			visitOf(r).rec.sink = nowhere // the caller answers
		}
	}))
	return err
}

func (i *Inertia) render(w http.ResponseWriter, r *http.Request, component string, props any, opts []RenderOption) error {
	if component == "" {
		return fmt.Errorf("inertia: Render for %s: the component has no name", r.URL.Path)
	}
	v := visitOf(r)
	wk := works.Get().(*work)
	defer wk.done()
	rn := &wk.render
	*rn = render{status: http.StatusOK, title: i.title, shell: i.shell, encrypt: i.encryptHistory || v.encrypts()}
	for _, opt := range opts {
		opt.applyRender(rn)
	}
	if v.skewed {
		if changed, _ := i.vite.Page(component, i.entries...).Changed(v.info.Version); changed {
			i.conflict(v.rec, r)
			return nil
		}
	}
	if i.earlyHints && !v.info.IsInertia && i.vite != nil {
		i.vite.Page(component, i.entries...).EarlyHints(w, r)
	}
	if len(rn.flash) > 0 || rn.clear || rn.fragment {
		v.carry(&redirect{flash: rn.flash, clear: rn.clear, fragment: rn.fragment})
	}

	if err := i.encodePage(wk, r, v, component, props); err != nil {
		return err
	}
	if v.info.IsInertia {
		return i.sendJSON(w, r, v, wk)
	}
	return i.sendDocument(w, r, v, wk, component, props)
}

// encodePage resolves the props and encodes the page object.
func (i *Inertia) encodePage(wk *work, r *http.Request, v *visit, component string, props any) error {
	waits := v.rec.app.waiting(v, r)
	res := &wk.resolver
	res.ctx = v.withRequest(r)
	res.in = PropContext{Request: r, Component: component}
	res.info, res.partial = &v.info, v.info.IsPartial(component)
	res.limit, res.rescues, res.target = i.concurrency, i.log, v.target
	if res.partial && (len(v.info.Only) > 0 || len(v.info.Except) > 0) {
		res.filtered, res.filter = true, newFilter(v.info.Only, v.info.Except)
	}
	var err error
	if wk.shared, err = i.share(wk.shared, r, v, errorsProp(waits.Errors, v.info.ErrorBag, i.allErrors)); err != nil {
		return err
	}
	if wk.own, err = res.own(wk.own, props, wk.shared); err != nil {
		return err
	}
	var sharedNames []string
	wk.props, sharedNames = assemble(wk.props, wk.shared, wk.own)
	keepErrors(wk.props)
	if err := res.resolve(wk.props); err != nil {
		return err
	}
	p := page{
		component:        component,
		url:              cmp.Or(wk.url, i.url(r, v)),
		version:          i.answered(v, r),
		props:            &res.root,
		flash:            waits.Flash,
		encryptHistory:   wk.encrypt,
		clearHistory:     waits.ClearHistory,
		preserveFragment: waits.PreserveFragment,
	}
	if i.sharedKeys {
		p.shared = sharedNames
	}
	wk.page.custom = i.encoder
	return p.encode(&wk.page, res)
}

// share appends what is shared with the page to list: errors, what the app
// shares, what the request shares.
func (i *Inertia) share(list []entry, r *http.Request, v *visit, errs any) ([]entry, error) {
	if errs == nil {
		list = append(list, entry{"errors", noErrors})
	} else {
		list = append(list, entry{"errors", Always(errs)})
	}
	for _, s := range i.shared {
		if s.fn == nil {
			list = append(list, s.entry)
			continue
		}
		props, err := s.fn(r)
		if err != nil {
			return list, fmt.Errorf("inertia: shared props: %w", err)
		}
		list = entriesOfMap(list, props)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	return append(list, v.shared...), nil
}

// keepErrors makes an errors prop of the page's own survive partial reloads,
// as the client expects.
func keepErrors(entries []entry) {
	if i := indexOf(entries, "errors"); i >= 0 {
		switch entries[i].value.(type) {
		case literal, kinded:
		default:
			entries[i].value = Always(entries[i].value)
		}
	}
}

func (i *Inertia) sendJSON(w http.ResponseWriter, r *http.Request, v *visit, wk *work) error {
	h := w.Header()
	private(h, &wk.render)
	h[headerInertia] = valueTrue
	h["Content-Type"] = valueJSON
	if i.etag && r.Method == http.MethodGet && wk.status == http.StatusOK {
		tag := etag(r, wk.page.out)
		h["Etag"] = []string{tag}
		if matches(r, tag) {
			h.Del("Content-Type")
			return i.send(w, v, nil, http.StatusNotModified)
		}
	}
	return i.send(w, v, wk.page.out, wk.status)
}

var (
	valueTrue    = []string{"true"}
	valueJSON    = []string{"application/json"}
	valueHTML    = []string{"text/html; charset=utf-8"}
	valuePrivate = []string{"no-cache, private"}
	valueNoStore = []string{"no-store"}
)

func (i *Inertia) sendDocument(w http.ResponseWriter, r *http.Request, v *visit, wk *work, component string, props any) error {
	rn := &wk.render
	if i.vite != nil {
		if err := i.vite.Ready(r.Context()); err != nil {
			return &HTTPError{Status: http.StatusServiceUnavailable, Err: err}
		}
	}
	var assets templ.Component
	if i.vite != nil {
		assets = i.vite.Page(component, i.entries...).Tags()
	}
	doc := shell.NewDocument(wk.page.out, component, assets)
	doc.URL, doc.Props = cmp.Or(rn.url, i.url(r, v)), props
	doc.RootID, doc.Lang, doc.Title = i.rootID, i.lang, rn.title
	doc.ViewData, doc.Extra, doc.Router = rn.viewData, rn.head, i.routes
	ctx := templ.InitializeContext(r.Context())
	doc.Nonce = i.secure(ctx, w.Header(), r)
	if err := i.rendered(r, &doc, rn); err != nil {
		return err
	}

	if doc.Nonce != "" {
		ctx = templ.WithNonce(ctx, doc.Nonce)
	}
	// Into memory first: templ would send what it has before it fails.
	if err := rn.shell(doc).Render(ctx, &wk.document); err != nil {
		return fmt.Errorf("inertia: document of %s: %w", component, err)
	}
	private(w.Header(), rn)
	w.Header()["Content-Type"] = valueHTML
	return i.send(w, v, wk.document.out, rn.status)
}

// private keeps pages that the client encrypts out of every other cache.
func private(h http.Header, rn *render) {
	if rn.encrypt {
		h["Cache-Control"] = valueNoStore
	}
}

// send writes a page. From here on what waited counts as shown.
func (i *Inertia) send(w http.ResponseWriter, v *visit, body []byte, status int) error {
	h := w.Header()
	if len(h["Cache-Control"]) == 0 {
		h["Cache-Control"] = valuePrivate
	}
	if status != http.StatusNotModified {
		v.length[0] = strconv.Itoa(len(body))
		h["Content-Length"] = v.length[:1:1]
	}
	v.rec.own = true
	if i.csrf != nil {
		i.csrf.renew(w, v.rec.r)
	}
	v.show()
	w.WriteHeader(status)
	if len(body) == 0 {
		return nil
	}
	if _, err := w.Write(body); err != nil {
		i.log.DebugContext(v, "inertia: page not sent: "+err.Error(), "url", v.target)
	}
	return nil
}
