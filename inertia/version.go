package inertia

import "net/http"

// WithVersion sets the asset version. The default is the hash of Vite's
// manifest. A client with another version loads the page again.
func WithVersion(version string) Option {
	return func(c *config) {
		if version == "" {
			c.reject("WithVersion: the version is empty")
		}
		c.fixedVersion, c.theVersion = true, version
		c.versionFunc = func(*http.Request) string { return version }
	}
}

// WithVersionFunc computes the asset version for each request. The default is
// described at [WithVersion].
func WithVersionFunc(fn func(*http.Request) string) Option {
	return func(c *config) {
		if fn == nil {
			c.reject("WithVersionFunc: the function is nil")
		}
		c.computedVersion, c.theVersion = true, ""
		c.versionFunc = fn
	}
}

// WithChunkVersions lets tabs that were opened before a deploy continue as long
// as their pages are unchanged: a client of an older build reloads only if the
// chunks of the rendered component differ. By default every deploy reloads
// every tab once.
//
// A form that gets errors does not reload, even if its page has changed,
// because the input would be lost. The next visit reloads. Until then the
// component of the older build gets the props of the new one.
//
// It needs [WithVite] with vite.WithPreviousBuilds, which serves the files of
// older builds. A change in anything that the entry imports counts as a change
// of every page.
func WithChunkVersions() Option { return func(c *config) { c.chunkVersions = true } }

// WithoutVersionCheck answers visits that match one of these patterns of
// [http.ServeMux] whatever version the client has: "GET /status/". The client
// keeps its version and is told to load again by the next route that checks. By
// default every GET visit is checked.
func WithoutVersionCheck(patterns ...string) Option {
	return func(c *config) {
		defer func() {
			if p := recover(); p != nil {
				c.reject("WithoutVersionCheck: %v", p)
			}
		}()
		if c.unchecked == nil {
			c.unchecked = http.NewServeMux()
		}
		for _, pattern := range patterns {
			c.unchecked.Handle(pattern, exempted{})
		}
	}
}

// Version gives this page, or with [Defaults] a group of routes, a version of
// its own, for example if only they load a certain build. A client with another
// version loads the page again. Name the route in [WithoutVersionCheck] too, so
// that the version of the application is not checked before.
func Version(version string) RenderOption {
	return renderOption(func(rn *render) { rn.version = version })
}

// version is the version of the assets that r's answer needs.
func (i *Inertia) version(x *exchange, r *http.Request) string {
	if i.versionFunc != nil {
		return x.place.tagged(i.versionFunc(r))
	}
	return x.place.tagged("")
}

// stale reports whether the client runs other assets than the server has.
func (i *Inertia) stale(x *exchange, r *http.Request) bool {
	if !x.checked(r) || x.info.Version == i.version(x, r) {
		return false
	}
	if i.unchecked != nil {
		if h, _ := i.unchecked.Handler(r); h == (exempted{}) {
			_, x.keeps = x.place.untagged(x.info.Version) // that of another application is no use here
			return !x.keeps
		}
	}
	return true
}

// checked reports whether the version of the client counts.
func (x *exchange) checked(r *http.Request) bool {
	return x.info.IsInertia && r.Method == http.MethodGet && !x.info.IsPrecognition
}

// tolerates reports whether a stale client may be answered anyway, which
// is certain only when the component is known.
func (i *Inertia) tolerates(x *exchange) bool {
	if !i.chunkVersions || i.vite == nil {
		return false
	}
	version, own := x.place.untagged(x.info.Version)
	if !own {
		return false
	}
	_, x.skewed = i.vite.Page("", i.entries...).Changed(version)
	return x.skewed
}

// correcting reports whether the answer brings errors to the page that the tab
// shows, where somebody has typed what a reload would lose.
func (i *Inertia) correcting(x *exchange, r *http.Request) bool {
	shown, ok := x.shownPage(r)
	return ok && sameURL(shown, x.address.Path(x.target)) && len(i.waiting(x, r).Errors) > 0
}

// answered is the version in the page object. A client that goes on with an
// older build has to go on telling so.
func (i *Inertia) answered(x *exchange, r *http.Request) string {
	if x.skewed || x.keeps || x.changing {
		return x.info.Version
	}
	return i.version(x, r)
}

// conflict tells a stale client to load the page again. The version header
// lets the client ignore it for requests in the background. What waits for the
// next page goes on waiting.
func (i *Inertia) conflict(rec *recorder, r *http.Request) {
	rec.own, rec.stays = true, true
	x, h := rec.x, rec.Header()
	h.Set(headerLocation, x.address.Origin()+i.url(r, x, ""))
	if !x.foreign() { // whoever leaves for another application means it, in the background too
		h.Set(headerVersion, i.version(x, r))
	}
	h.Set("Cache-Control", "no-store")
	if i.observed() {
		i.tell(x, VersionConflict{URL: x.address.Path(x.target), Client: x.info.Version, Server: i.version(x, r)})
	}
	rec.WriteHeader(http.StatusConflict)
}
