package inertia

import (
	"net/http"
	"strings"

	"github.com/inertia-templ/shell/internal/address"
)

// answer is what is known of an answer when something has to be decided.
type answer struct {
	info   *RequestInfo
	method string
	html   bool // the request accepts HTML
	here   address.Address

	status  int
	header  http.Header
	hasBody bool // a byte of it has come
	ended   bool // the handler has returned
	own     bool // a page or a control response of this package

	followsExternal bool // redirects to other origins become location visits
	hasErrorPages   bool // bare error texts for browsers give way to the program's page
}

// action is what happens to an answer.
type action uint8

const (
	pass        action = iota // it goes to the client as it is
	wait                      // the first byte of the body decides
	collect                   // its text is replaced when the handler has returned
	seeOther                  // it goes out with status 303
	visitTarget               // the browser itself goes to Location
	keepHash                  // the client visits Location with its fragment
	visitSelf                 // the browser itself asks for this URL again
	goBack                    // it leads back to where the visitor was
	errorText                 // an error page takes the place of its text
	noPage                    // an error page says that it is not a page
	badTarget                 // an error page says that it leads to an unsafe URL
)

// decide is the protocol's rules for answers that are not pages of this
// package, in the order in which they count.
func decide(a answer) action {
	switch {
	case a.own || a.method == http.MethodHead:
		return pass
	case !a.info.IsInertia || a.info.IsPrecognition:
		return decideForBrowser(a)
	case a.protocol():
		// Some other part of the program speaks the protocol.
		if !isSafeTarget(a.header.Get(headerLocation)) || !isSafeTarget(a.header.Get(headerRedirect)) {
			return badTarget
		}
		return pass
	case isRedirect(a.status) && a.header.Get("Location") != "":
		return decideRedirect(a)
	case a.status == http.StatusOK && !a.hasBody && !a.ended:
		return wait
	case a.status == http.StatusOK && !a.hasBody:
		return goBack // an empty answer means "stay where you are"
	case a.status >= 400:
		return a.replacedBy(errorText)
	case a.status >= 200 && a.status < 300 && a.status != http.StatusNoContent:
		if a.method == http.MethodGet {
			// A download, or JSON for somebody else: the browser can show it.
			return visitSelf
		}
		return a.replacedBy(noPage)
	}
	return pass
}

// decideForBrowser is about requests that are not a visit of the client: only
// the bare error text of a mux or of http.Error gives way to an error page.
func decideForBrowser(a answer) action {
	contentType := a.header.Get("Content-Type")
	if a.status >= 400 && a.hasErrorPages && a.html && !a.info.IsPrecognition &&
		a.header.Get("WWW-Authenticate") == "" && a.header.Get("Content-Disposition") == "" &&
		(contentType == "" || strings.HasPrefix(contentType, "text/plain")) {
		return a.replacedBy(errorText)
	}
	return pass
}

// decideRedirect is about redirects of visits, which an XMLHttpRequest follows.
func decideRedirect(a answer) action {
	location := a.header.Get("Location")
	followable := a.status == http.StatusMovedPermanently || a.status == http.StatusFound || a.status == http.StatusSeeOther
	switch {
	case !isSafeTarget(location):
		return badTarget
	case followable && a.followsExternal && isExternal(a.here, location):
		return visitTarget // it could not follow across origins
	case strings.Contains(location, "#") && !a.info.IsPrefetch:
		return keepHash // it would lose the fragment
	case followable && a.status != http.StatusSeeOther && isPutPatchDelete(a.method):
		return seeOther // only 303 makes it follow with GET
	}
	return pass
}

// protocol reports whether the answer has a header of the protocol.
func (a answer) protocol() bool {
	return a.header.Get(headerInertia) != "" || a.header.Get(headerLocation) != "" || a.header.Get(headerRedirect) != ""
}

// replacedBy collects the text until the handler has returned.
func (a answer) replacedBy(final action) action {
	if a.ended {
		return final
	}
	return collect
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

func isPutPatchDelete(method string) bool {
	return method == http.MethodPut || method == http.MethodPatch || method == http.MethodDelete
}
