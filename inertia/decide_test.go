package inertia

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/inertia-templ/shell/internal/address"
)

// One row for each rule about answers that are not pages of this package.
func TestDecide(t *testing.T) {
	t.Parallel()
	visit, browser, prefetch := RequestInfo{IsInertia: true}, RequestInfo{}, RequestInfo{IsInertia: true, IsPrefetch: true}
	live := RequestInfo{IsInertia: true, IsPrecognition: true}
	to := func(location string) http.Header { return http.Header{"Location": {location}} }
	typed := func(contentType string) http.Header { return http.Header{"Content-Type": {contentType}} }
	const get, post, put = http.MethodGet, http.MethodPost, http.MethodPut
	for name, test := range map[string]struct {
		answer
		want action
	}{
		"a page":                                {answer{info: &visit, method: get, status: 200, own: true}, pass},
		"a page of an error":                    {answer{info: &visit, method: get, status: 500, own: true}, pass},
		"HEAD":                                  {answer{info: &visit, method: http.MethodHead, status: 404}, pass},
		"HEAD to a handler that says nothing":   {answer{info: &visit, method: http.MethodHead, status: 200, ended: true}, pass},
		"an answer for a browser":               {answer{info: &browser, method: get, status: 200, hasBody: true}, pass},
		"a redirect for a browser":              {answer{info: &browser, method: put, status: 302, header: to("/b")}, pass},
		"a browser's mailto":                    {answer{info: &browser, method: get, status: 302, header: to("mailto:a@b.test")}, pass},
		"a browser's 404 without an error page": {answer{info: &browser, method: get, status: 404, html: true}, pass},
		"a browser's 404":                       {answer{info: &browser, method: get, status: 404, html: true, hasErrorPages: true, header: typed("text/plain; charset=utf-8")}, collect},
		"a browser's 404, ended":                {answer{info: &browser, method: get, status: 404, html: true, hasErrorPages: true, hasBody: true, ended: true}, errorText},
		"a browser's 404 with HTML of its own":  {answer{info: &browser, method: get, status: 404, html: true, hasErrorPages: true, header: typed("text/html")}, pass},
		"a browser's 401 that asks":             {answer{info: &browser, method: get, status: 401, html: true, hasErrorPages: true, header: http.Header{"Www-Authenticate": {"Basic"}}}, pass},
		"an error for an API client":            {answer{info: &browser, method: get, status: 404, hasErrorPages: true}, pass},
		"live validation":                       {answer{info: &live, method: post, status: 422, html: true, hasErrorPages: true}, pass},
		"a page of somebody else's":             {answer{info: &visit, method: get, status: 200, header: http.Header{headerInertia: {"true"}}}, pass},
		"a location of somebody else's":         {answer{info: &visit, method: get, status: 409, header: http.Header{headerLocation: {"https://pay.test/"}}}, pass},
		"script in somebody else's location":    {answer{info: &visit, method: get, status: 409, header: http.Header{headerLocation: {"javascript:alert(1)"}}}, badTarget},
		"script in somebody else's redirect":    {answer{info: &visit, method: get, status: 409, header: http.Header{headerRedirect: {"java\tscript:alert(1)"}}}, badTarget},
		"a redirect":                            {answer{info: &visit, method: get, status: 302, header: to("/b")}, pass},
		"a redirect without a target":           {answer{info: &visit, method: get, status: 302}, pass},
		"a redirect after PUT":                  {answer{info: &visit, method: put, status: 302, header: to("/b")}, seeOther},
		"a 303 after PUT":                       {answer{info: &visit, method: put, status: 303, header: to("/b")}, pass},
		"a 307 after PUT":                       {answer{info: &visit, method: put, status: 307, header: to("/b")}, pass},
		"a redirect to another origin":          {answer{info: &visit, method: get, status: 302, header: to("https://pay.test/"), followsExternal: true}, visitTarget},
		"a 307 to another origin":               {answer{info: &visit, method: post, status: 307, header: to("https://pay.test/"), followsExternal: true}, pass},
		"another origin in backslashes":         {answer{info: &visit, method: get, status: 302, header: to(`/\pay.test/`), followsExternal: true}, visitTarget},
		"another origin, not followed":          {answer{info: &visit, method: get, status: 302, header: to("https://pay.test/")}, pass},
		"the same origin in full":               {answer{info: &visit, method: get, status: 302, header: to("https://app.test:443/b"), followsExternal: true}, pass},
		"a redirect with a fragment":            {answer{info: &visit, method: get, status: 302, header: to("/b#c")}, keepHash},
		"a prefetched redirect with fragment":   {answer{info: &prefetch, method: get, status: 302, header: to("/b#c")}, pass},
		"script in a redirect":                  {answer{info: &visit, method: get, status: 302, header: to("javascript://x/%0aalert(1)"), followsExternal: true}, badTarget},
		"an application's scheme":               {answer{info: &visit, method: get, status: 302, header: to("myapp://x"), followsExternal: true}, badTarget},
		"nothing yet":                           {answer{info: &visit, method: get, status: 200}, wait},
		"nothing":                               {answer{info: &visit, method: get, status: 200, ended: true}, goBack},
		"a download":                            {answer{info: &visit, method: get, status: 200, hasBody: true, header: typed("text/csv")}, visitSelf},
		"a partial download":                    {answer{info: &visit, method: get, status: 206, header: typed("text/csv")}, visitSelf},
		"text after POST":                       {answer{info: &visit, method: post, status: 200, hasBody: true}, collect},
		"text after POST, ended":                {answer{info: &visit, method: post, status: 200, hasBody: true, ended: true}, noPage},
		"201 after POST":                        {answer{info: &visit, method: post, status: 201, ended: true}, noPage},
		"no content":                            {answer{info: &visit, method: post, status: 204}, pass},
		"not modified":                          {answer{info: &visit, method: get, status: 304}, pass},
		"an error text":                         {answer{info: &visit, method: get, status: 404}, collect},
		"an error text, ended":                  {answer{info: &visit, method: get, status: 404, hasBody: true, ended: true}, errorText},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := test.answer
			a.here = address.Address{Scheme: "https", Host: "app.test"}
			if a.header == nil {
				a.header = http.Header{}
			}
			assert.Equal(t, test.want, decide(a))
		})
	}
}

func TestSchemesAreReadAsBrowsersReadThem(t *testing.T) {
	t.Parallel()
	for target, safe := range map[string]bool{
		"/a": true, "a": true, "?q=1": true, "#x": true, "//host/x": true, "": true, "/a:b": true, "?a:b": true,
		"http://a": true, "HTTPS://a": true, "https:a": true, "1a:b": true, "a/b:c": true,
		"javascript:alert(1)": false, "JavaScript:alert(1)": false, "\x20javascript:alert(1)": false,
		"\x01javascript:alert(1)": false, "java\nscript:alert(1)": false, "javascript\t:alert(1)": false,
		"data:text/html,x": false, "vbscript:x": false, "blob:x": false, "mailto:a@b": false, "my-app+x.1:b": false,
		"view-source:http://a": false, "file:///etc/passwd": false,
	} {
		assert.Equal(t, safe, isSafeTarget(target), "%q", target)
	}
}
