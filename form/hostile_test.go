package form_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/form"
)

type node struct {
	Name  string           `json:"name" validate:"omitempty,max=5"`
	Left  *node            `json:"left"`
	Right *node            `json:"right"`
	Kids  []node           `json:"kids" validate:"dive"`
	Map   map[string]*node `json:"map" validate:"dive"`
	Any   any              `json:"any"`
	List  []int            `json:"list"`
}

func TestHostileBodiesAreRefused(t *testing.T) {
	t.Parallel()
	many := func(n int, pair func(i int) string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(pair(i))
		}
		return b.String()
	}
	for name, test := range map[string]struct {
		request *http.Request
		status  int
		says    string
	}{
		"JSON that ends early":        {jsonRequest(`{"name": "a`), 400, "at byte 11"},
		"JSON that goes on":           {jsonRequest(`{"name": "a"} {}`), 400, "after top-level value, at byte 15"},
		"JSON with a comma too many":  {jsonRequest(`{"name": "a",}`), 400, "at byte 14"},
		"blanks for JSON":             {jsonRequest(` `), 400, "unexpected end"},
		"JSON that is a list":         {jsonRequest(`[]`), 400, "must be a JSON object"},
		"JSON that is null":           {jsonRequest(`null`), 400, "must be a JSON object"},
		"JSON with a byte order mark": {jsonRequest("\xef\xbb\xbf{}"), 400, "at byte 1"},
		"JSON with a key twice":       {jsonRequest(`{"left":{"name":"a","name":"b"}}`), 400, `a key is given twice, at field "left.name", at byte 20`},
		"JSON with a NUL":             {jsonRequest(`{"kids":[{"name":"\u0000"}]}`), 400, `holds a NUL, at field "kids.0.name", at byte 17`},
		"JSON with a NUL in a key":    {jsonRequest(`{"map":{"\u0000":{}}}`), 400, "a key holds a NUL"},
		"JSON that is not UTF-8":      {jsonRequest("{\"name\":\"\xff\"}"), 400, "not UTF-8, at byte 9"},
		"JSON that is deep":           {jsonRequest(strings.Repeat(`{"any":`, 100) + "1" + strings.Repeat("}", 100)), 400, "nested deeper than 32 levels"},
		"JSON that is abysmal":        {jsonRequest(`{"any":` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + "}"), 400, "exceeded max depth"},
		"JSON with too many values":   {jsonRequest(`{"list":[` + strings.Repeat("0,", 20_000) + `0]}`), 413, "more than 10000 values"},
		"JSON that is too large":      {jsonRequest(`{"name":"` + strings.Repeat("a", 1<<20) + `"}`), 413, "larger than 1048576 bytes"},

		"a deep key":                 {formRequest("any" + strings.Repeat("[a]", 1000) + "=1"), 400, "nested deeper than 32"},
		"a deep key of dots":         {formRequest("any" + strings.Repeat(".a", 1000) + "=1"), 400, "nested deeper than 32"},
		"a flood of keys":            {formRequest(many(20_000, func(i int) string { return "k" + strconv.Itoa(i) + "=1&" })), 413, "more than 10000 values"},
		"a flood of deep keys":       {formRequest(many(2000, func(i int) string { return "map[" + strconv.Itoa(i) + "]" + strings.Repeat("[left]", 9) + "=&" })), 413, "more than 10000 values"},
		"a flood of one key":         {formRequest(strings.Repeat("list[]=1&", 20_000)), 413, "more than 10000 values"},
		"a flood in a query":         {query(strings.Repeat("list=1&", 20_000)), 413, "more than 10000 values"},
		"a broken escape":            {formRequest("name=a&left[name]=%zz"), 400, `at field "left[name]", at byte 7`},
		"a broken escape in a key":   {formRequest("map[%]=a"), 400, "badly encoded"},
		"an open bracket":            {formRequest("left[name=a"), 400, `the key "left[name" is malformed`},
		"a closed bracket":           {formRequest("left]=a"), 400, "malformed"},
		"brackets in brackets":       {formRequest("left[[a]]=a"), 400, "malformed"},
		"something after a bracket":  {formRequest("left[name]x=a"), 400, "malformed"},
		"a dot last":                 {formRequest("left.=a"), 400, "malformed"},
		"a value with fields":        {formRequest("left=a&left[name]=b"), 400, "contradicts"},
		"fields with a value":        {formRequest("left[name]=b&left=a"), 400, "contradicts"},
		"a value in a list":          {formRequest("list=1&list[]=2"), 400, "contradicts"},
		"a list in a value":          {formRequest("list[]=1&list[0]=2"), 400, "contradicts"},
		"a repeated value in a list": {formRequest("list=1&list=2&list[a]=2"), 400, "contradicts"},
		"a NUL in a form":            {formRequest("name=%00"), 400, `holds a NUL, at field "name", at byte 0`},
		"a NUL in a form's key":      {formRequest("map[na%00me]=a"), 400, "holds a NUL"},
		"a form that is not UTF-8":   {formRequest("name=%ff"), 400, "not UTF-8"},
		"a key that is not UTF-8":    {formRequest("map[%ff]=a"), 400, "not UTF-8"},
		"a form that is too large":   {formRequest("name=" + strings.Repeat("a", 1<<20)), 413, "larger than 1048576 bytes"},
		"a form that grows":          {chunked("POST", urlencoded, "name="+strings.Repeat("a", 1<<20)), 413, "larger than 1048576 bytes"},
		"a connection that breaks":   {breaking("application/json", `{"name":`), 400, "the body is broken: gone, at byte 8"},

		"no boundary":               {request("POST", "multipart/form-data", "x"), 400, "content type"},
		"another boundary":          {request("POST", "multipart/form-data; boundary=a", "--b\r\n\r\n--b--"), 400, "the body is broken"},
		"an empty boundary":         {request("POST", `multipart/form-data; boundary=""`, "x"), 400, "boundary"},
		"multipart that ends early": {request("POST", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nval"), 400, "the body is broken"},
		"a flood of parts":          {rawMultipart(strings.Repeat("Content-Disposition: form-data; name=\"list\"\r\n\r\n1\r\n--b\r\n", 10_000) + "Content-Disposition: form-data; name=\"list\"\r\n\r\n1"), 413, "more than 10000 values"},
		"too much text in parts":    {rawMultipart("Content-Disposition: form-data; name=\"name\"\r\n\r\n" + strings.Repeat("a", 1<<20)), 413, "the texts of the body are larger"},
		"an upload that is too big": {chunked("POST", "multipart/form-data; boundary=b", "--b\r\n"+filePart("file", "f", "text/plain", strings.Repeat("a", 33<<20))+"\r\n--b--"), 413, "larger than 33554432 bytes"},
		"a part that is not UTF-8":  {rawMultipart("Content-Disposition: form-data; name=\"name\"\r\n\r\n\xff"), 400, "not UTF-8"},
		"a file with a NUL":         {rawMultipart(filePart("file", "a\x00.png", "image/png", "x")), 400, ""},
		"a bad key of a part":       {rawMultipart("Content-Disposition: form-data; name=\"kids[\"\r\n\r\nx"), 400, "malformed"},

		"no content type":            {request("POST", "", "name=a"), 415, "no content type"},
		"no content type, chunked":   {chunked("POST", "", "name=a"), 415, "no content type"},
		"a content type of text":     {request("POST", "text/plain", "name=a"), 415, `content type "text/plain"`},
		"a content type of XML":      {request("POST", "application/xml", "<a/>"), 415, ""},
		"a content type of nonsense": {request("POST", "a/b/c; d", "x"), 415, ""},
		"another charset":            {request("POST", "application/json; charset=iso-8859-1", "{}"), 415, `charset "iso-8859-1"`},
		"two content types":          {withHeader(jsonRequest("{}"), "Content-Type", "text/plain"), 415, "2 content types"},
		"a compressed body":          {withHeader(jsonRequest("{}"), "Content-Encoding", "gzip"), 415, `content encoding "gzip"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var in node
			err := form.Bind(test.request, &in)
			requireStatus(t, test.status, err)
			assert.ErrorContains(t, err, test.says)
			assert.Less(t, len(err.Error()), 500, "what the client sent does not fill the log")
		})
	}
}

func chunked(method, contentType, body string) *http.Request {
	r := httptest.NewRequest(method, "/", io.MultiReader(strings.NewReader(body)))
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	return r
}

func breaking(contentType, body string) *http.Request {
	r := httptest.NewRequest("POST", "/", io.MultiReader(strings.NewReader(body), iotest.ErrReader(errors.New("gone"))))
	r.Header.Set("Content-Type", contentType)
	return r
}

func withHeader(r *http.Request, name, value string) *http.Request {
	r.Header.Add(name, value)
	return r
}

func TestHostileBodiesThatAreTaken(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*http.Request{
		"an unknown key as long as may be":   formRequest(strings.Repeat("x", 1<<19) + "=1"),
		"a key that could be any branch":     formRequest("left.right.left.right.left.right.left.right.left.right.name=a"),
		"an index beyond any number":         formRequest("map[99999999999999999999999]=&any[99999999999999999999999]=1"),
		"a number of a million digits":       jsonRequest(`{"any":` + strings.Repeat("9", 1<<19) + `}`),
		"keys that mean something in JS":     jsonRequest(`{"__proto__":{"name":"a"},"constructor":1}`),
		"keys of a map that look like paths": jsonRequest(`{"map":{"a].Kids[0":{"name":"long name"},"a":{"kids":[{"name":"b"}]},"":{},".":{}, "[":{}}}`),
		"many failures":                      jsonRequest(`{"list":[` + strings.Repeat(`"x",`, 5000) + `0]}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var in node
			if err := form.Bind(r, &in); err != nil {
				assert.LessOrEqual(t, len(asErrors(t, err)), 100)
			}
		})
	}
}

func TestAMapsKeyIsTheClientsChoice(t *testing.T) {
	t.Parallel()
	var in node
	err := form.Bind(jsonRequest(`{"map":{"a].Kids[0":{"name":"too long"}}}`), &in)
	assert.Equal(t, []string{"The name must not have more than 5 characters."}, asErrors(t, err)["map.a].Kids[0.name"])
}

func TestAnIndexAllocatesNothing(t *testing.T) {
	var in node
	allocated := testing.AllocsPerRun(1, func() {
		require.NoError(t, form.Bind(formRequest("list[999999999]=1"), &in))
	})
	assert.Less(t, allocated, 500.0)
	assert.Equal(t, []int{1}, in.List)
}

func TestABodyIsReadNoFurtherThanItsLimit(t *testing.T) {
	t.Parallel()
	body := &endless{}
	r := httptest.NewRequest("POST", "/", body)
	r.Header.Set("Content-Type", "application/json")
	requireStatus(t, 413, form.Bind(r, &node{}))
	assert.Less(t, body.read, 2<<20)
}

type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	e.read += len(p)
	return copy(p, bytes.Repeat([]byte(" "), len(p))), nil
}
