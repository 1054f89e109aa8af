package typescript_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/cmd/inertia/internal/typescript"
)

// inputs reads forms in all places where a program can.
const inputs = `package app

import (
	"net/http"

	"github.com/inertia-templ/shell/form"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/routes"
)

type Named struct{ Named int }
type Generic[T any] struct{ Generic T }
type byPointer struct{ ByPointer int }
type users struct{}
type posts struct{}

// A variable of the package holds a handler.
var signIn = func(w http.ResponseWriter, r *http.Request) error {
	var in struct{ SignIn int }
	return form.Bind(r, &in)
}

var _ = func(r *http.Request) error {
	var in struct{ Blank int }
	return form.Bind(r, &in)
}

func main() {
	r := routes.New()
	r.HandleFunc("users.store", "POST /users", func(w http.ResponseWriter, r *http.Request) {
		var in struct{ UsersStore int }
		_ = form.Bind(r, &in)
	})
	r.HandleFunc("users.update", "PUT /users/{id}", func(w http.ResponseWriter, r *http.Request) {
		var in struct{ UsersUpdate int }
		func() { _ = form.New().Bind(r, &in) }()
	})
	local := func(r *http.Request) { _ = form.Bind(r, &struct{ Local int }{}) }
	local(nil)
	_ = form.Bind(nil, &struct{ Main1 int }{})
	_ = form.Bind(nil, &struct{ Main2 int }{})
	_ = form.Bind(nil, &struct{ Main1 int }{}) // the first again
}

func (users) store(r *http.Request) error { return form.Bind(r, &struct{ A int }{}) }
func (*posts) store(r *http.Request) error { return form.Bind(r, &struct{ B int }{}) }
func (users) show(r *http.Request) error { return form.Bind(r, &struct{ C int }{}) }

func read[T any](r *http.Request) (T, error) {
	var in T
	return in, form.Bind(r, &in)
}

func readGeneric[T any](r *http.Request) (in Generic[T], err error) { return in, form.Bind(r, &in) }

func anonymous[T any](r *http.Request) error { return form.Bind(r, &struct{ Of T }{}) }

func odd(r *http.Request, known *byPointer, bind func(*http.Request, any, ...form.Option) error) error {
	_, _ = read[Named](r)
	_, _ = read[map[string]int](r)
	_, _ = readGeneric[bool](r)
	_ = anonymous[int](r)
	_ = form.Bind(r, known)
	method := form.New().Bind
	_ = method(r, &struct{ Method int }{})
	var any any = known
	_ = form.Bind(r, any)
	_ = form.Bind(r, nil)
	_ = bind(r, known)
	_ = form.Bind(r, &map[string]string{})
	type local struct{ InOdd int }
	var l *local
	_ = form.Bind(r, &l)
	return form.Bind(r, new(int))
}

func other(r *http.Request) error {
	type local struct{ InOther int }
	return form.Bind(r, &local{})
}

type bare *bare

func pointers(r *http.Request, p bare) error { return form.Bind(r, p) }

var page = inertia.NewPage[*Named]("Other/Local")
`

// Inputs without names are called after the route, the variable, the method or
// the function that reads them, and none is lost.
func TestInputs(t *testing.T) {
	t.Parallel()
	p, _, err := program(t, map[string]string{"app.go": inputs})
	require.NoError(t, err)
	made, err := p.Types()
	require.NoError(t, err)
	golden(t, "inputs.types.ts", made)
	assert.Empty(t, compile(t, map[string]string{"types.ts": made}))

	names := map[string]bool{}
	for _, match := range regexp.MustCompile(`(?m)^export (?:interface|type) (\w+)`).FindAllStringSubmatch(made, -1) {
		assert.False(t, names[match[1]], "%s is declared twice", match[1])
		names[match[1]] = true
	}
	for _, property := range []string{"SignIn", "Blank", "UsersStore", "UsersUpdate", "Local", "Main1", "Main2", "A", "B", "C", "Generic", "Of", "ByPointer", "Method", "InOdd", "InOther"} {
		assert.Equal(t, 1, strings.Count(made, "  "+property+": "), property)
	}
	for _, name := range []string{"SignInInput", "FormInput", "UsersStoreInput", "UsersUpdateInput", "LocalInput", "MainInput", "MainInput2", "PostsStoreInput", "ShowInput", "Named", "Generic", "AnonymousInput", "ByPointer", "OddInput", "Local", "OtherLocal", "UsersStoreInput2"} {
		assert.Contains(t, names, name)
	}
}

// Pages that come to one name, and routes that only the running program knows,
// are errors that say where they are.
func TestProgramErrors(t *testing.T) {
	t.Parallel()
	p, dir, err := program(t, map[string]string{
		"app.go": `package app

import (
	"net/http"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/routes"
)

var a = inertia.NewPage[struct{}]("Users/Show")
var b = inertia.NewPage[struct{}]("Users-Show")

func add(r *routes.Router, name string) {
	r.Handle("a", "GET /a", nil)
	handle := r.Handle
	handle("b", "GET /b", nil)
	r.Handle(name, "GET /c", nil)
	_ = r.Walk(func(routes.Found) string { return "" })
	_ = r.Import([]http.Request{}, nil)
}
`,
		"empty/empty.go": "package empty\n",
		"one/one.go":     "package one\n\nimport \"github.com/inertia-templ/shell/routes\"\n\nvar _ = routes.New().AddPattern(\"one\", \"GET /one\")\n",
	})
	require.NoError(t, err)
	_, err = p.Types()
	require.ErrorContains(t, err, `app.go:10:9: the props of the page "Users/Show" would be called UsersShowProps, as those of "Users-Show" at`)
	assert.ErrorContains(t, err, "app.go:11:9")
	_, err = p.Routes(typescript.RouteOptions{})
	for _, line := range []string{"app.go:17:2", "app.go:18:6", "app.go:19:6"} {
		assert.ErrorContains(t, err, line+": only the running program knows what this names")
	}
	assert.NotContains(t, err.Error(), "app.go:16")

	only := func(pattern string) (string, error) {
		t.Helper()
		p, err := typescript.Load(dir, pattern)
		require.NoError(t, err)
		return p.Routes(typescript.RouteOptions{})
	}
	_, err = only("./empty")
	require.ErrorContains(t, err, "there are no named routes: no call of Handle, HandleFunc, AddPattern or Add of routes.Router was found. If another router has the routes, call TypeScript")
	code, err := only("./one")
	require.NoError(t, err)
	assert.Contains(t, code, "export const one = ")
	_, err = os.Stat(filepath.Join(dir, "routes.ts"))
	assert.ErrorIs(t, err, os.ErrNotExist)
}
