package inertia_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/routes"
	"github.com/inertia-templ/shell/vite"
)

const entriesPath = "/_inertia/devtools/entries"

func everybody(*http.Request) bool { return true }

// panel is what the extension does: it sends hints and reads entries.
type panel struct {
	*testing.T
	h http.Handler
}

// send asks as a browser at localhost does, and returns the entry.
func (p panel) send(method, target string, body io.Reader, headers ...string) (*http.Response, map[string]any) {
	p.Helper()
	r := httptest.NewRequest(method, target, body)
	r.Host = "localhost:8080"
	for k := 0; k < len(headers); k += 2 {
		r.Header.Set(headers[k], headers[k+1])
	}
	w := httptest.NewRecorder()
	p.h.ServeHTTP(w, r)
	res := w.Result()
	id := res.Header.Get("X-Inertia-Devtools-Id")
	require.NotEmpty(p, id)
	return res, p.entry(id)
}

func (p panel) read(path string) *http.Response {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Host = "localhost:8080"
	w := httptest.NewRecorder()
	p.h.ServeHTTP(w, r)
	return w.Result()
}

func (p panel) entry(id string) map[string]any {
	p.Helper()
	res := p.read(entriesPath + "/" + id)
	require.Equal(p, http.StatusOK, res.StatusCode)
	assert.Equal(p, "no-store", res.Header.Get("Cache-Control"))
	assert.Equal(p, "application/json", res.Header.Get("Content-Type"))
	assert.Empty(p, res.Header.Get("X-Inertia-Devtools-Id"), "it is not recorded itself")
	var entry map[string]any
	require.NoError(p, json.NewDecoder(res.Body).Decode(&entry))
	checkEntry(p.T, entry)
	return entry
}

// at is the value at a path of keys, nil if there is no such key.
func at(v any, path ...string) any {
	for _, key := range path {
		m, _ := v.(map[string]any)
		v = m[key]
	}
	return v
}

// protocol is the table of what an entry has: by path, "*" standing for any
// key; the types it may have; "?" if it may be missing.
var protocol = map[string]string{
	"__meta": "object", "__meta.id": "text", "__meta.tabUuid": "text|null", "__meta.batchId": "text|null", "__meta.timestamp": "text",
	"__meta.utime": "number", "__meta.method": "text", "__meta.url": "text", "__meta.component": "text|null", "__meta.requestType": "text",
	"__meta.status": "number", "__meta.serverTimingMs": "number|null", "__meta.redirectLocation": "text?", "__meta.visitId": "text?",
	"http": "object", "http.requestHeaders": "object", "http.responseHeaders": "object", "http.requestHeaders.*": "text?", "http.responseHeaders.*": "text?",
	"http.requestBody": "object", "http.responseBody": "object", "http.requestBody.status": "text", "http.responseBody.status": "text",
	"props": "object", "props.*": "object?", "props.*.inertiaType": "text?", "props.*.shared": "true?", "props.*.deferGroup": "text?", "props.*.reset": "true?",
	"props.*.once": "true?", "props.*.mergeDirection": "text?", "props.*.deepMerge": "true?", "props.*.rescued": "true?",
	"props.*.renderSource": "object?", "props.*.shareSource": "object?",
	"propValues": "object?",
	"route":      "object", "route.name": "text|null", "route.uri": "text", "route.action": "text|null", "route.actionSource": "object?",
	"renderSource": "object|null", "componentPath": "text|null",
}

var words = map[string][]string{
	"__meta.requestType":      {"precognition", "initial", "http", "deferred", "poll", "partial", "prefetch", "navigate"},
	"http.requestBody.status": {"empty", "present", "omitted"}, "http.responseBody.status": {"empty", "present", "omitted"},
	"props.*.inertiaType":    {"always", "defer", "optional", "merge", "scroll", "once"},
	"props.*.mergeDirection": {"append", "prepend"},
}

var reasons = []string{"non-inertia-response", "non-inertia-request", "non-textual", "streamed", "too-large", "unserializable", "binary"}

// checkEntry checks an entry against the protocol.
func checkEntry(t *testing.T, entry map[string]any) {
	t.Helper()
	for path, types := range protocol {
		checkAt(t, entry, path, strings.Split(path, "."), types)
	}
	for _, key := range []string{"requestBody", "responseBody"} {
		b, _ := at(entry, "http", key).(map[string]any)
		_, has := b["value"]
		assert.Equal(t, b["status"] == "present", has, "%s: %v", key, b)
		if b["status"] == "omitted" {
			assert.Contains(t, reasons, b["reason"], key)
		} else {
			assert.NotContains(t, b, "reason", key)
		}
	}
	for _, key := range []string{"requestHeaders", "responseHeaders"} {
		for name := range at(entry, "http", key).(map[string]any) {
			assert.Equal(t, strings.ToLower(name), name, key)
		}
	}
	when, err := time.Parse(time.RFC3339, at(entry, "__meta", "timestamp").(string))
	assert.NoError(t, err)
	assert.InDelta(t, float64(when.UnixMilli())/1000, at(entry, "__meta", "utime"), 1e-6, "the same instant")
	u, err := url.Parse(at(entry, "__meta", "url").(string))
	assert.NoError(t, err)
	assert.True(t, u.IsAbs(), "an absolute URL")
	checkSources(t, entry)
}

func checkAt(t *testing.T, v any, path string, keys []string, types string) {
	t.Helper()
	m, ok := v.(map[string]any)
	if !ok {
		return // its own row says so
	}
	if keys[0] == "*" {
		for _, inside := range m {
			if len(keys) == 1 {
				checkType(t, path, inside, types)
			} else {
				checkAt(t, inside, path, keys[1:], types)
			}
		}
		return
	}
	inside, has := m[keys[0]]
	switch {
	case len(keys) > 1:
		checkAt(t, inside, path, keys[1:], types)
	case has:
		checkType(t, path, inside, types)
	default:
		assert.True(t, strings.HasSuffix(types, "?"), "%s is missing", path)
	}
}

func checkType(t *testing.T, path string, v any, types string) {
	t.Helper()
	is := "object"
	switch v := v.(type) {
	case nil:
		is = "null"
	case string:
		is = "text"
		if list := words[path]; list != nil {
			assert.Contains(t, list, v, path)
		}
	case float64:
		is = "number"
	case bool:
		is = fmt.Sprint(v)
	}
	assert.Contains(t, strings.Split(strings.TrimSuffix(types, "?"), "|"), is, "%s: %v", path, v)
}

// checkSources checks whatever is named Source in an entry.
func checkSources(t *testing.T, v any) {
	t.Helper()
	m, _ := v.(map[string]any)
	for key, inside := range m {
		if s, ok := inside.(map[string]any); ok && strings.HasSuffix(strings.ToLower(key), "source") {
			assert.ElementsMatch(t, []string{"file", "line"}, slices.Collect(maps.Keys(s)), key)
			assert.NotEmpty(t, s["file"])
			assert.Positive(t, s["line"])
		}
		if key != "propValues" && key != "value" {
			checkSources(t, inside)
		}
	}
}

// volatile is what differs from run to run, in an entry's JSON.
var volatile = []struct {
	pattern *regexp.Regexp
	with    string
}{
	{regexp.MustCompile(`"(id|batchId|x-inertia-devtools-id|x-inertia-devtools-parent-out)": "[A-Z2-7]{26}"`), `"$1": "ID"`},
	{regexp.MustCompile(`"timestamp": "[^"]+"`), `"timestamp": "TIME"`},
	{regexp.MustCompile(`"(utime|serverTimingMs|startMs|waitMs|durationMs)": [-0-9.e]+`), `"$1": 0`},
	{regexp.MustCompile(`"file": "[^"]*/([^/"]+)",(\s+)"line": \d+`), `"file": "$1",$2"line": 0`},
	{regexp.MustCompile(`"server-timing": ".+"`), `"server-timing": "TIMES"`},
	{regexp.MustCompile(`"set-cookie": "[^"]+"`), `"set-cookie": "COOKIE"`},
	{regexp.MustCompile(`func\d+(\.\d+)*"`), `func"`},
	{regexp.MustCompile(`boundary=[0-9a-f]+`), `boundary=B`},
}

func goldenEntry(t *testing.T, name string, entry map[string]any) {
	t.Helper()
	text, err := json.MarshalIndent(entry, "", "  ")
	require.NoError(t, err)
	for _, v := range volatile {
		text = v.pattern.ReplaceAll(text, []byte(v.with))
	}
	golden(t, "devtools/"+name+".json", string(text)+"\n")
}

// inspected is a program in development, with something of everything.
func inspected(t *testing.T, opts ...inertia.Option) http.Handler {
	t.Helper()
	v, err := vite.Open(fstest.MapFS{
		".vite/manifest.json": {Data: []byte(`{"src/main.tsx": {"file": "assets/main.js", "src": "src/main.tsx", "isEntry": true, "dynamicImports": ["src/pages/Users/Index.tsx"]},
			"src/pages/Users/Index.tsx": {"file": "assets/Index.js", "src": "src/pages/Users/Index.tsx", "isDynamicEntry": true, "imports": ["src/main.tsx"]}}`)},
		"assets/main.js": {}, "assets/Index.js": {},
	})
	require.NoError(t, err)
	named := routes.New()
	i := quiet(t, append([]inertia.Option{inertia.WithVite(v), inertia.WithDebug(), inertia.WithPublicNames("api_token", "password"), inertia.WithRoutes(named), inertia.WithShared("user", inertia.Props{"name": "Ada", "api_token": "t0p5ecret"})}, opts...)...)
	type form struct{ Name string }
	named.Handle("users.index", "GET /users", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		inertia.Share(r, "team", "Red")
		return i.Render(w, r, "Users/Index", inertia.Props{
			"rows":     inertia.Scroll(inertia.Paginate(inertia.PageAt(1, 2), []int{1, 2}, 10)),
			"stats":    inertia.Defer(func(context.Context) (int, error) { return 42, nil }).Group("slow"),
			"broken":   inertia.Defer(func(context.Context) (int, error) { return 0, errors.New("no <database>") }).Group("slow").Rescue(),
			"roles":    inertia.Optional(fn([]string{"admin"})),
			"feed":     inertia.Merge([]int{1}).Prepend(),
			"tree":     inertia.DeepMerge(inertia.Props{"a": 1}),
			"config":   inertia.Once(fn("dark")),
			"time":     inertia.Always("now"),
			"password": "hunter2",
			"html":     "</script><script>alert(1)</script>",
		})
	}))
	named.Handle("users.create", "POST /users", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		if err := r.ParseMultipartForm(1 << 20); err != nil && !errors.Is(err, http.ErrNotMultipart) {
			return err
		}
		var f form
		_ = json.NewDecoder(r.Body).Decode(&f)
		if r.Header.Get("Precognition") != "" {
			return inertia.Errors{"name": {"too short"}}
		}
		i.Redirect(w, r, "/users", inertia.Flashed("message", "Saved"))
		return nil
	}))
	mux := http.NewServeMux()
	mux.Handle("/users", named)
	mux.Handle("GET /fails", i.Handle(func(http.ResponseWriter, *http.Request) error { return errors.New("it broke") }))
	mux.HandleFunc("GET /stream", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		_, _ = io.WriteString(w, "data: 1\n\n")
		w.(http.Flusher).Flush()
	})
	mux.HandleFunc("GET /image", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "image/png")
		_, _ = io.WriteString(w, "png")
	})
	return i.Middleware(mux)
}

// upload is a multipart body with a file and a secret.
func upload(t *testing.T) (io.Reader, string) {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	require.NoError(t, form.SetBoundary("0123456789abcdef"))
	require.NoError(t, form.WriteField("name", "Ada"))
	require.NoError(t, form.WriteField("user[password]", "hunter2"))
	file, err := form.CreateFormFile("photo", "ada.png")
	require.NoError(t, err)
	_, err = file.Write(bytes.Repeat([]byte("x"), 300<<10))
	require.NoError(t, err)
	require.NoError(t, form.Close())
	return &b, form.FormDataContentType()
}

func TestEntriesOfAllRequestTypes(t *testing.T) {
	t.Parallel()
	hints := func(headers ...string) []string {
		return with(append(headers, "X-Inertia-Devtools-Tab", "tab-1", "X-Inertia-Devtools-Visit", "visit-1")...)
	}
	photo, multipartType := upload(t)
	for name, tc := range map[string]struct {
		method, target string
		body           io.Reader
		headers        []string
		kind           string
	}{
		"initial":      {"GET", "/users?token=t0p5ecret&page=1", nil, []string{"Accept", "text/html", "Cookie", "session=secret", "Authorization", "Basic t0p5ecret"}, "initial"},
		"navigate":     {"GET", "/users", nil, hints(), "navigate"},
		"partial":      {"GET", "/users", nil, hints("X-Inertia-Partial-Component", "Users/Index", "X-Inertia-Partial-Data", "rows,feed", "X-Inertia-Reset", "feed"), "partial"},
		"deferred":     {"GET", "/users", nil, hints("X-Inertia-Partial-Component", "Users/Index", "X-Inertia-Partial-Data", "stats,broken", "X-Inertia-Devtools-Deferred", "1"), "deferred"},
		"poll":         {"GET", "/users", nil, hints("X-Inertia-Partial-Component", "Users/Index", "X-Inertia-Partial-Data", "time", "X-Inertia-Devtools-Poll", "1"), "poll"},
		"prefetch":     {"GET", "/users", nil, hints("Purpose", "prefetch"), "prefetch"},
		"precognition": {"POST", "/users", strings.NewReader(`{"name":"A","password":"hunter2"}`), []string{"Precognition", "true", "Content-Type", "application/json", "Accept", "application/json", "X-Inertia-Devtools-Tab", "tab-1"}, "precognition"},
		"redirect":     {"POST", "/users", strings.NewReader(`{"name":"Ada","nested":[{"api-key":"t0p5ecret"}]}`), hints("Content-Type", "application/json", "X-Xsrf-Token", "t0p5ecret"), "navigate"},
		"upload":       {"POST", "/users", photo, hints("Content-Type", multipartType), "navigate"},
		"error":        {"GET", "/fails", nil, hints(), "navigate"},
		"http":         {"POST", "/users", strings.NewReader("a=b"), []string{"Accept", "*/*", "Content-Type", "application/x-www-form-urlencoded"}, "http"},
		"stream":       {"GET", "/stream", nil, []string{"Accept", "*/*"}, "http"},
		"binary":       {"GET", "/image", nil, []string{"Accept", "*/*"}, "http"},
		"unknown":      {"GET", "/nothing", nil, hints(), "navigate"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := panel{t, inspected(t)}
			res, entry := p.send(tc.method, tc.target, tc.body, tc.headers...)
			assert.Equal(t, tc.kind, at(entry, "__meta", "requestType"))
			assert.EqualValues(t, res.StatusCode, at(entry, "__meta", "status"))
			assert.Equal(t, res.Header.Get("X-Inertia-Devtools-Id"), at(entry, "__meta", "id"))
			text, err := json.Marshal(entry)
			require.NoError(t, err)
			for _, secret := range []string{"hunter2", "t0p5ecret", "session=secret"} {
				assert.NotContains(t, string(text), secret)
			}
			goldenEntry(t, name, entry)
		})
	}
}

// Every field of a table that no entry ever has would go unchecked.
func TestGoldenEntriesHaveEveryFieldOfTheProtocol(t *testing.T) {
	t.Parallel()
	p := panel{t, inspected(t)}
	seen := map[string]bool{}
	note := func(entry map[string]any) {
		for path := range protocol {
			if has(entry, strings.Split(path, ".")) {
				seen[path] = true
			}
		}
	}
	_, entry := p.send("GET", "/users", nil, with("X-Inertia-Devtools-Visit", "v")...)
	note(entry)
	_, entry = p.send("GET", "/users", nil, with("X-Inertia-Partial-Component", "Users/Index", "X-Inertia-Partial-Data", "broken,feed", "X-Inertia-Reset", "feed")...)
	note(entry)
	_, entry = p.send("POST", "/users", nil, client...)
	note(entry)
	for path := range protocol {
		assert.True(t, seen[path], path)
	}
}

func has(v any, keys []string) bool {
	m, ok := v.(map[string]any)
	if len(keys) == 0 || !ok {
		return len(keys) == 0
	}
	if keys[0] == "*" {
		for _, inside := range m {
			if has(inside, keys[1:]) {
				return true
			}
		}
		return false
	}
	inside, ok := m[keys[0]]
	return ok && has(inside, keys[1:])
}

func TestRequestsOfOnePageFormABatch(t *testing.T) {
	t.Parallel()
	p := panel{t, inspected(t)}
	first, entry := p.send("GET", "/users", nil, client...)
	id := first.Header.Get("X-Inertia-Devtools-Id")
	assert.Equal(t, id, first.Header.Get("X-Inertia-Devtools-Parent-Out"), "it begins a batch")
	assert.Nil(t, at(entry, "__meta", "batchId"))

	next, entry := p.send("GET", "/users", nil, with("X-Inertia-Devtools-Parent", id, "X-Inertia-Devtools-Deferred", "1")...)
	assert.Equal(t, id, next.Header.Get("X-Inertia-Devtools-Parent-Out"))
	assert.Equal(t, id, at(entry, "__meta", "batchId"))

	ahead, entry := p.send("GET", "/users", nil, with("X-Inertia-Devtools-Parent", id, "Purpose", "prefetch")...)
	assert.Equal(t, ahead.Header.Get("X-Inertia-Devtools-Id"), ahead.Header.Get("X-Inertia-Devtools-Parent-Out"), "the page that it becomes begins one")
	assert.Equal(t, id, at(entry, "__meta", "batchId"))
}

var devtoolsScript = regexp.MustCompile(`<script data-inertia-devtools-id( data-inertia-devtools-base-path="([^"]*)")? type="application/json"( nonce="([^"]*)")?>"([^"]*)"</script>`)

// handlers has a method that is a handler, as most programs do.
type handlers struct{ *inertia.Inertia }

func (h handlers) show(w http.ResponseWriter, r *http.Request) error {
	return h.Render(w, r, "Page", nil)
}

func (h handlers) other(w http.ResponseWriter, r *http.Request) error { return h.show(w, r) }

func TestMethodsAreHandlersToo(t *testing.T) {
	t.Parallel()
	i := quiet(t, inertia.WithDebug())
	for name, tc := range map[string]struct {
		handler func(http.ResponseWriter, *http.Request) error
		placed  bool // its place is that of Render
	}{"show": {handlers{i}.show, true}, "other": {handlers{i}.other, false}} {
		_, entry := panel{t, i.Middleware(i.Handle(tc.handler))}.send("GET", "/", nil, client...)
		assert.Regexp(t, `inertia_test\.handlers\.`+name+"$", at(entry, "route", "action"))
		assert.Regexp(t, `/devtools_test\.go$`, at(entry, "renderSource", "file"))
		if tc.placed {
			assert.Equal(t, at(entry, "renderSource"), at(entry, "route", "actionSource"))
		} else {
			assert.Nil(t, at(entry, "route", "actionSource"), "the compiler made it")
		}
	}
}

func TestDocumentsNameTheirEntry(t *testing.T) {
	t.Parallel()
	p := panel{t, inspected(t, inertia.WithCSP(inertia.StrictCSP))}
	res, _ := p.send("GET", "/users", nil, "Accept", "text/html")
	found := devtoolsScript.FindStringSubmatch(body(t, res))
	require.NotNil(t, found)
	assert.Equal(t, res.Header.Get("X-Inertia-Devtools-Id"), found[5])
	assert.Contains(t, res.Header.Get("Content-Security-Policy"), "'nonce-"+found[4]+"'")
	assert.Empty(t, found[2])
	assert.Empty(t, res.Header.Get("X-Inertia-Devtools-Base-Path"))
}

func TestEntriesLieBelowTheApplication(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		mount  string // cut off by http.StripPrefix
		prefix string // told by a proxy
		base   string
		none   bool
	}{
		"at the root":        {},
		"mounted":            {mount: "/portal", base: "/portal"},
		"behind a proxy":     {prefix: "/portal/", base: "/portal"},
		"both":               {mount: "/portal", prefix: "/app", base: "/app/portal"},
		"deep":               {mount: "/a/b-c/d_e", base: "/a/b-c/d_e"},
		"dots":               {prefix: "/a/../b", none: true},
		"encoded dots":       {prefix: "/a/%2e%2e/b", none: true},
		"encoded":            {mount: "/caf%C3%A9", none: true},
		"not for a URL path": {prefix: `/a\b`, base: ""}, // no prefix at all
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inside := inspected(t, inertia.WithForwarded())
			outside := inside
			if tc.mount != "" {
				cut, err := url.PathUnescape(tc.mount)
				require.NoError(t, err)
				outside = http.StripPrefix(cut, inside)
			}
			r := httptest.NewRequest("GET", tc.mount+"/users", nil)
			r.Host = "localhost"
			r.Header.Set("Accept", "text/html")
			if tc.prefix != "" {
				r.Header.Set("X-Forwarded-Prefix", tc.prefix)
			}
			w := httptest.NewRecorder()
			outside.ServeHTTP(w, r)
			res := w.Result()
			found := devtoolsScript.FindStringSubmatch(body(t, res))
			if tc.none {
				assert.Nil(t, found)
				assert.Empty(t, res.Header.Get("X-Inertia-Devtools-Id"), "the extension could not read it")
				return
			}
			require.NotNil(t, found)
			assert.Equal(t, tc.base, found[2])
			assert.Equal(t, tc.base, res.Header.Get("X-Inertia-Devtools-Base-Path"))
			assert.Equal(t, http.StatusOK, panel{t, outside}.read(tc.mount+entriesPath+"/"+found[5]).StatusCode)
		})
	}
}

func TestNobodyReadsEntriesUnlessTheProgramSaysSo(t *testing.T) {
	t.Parallel()
	admins := func(r *http.Request) bool { return r.Header.Get("Admin") == "yes" }
	type test struct {
		opts     []inertia.Option
		host     string
		admin    bool
		recorded bool
	}
	for name, tc := range map[string]test{
		"production":                        {nil, "localhost", true, false},
		"observed":                          {[]inertia.Option{inertia.WithObserver((&watcher{}).observe), inertia.WithServerTiming(everybody)}, "localhost", true, false},
		"development":                       {[]inertia.Option{inertia.WithDebug()}, "localhost:8080", false, true},
		"development by address":            {[]inertia.Option{inertia.WithDebug()}, "192.168.1.7:8080", false, true},
		"development by IPv6":               {[]inertia.Option{inertia.WithDebug()}, "[::1]:8080", false, true},
		"development, rebound name":         {[]inertia.Option{inertia.WithDebug()}, "evil.test", false, false},
		"gate":                              {[]inertia.Option{inertia.WithDevTools(admins)}, "app.test", true, true},
		"gate, shut":                        {[]inertia.Option{inertia.WithDevTools(admins)}, "app.test", false, false},
		"gate, shut at the local machine":   {[]inertia.Option{inertia.WithDevTools(admins)}, "localhost", false, false},
		"gate, shut in development as well": {[]inertia.Option{inertia.WithDevTools(admins), inertia.WithDebug()}, "localhost", false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := quiet(t, tc.opts...)
			h := i.Middleware(i.Page("Page", inertia.Props{"a": 1}))
			ask := func(path string, headers ...string) *http.Response {
				r := httptest.NewRequest("GET", path, nil)
				r.Host = tc.host
				if tc.admin {
					r.Header.Set("Admin", "yes")
				}
				for k := 0; k < len(headers); k += 2 {
					r.Header.Set(headers[k], headers[k+1])
				}
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				return w.Result()
			}
			res := ask("/", client...)
			id := res.Header.Get("X-Inertia-Devtools-Id")
			assert.Equal(t, tc.recorded, id != "")
			document := body(t, ask("/", "Accept", "text/html"))
			assert.Equal(t, tc.recorded, strings.Contains(document, "devtools"))
			if id == "" {
				id = "AAAAAAAAAAAAAAAAAAAAAAAAAA"
			}
			for _, path := range []string{entriesPath, entriesPath + "/", entriesPath + "/" + id} {
				res := ask(path)
				entries := res.Header.Get("Content-Type") == "application/json"
				assert.Equal(t, tc.recorded, entries, path)
				if tc.recorded {
					assert.Equal(t, 200, res.StatusCode, path)
				}
			}
		})
	}

	// Where there are none, the path is the program's.
	i := quiet(t)
	assert.Equal(t, 404, do(i.Middleware(http.NotFoundHandler()), "GET", entriesPath).StatusCode)
	gated := quiet(t, inertia.WithDevTools(func(r *http.Request) bool { return r.Header.Get("Admin") == "yes" }))
	h := gated.Middleware(http.NewServeMux())
	res := do(h, "GET", "/", with("Admin", "yes")...)
	id := res.Header.Get("X-Inertia-Devtools-Id")
	require.NotEmpty(t, id)
	assert.Equal(t, 200, do(h, "GET", entriesPath+"/"+id, "Admin", "yes").StatusCode)
	assert.Equal(t, 404, do(h, "GET", entriesPath+"/"+id).StatusCode, "knowing the id does not help")

	for _, opt := range []inertia.Option{inertia.WithDevTools(nil), inertia.WithRedacted("")} {
		_, err := inertia.New(opt)
		assert.Error(t, err)
	}
}

func TestHostileRequestsLeaveNothingBehind(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 10<<10)
	for name, value := range map[string]string{"long": long, "too long by one": long[:257], "spaces": "a b", "not ASCII": "ä", "a control character": "a\x01b"} {
		p := panel{t, inspected(t)}
		res, entry := p.send("GET", "/users", nil, with("X-Inertia-Devtools-Tab", value, "X-Inertia-Devtools-Visit", value, "X-Inertia-Devtools-Parent", value)...)
		assert.Nil(t, at(entry, "__meta", "tabUuid"), name)
		assert.Nil(t, at(entry, "__meta", "visitId"), name)
		assert.Nil(t, at(entry, "__meta", "batchId"), name)
		assert.Equal(t, res.Header.Get("X-Inertia-Devtools-Id"), res.Header.Get("X-Inertia-Devtools-Parent-Out"), name)
	}

	p := panel{t, inspected(t)}
	_, entry := p.send("GET", "/users", nil, with("X-Inertia-Devtools-Tab", long[:256], "X-Other", long)...)
	assert.Equal(t, long[:256], at(entry, "__meta", "tabUuid"), "verbatim, up to 256 bytes")
	assert.Less(t, len(at(entry, "http", "requestHeaders", "x-other").(string)), 5<<10)
	for _, id := range []string{"unknown", "../../users", "%2e%2e", long, "<script>", "A/B"} {
		res := p.read(entriesPath + "/" + url.PathEscape(id))
		assert.Equal(t, 404, res.StatusCode, id)
		assert.NotContains(t, body(t, res), "<script")
	}
	for _, method := range []string{"POST", "PUT", "DELETE"} {
		r := httptest.NewRequest(method, entriesPath, nil)
		r.Host = "localhost"
		w := httptest.NewRecorder()
		p.h.ServeHTTP(w, r)
		assert.Equal(t, 405, w.Code, method)
	}
	res := p.read(entriesPath + "?limit=-1&offset=nonsense")
	assert.Equal(t, "nosniff", res.Header.Get("X-Content-Type-Options"))
	text := body(t, res)
	assert.NotContains(t, text, "<script", "HTML in props stays text")
	assert.Contains(t, text, `\u003cscript`)
}

func TestAnotherTabsIdsChangeNothingOfThatTab(t *testing.T) {
	t.Parallel()
	p := panel{t, inspected(t)}
	first, before := p.send("GET", "/users", nil, with("X-Inertia-Devtools-Tab", "one")...)
	id := first.Header.Get("X-Inertia-Devtools-Id")
	for range 120 { // more than a tab may have
		p.send("GET", "/nothing", nil, with("X-Inertia-Devtools-Tab", "two", "X-Inertia-Devtools-Parent", id, "X-Inertia-Devtools-Visit", id)...)
	}
	assert.Equal(t, before, p.entry(id), "its entry is still there, as it was")
	var list []map[string]any
	require.NoError(t, json.NewDecoder(p.read(entriesPath+"?limit=500").Body).Decode(&list))
	assert.Len(t, list, 101, "100 of the busy tab")
}

func TestEntriesAreListed(t *testing.T) {
	t.Parallel()
	p := panel{t, inspected(t)}
	p.send("GET", "/users", nil, "Accept", "text/html")
	p.send("GET", "/users", nil, client...)
	p.send("GET", "/users", nil, with("X-Inertia-Devtools-Poll", "1")...)
	p.send("GET", "/nothing", nil, client...)
	for query, want := range map[string][]string{
		"":                                    {"navigate /nothing", "poll /users", "navigate /users", "initial /users"},
		"?limit=2":                            {"navigate /nothing", "poll /users"},
		"?limit=2&offset=1":                   {"poll /users", "navigate /users"},
		"?type=navigate":                      {"navigate /nothing", "navigate /users"},
		"?component=Users/Index":              {"poll /users", "navigate /users", "initial /users"},
		"?component=Users/Index&exclude=poll": {"navigate /users", "initial /users"},
		"?exclude=poll,navigate":              {"initial /users"},
		"?component=None":                     {},
		"?offset=9":                           {},
	} {
		res := p.read(entriesPath + query)
		assert.Equal(t, "no-store", res.Header.Get("Cache-Control"))
		var list []map[string]any
		require.NoError(t, json.NewDecoder(res.Body).Decode(&list))
		got := []string{}
		for _, entry := range list {
			u, err := url.Parse(at(entry, "__meta", "url").(string))
			require.NoError(t, err)
			got = append(got, fmt.Sprint(at(entry, "__meta", "requestType"), " ", u.Path))
		}
		assert.Equal(t, want, got, query)
	}
}

func TestSecretsOfTheProgramAreRedactedToo(t *testing.T) {
	t.Parallel()
	p := panel{t, inspected(t, inertia.WithRedacted("name", "X-Tenant"), inertia.WithSecretNames("tax id"), inertia.WithCSRF(inertia.TokenHeader("X-Proof")))}
	_, entry := p.send("GET", "/users", nil, with("X-Tenant", "acme", "X-Proof", "abc", "X-Tax-Id", "47")...)
	assert.Equal(t, "[REDACTED]", at(entry, "http", "requestHeaders", "x-tax-id"), "no page shows it")
	assert.Equal(t, "[REDACTED]", at(entry, "http", "requestHeaders", "x-tenant"))
	assert.Equal(t, "[REDACTED]", at(entry, "http", "requestHeaders", "x-proof"))
	assert.Equal(t, "[REDACTED]", at(entry, "propValues", "user", "name"))
	assert.Equal(t, "[REDACTED]", at(entry, "propValues", "user", "api_token"))
	assert.Equal(t, "[REDACTED]", at(entry, "propValues", "password"))
	assert.Equal(t, "[REDACTED]", at(entry, "http", "responseBody", "value", "props", "password"))
	assert.Equal(t, "dark", at(entry, "propValues", "config"))
}

func TestReadingEntriesTakesNoMessageFromAnybody(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(inspected(t))
	t.Cleanup(server.Close)
	browser := server.Client()
	browser.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	get := func(path string, cookies []*http.Cookie) (*http.Response, string) {
		r, err := http.NewRequestWithContext(t.Context(), "GET", server.URL+path, nil)
		require.NoError(t, err)
		for k := 0; k < len(client); k += 2 {
			r.Header.Set(client[k], client[k+1])
		}
		for _, c := range cookies {
			r.AddCookie(c)
		}
		res, err := browser.Do(r)
		require.NoError(t, err)
		text := body(t, res)
		return res, text
	}
	r, err := http.NewRequestWithContext(t.Context(), "POST", server.URL+"/users", strings.NewReader(`{}`))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/json")
	saved, err := browser.Do(r)
	require.NoError(t, err)
	_ = saved.Body.Close()
	waiting := saved.Cookies()
	require.NotEmpty(t, waiting)

	res, _ := get(entriesPath+"/"+saved.Header.Get("X-Inertia-Devtools-Id"), waiting)
	assert.Equal(t, 200, res.StatusCode)
	assert.Empty(t, res.Cookies(), "flash stays where it is")
	_, page := get("/users", waiting)
	assert.Contains(t, page, `"flash":{"message":"Saved"}`)
}

// A handler that is recorded reads its body as it came, and as fast.
func TestRecordedBodiesReachTheHandler(t *testing.T) {
	t.Parallel()
	i := quiet(t, inertia.WithDevTools(everybody))
	photo, multipartType := upload(t)
	sent, err := io.ReadAll(photo)
	require.NoError(t, err)
	for name, read := range map[string]func(*http.Request) ([]byte, error){
		"whole":      func(r *http.Request) ([]byte, error) { return io.ReadAll(r.Body) },
		"in part":    func(r *http.Request) ([]byte, error) { return io.ReadAll(io.LimitReader(r.Body, 1000)) },
		"not at all": func(*http.Request) ([]byte, error) { return nil, nil },
	} {
		for _, contentType := range []string{multipartType, "multipart/form-data", "multipart/form-data; boundary=other", "application/json", "text/plain", "image/png", ""} {
			var got []byte
			h := i.Middleware(i.Handle(func(w http.ResponseWriter, r *http.Request) (err error) {
				got, err = read(r)
				w.WriteHeader(204)
				return err
			}))
			r := httptest.NewRequest("POST", "/", bytes.NewReader(sent))
			for k := 0; k < len(client); k += 2 {
				r.Header.Set(client[k], client[k+1])
			}
			r.Header.Set("Content-Type", contentType)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			assert.True(t, bytes.HasPrefix(sent, got), "%s %s", name, contentType)
			if name == "whole" {
				assert.Len(t, got, len(sent), contentType)
			}
			checkEntry(t, panel{t, h}.entry(w.Header().Get("X-Inertia-Devtools-Id")))
		}
	}
}

// A stream that has not ended has an entry already: the extension asks when the
// answer begins.
func TestEntriesCanBeReadBeforeTheAnswerEnds(t *testing.T) {
	t.Parallel()
	i := quiet(t, inertia.WithDevTools(everybody))
	var h http.Handler
	var during map[string]any
	h = i.Middleware(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "one")
		require.NoError(t, http.NewResponseController(w).Flush())
		during = panel{t, h}.entry(w.Header().Get("X-Inertia-Devtools-Id"))
		_, _ = io.WriteString(w, "two")
	}))
	_, after := panel{t, h}.send("GET", "/", nil, "Accept", "*/*")
	assert.Equal(t, at(during, "__meta", "id"), at(after, "__meta", "id"))
	assert.Equal(t, "streamed", at(after, "http", "responseBody", "reason"))
}
