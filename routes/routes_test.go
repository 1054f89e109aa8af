package routes_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/needs"
	"github.com/inertia-templ/shell/routes"
)

func handler(name string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, name, " ", r.PathValue("id"), r.PathValue("path"))
	})
}

func router() *routes.Router {
	r := routes.New()
	for name, pattern := range map[string]string{
		"home": "GET /{$}", "users.show": "GET /users/{id}", "users.posts.show": "GET /users/{id}/posts/{post}", "files": "/files/{path...}",
		"users.index": "GET /users", "admin.secret": "GET /admin/secret", "host": "GET example.com/host/{id}",
	} {
		r.Handle(name, pattern, handler(name))
	}
	return r
}

func TestURL(t *testing.T) {
	t.Parallel()
	r := router()
	tests := []struct {
		name   string
		params []any
		want   string
	}{
		{"home", nil, "/"},
		{"users.show", []any{"id", 7}, "/users/7"},
		{"users.show", []any{"id", "a b/c?d#e%&ż"}, "/users/a%20b%2Fc%3Fd%23e%25%26%C5%BC"},
		{"users.show", []any{"id", 7, "tab", "po sts", "tab", "x"}, "/users/7?tab=po%20sts&tab=x"},
		{"users.posts.show", []any{"post", 2, "id", 1}, "/users/1/posts/2"},
		{"files", []any{"path", "a/b c/d"}, "/files/a/b%20c/d"},
		{"files", []any{"path", ""}, "/files/"},
		{"host", []any{"id", 1}, "/host/1"},
	}
	for _, test := range tests {
		got, err := r.URL(test.name, test.params...)
		require.NoError(t, err)
		assert.Equal(t, test.want, got)
		assert.Equal(t, test.want, r.MustURL(test.name, test.params...))
	}
}

func TestURLErrors(t *testing.T) {
	t.Parallel()
	r := router()
	for want, params := range map[string][]any{
		`URL("nobody"): no such route: known are admin.secret, files`: {"nobody"},
		`/users/{id} needs the parameter "id"`:                        {"users.show"},
		`needs the parameter "post"`:                                  {"users.posts.show", "id", 1},
		`"" is not a value for "id": it is empty`:                     {"users.show", "id", ""},
		`the parameter "id" is given twice`:                           {"users.show", "id", 1, "id", 2},
		`".." is not a value for "id"`:                                {"users.show", "id", ".."},
		`"a/./b" is not a value for "path"`:                           {"files", "path", "a/./b"},
		`in turn, got 1 arguments`:                                    {"users.show", 7},
		`the name of a parameter is of type int, not a string`:        {"users.show", 7, 8},
	} {
		_, err := r.URL(params[0].(string), params[1:]...)
		assert.ErrorContains(t, err, want)
	}
	_, err := r.URL("nobody")
	assert.ErrorIs(t, err, routes.ErrUnknown)
	assert.Panics(t, func() { r.MustURL("nobody") })
}

func TestPathsOfOtherRouters(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/":                           "/",
		"/users/{id:[0-9]{1,3}}/edit": "/users/{id}/edit",
		"/users/:id":                  "/users/{id}",
		"/users/:id/posts/:post":      "/users/{id}/posts/{post}",
		"/files/*":                    "/files/{path...}",
		"/files/*rest":                "/files/{rest...}",
		"/a/{b}.json":                 "/a/{b}.json",
		"example.com/a/{b}":           "/a/{b}",
		"/grüße/{id}":                 "/gr%C3%BC%C3%9Fe/{id}",
		"/gr%c3%bc%C3%9Fe/{id}":       "/gr%C3%BC%C3%9Fe/{id}",
		"/it's/a b/50%":               "/it's/a%20b/50%25",
		"/a%2Fb/{b}":                  "/a%2Fb/{b}",
	} {
		r := routes.New()
		require.NoError(t, r.Add("name", "get", path), path)
		assert.Equal(t, want, r.Routes()[0].Path, path)
		assert.Equal(t, "GET", r.Routes()[0].Method)
	}
	for path, want := range map[string]string{
		"users": "does not begin with a slash", "/a/{b": "not closed", "/a/{b}/{b}": "twice", "/a/{}": `named ""`, "/a/:": `named ""`, "/a/{b-c}": "b-c", "": "slash", "/a/../b": "folder", "/a/%2e": "folder",
	} {
		assert.ErrorContains(t, routes.New().Add("name", "GET", path), want, path)
	}
	r := routes.New()
	require.NoError(t, r.Add("a", "GET", "/a"))
	require.ErrorContains(t, r.Add("a", "GET", "/b"), `two routes have the name "a": GET /a and GET /b`)
	require.ErrorContains(t, r.Add("", "GET", "/b"), "has no name")
	assert.Panics(t, func() { r.Handle("a", "GET /c", handler("")) })
}

func FuzzAdd(f *testing.F) {
	for _, seed := range []string{"/", "/a/{b}", "/:a/*b", "/{a:{}}", "{", "/{a...}{b}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, path string) {
		r := routes.New()
		if r.Add("name", "GET", path) != nil {
			return
		}
		var params []any
		for _, name := range r.Routes()[0].Params() {
			params = append(params, name, "v")
		}
		_, err := r.URL("name", params...)
		require.NoError(t, err)
		again := routes.New()
		require.NoError(t, again.AddPattern("name", "GET "+r.Routes()[0].Path), "%q", r.Routes()[0].Path)
		require.Equal(t, r.Routes()[0].Path, again.Routes()[0].Path)
	})
}

// hostile are names and parameters made to break out of wherever they are put.
var hostile = []string{"</script><script>alert(1)</script>", "`${alert(1)}`", `"';\`, "\u2028", "a/../b", "...", "?x#y%2F", "ż😀", "{id}", "__proto__", "constructor"}

// call runs an expression with the script in Node.
func call(t *testing.T, r *routes.Router, expression string) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, r.Script("**").Render(context.Background(), &b))
	code := regexp.MustCompile(`(?s)^<script>(.*)</script>$`).FindStringSubmatch(b.String())
	require.NotNil(t, code, b.String())
	require.NotContains(t, code[1], "</script")
	program := "globalThis.window = globalThis;\n" + code[1] + "\ntry { console.log(JSON.stringify(" + expression + ")) } catch (e) { console.log(e.message) }"
	cmd := exec.CommandContext(t.Context(), needs.Node(t), "-")
	cmd.Stdin = strings.NewReader(program)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	return strings.TrimSpace(string(out))
}

func TestScript(t *testing.T) {
	t.Parallel()
	r := router()
	for expression, want := range map[string]string{
		`reverseUrl('home')`:                                 `"/"`,
		`reverseUrl('users.show', { id: 7 })`:                `"/users/7"`,
		`reverseUrl('users.show', [7])`:                      `"/users/7"`,
		`reverseUrl('users.show', 7)`:                        `"/users/7"`,
		`reverseUrl('users.show', 'a b/c?ż')`:                `"/users/a%20b%2Fc%3F%C5%BC"`,
		`reverseUrl('users.posts.show', 1, 2)`:               `"/users/1/posts/2"`,
		`reverseUrl('users.posts.show', { post: 2, id: 1 })`: `"/users/1/posts/2"`,
		`reverseUrl('files', 'a/b c')`:                       `"/files/a/b%20c"`,
		`reverseUrl('nobody')`:                               `URL nobody was not found.`,
		`reverseUrl('toString')`:                             `URL toString was not found.`,
		`reverseUrl('home', 1)`:                              `home does not expect any arguments`,
		`reverseUrl('users.show', { name: 7 })`:              `Argument id was not provided.`,
		`reverseUrl('users.show')`:                           `Wrong number of arguments ; expected 1 arguments.`,
		`reverseUrl('users.posts.show', [1])`:                `Wrong number of arguments ; expected 2 arguments.`,
		`reverseUrl('users.show', '..')`:                     `.. cannot be part of a URL`,
		`reverseUrl('files', 'a/../b')`:                      `.. cannot be part of a URL`,
		`routes['users.show']`:                               `"/users/{id}"`,
	} {
		t.Run(expression, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, want, call(t, r, expression))
		})
	}
}

// What the browser makes of hostile parameters arrives at the handler unchanged.
func TestScriptAndServerAgreeOnHostileParameters(t *testing.T) {
	t.Parallel()
	r := router()
	for _, name := range hostile {
		require.NoError(t, r.Add(name, "GET", "/named/{id}"))
	}
	values, err := json.Marshal(hostile)
	require.NoError(t, err)
	var urls [][2]string
	require.NoError(t, json.Unmarshal([]byte(call(t, r, string(values)+".map((v) => [reverseUrl('users.show', v), reverseUrl(v, [v])])")), &urls))
	for i, value := range hostile {
		assert.Equal(t, strings.Replace(urls[i][0], "/users/", "/named/", 1), urls[i][1])
		w := httptest.NewRecorder()
		r.ServeHTTP(w, httptest.NewRequest(http.MethodGet, urls[i][0], nil))
		assert.Equal(t, "users.show "+value, w.Body.String())
		same := httptest.NewRecorder()
		r.ServeHTTP(same, httptest.NewRequest(http.MethodGet, r.MustURL("users.show", "id", value), nil))
		assert.Equal(t, w.Body.String(), same.Body.String())
	}
}

func TestScriptTellsOnlyWhatIsAllowed(t *testing.T) {
	t.Parallel()
	r := router()
	for want, patterns := range map[string][]string{
		`[]`:             nil,
		`[["home","/"]]`: {"home"},
		`[["users.index","/users"],["users.show","/users/{id}"]]`:                                                 {"users.*"},
		`[["users.index","/users"],["users.posts.show","/users/{id}/posts/{post}"],["users.show","/users/{id}"]]`: {"users.**"},
	} {
		var b bytes.Buffer
		require.NoError(t, r.Script(patterns...).Render(templ.WithNonce(context.Background(), `a"b`), &b))
		assert.Contains(t, b.String(), "const routes = Object.fromEntries("+want+")\n")
		assert.True(t, strings.HasPrefix(b.String(), `<script nonce="a&#34;b">`))
		assert.NotContains(t, b.String(), "secret")
	}
}

func ExampleRouter_URL() {
	r := routes.New()
	r.HandleFunc("users.show", "GET /users/{id}", func(http.ResponseWriter, *http.Request) {})
	u, err := r.URL("users.show", "id", 7, "tab", "posts")
	fmt.Println(u, err)
	_, err = r.URL("users.show")
	fmt.Println(err)
	// Output:
	// /users/7?tab=posts <nil>
	// routes: URL("users.show"): /users/{id} needs the parameter "id"
}

func ExampleRouter_TypeScript() {
	r := routes.New()
	if err := r.AddPattern("users.show", "GET /{locale}/users/{id}"); err != nil {
		panic(err)
	}
	module, err := r.TypeScript(routes.Only("users.*"), routes.Defaults("locale"), routes.ParamType("id", "number"), routes.Component("users.show", "Users/Show"))
	if err != nil {
		panic(err)
	}
	for line := range strings.Lines(module) {
		if strings.Contains(line, "usersShow") {
			fmt.Print(line)
		}
	}
	// Output:
	// export const usersShow = /* @__PURE__ */ define<['locale', 'id'], 'get', 'Users/Show'>('get', '/{locale}/users/{id}', 'Users/Show')
}
