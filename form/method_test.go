package form_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/form"
)

func overridden(r *http.Request) (seen *http.Request) {
	form.MethodOverride(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { seen = r })).ServeHTTP(httptest.NewRecorder(), r)
	return seen
}

func TestMethodOverride(t *testing.T) {
	t.Parallel()
	spoof := object{{"name", "a"}, {"_method", "put"}}
	header := func(r *http.Request, value string) *http.Request {
		r.Header.Set("X-HTTP-Method-Override", value)
		return r
	}
	asMethod := func(r *http.Request, method string) *http.Request {
		r.Method = method
		return r
	}
	for name, test := range map[string]struct {
		request *http.Request
		want    string
	}{
		"urlencoded":                {formRequest("name=a&_method=PUT"), "PUT"},
		"in lower case":             {formRequest("_method=patch&name=a"), "PATCH"},
		"multipart":                 {multipartRequest(spoof), "PUT"},
		"multipart, after a file":   {multipartRequest(object{{"name", "a"}, {"file", upload{"f", "f"}}, {"_method", "DELETE"}}), "DELETE"},
		"header":                    {header(formRequest("name=a"), "DELETE"), "DELETE"},
		"header with JSON":          {header(jsonRequest(`{"name":"a"}`), "PUT"), "PUT"},
		"not in JSON":               {jsonRequest(`{"name":"a","_method":"PUT"}`), "POST"},
		"not in the query":          {withQuery(formRequest("name=a"), "_method=PUT"), "POST"},
		"not for another method":    {asMethod(formRequest("name=a&_method=PUT"), "PATCH"), "PATCH"},
		"not for GET":               {header(query("name=a&_method=PUT"), "PUT"), "GET"},
		"not to GET":                {formRequest("name=a&_method=GET"), "POST"},
		"not to nonsense":           {header(formRequest("name=a"), "PUT\r\nX: y"), "POST"},
		"not by two in a multipart": {multipartRequest(object{{"name", "a"}, {"_method", "PUT"}, {"_method", "DELETE"}}), "POST"},
		"not without it":            {formRequest("name=a"), "POST"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := overridden(test.request)
			assert.Equal(t, test.want, r.Method)
			var in struct {
				Name string `json:"name"`
			}
			require.NoError(t, form.Bind(r, &in), "the body is still there")
			assert.Equal(t, "a", in.Name)
		})
	}
}

func withQuery(r *http.Request, raw string) *http.Request {
	r.URL.RawQuery = raw
	return r
}

func TestMethodOverrideLeavesBrokenBodiesToBind(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		request *http.Request
		status  int
	}{
		"too large":           {chunked("POST", urlencoded, "_method=PUT&name="+strings.Repeat("a", 1<<20)), 413},
		"a large upload":      {chunked("POST", "multipart/form-data; boundary=b", "--b\r\n"+filePart("file", "f", "text/plain", strings.Repeat("a", 33<<20))), 413},
		"an upload that ends": {request("POST", "multipart/form-data; boundary=b", "--b\r\n"+filePart("file", "f", "text/plain", "a")), 400},
		"a form that ends":    {breaking(urlencoded, "_method=PUT"), 400},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := overridden(test.request)
			assert.Equal(t, "POST", r.Method)
			requireStatus(t, test.status, form.Bind(r, &node{}))
		})
	}
	r := httptest.NewRequest("POST", "/", iotest.ErrReader(errors.New("gone")))
	r.Header.Set("Content-Type", urlencoded)
	_, err := io.ReadAll(overridden(r).Body)
	assert.ErrorContains(t, err, "gone")
}
