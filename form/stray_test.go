package form_test

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/form"
)

// page is what a page of a list asks for.
type page struct {
	Page   int               `json:"page" validate:"min=1"`
	Search string            `json:"search"`
	Filter map[string]string `json:"filter"`
	Owner  struct {
		Name string `json:"name"`
	} `json:"owner"`
}

// stray is what other programs add to an URL, and what nobody would.
var stray = []string{
	"utm_source=%", "x[", "x]", "x[[a]]=1", "[x]=1", "x[a]b=1", "a=1&a[b]=2", "a[b]=2&a=1", "a[]=1&a[0]=2", "q=%C0", "%C0=q", "%=1", "%zz", "=", "=a", "&&", "..", "x.",
	".x=1", "x..y=1", "x=%00", "%00=x", "x" + strings.Repeat("[a]", 100) + "=1", "fbclid=IwAR0&gclid=%E0%A4%A", "page2=x", "Page=x", "owner[age]=%", "owner[age]=1&owner[age][x]=2",
	"owner[%zz]=1", "owner.age.=1", "owner[age]x=1", "x[]=1&x[]=2&x[a]=3", "page%5B=1&%5Bpage%5D=1", "_=1753000000000",
}

func TestWhatNobodyAskedForDoesNotBreakAPage(t *testing.T) {
	t.Parallel()
	known := "page=2&search=a+b&filter[x]=y&owner[name]=n"
	var want page
	require.NoError(t, form.Bind(query(known), &want))
	require.Equal(t, 2, want.Page)
	for _, pair := range stray {
		for _, raw := range []string{known + "&" + pair, pair + "&" + known, "page=2&" + pair + "&search=a+b&filter[x]=y&owner[name]=n&" + pair} {
			for encoding, r := range map[string]*http.Request{"body": formRequest(raw), "DELETE": request("DELETE", "", ""), "query": formRequest("")} {
				if encoding != "body" {
					r.URL.RawQuery = raw
				}
				if encoding == "query" {
					r.Method = http.MethodGet
				}
				if strings.HasPrefix(pair, "page%5B") {
					continue // of a field, see below
				}
				var got page
				require.NoError(t, form.Bind(r, &got), "%s %s", encoding, raw)
				require.Equal(t, want, got, "%s %s", encoding, raw)
			}
		}
	}
	var got page
	require.NoError(t, form.Bind(rawMultipart(textPart("page", "2"), textPart("x[", "1"), textPart("y", "\xff"), textPart("a", "1"), textPart("a[b]", "1"),
		textPart("", "x"), filePart("z", "..", "text/plain", "x")), &got))
	require.Equal(t, 2, got.Page)
	got = page{}
	require.NoError(t, form.Bind(jsonRequest(`{"page":2,"x":{"a":1,"a":2},"y":"\u0000","\u0000":1,"z":`+strings.Repeat("[", 100)+strings.Repeat("]", 100)+`}`), &got))
	require.Equal(t, 2, got.Page)
}

func TestWhatAFieldCouldHaveTakenIsRefused(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{
		"page=%", "page=%C0", "search=%00", "page[=1", "page]=1", "page=1&page[b]=2", "filter[%C0]=a", "filter[a", "owner[name]=%zz", "owner[name", "filter[%]=1", "page%5B=1",
	} {
		var got page
		requireStatus(t, 400, form.Bind(query(raw), &got))
	}
}

func TestUnknownFieldsAreRefusedWhateverIsWrongWithThem(t *testing.T) {
	t.Parallel()
	b := form.New(form.WithoutUnknownFields("_token"))
	for _, raw := range stray {
		if strings.Trim(raw, "=&.") == "" || raw[0] == '[' || raw[0] == '.' || raw == "=a" {
			continue // names no field at all
		}
		var got page
		requireStatus(t, 400, b.Bind(query("page=2&"+raw), &got))
	}
	for _, raw := range []string{"_token=%", "_token[", "_token=1&_token[a]=%C0"} {
		var got page
		require.NoError(t, b.Bind(query("page=2&"+raw), &got), raw)
	}
	var got page
	requireStatus(t, 400, b.Bind(query("page=2&_token=1&other=2"), &got))
	requireStatus(t, 400, b.Bind(jsonRequest(`{"page":2,"_token":1,"other":2}`), &got))
	require.NoError(t, b.Bind(jsonRequest(`{"page":2,"_token":{"a":1,"a":2}}`), &got))
}

func TestABodyIsBoundAsOftenAsAsked(t *testing.T) {
	t.Parallel()
	for name, r := range encodings(t, orderData) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for range 3 {
				var got order
				require.NoError(t, form.Bind(r, &got))
				assert.Equal(t, wantOrder(), got)
				var other struct {
					Title int `json:"title"`
				}
				assert.Contains(t, asErrors(t, form.Bind(r, &other)), "title")
				r = r.WithContext(context.WithValue(r.Context(), isbnKey{}, 1))
			}
		})
	}
	t.Run("with mistakes", func(t *testing.T) {
		t.Parallel()
		body := `{"map":{` + repeat(200, ",", func(i int) string { return `"` + strings.Repeat("k", i) + `":{"name":"wrong name"}` }) + `}}`
		r := jsonRequest(body)
		var once, twice node
		first := asErrors(t, form.Bind(r, &once))
		for range 5 {
			require.Equal(t, first, asErrors(t, form.Bind(r, &twice)))
		}
	})
	t.Run("by others in between", func(t *testing.T) {
		t.Parallel()
		r := jsonRequest(`{"street":"s"}`)
		var in address
		require.NoError(t, form.Bind(r, &in))
		text, err := io.ReadAll(r.Body)
		require.NoError(t, err)
		assert.JSONEq(t, `{"street":"s"}`, string(text))
		require.NoError(t, r.Body.Close())
		require.NoError(t, form.Bind(r, &in))

		r = formRequest("street=s&zip=%")
		require.Error(t, form.Bind(r, &in))
		require.Error(t, r.ParseForm())
		requireStatus(t, 400, form.Bind(r, &in))

		r = multipartRequest(object{{"street", "s"}})
		require.NoError(t, form.Bind(r, &in))
		assert.Equal(t, []string{"s"}, r.MultipartForm.Value["street"])
		require.NoError(t, form.Bind(r, &in))
	})
	t.Run("of a body that is refused", func(t *testing.T) {
		t.Parallel()
		for name, r := range map[string]*http.Request{
			"too large":            jsonRequest(`{"name":"` + strings.Repeat("a", 1<<20) + `"}`),
			"growing":              chunked("POST", "application/json", `{"name":"`+strings.Repeat("a", 1<<20)+`"}`),
			"breaking":             breaking("application/json", `{"name":`),
			"malformed":            jsonRequest(`{"name":`),
			"multipart, growing":   chunked("POST", "multipart/form-data; boundary=b", "--b\r\n"+filePart("file", "f", "text/plain", strings.Repeat("a", 33<<20))+"\r\n--b--"),
			"multipart, cut":       request("POST", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nval"),
			"multipart, text":      rawMultipart(textPart("name", strings.Repeat("a", 1<<20))),
			"multipart, values":    rawMultipart(many(10_001, func(int) string { return textPart("list[]", "1") })...),
			"without content type": request("POST", "", "name=a"),
		} {
			var in node
			first := form.Bind(r, &in)
			require.Error(t, first, name)
			require.Equal(t, first, form.Bind(r, &in), name)
		}
	})
	t.Run("under other limits", func(t *testing.T) {
		t.Parallel()
		for name, r := range map[string]*http.Request{
			"json": jsonRequest(`{"title":"abc","tags":["a","b","c"]}`), "multipart": rawMultipart(textPart("title", "abc"), textPart("tags[]", "a"), textPart("tags[]", "b")),
		} {
			var in order
			require.NoError(t, form.Bind(r, &in), name)
			requireStatus(t, 413, form.Bind(r, &in, form.WithMaxValues(2)))
			requireStatus(t, 413, form.Bind(r, &in, form.WithMaxBody(5), form.WithMaxUpload(5, 5)))
			requireStatus(t, 413, form.Bind(r, &in, form.WithMaxBody(5)))
			require.NoError(t, form.Bind(r, &in), name)
		}
	})
}

func TestABodyThatSomethingElseHasReadIsTheProgramsMistake(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*http.Request{
		"json": jsonRequest(`{"street":"s"}`), "urlencoded": formRequest("street=s"), "multipart": multipartRequest(object{{"street", "s"}}),
	} {
		_, err := io.ReadAll(r.Body)
		require.NoError(t, err)
		for range 2 {
			err = form.Bind(r, &address{})
			require.ErrorContains(t, err, "something read it before", name)
			var refused *form.MalformedError
			require.NotErrorAs(t, err, &refused, name)
		}
	}
	t.Run("by a copy of the request", func(t *testing.T) {
		t.Parallel()
		r := jsonRequest(`{"street":"s"}`)
		require.NoError(t, form.Bind(r.WithContext(t.Context()), &address{}))
		require.ErrorContains(t, form.Bind(r, &address{}), "pass Bind the same *http.Request")
	})
	t.Run("or closed, on a server", func(t *testing.T) {
		t.Parallel()
		result := make(chan error, 1)
		server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			_ = r.Body.Close()
			result <- form.Bind(r, &address{})
		}))
		defer server.Close()
		res, err := http.Post(server.URL, "application/json", strings.NewReader(`{"street":"s"}`))
		require.NoError(t, err)
		require.NoError(t, res.Body.Close())
		require.ErrorIs(t, <-result, http.ErrBodyReadAfterClose)
	})
	t.Run("of an unknown length", func(t *testing.T) {
		t.Parallel()
		r := httptest.NewRequest("POST", "/", io.MultiReader(bytes.NewReader(nil)))
		r.Header.Set("Content-Type", "application/json")
		err := form.Bind(r, &address{})
		requireStatus(t, 400, err)
		require.ErrorContains(t, err, "empty, or something read it before")
	})
}

func TestNamesOfUploads(t *testing.T) {
	t.Parallel()
	bind := func(sent string) (*multipart.FileHeader, error) {
		var in album
		err := form.Bind(rawMultipart(filePart("cover", sent, "text/plain", "x")), &in)
		return in.Cover, err
	}
	for sent, want := range map[string]string{
		"a.png": "a.png", "../../etc/passwd": "passwd", `C:\\fakepath\\a.png`: "a.png", `..\\..\\a.png`: "a.png", "/a.png": "a.png", "a b.png": "a b.png",
		".htaccess": ".htaccess", "größe.png": "größe.png", "😀.png": "😀.png", "%22a%22.png": `"a".png`, "a..b": "a..b", "...a": "...a", "a/": "a",
	} {
		header, err := bind(sent)
		require.NoError(t, err, sent)
		assert.Equal(t, want, header.Filename)
	}
	for _, sent := range []string{".", "..", "...", "a/..", "a/.", `a\\..`, "/", "//", `a\\`, " ", ". .", "a\x01b", "a\x7f", "a%0D%0Ab", "a\tb", "\xff", "x/\x00"} {
		_, err := bind(sent)
		requireStatus(t, 400, err)
	}
}
