package inertia

import "net/http"

// WithEarlyHints sends browsers 103 Early Hints with what the page's component
// needs, before its props are computed, so that scripts and styles load while
// the handler's slow props do not hold them up. It is off by default: some
// proxies stumble over informational answers.
func WithEarlyHints(on bool) Option { return func(c *config) { c.earlyHints = on } }

// WithChunkVersions lets tabs that were opened before a deploy go on as long
// as the pages they ask for have not changed: a client of an older build is made
// to reload only when the chunks of the component that is rendered differ.
// Without it every deploy reloads every tab once.
//
// It needs [WithVite] with vite.WithPreviousBuilds, which knows older builds
// and goes on serving their files. What the entry imports counts for every page.
func WithChunkVersions(on bool) Option { return func(c *config) { c.chunkVersions = on } }

// tolerates reports whether a stale client may be answered all the same, which
// is certain only when the component is known.
func (i *Inertia) tolerates(v *visit) bool {
	if !i.chunkVersions || i.vite == nil {
		return false
	}
	_, v.skewed = i.vite.Page("", i.entries...).Changed(v.info.Version)
	return v.skewed
}

// answered is the version in the page object. A client that goes on with an
// older build has to go on telling so.
func (i *Inertia) answered(v *visit, r *http.Request) string {
	if v.skewed {
		return v.info.Version
	}
	return i.version(r)
}
