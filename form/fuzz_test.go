package form_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/form"
)

// everything has a field of each sort, with rules, and holds itself.
type everything struct {
	Text     string                  `json:"text" validate:"omitempty,min=2,email"`
	Int      int8                    `json:"int" validate:"omitempty,min=3,max=5"`
	Uint     uint                    `json:"uint"`
	Float    float64                 `json:"float"`
	Bool     *bool                   `json:"bool"`
	Time     time.Time               `json:"time"`
	Wait     time.Duration           `json:"wait"`
	Raw      json.RawMessage         `json:"raw"`
	Any      any                     `json:"any"`
	Level    level                   `json:"level"`
	Bytes    []byte                  `json:"bytes"`
	Pair     [2]string               `json:"pair" validate:"dive,max=3"`
	List     []string                `json:"list" validate:"max=3,dive,alpha,max=2"`
	Map      map[string]*everything  `json:"map" validate:"max=3,dive,keys,alpha,endkeys,required"`
	Ints     map[int]float32         `json:"ints" validate:"dive,min=1"`
	Kids     []everything            `json:"kids" validate:"max=2,dive"`
	File     *multipart.FileHeader   `json:"file" validate:"omitempty,maxsize=3,filetype=image/*"`
	Files    []*multipart.FileHeader `json:"files"`
	Left     *everything             `json:"left"`
	Right    *everything             `json:"right"`
	Required string                  `json:"required" validate:"required_with=Text"`
}

// checkAnswer holds for every body there is.
func checkAnswer(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		return
	}
	var invalid form.Errors
	var refused *form.MalformedError
	switch {
	case errors.As(err, &invalid):
		require.LessOrEqual(t, len(invalid), 100)
		for field, messages := range invalid {
			require.NotEmpty(t, messages)
			require.True(t, utf8.ValidString(field))
			for _, message := range messages {
				require.True(t, utf8.ValidString(message))
				require.NotContains(t, message, "{param")
			}
		}
	case errors.As(err, &refused):
		require.Contains(t, []int{400, 413, 415}, refused.Status)
	default:
		t.Fatalf("neither the data's nor the request's fault: %v", err)
	}
}

// bindTwice binds a body as it is, once more, and live.
func bindTwice(t *testing.T, request func() *http.Request, only string) everything {
	t.Helper()
	var in, same everything
	whole := request()
	err := form.Bind(whole, &in)
	checkAnswer(t, err)
	once := ""
	if err != nil {
		once = err.Error()
	}
	if err = form.Bind(whole, &same); err != nil {
		require.Equal(t, once, err.Error())
	} else {
		require.Empty(t, once)
	}

	r := request()
	r.Header["Precognition"] = []string{"true"}
	r.Header["Precognition-Validate-Only"] = []string{only}
	var again everything
	answer := form.Bind(r, &again)
	var handler http.Handler
	require.ErrorAs(t, answer, &handler)
	return in
}

func FuzzJSON(f *testing.F) {
	for _, body := range []string{
		`{}`, `{"text":"a","int":300,"kids":[{"text":"b"},{"int":"x"}],"map":{"a.b":{"left":{"required":""}}}}`,
		`{"raw":[1,{"a":null}],"any":{"b":1e400},"bytes":"aGk=","time":"2026-07-01","ints":{"1":0.5,"x":2}}`,
		`{"list":["a","bbb","1"],"pair":["long text"],"level":true,"bool":"on","wait":"1h","file":null}`,
		`{"a":1,"a":2}`, `[1]`, "{\"text\":\"\xff\"}", `{"text":"\u0000"}`, `{"text":"\ud800"}`, `{"list":[`, `null`, "\ufeff{}",
	} {
		f.Add(body, "text,kids.*.text,map")
	}
	f.Fuzz(func(t *testing.T, body, only string) {
		in := bindTwice(t, func() *http.Request { return jsonRequest(body) }, only)
		if body == "" {
			return // no body has no fields
		}
		if !json.Valid([]byte(body)) {
			var malformed *form.MalformedError
			require.ErrorAs(t, form.Bind(jsonRequest(body), &in), &malformed)
			return
		}
		// What encoding/json takes for this struct is read the same.
		type plain struct {
			Text string              `json:"text"`
			Int  int8                `json:"int"`
			List []string            `json:"list"`
			Map  map[string]*float64 `json:"map"`
			Raw  json.RawMessage     `json:"raw"`
			Kids []struct {
				Uint uint  `json:"uint"`
				Bool *bool `json:"bool"`
			} `json:"kids"`
		}
		var want, got plain
		if json.Unmarshal([]byte(body), &want) != nil || !exactKeys(body) {
			return
		}
		if form.Bind(jsonRequest(body), &got) != nil {
			return // refused, or wrong for reasons of ours: depth, keys given twice
		}
		if string(want.Raw) == "null" {
			want.Raw, got.Raw = nil, nil
		}
		require.True(t, reflect.DeepEqual(want, got), "%#v\n%#v", want, got)
	})
}

// exactKeys reports whether the body has no key that encoding/json would take
// for another because it does not mind the case, not even that of ſ.
func exactKeys(body string) bool {
	return strings.ToLower(body) == body && !strings.ContainsFunc(body, func(r rune) bool { return r > unicode.MaxASCII }) &&
		!strings.Contains(body, `\u`)
}

func FuzzURLEncoded(f *testing.F) {
	for _, body := range []string{
		"text=a&int=300&kids[0][text]=b&kids[1].int=x&map[a.b][left][required]=", "list[]=a&list[]=bbb&pair[0]=x&pair[5]=y",
		"kids[][text]=a&kids[][int]=1&kids[][text]=b", "list=a&list=b&bool=0&bool=on", "left.right.left.text=%F0%9F%98%80",
		"any[0]=a&any[1][b]=c&raw[x]=y&ints[1]=2&ints[x]=1", "list[999999999]=a&list[0]=1", "a[=1", "a]=1", "[a]=1", "a..b=1", "=", "&&", "%",
		"text=%00", "text=%ff", "%5B%5D=1", "list[]=1&list[a]=2", "time=2026-07-01T12:00:00.000Z&wait=1h&bytes=aGk%3D&level=x",
	} {
		f.Add(body, "kids.*.text,list")
	}
	f.Fuzz(func(t *testing.T, body, only string) {
		if strings.ContainsRune(body, '#') {
			return // ends a query
		}
		in := bindTwice(t, func() *http.Request { return formRequest(body) }, only)
		r := query("")
		r.URL.RawQuery = body
		var again everything
		checkAnswer(t, form.Bind(r, &again))
		require.True(t, reflect.DeepEqual(in, again), "a query is read as a body is")
	})
}

func FuzzMultipart(f *testing.F) {
	part := func(name, value string) string {
		return "Content-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value
	}
	join := func(parts ...string) string {
		return "--b\r\n" + strings.Join(parts, "\r\n--b\r\n") + "\r\n--b--\r\n"
	}
	for _, body := range []string{
		join(part("text", "a"), part("kids[0][text]", "b"), part("kids[1][int]", "x")),
		join(part("list[0]", "a"), part("list[1]", "bbb"), filePart("file", "a.png", "image/png", "\x89PNG\r\n\x1a\n")),
		join(filePart("files[0]", "a", "text/plain", "a"), filePart("files[7]", "b", "text/plain", "b"), filePart("kids[0][file]", "", "x/y", "")),
		join(filePart("text", "a", "text/plain", "a"), part("file", "text")), join(part("kids[][text]", "a")), join(part("", "a")),
		join(part("text", "a"), part("text", "b"), part("text[a]", "c")), "--b--", "--b\r\n", "", join(part("a\x00", "\xff")),
		"--b\r\nContent-Disposition: form-data; name=\"text\"; filename=\"\xff\x00\"\r\nContent-Type: x\r\n\r\n\r\n--b--",
	} {
		f.Add(body, "files,kids.*.file")
	}
	f.Fuzz(func(t *testing.T, body, only string) {
		bindTwice(t, func() *http.Request { return request("POST", "multipart/form-data; boundary=b", body) }, only)

		// What net/http takes apart has the same texts and files here.
		theirs, ours := request("POST", "multipart/form-data; boundary=b", body), request("POST", "multipart/form-data; boundary=b", body)
		var nothing struct{}
		err := form.Bind(ours, &nothing)
		if theirs.ParseMultipartForm(1<<20) != nil || body == "" {
			return
		}
		require.NoError(t, err)
		want, got := map[string][]string{}, map[string][]string{}
		collect(t, theirs, want)
		if len(want) > 0 {
			collect(t, ours, got)
		}
		require.Equal(t, want, got)
	})
}

// collect gathers what a multipart form holds by the names of its parts.
func collect(t *testing.T, r *http.Request, all map[string][]string) {
	unescape := strings.NewReplacer("%22", `"`, "%0D%0A", "\n", "%0A", "\n", "%0D", "\r")
	for key, values := range r.MultipartForm.Value {
		all[unescape.Replace(key)] = append(all[unescape.Replace(key)], values...)
	}
	for key, files := range r.MultipartForm.File {
		for _, f := range files {
			all[unescape.Replace(key)] = append(all[unescape.Replace(key)], "file "+content(t, f))
		}
	}
	for _, values := range all {
		slices.Sort(values) // two names may become one
	}
}

func FuzzTimes(f *testing.F) {
	for _, s := range []string{"2026-07-01", "2026-07", "2026-W27", "2020-W53", "09:30", "09:30:15.25", "2026-07-01T09:30Z", "2026-07-01T09:30:00+02:00", "", "W", "0000-W01", "9999-W53"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var in struct {
			At time.Time `json:"at"`
		}
		err := form.Bind(formRequest(encodePairs(object{{"at", s}}, false)), &in)
		checkAnswer(t, err)
		if year, week := in.At.ISOWeek(); err == nil && strings.Contains(s, "-W") {
			require.Equal(t, strings.TrimSpace(s), fmt.Sprintf("%04d-W%02d", year, week))
			require.Equal(t, time.Monday, in.At.Weekday())
		}
	})
}

func FuzzNamesOfUploads(f *testing.F) {
	for _, s := range []string{"a.png", "..", ".", "../a", `..\a`, "a\x00", "%22", "a/", "/", " . ", "con", "a%0Ab", "😀", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		var b strings.Builder
		w := multipart.NewWriter(&b)
		part, err := w.CreateFormFile("cover", name)
		require.NoError(t, err)
		_, _ = part.Write([]byte("x"))
		require.NoError(t, w.Close())
		var in album
		err = form.Bind(request("POST", w.FormDataContentType(), b.String()), &in)
		checkAnswer(t, err)
		if err == nil && in.Cover != nil {
			dir := filepath.Join("some", "folder")
			require.Equal(t, dir, filepath.Dir(filepath.Join(dir, in.Cover.Filename)), "%q", in.Cover.Filename)
			require.NotContains(t, in.Cover.Filename, "\\")
			require.NotRegexp(t, "[[:cntrl:]]", in.Cover.Filename)
		}
	})
}

// FuzzNames compares the names of a live validation with a plain search.
func FuzzNames(f *testing.F) {
	f.Add("a.*.c,*.b", "a.b.c")
	f.Add("*", "a")
	f.Add("a.b", "a")
	f.Fuzz(func(t *testing.T, only, path string) {
		if strings.ContainsAny(only+path, " \t") || strings.Count(only, ",") > 400 || strings.Count(only, ".") > 30 || path == "" {
			return
		}
		want := false
		for name := range strings.SplitSeq(only, ",") {
			want = want || name != "" && covers(strings.Split(name, "."), strings.Split(path, "."))
		}
		got := false
		check := form.WithCheck(func(ctx context.Context) error {
			got = form.Wanted(ctx, path)
			return nil
		})
		var in struct{}
		r := jsonRequest("{}")
		r.Header["Precognition"], r.Header["Precognition-Validate-Only"] = []string{"true"}, []string{only}
		require.Error(t, form.Bind(r, &in, check))
		require.Equal(t, want, got)
	})
}

func covers(pattern, path []string) bool {
	if len(pattern) > len(path) {
		return false
	}
	for i, name := range pattern {
		if name != "*" && name != path[i] {
			return false
		}
	}
	return true
}
