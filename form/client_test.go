package form_test

import (
	"bufio"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/form"
)

type sentAddress struct {
	Street string `json:"street"`
	Zip    int    `json:"zip"`
}

type sent struct {
	Title   string            `json:"title"`
	Count   int               `json:"count"`
	Ratio   float64           `json:"ratio"`
	Open    bool              `json:"open"`
	Nick    *string           `json:"nick"`
	At      time.Time         `json:"at"`
	Tags    []string          `json:"tags"`
	Numbers []int             `json:"numbers"`
	Flags   []bool            `json:"flags"`
	Address sentAddress       `json:"address"`
	Second  *sentAddress      `json:"second"`
	Options map[string]string `json:"options"`
	Grid    [][]int           `json:"grid"`
	Bare    []struct {
		Tags []string `json:"tags"`
	} `json:"bare"`
	Lines []struct {
		Name    string      `json:"name"`
		Count   int         `json:"count"`
		Paid    bool        `json:"paid"`
		Tags    []string    `json:"tags"`
		Address sentAddress `json:"address"`
		Parts   []struct {
			ID     int       `json:"id"`
			Labels []string  `json:"labels"`
			At     time.Time `json:"at"`
		} `json:"parts"`
		Note *string `json:"note"`
	} `json:"lines"`
}

// What the released client sends as multipart or in a query fills a struct as
// the same data does as JSON. Only lists and objects that are empty are not
// there in a form.
func TestTheClientsFormsFillAStructAsItsJSONDoes(t *testing.T) {
	t.Parallel()
	f, err := os.Open("testdata/client/requests.jsonl.gz")
	require.NoError(t, err)
	defer f.Close()
	text, err := gzip.NewReader(f)
	require.NoError(t, err)
	lines, count := bufio.NewScanner(text), 0
	lines.Buffer(nil, 1<<20)
	for ; lines.Scan(); count++ {
		var c struct{ Format, JSON, Query, ContentType, Multipart string }
		require.NoError(t, json.Unmarshal(lines.Bytes(), &c))
		body, err := base64.StdEncoding.DecodeString(c.Multipart)
		require.NoError(t, err)

		var want, multi, again, query sent
		require.NoError(t, form.Bind(jsonRequest(c.JSON), &want))
		r := request("POST", c.ContentType, string(body))
		require.NoError(t, form.Bind(r, &multi))
		require.NoError(t, form.Bind(r, &again))
		require.NoError(t, form.Bind(httptest.NewRequest("GET", "/?"+c.Query, nil), &query))
		dropEmpty(reflect.ValueOf(&want).Elem())
		if c.Format == "indices" { // an empty object leaves no trace and moves up those behind it
			want.Grid, multi.Grid, again.Grid, query.Grid = nil, nil, nil, nil
			want.Bare, multi.Bare, again.Bare, query.Bare = nil, nil, nil, nil
		}
		require.Equal(t, want, multi, "%s %s", c.Format, c.JSON)
		require.Equal(t, want, again, "%s %s", c.Format, c.JSON)
		require.Equal(t, want, query, "%s %s", c.Format, c.JSON)
	}
	require.NoError(t, lines.Err())
	require.Equal(t, 300, count)
}

// dropEmpty makes nil of lists and maps that hold nothing.
func dropEmpty(v reflect.Value) {
	switch v.Kind() {
	case reflect.Slice:
		if v.Len() == 0 {
			v.SetZero()
		}
		for i := range v.Len() {
			dropEmpty(v.Index(i))
		}
	case reflect.Map:
		if v.Len() == 0 {
			v.SetZero()
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				dropEmpty(v.Field(i))
			}
		}
	}
}

func TestListsWithoutIndicesInMultipart(t *testing.T) {
	t.Parallel()
	type line struct {
		Name  string   `json:"name"`
		Price int      `json:"price"`
		Sizes []string `json:"sizes"`
	}
	for name, test := range map[string]struct{ keys, want string }{
		"objects":                           {"items[][name]=a items[][price]=1 items[][name]=b items[][price]=2", `[{"name":"a","price":1},{"name":"b","price":2}]`},
		"a field that is absent":            {"items[][name]=a items[][name]=b items[][price]=2", `[{"name":"a"},{"name":"b","price":2}]`},
		"lists in objects":                  {"items[][name]=a items[][sizes][]=s items[][sizes][]=m items[][name]=b items[][sizes][]=l", `[{"name":"a","sizes":["s","m"]},{"name":"b","sizes":["l"]}]`},
		"lists before what follows them":    {"items[][sizes][]=s items[][name]=a items[][sizes][]=m items[][name]=b", `[{"name":"a","sizes":["s"]},{"name":"b","sizes":["m"]}]`},
		"the same field again":              {"items[][name]=a items[][name]=b", `[{"name":"a"},{"name":"b"}]`},
		"fields of others between":          {"items[][name]=a other=1 items[][price]=2 items[][name]=b", `[{"name":"a","price":2},{"name":"b"}]`},
		"indices where the client has them": {"items[1][name]=b items[0][name]=a", `[{"name":"a"},{"name":"b"}]`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var want []line
			require.NoError(t, json.Unmarshal([]byte(test.want), &want))
			var parts []string
			for pair := range strings.FieldsSeq(test.keys) {
				key, value, _ := strings.Cut(pair, "=")
				parts = append(parts, textPart(key, value))
			}
			for encoding, r := range map[string]func() *http.Request{
				"multipart":  func() *http.Request { return rawMultipart(parts...) },
				"urlencoded": func() *http.Request { return formRequest(strings.ReplaceAll(test.keys, " ", "&")) },
				"query":      func() *http.Request { return query(strings.ReplaceAll(test.keys, " ", "&")) },
			} {
				var in struct {
					Items []line `json:"items"`
				}
				require.NoError(t, form.Bind(r(), &in), encoding)
				require.Equal(t, want, in.Items, encoding)
			}
		})
	}
}

// Where something has read the form before, the order of the keys is lost.
func TestListsWithoutIndicesInAFormThatWasReadBefore(t *testing.T) {
	t.Parallel()
	type thing struct {
		Items []struct {
			Name  string `json:"name"`
			Price int    `json:"price"`
		} `json:"items"`
	}
	whole := func() *http.Request {
		return rawMultipart(textPart("items[][name]", "a"), textPart("items[][price]", "1"), textPart("items[][name]", "b"), textPart("items[][price]", "2"),
			textPart("unknown[][x]", "1"), textPart("unknown[][x]", "1"), textPart("unknown[][y]", "1"))
	}
	for name, read := range map[string]func(*http.Request){
		"by net/http": func(r *http.Request) { _ = r.FormValue("x") },
		"by nobody":   func(*http.Request) {},
	} {
		r := whole()
		read(r)
		var in thing
		require.NoError(t, form.Bind(r, &in), name)
		require.Len(t, in.Items, 2, name)
		require.Equal(t, "b", in.Items[1].Name, name)
		require.Equal(t, 2, in.Items[1].Price, name)
	}
	r := rawMultipart(textPart("items[][name]", "a"), textPart("items[][name]", "b"), textPart("items[][price]", "2"))
	_ = r.FormValue("x")
	var in thing
	err := form.Bind(r, &in)
	requireStatus(t, 400, err)
	require.ErrorContains(t, err, "need an index")
}

func TestPartsAreBoundedAsValuesAre(t *testing.T) {
	t.Parallel()
	parts := func(n int, f func(i int) string) *http.Request { return rawMultipart(many(n, f)...) }
	text := func(int) string { return textPart("tags[]", "x") }
	file := func(i int) string { return filePart("photos[]", "f", "text/plain", strings.Repeat("x", i%3)) }
	var in struct {
		album
		Tags []string `json:"tags"`
	}
	require.NoError(t, form.Bind(parts(1001, text), &in))
	require.Len(t, in.Tags, 1001)
	require.NoError(t, form.Bind(parts(9000, text), &in))
	require.Len(t, in.Tags, 9000)
	requireStatus(t, 413, form.Bind(parts(10_001, text), &in))
	require.NoError(t, form.Bind(parts(10_001, text), &in, form.WithMaxValues(20_000)))
	requireStatus(t, 413, form.Bind(parts(11, text), &in, form.WithMaxValues(10)))

	require.NoError(t, form.Bind(parts(1600, file), &in))
	require.Len(t, in.Photos, 1600)
	for i, photo := range in.Photos {
		require.Equal(t, strings.Repeat("x", i%3), content(t, photo))
	}
	requireStatus(t, 413, form.Bind(parts(1600, file), &in, form.WithMaxValues(1000)))
	require.NoError(t, form.Bind(parts(1600, file), &in, form.WithMaxUpload(1<<20, 100)), "most of them on disk")
	for i, photo := range in.Photos {
		require.Equal(t, strings.Repeat("x", i%3), content(t, photo))
	}
}

func TestLineBreaksAreTheSameInEveryEncoding(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*http.Request{
		"JSON": jsonRequest(`{"title":"a\nb"}`), "urlencoded": formRequest("title=a%0D%0Ab"),
		"multipart": rawMultipart(textPart("title", "a\r\nb")), "query": query("title=a%0D%0Ab"),
	} {
		var in album
		require.NoError(t, form.Bind(r, &in), name)
		require.Equal(t, "a\nb", in.Title, name)
	}
}
