package inertia

import "net/http"

// WithVersionChange wraps the answer to clients with another version in hook.
// conflict is the default answer, which makes the browser load the page again.
// A hook can count these visits, set a header, or answer in another way, for
// example with a page that asks the visitor to save first. By default there is
// no hook.
func WithVersionChange(hook func(conflict http.Handler) http.Handler) Option {
	return func(c *config) {
		if hook == nil {
			c.reject("WithVersionChange: the hook is nil")
			return
		}
		c.versionChange = hook(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			x := exchangeOf(r)
			x.rec.app.conflict(x.rec, r)
		}))
	}
}

// WithEmptyAnswer wraps the answer to visits whose handler wrote nothing in
// hook. goBack is the default answer, a redirect to the page that the visit
// came from. It is also the answer if the hook writes nothing. By default there
// is no hook.
func WithEmptyAnswer(hook func(goBack http.Handler) http.Handler) Option {
	return func(c *config) {
		if hook == nil {
			c.reject("WithEmptyAnswer: the hook is nil")
			return
		}
		c.emptyAnswer = hook(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			exchangeOf(r).rec.app.goBack(w, r, &redirect{})
		}))
	}
}

// empty answers a visit whose handler wrote nothing.
func (rec *recorder) empty() {
	rec.sink = undecided
	dropEntity(rec.Header())
	if hook := rec.app.emptyAnswer; hook != nil && !rec.hooked {
		rec.hooked = true // once: an answer of the hook may be empty too
		hook.ServeHTTP(rec, rec.r)
		rec.finish()
		return
	}
	rec.app.goBack(rec, rec.r, &redirect{})
}

// changed answers a visit of a client with another version.
func (i *Inertia) changed(rec *recorder, r *http.Request) {
	if i.versionChange == nil || rec.x.changing {
		i.conflict(rec, r)
		return
	}
	rec.x.changing, rec.x.skewed = true, false
	i.versionChange.ServeHTTP(rec, r)
}
