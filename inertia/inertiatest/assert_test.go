package inertiatest_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia/inertiatest"
)

const usersPage = `{
	"component": "Users/Index", "url": "/users?page=2", "version": "v1",
	"props": {
		"errors": {},
		"users": [{"id": 1, "name": "Ada", "tags": []}, {"id": 2, "name": "Grace", "tags": ["admin"]}],
		"total": 2, "title": "All users", "open": true, "none": null, "empty": [], "auth": {"user": {"name": "Ada"}}
	},
	"flash": {"success": "Saved.", "undo": {"id": 7}},
	"sharedProps": ["errors", "auth"], "mergeProps": ["users"], "prependProps": ["log"], "deepMergeProps": ["conf"],
	"matchPropsOn": ["users.id"], "deferredProps": {"default": ["stats"], "slow": ["report", "chart"]},
	"rescuedProps": ["weather"], "onceProps": {"plans": {"prop": "plans", "expiresAt": 1790000000000}},
	"scrollProps": {"feed": {"pageName": "page", "previousPage": null, "nextPage": 2, "currentPage": 1, "reset": false}},
	"encryptHistory": true, "clearHistory": true, "preserveFragment": true
}`

const errorsPage = `{
	"component": "Users/Create", "url": "/users/create", "version": null,
	"props": {"errors": {"name": "Enter a name.", "tags": ["Too many.", "Too long."], "login": {"email": "Unknown."}}}
}`

func TestAssertionsThatHold(t *testing.T) {
	t.Parallel()
	page := inertiatest.Page(t, usersPage)
	page.Component("Users/Index").URL("/users?page=2").Version("v1").
		Has("users", "users.1.name", "none").Missing("user", "users.2", "users.0.email", "users.length").
		Count("users", 2).Count("empty", 0).Count("auth", 1).
		Where("total", 2).Where("title", "All users").Where("none", nil).Where("open", true).
		Where("users.0", map[string]any{"id": 1, "name": "Ada", "tags": []string{}}).
		Where("auth", struct {
			User struct {
				Name string `json:"name"`
			} `json:"user"`
		}{struct {
			Name string `json:"name"`
		}{"Ada"}}).
		Where("auth.user", json.RawMessage(`{"name":"Ada"}`)).
		WhereNot("total", 3).WhereNot("total", "2").
		WhereType("users", "array").WhereType("none", "null", "string").WhereType("auth", "object").
		WhereType("total", "number").WhereType("title", "string").WhereType("open", "boolean").
		WhereContains("users.1.tags", "admin").WhereContains("title", "users").WhereContains("users.0", map[string]any{"id": 1}).
		First("users", func(user *inertiatest.Assertions) { user.Where("name", "Ada").Missing("email") }).
		Each("users", func(user *inertiatest.Assertions) { user.Has("id", "name").WhereType("tags", "array") }).
		Scope("auth.user", func(user *inertiatest.Assertions) { user.Exact(map[string]string{"name": "Ada"}) }).
		NoErrors().MissingError("name").
		HasFlash("success").HasFlash("success", "Saved.").HasFlash("undo", map[string]int{"id": 7}).MissingFlash("error").
		HasDeferred("default", "stats").HasDeferred("slow", "chart", "report").
		HasMerge("users").HasPrepend("log").HasDeepMerge("conf").HasMatchOn("users.id").
		HasOnce("plans").HasScroll("feed").HasRescued("weather").HasShared("auth", "errors").
		EncryptsHistory().ClearsHistory().PreservesFragment()

	inertiatest.Page(t, errorsPage).
		HasError("name").HasError("name", "Enter a name.").HasError("tags", "Too many.", "Too long.").MissingError("email").
		Bag("login").HasError("email", "Unknown.").MissingError("name").
		Bag("other").NoErrors().MissingFlash().Version("").
		Exact(map[string]any{"errors": map[string]any{
			"name": "Enter a name.", "tags": []string{"Too many.", "Too long."}, "login": map[string]string{"email": "Unknown."},
		}})

	inertiatest.Page(t, `{"component":"A","props":{"errors":{},"a":1},"url":"/"}`).Exact(map[string]int{"a": 1})
}

func TestAssertionsThatFail(t *testing.T) {
	t.Parallel()
	const at = "inertiatest: Users/Index at /users?page=2: "
	for name, tc := range map[string]struct {
		check func(*inertiatest.Assertions)
		want  string
	}{
		"component":         {func(p *inertiatest.Assertions) { p.Component("Users") }, `the component is "Users/Index", want "Users"`},
		"url":               {func(p *inertiatest.Assertions) { p.URL("/users") }, `the URL is "/users?page=2", want "/users"`},
		"version":           {func(p *inertiatest.Assertions) { p.Version("v2") }, `the version is "v1", want "v2"`},
		"status":            {func(p *inertiatest.Assertions) { p.Status(200) }, `the status is 0, want 200`},
		"has":               {func(p *inertiatest.Assertions) { p.Has("users", "users.0.email") }, `prop "users.0.email" is missing; "users.0" has id, name, tags`},
		"has in a list":     {func(p *inertiatest.Assertions) { p.Has("users.2.name") }, `prop "users.2.name" is missing; "users" has 2 items`},
		"has at the top":    {func(p *inertiatest.Assertions) { p.Has("user") }, `prop "user" is missing; the page has auth, empty, errors, none, open, title, total, users`},
		"has in a scalar":   {func(p *inertiatest.Assertions) { p.Has("total.x") }, `prop "total.x" is missing; "total" is 2`},
		"missing":           {func(p *inertiatest.Assertions) { p.Missing("none", "x") }, `prop "none" is null, want none`},
		"count":             {func(p *inertiatest.Assertions) { p.Count("users", 3) }, `prop "users" has 2 items, want 3`},
		"count of a scalar": {func(p *inertiatest.Assertions) { p.Count("total", 1) }, `prop "total" is 2, want 1 item`},
		"where":             {func(p *inertiatest.Assertions) { p.Where("users.0.name", "Jane") }, `prop "users.0.name" is "Ada", want "Jane"`},
		"where number is text": {func(p *inertiatest.Assertions) { p.Where("total", "2") },
			`prop "total" is 2, want "2"`},
		"where too large for JavaScript": {func(p *inertiatest.Assertions) { p.Where("total", int64(9007199254740993)) },
			`prop "total" is 2, want 9007199254740993 (JavaScript has no integer 9007199254740993; send it as a string)`},
		"where differs inside": {func(p *inertiatest.Assertions) {
			p.Where("users.0", map[string]any{"id": 2, "nick": "a", "tags": []int{}})
		}, "prop \"users.0.id\" is 1, want 2\n\t\"users.0.nick\" is missing, want \"a\"\n\t\"users.0.name\" is not wanted: \"Ada\""},
		"where no JSON":  {func(p *inertiatest.Assertions) { p.Where("total", func() {}) }, `the expected value is not JSON: json: unsupported type: func()`},
		"where not":      {func(p *inertiatest.Assertions) { p.WhereNot("total", 2) }, `prop "total" is 2, want anything else`},
		"where type":     {func(p *inertiatest.Assertions) { p.WhereType("none", "string", "number") }, `prop "none" is null null, want string or number`},
		"where contains": {func(p *inertiatest.Assertions) { p.WhereContains("users.1.tags", "root") }, `prop "users.1.tags" is ["admin"], which does not contain "root"`},
		"exact": {func(p *inertiatest.Assertions) {
			p.Scope("auth", func(a *inertiatest.Assertions) { a.Exact(map[string]any{"user": nil, "token": 1}) })
		}, "the props differ:\n\t\"auth.token\" is missing, want 1\n\t\"auth.user\" is {\"name\":\"Ada\"}, want null"},
		"scope":             {func(p *inertiatest.Assertions) { p.Scope("nobody", func(*inertiatest.Assertions) { panic("called") }) }, `prop "nobody" is missing; the page has auth, empty, errors, none, open, title, total, users`},
		"first of an empty": {func(p *inertiatest.Assertions) { p.First("empty", func(*inertiatest.Assertions) { panic("called") }) }, `prop "empty" is [], want a list with items`},
		"each of no list":   {func(p *inertiatest.Assertions) { p.Each("auth", func(*inertiatest.Assertions) { panic("called") }) }, `prop "auth" is {"user":{"name":"Ada"}}, want a list with items`},
		"inside of each": {func(p *inertiatest.Assertions) {
			p.Each("users", func(u *inertiatest.Assertions) { u.Where("name", "Ada") })
		}, `prop "users.1.name" is "Grace", want "Ada"`},
		"error":          {func(p *inertiatest.Assertions) { p.HasError("name") }, `errors: "name" has no error; there are no errors`},
		"flash":          {func(p *inertiatest.Assertions) { p.HasFlash("error") }, `there is no flash "error"; flash has success, undo`},
		"flash value":    {func(p *inertiatest.Assertions) { p.HasFlash("success", "Sent.") }, `flash "success" is "Saved.", want "Sent."`},
		"no flash":       {func(p *inertiatest.Assertions) { p.MissingFlash("success") }, `flash "success" is "Saved.", want none`},
		"deferred":       {func(p *inertiatest.Assertions) { p.HasDeferred("slow", "stats") }, `deferredProps of slow does not list "stats"; there are report, chart`},
		"deferred group": {func(p *inertiatest.Assertions) { p.HasDeferred("late") }, `there is no deferred group "late"; there are default, slow`},
		"merge":          {func(p *inertiatest.Assertions) { p.HasMerge("log") }, `mergeProps does not list "log"; there are users`},
		"prepend":        {func(p *inertiatest.Assertions) { p.HasPrepend("x") }, `prependProps does not list "x"; there are log`},
		"deep merge":     {func(p *inertiatest.Assertions) { p.HasDeepMerge("x") }, `deepMergeProps does not list "x"; there are conf`},
		"match on":       {func(p *inertiatest.Assertions) { p.HasMatchOn("x") }, `matchPropsOn does not list "x"; there are users.id`},
		"once":           {func(p *inertiatest.Assertions) { p.HasOnce("x") }, `onceProps does not list "x"; there are plans`},
		"scroll":         {func(p *inertiatest.Assertions) { p.HasScroll("x") }, `scrollProps does not list "x"; there are feed`},
		"rescued":        {func(p *inertiatest.Assertions) { p.HasRescued("x") }, `rescuedProps does not list "x"; there are weather`},
		"shared":         {func(p *inertiatest.Assertions) { p.HasShared("x") }, `sharedProps does not list "x"; there are errors, auth`},
		"component's file": {func(p *inertiatest.Assertions) { p.Component("Users/Index") },
			`component "Users/Index" has no file, tried Users/Index.tsx, Users/Index.jsx, Users/Index.vue, Users/Index.svelte, Users/Index.ts, Users/Index.js; Users has Show.tsx, index.tsx`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := fstest.MapFS{"Users/index.tsx": {}, "Users/Show.tsx": {}}
			f := fails(t, func(t testing.TB) { tc.check(inertiatest.Page(t, usersPage, inertiatest.WithPages(files))) })
			assert.Equal(t, at+tc.want, f.said())
			assert.False(t, f.ended, "assertions let the test go on")
		})
	}
}

func TestAssertionsOnErrorsThatFail(t *testing.T) {
	t.Parallel()
	const at = "inertiatest: Users/Create at /users/create: "
	for want, check := range map[string]func(*inertiatest.Assertions){
		`errors: "email" has no error; errors are on login, name, tags`:  func(p *inertiatest.Assertions) { p.HasError("email") },
		`errors: the error of "name" is ["Enter a name."], want ["No."]`: func(p *inertiatest.Assertions) { p.HasError("name", "No.") },
		`errors: "name" has the error "Enter a name.", want none`:        func(p *inertiatest.Assertions) { p.MissingError("email", "name") },
		`errors of bag login are {"email":"Unknown."}, want none`:        func(p *inertiatest.Assertions) { p.Bag("login").NoErrors() },
		`errors of bag login: "name" has no error; errors are on email`:  func(p *inertiatest.Assertions) { p.Bag("login").HasError("name") },
		`errors of bag other: "name" has no error; there are no errors`:  func(p *inertiatest.Assertions) { p.Bag("other").HasError("name") },
		`there is no flash "success"; there is no flash`:                 func(p *inertiatest.Assertions) { p.HasFlash("success") },
		`mergeProps does not list "users"; there are none`:               func(p *inertiatest.Assertions) { p.HasMerge("users") },
		`encryptHistory is not set`:                                      func(p *inertiatest.Assertions) { p.EncryptsHistory() },
		`clearHistory is not set`:                                        func(p *inertiatest.Assertions) { p.ClearsHistory() },
		`preserveFragment is not set`:                                    func(p *inertiatest.Assertions) { p.PreservesFragment() },
	} {
		f := fails(t, func(t testing.TB) { check(inertiatest.Page(t, errorsPage)) })
		assert.Equal(t, at+want, f.said())
	}
}

func TestManyDifferencesAreCut(t *testing.T) {
	t.Parallel()
	want := map[string]int{}
	for _, k := range strings.Split("abcdefghijklmnop", "") {
		want[k] = 1
	}
	f := fails(t, func(t testing.TB) { inertiatest.Page(t, `{"component":"A","props":{},"url":"/"}`).Exact(want) })
	assert.Equal(t, 12, strings.Count(f.said(), "\n")+1)
	assert.Contains(t, f.said(), "and 6 more")
}

func TestLongValuesAreCut(t *testing.T) {
	t.Parallel()
	page := `{"component":"A","props":{"text":"` + strings.Repeat("é", 400) + `"},"url":"/"}`
	f := fails(t, func(t testing.TB) { inertiatest.Page(t, page).Where("text", "x") })
	assert.Regexp(t, `^inertiatest: A at /: prop "text" is "é{149,150} ..., want "x"$`, f.said())
	f = fails(t, func(t testing.TB) { inertiatest.Page(t, strings.Repeat("word ", 100)) })
	assert.Regexp(t, `: (word ){40} ?...$`, f.said())
}

func TestPropDecodes(t *testing.T) {
	t.Parallel()
	type user struct {
		ID   int    `json:"id"`
		Name string `json:"name"`
	}
	page := inertiatest.Page(t, usersPage)
	assert.Equal(t, []user{{1, "Ada"}, {2, "Grace"}}, inertiatest.Prop[[]user](page, "users"))
	assert.Equal(t, "Grace", inertiatest.Prop[string](page, "users.1.name"))
	page.Scope("users.0", func(p *inertiatest.Assertions) {
		assert.Equal(t, user{1, "Ada"}, inertiatest.Prop[user](p, ""))
	})

	f := fails(t, func(t testing.TB) { inertiatest.Prop[int](inertiatest.Page(t, usersPage), "title") })
	assert.True(t, f.ended)
	assert.Contains(t, f.said(), `prop "title" is not of type int: json: cannot unmarshal string into Go value of type int: "All users"`)
	f = fails(t, func(t testing.TB) { inertiatest.Prop[int](inertiatest.Page(t, usersPage), "users.7") })
	assert.Contains(t, f.said(), `prop "users.7" is missing; "users" has 2 items`)
}

func TestWithPagesFindsTheComponent(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"Users/Index.vue": {}, "Home/index.tsx": {}}
	inertiatest.Page(t, usersPage, inertiatest.WithPages(files)).Component("Users/Index")
	home := `{"component":"Home","props":{},"url":"/"}`
	inertiatest.Page(t, home, inertiatest.WithPages(files, "*.tsx", "*/index.tsx")).Component("Home")

	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "Home.svelte"), nil, 0o600))
	inertiatest.Page(t, home, inertiatest.WithPages(os.DirFS(dir))).Component("Home")

	for _, hostile := range []string{"../Home", "/Home", "", "Home/", "a//b", "\x00"} {
		page := `{"component":` + quote(hostile) + `,"props":{},"url":"/"}`
		f := fails(t, func(t testing.TB) {
			inertiatest.Page(t, page, inertiatest.WithPages(files)).Component(hostile)
		})
		assert.NotEmpty(t, f.messages, hostile)
	}
}

func quote(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

func TestOptionsAreChecked(t *testing.T) {
	t.Parallel()
	for want, opt := range map[string]inertiatest.Option{
		`inertiatest: WithPages: the file system is nil`:                                    inertiatest.WithPages(nil),
		`inertiatest: WithPages: pattern "pages" needs one * for the name of the component`: inertiatest.WithPages(fstest.MapFS{}, "pages"),
		`inertiatest: WithHandler: the handler is nil`:                                      inertiatest.WithHandler(nil, nil),
		`inertiatest: WithBaseURL: "example.com" is not a URL like https://example.com`:     inertiatest.WithBaseURL("example.com"),
	} {
		f := fails(t, func(t testing.TB) { inertiatest.Page(t, usersPage, opt) })
		assert.Equal(t, want, f.said())
		f = fails(t, func(t testing.TB) { inertiatest.NewClient(t, nil, opt) })
		assert.Equal(t, want, f.said())
	}
}

func TestPageReadsEveryKindOfResponse(t *testing.T) {
	t.Parallel()
	doc := `<!doctype html><script data-page="app" type="application/json">` + usersPage + `</script><div id="app"></div>`
	w := httptest.NewRecorder()
	w.WriteHeader(http.StatusNotFound)
	_, _ = w.WriteString(doc)
	inertiatest.Page(t, w).Component("Users/Index").Status(404)

	res := w.Result()
	inertiatest.Page(t, res).Component("Users/Index").Status(404)
	inertiatest.Page(t, res).Component("Users/Index") // the body can be read again
	inertiatest.Page(t, []byte(usersPage)).Component("Users/Index")
	object := inertiatest.Page(t, doc).Object()
	inertiatest.Page(t, object).Component("Users/Index")

	f := fails(t, func(t testing.TB) { inertiatest.Page(t, 7) })
	assert.Equal(t, "inertiatest: no page in a int: pass an *http.Response, *httptest.ResponseRecorder, []byte, string or *PageObject", f.said())
	assert.True(t, f.ended)
}

func TestPageSaysWhyThereIsNone(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		``:                                       "inertiatest: the answer is empty, no page",
		`{"component":"A"`:                       "inertiatest: page object: unexpected end of JSON input",
		`{"props":{},"url":"/"}`:                 "inertiatest: page object without component",
		`{"component":"A","props":{}}`:           "inertiatest: page object of A without url",
		`{"component":"A","url":"/"}`:            "inertiatest: props of A are not an object",
		`{"component":"A","url":"/","props":[]}`: "inertiatest: props of A are not an object: []",
		`{"component":7}`:                        "inertiatest: page object: json: cannot unmarshal number",
		`Not found`:                              `inertiatest: neither a page object nor a document with <script data-page type="application/json">: Not found`,
		`<p>Sorry</p>`:                           `inertiatest: neither a page object nor a document`,
		`<script data-page="main" type="application/json">{}</script>`: `inertiatest: the document has no page for root element "app", only for ["main"]; see WithRootID`,
	} {
		f := fails(t, func(t testing.TB) { inertiatest.Page(t, body, inertiatest.WithRootID("app")) })
		assert.Contains(t, f.said(), want)
		assert.True(t, f.ended)
	}
	w := httptest.NewRecorder()
	w.Header().Set("Location", "/login")
	w.WriteHeader(http.StatusFound)
	f := fails(t, func(t testing.TB) { inertiatest.Page(t, w) })
	assert.Equal(t, "inertiatest: the answer is 302 to /login, no page", f.said())
}

func TestDump(t *testing.T) {
	t.Parallel()
	f := fails(t, func(t testing.TB) { inertiatest.Page(t, usersPage).Dump() })
	assert.Empty(t, f.messages)
	require.Len(t, f.log, 1)
	assert.Contains(t, f.log[0], `"component": "Users/Index"`)
}

func TestResponseAssertions(t *testing.T) {
	t.Parallel()
	response := func(status int, headers ...string) *http.Response {
		w := httptest.NewRecorder()
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		return w.Result()
	}
	inertiatest.RedirectsTo(t, response(302, "Location", "/users"), "/users")
	inertiatest.RedirectsTo(t, response(303, "Location", "/users"), "/users")
	inertiatest.RedirectsTo(t, response(409, "X-Inertia-Redirect", "/users#new"), "/users#new")
	inertiatest.LocationTo(t, response(409, "X-Inertia-Location", "https://pay.example"), "https://pay.example")
	conflict := response(409, "X-Inertia-Location", "/users", "X-Inertia-Version", "v2")
	inertiatest.VersionConflict(t, conflict)
	w := httptest.NewRecorder()
	http.Redirect(w, httptest.NewRequest("GET", "/", nil), "/a", http.StatusFound)
	inertiatest.RedirectsTo(t, w, "/a")

	for want, check := range map[string]func(testing.TB){
		"the answer is OK, want a redirect to /users":                                                      func(t testing.TB) { inertiatest.RedirectsTo(t, response(200), "/users") },
		"the redirect leads to /a, want /b":                                                                func(t testing.TB) { inertiatest.RedirectsTo(t, response(302, "Location", "/a"), "/b") },
		"the answer is Conflict, X-Inertia-Location: /users, X-Inertia-Version: v2, want a redirect to /a": func(t testing.TB) { inertiatest.RedirectsTo(t, conflict, "/a") },
		"the answer is Found, Location: /a, want a location visit to /a":                                   func(t testing.TB) { inertiatest.LocationTo(t, response(302, "Location", "/a"), "/a") },
		"the location visit leads to /users, want /a":                                                      func(t testing.TB) { inertiatest.LocationTo(t, conflict, "/a") },
		"the answer is OK, want a version conflict":                                                        func(t testing.TB) { inertiatest.VersionConflict(t, response(200)) },
		"the answer is Conflict, X-Inertia-Location: /a, want a version conflict":                          func(t testing.TB) { inertiatest.VersionConflict(t, response(409, "X-Inertia-Location", "/a")) },
		"no response in a string: pass an *http.Response or *httptest.ResponseRecorder":                    func(t testing.TB) { inertiatest.VersionConflict(t, "") },
	} {
		assert.Equal(t, "inertiatest: "+want, fails(t, check).said())
	}
}
