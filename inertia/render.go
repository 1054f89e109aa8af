package inertia

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"net/http"
	"runtime/debug"
	"strconv"

	"github.com/a-h/templ"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/inertia/internal/props"
	"github.com/inertia-templ/shell/inertia/internal/record"
	"github.com/inertia-templ/shell/vite"
)

// RenderOption is an option of [Inertia.Render].
type RenderOption interface{ applyRender(*render) }

type render struct {
	status   int
	title    string
	url      string
	version  string // if not that of the application
	viewData any
	head     []templ.Component
	meta     []func(context.Context) (Meta, error)
	elements func(context.Context) ([]string, error) // of the head, from meta
	shell    func(shell.Document) templ.Component
	custom   bool // shell is the program's
	front    *vite.Page
	entries  []string // of Vite, if not those of the application
	encrypt  bool
	shared   []entry // by Sharing
	carried

	noSSR bool
	cache SSRCache
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

// Status sets the status. The default is 200 for pages, 303 for redirects
// after PUT, PATCH and DELETE, and 302 for other redirects.
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
// that the Back button shows nothing from before. Use it for the redirect
// after a logout.
func ClearHistory() ResponseOption {
	return responseOption{func(rn *render) { rn.clear = true }, func(rd *redirect) { rd.clear = true }}
}

// PreserveFragment keeps the fragment of the URL that was asked for (#section)
// on the page that a redirect leads to.
func PreserveFragment() ResponseOption {
	return responseOption{func(rn *render) { rn.fragment = true }, func(rd *redirect) { rd.fragment = true }}
}

// EncryptHistory overrides [WithEncryptHistory] for this page, or with
// [Defaults] for a group of routes.
func EncryptHistory(on bool) RenderOption { return renderOption(func(rn *render) { rn.encrypt = on }) }

// URL overrides the URL, a path with its query, that the client shows for this
// page. The prefix of a trusted proxy may be left out. The default is that of
// [WithURL].
func URL(url string) RenderOption { return renderOption(func(rn *render) { rn.url = url }) }

// Title sets the document's title until the client sets its own.
func Title(title string) RenderOption { return renderOption(func(rn *render) { rn.title = title }) }

// ViewData passes a value to the document; see [shell.Document]. It never
// reaches the client's JavaScript.
func ViewData(v any) RenderOption { return renderOption(func(rn *render) { rn.viewData = v }) }

// Head adds components to the document's head.
func Head(components ...templ.Component) RenderOption {
	return renderOption(func(rn *render) { rn.head = append(rn.head, components...) })
}

// Entries sets the Vite entries that the document of this page loads, or with
// [Defaults] the documents of a group of routes. The default is those of
// [WithEntry].
func Entries(names ...string) RenderOption {
	return renderOption(func(rn *render) { rn.entries = names })
}

// Shell overrides [WithShell] for this page.
func Shell(document func(shell.Document) templ.Component) RenderOption {
	return renderOption(func(rn *render) { rn.shell, rn.custom = document, true })
}

// Render answers with the page of a component: with a document on a first
// visit, with the page object as JSON on a visit of the client, and with a
// part of it on a partial reload. props is [Props], a struct with json tags,
// or nil.
//
// If Render returns an error, it has written nothing. Return the error from a
// handler given to [Inertia.Handle]; other handlers answer the request
// themselves.
func (i *Inertia) Render(w http.ResponseWriter, r *http.Request, component string, props any, opts ...RenderOption) error {
	render := i.renderAlone
	if x := exchangeOf(r); x != nil && x.rec != nil {
		render = i.render
	}
	err := render(w, r, component, props, opts)
	if err != nil && i.debug {
		err = &located{err, debug.Stack()} // the error page shows who called
	}
	return err
}

// located is an error of a page with the place that rendered it.
type located struct {
	error
	stack []byte
}

func (e *located) Unwrap() error { return e.error }

// failedPage is what is known of a page that failed, in debug mode.
type failedPage struct {
	component string
	props     []props.Known
}

// renderAlone renders for a handler that no middleware stands around.
func (i *Inertia) renderAlone(w http.ResponseWriter, r *http.Request, component string, props any, opts []RenderOption) (err error) {
	i.enter(w, r, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err = i.render(w, r, component, props, opts); err != nil {
			exchangeOf(r).rec.sink = nowhere // the caller answers
		}
	}))
	return err
}

func (i *Inertia) render(w http.ResponseWriter, r *http.Request, component string, props any, opts []RenderOption) error {
	if component == "" {
		return fmt.Errorf("inertia: Render for %s: the component has no name", r.URL.Path)
	}
	if i.componentName != nil {
		component = i.componentName(component)
	}
	x := exchangeOf(r)
	i.checkMixed(x)
	if err := i.checkComponent(x, component); err != nil {
		return err
	}
	wk := works.Get().(*work)
	defer wk.done()
	rn := &wk.render
	*rn = render{carried: carried{bag: defaultBag}, status: http.StatusOK, title: i.title, shell: i.shell, custom: i.customShell, encrypt: i.encryptHistory}
	if i.shellFunc != nil && !x.wantsJSON() {
		if document := i.shellFunc(r); document != nil {
			rn.shell, rn.custom = document, true
		}
	}
	for _, opt := range x.groupOptions() {
		opt.applyRender(rn)
	}
	for _, opt := range opts {
		opt.applyRender(rn)
	}
	if x.changing {
		rn.version = "" // the client keeps its own
	}
	if rn.version != "" {
		rn.version = x.place.tagged(rn.version)
		if x.checked(r) && x.info.Version != rn.version {
			i.changed(x.rec, r)
			return nil
		}
	}
	if i.vite != nil && (x.skewed || !x.wantsJSON()) {
		entries := i.entries
		if len(rn.entries) > 0 {
			if err := i.vite.CheckEntries(rn.entries...); err != nil {
				return fmt.Errorf("inertia: Entries: %w", err)
			}
			entries = rn.entries
		}
		rn.front = i.vite.Page(component, entries...)
	}
	if x.skewed {
		version, _ := x.place.untagged(x.info.Version)
		if changed, _ := rn.front.Changed(version); changed && !i.correcting(x, r) {
			i.changed(x.rec, r)
			return nil
		}
	}
	if i.earlyHints && !x.wantsJSON() && rn.front != nil {
		rn.front.EarlyHints(w, r)
	}
	if len(rn.flash) > 0 || len(rn.errors) > 0 || rn.clear || rn.fragment {
		x.carry(&rn.carried)
	}
	if x.seen != nil {
		x.seen.renders(r, component)
		if x.seen.entry != nil {
			i.devtools.pages.note(component, props)
		}
	}

	if err := i.encodePage(wk, r, x, component, props); err != nil {
		return err
	}
	if x.seen != nil {
		i.checkBudget(x)
	}
	if x.wantsJSON() {
		return i.sendJSON(w, r, x, wk)
	}
	return i.sendDocument(w, r, x, wk, component, props)
}

// encodePage resolves the props and encodes the page object.
func (i *Inertia) encodePage(wk *work, r *http.Request, x *exchange, component string, values any) (err error) {
	var noted *record.Page
	if s := x.seen; s != nil {
		noted = s.page
		defer func() { i.noteProps(x, wk.page.out, err) }()
	}
	if err := x.rec.app.screen(x, r, component); err != nil {
		return err
	}
	waits := x.rec.app.waiting(x, r)
	wk.late = lateProps{i.late, x, r, component}
	page := i.engine.Page(r.Context(), props.Facts{
		Request: r, Component: component, Target: x.target,
		Inertia: x.wantsJSON(), Partial: x.info.IsPartial(component),
		Only: x.info.Only, Except: x.info.Except, Reset: x.info.Reset,
		ExceptOnce: x.info.ExceptOnce, MergeIntent: x.info.MergeIntent,
		Concurrency: i.concurrency, Record: noted, Log: i.log, Encoder: i.encoder, NullLists: i.nullLists, MergeShared: i.mergeShared,
		Policy: i.policy(), Keeper: i.keeper, Listening: i.listening(), HasCopy: copyCheck(wk, r, x),
		Late: &wk.late,
	})
	defer page.Close()
	if err := i.share(page, r, x, wk.shared, errorsProp(waits.Errors, x.info.ErrorBag, i.allErrors)); err != nil {
		return err
	}
	if wk.elements = i.headOf(&wk.render, r, x); wk.elements != nil {
		page.ShareUnlisted("head", engine.Spec(forClient(wk.elements), props.Public{}))
	}
	wk.page.out, err = page.Append(wk.page.out, values, "errors", props.Object{
		URL:              i.url(r, x, wk.url),
		Version:          cmp.Or(wk.version, i.answered(x, r)),
		SharedKeys:       i.sharedKeys,
		Flash:            waits.Flash,
		EncryptHistory:   wk.encrypt,
		ClearHistory:     waits.ClearHistory,
		PreserveFragment: waits.PreserveFragment,
	})
	wk.digest, wk.unchanged = page.Digest()
	if err != nil {
		x.dropLate()
	}
	if err != nil && i.debug {
		x.failed = &failedPage{component, page.SoFar()}
	}
	i.complain(r, x, component, page.Leaks())
	return err
}

func (i *Inertia) sendJSON(w http.ResponseWriter, r *http.Request, x *exchange, wk *work) error {
	h := w.Header()
	x.private(h, &wk.render)
	x.values.set(h, slotInertia, headerInertia, "true")
	x.values.set(h, slotContentType, "Content-Type", "application/json")
	if len(h["Cache-Control"]) > 0 {
		varyByVariant(h) // a cache may keep it
	}
	if tag := i.tagOf(wk, r); tag != "" {
		x.values.set(h, slotETag, "Etag", tag)
		x.rec.tagged = true
		if wk.digest != nil {
			varyByVariant(h)
		}
		if wk.unchanged || matches(r, tag) {
			h.Del("Content-Type")
			return i.send(w, x, nil, http.StatusNotModified)
		}
	}
	return i.send(w, x, wk.page.out, wk.status)
}

func (i *Inertia) sendDocument(w http.ResponseWriter, r *http.Request, x *exchange, wk *work, component string, props any) error {
	rn := &wk.render
	if i.vite != nil {
		if err := i.vite.Ready(r.Context()); err != nil {
			return i.sendWaiting(w, r, x, err)
		}
	}
	page := wk.page.out
	if rn.custom || i.ssr != nil && !rn.noSSR {
		// Whoever gets the document may keep it; wk serves other visitors next.
		page = bytes.Clone(page)
	}
	var assets templ.Component
	if rn.front != nil {
		assets = rn.front.Tags()
	}
	doc := shell.NewDocument(page, component, assets)
	doc.URL, doc.Props = i.url(r, x, rn.url), props
	doc.RootID, doc.Lang, doc.Title = i.rootID, i.lang, rn.title
	doc.ViewData, doc.Extra, doc.Router = rn.viewData, rn.head, i.routes
	if wk.elements != nil {
		var err error
		if doc.Meta, err = wk.elements(r.Context()); err != nil {
			return err
		}
	}
	ctx := templ.InitializeContext(r.Context())
	doc.Nonce = i.secure(ctx, w.Header(), r)
	if err := i.rendered(r, &doc, rn); err != nil {
		return err
	}
	if x.seen != nil && x.seen.entry != nil {
		doc.Extra = append(doc.Extra[:len(doc.Extra):len(doc.Extra)], x.seen.entry.script())
	}

	if doc.Nonce != "" {
		ctx = templ.WithNonce(ctx, doc.Nonce)
	}
	doc, watched := i.watch(x, doc)
	// Into memory first: templ would send what it has before it fails.
	if err := rn.shell(doc).Render(ctx, &wk.document); err != nil {
		return fmt.Errorf("inertia: document of %s: %w", component, err)
	}
	watched(wk.document.out)
	if acceptsHTML(r) {
		i.checkWrapped(x, component)
	}
	x.private(w.Header(), rn)
	x.values.set(w.Header(), slotContentType, "Content-Type", "text/html; charset=utf-8")
	return i.send(w, x, wk.document.out, rn.status)
}

// private keeps pages that the client encrypts out of every other cache.
func (x *exchange) private(h http.Header, rn *render) {
	if rn.encrypt {
		x.values.set(h, slotCacheControl, "Cache-Control", "no-store")
	}
}

// send writes a page. From here on what waited counts as shown.
func (i *Inertia) send(w http.ResponseWriter, x *exchange, body []byte, status int) error {
	h := w.Header()
	if len(h["Cache-Control"]) == 0 {
		x.values.set(h, slotCacheControl, "Cache-Control", "no-cache, private")
	}
	if status != http.StatusNotModified {
		x.values.set(h, slotContentLength, "Content-Length", strconv.Itoa(len(body)))
	}
	x.rec.own, x.rec.page = true, true
	if i.csrf != nil {
		i.csrf.renew(w, x.rec.r)
	}
	x.show()
	w.WriteHeader(status)
	if len(body) == 0 {
		return nil
	}
	if _, err := w.Write(body); err != nil {
		i.log.DebugContext(x, "inertia: page not sent: "+err.Error(), "url", x.target)
	}
	return nil
}
