package routes_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/needs"
	"github.com/inertia-templ/shell/routes"
)

type (
	userID string
	level  int8
	code   struct{ n int }
	self   struct{ n int }
	broken struct{}
)

func (c code) MarshalText() ([]byte, error)  { return []byte("code-" + strconv.Itoa(c.n)), nil }
func (s *self) MarshalText() ([]byte, error) { return []byte("self-" + strconv.Itoa(s.n)), nil }
func (broken) MarshalText() ([]byte, error)  { return nil, errors.New("broken") }

func to[T any](v T) *T { return &v }

// value is a value in Go and in JavaScript, and what is right for it in the
// path, in the rest of a path and in a query: text, or "!" and what the error
// says.
type value struct {
	value             any
	js                string // "" if browsers have no such value
	path, rest, query string
}

var values = []value{
	{"a b", `'a b'`, "a%20b", "a%20b", "?q=a%20b"},
	{"", `''`, "!empty", "", "?q="},
	{".", `'.'`, "!", "!", "?q=."},
	{"..", `'..'`, "!", "!", "?q=.."},
	{"...", `'...'`, "...", "...", "?q=..."},
	{"a/b", `'a/b'`, "a%2Fb", "a/b", "?q=a%2Fb"},
	{"a/../b", `'a/../b'`, "a%2F..%2Fb", "!", "?q=a%2F..%2Fb"},
	{"a//b", `'a//b'`, "a%2F%2Fb", "!empty", "?q=a%2F%2Fb"},
	{"/a", `'/a'`, "%2Fa", "!empty", "?q=%2Fa"},
	{"/", `'/'`, "!lone slash", "!empty", "?q=%2F"},
	{"a/", `'a/'`, "a%2F", "a/", "?q=a%2F"},
	{"!*'()-._~$&+,;=:@?#[]%", `"!*'()-._~$&+,;=:@?#[]%"`, "%21%2A%27%28%29-._~%24%26%2B%2C%3B%3D%3A%40%3F%23%5B%5D%25", "%21%2A%27%28%29-._~%24%26%2B%2C%3B%3D%3A%40%3F%23%5B%5D%25", "?q=%21%2A%27%28%29-._~%24%26%2B%2C%3B%3D%3A%40%3F%23%5B%5D%25"},
	{"ü😀\x00", `'ü😀\0'`, "%C3%BC%F0%9F%98%80%00", "%C3%BC%F0%9F%98%80%00", "?q=%C3%BC%F0%9F%98%80%00"},
	{"\xff", `'\ud800'`, "!valid", "!valid", "!valid"},
	{userID("u"), `'u'`, "u", "u", "?q=u"},
	{true, `true`, "true", "true", "?q=true"},
	{false, `false`, "false", "false", "?q=false"},
	{0, `0`, "0", "0", "?q=0"},
	{level(-7), `-7`, "-7", "-7", "?q=-7"},
	{uint64(math.MaxUint64), `18446744073709551615n`, "18446744073709551615", "18446744073709551615", "?q=18446744073709551615"},
	{math.MinInt64, `-9223372036854775808n`, "-9223372036854775808", "-9223372036854775808", "?q=-9223372036854775808"},
	{1e6, `1e6`, "1000000", "1000000", "?q=1000000"},
	{0.5, `0.5`, "0.5", "0.5", "?q=0.5"},
	{-1.5e-7, `-1.5e-7`, "-0.00000015", "-0.00000015", "?q=-0.00000015"},
	{5e-324, `5e-324`, "0." + strings.Repeat("0", 323) + "5", "0." + strings.Repeat("0", 323) + "5", "?q=0." + strings.Repeat("0", 323) + "5"},
	{float32(0.1), `0.1`, "0.1", "0.1", "?q=0.1"},
	{math.Copysign(0, -1), `-0`, "0", "0", "?q=0"},
	{float64(1<<53 - 1), `2 ** 53 - 1`, "9007199254740991", "9007199254740991", "?q=9007199254740991"},
	{float64(1 << 53), `2 ** 53`, "!lost digits", "!lost digits", "!lost digits"},
	{1e21, `1e21`, "!lost digits", "!lost digits", "!lost digits"},
	{math.NaN(), `NaN`, "!NaN", "!NaN", "!NaN"},
	{math.Inf(-1), `-Infinity`, "!Inf", "!Inf", "!Inf"},
	{nil, `null`, "!id", "!path", ""},
	{nil, `undefined`, "!id", "!path", ""},
	{(*int)(nil), `null`, "!id", "!path", ""},
	{[]int{1, 2}, `[1, 2]`, "!", "!", "?q=1&q=2"},
	{[2]userID{"a", "b"}, `['a', 'b']`, "!", "!", "?q=a&q=b"},
	{&[]*float64{to(0.5)}, `[0.5]`, "", "", "?q=0.5"},
	{[]string{}, `[]`, "!", "!", ""},
	{[]any{1, nil}, `[1, null]`, "!", "!", "!null"},
	{[][]int{{1}}, `[[1]]`, "!", "!", "!list"},
	{map[string]int{}, `{}`, "!", "!", "!of type"},
	{func() {}, `() => 1`, "!of type", "!of type", "!of type"},
	{struct{}{}, `Symbol()`, "!of type", "!of type", "!of type"},
	// Only Go has these.
	{time.Date(2024, 5, 1, 10, 0, 0, 5e8, time.UTC), "", "2024-05-01T10%3A00%3A00.5Z", "2024-05-01T10%3A00%3A00.5Z", "?q=2024-05-01T10%3A00%3A00.5Z"},
	{to(to(7)), "", "7", "7", "?q=7"},
	{code{7}, "", "code-7", "code-7", "?q=code-7"},
	{&code{7}, "", "code-7", "code-7", "?q=code-7"},
	{(*code)(nil), "", "!nil", "!nil", ""},
	{self{7}, "", "self-7", "self-7", "?q=self-7"},
	{*big.NewInt(12), "", "12", "12", "?q=12"},
	{net.IPv4(127, 0, 0, 1), "", "127.0.0.1", "127.0.0.1", "?q=127.0.0.1"},
	{[]code{{1}, {2}}, "", "!list", "!list", "?q=code-1&q=code-2"},
	{broken{}, "", "!broken", "!broken", "!broken"},
	{time.Second, "", "1000000000", "1000000000", "?q=1000000000"},
	{[]byte("ab"), "", "!list", "!list", "!pass a string"},
	{json.Number("1"), "", "1", "1", "?q=1"},
	{uintptr(7), "", "!uintptr", "!uintptr", "!uintptr"},
	{complex(1, 2), "", "!complex128", "!complex128", "!complex128"},
	{make(chan int), "", "!chan int", "!chan int", "!chan int"},
	{errors.New("x"), "", "!errors.errorString", "!errors.errorString", "!errors.errorString"},
	{[]func(){nil}, "", "!list", "!list", "!number 0"},
}

func valueRouter(t testing.TB) *routes.Router {
	t.Helper()
	r := routes.New()
	for name, pattern := range map[string]string{"show": "GET /users/{id}", "files": "GET /files/{path...}", "index": "GET /users", "grüße": "GET /grüße/{id}/x"} {
		r.Handle(name, pattern, handler(name))
	}
	return r
}

// made is a URL, or "!" and an error.
func made(r *routes.Router, name string, params ...any) string {
	u, err := r.URL(name, params...)
	if err != nil {
		return "!" + err.Error()
	}
	return u
}

func right(t *testing.T, want, prefix, got, about string) {
	t.Helper()
	if says, fails := strings.CutPrefix(want, "!"); fails {
		assert.True(t, strings.HasPrefix(got, "!"), "%s: %s", about, got)
		assert.Contains(t, got, says, about)
	} else {
		assert.Equal(t, prefix+want, got, about)
	}
}

func TestValuesInGo(t *testing.T) {
	t.Parallel()
	r := valueRouter(t)
	for _, v := range values {
		if v.path == "" && v.rest == "" { // browsers differ: a lone list there is the parameters
			v.path, v.rest = "!list", "!list"
		}
		about := fmt.Sprintf("%T %v", v.value, v.value)
		query := v.query
		if v.value != nil && query == "!null" {
			query = "!nil"
		}
		if query == "!list" {
			query = "!number 0, that is a list"
		}
		right(t, v.path, "/users/", made(r, "show", "id", v.value), about)
		right(t, v.rest, "/files/", made(r, "files", "path", v.value), about)
		right(t, query, "/users", made(r, "index", "q", v.value), about)
	}
}

// node runs a module with the functions that TypeScript has written, and
// returns what it prints.
func node(t *testing.T, r *routes.Router, code string, opts ...routes.TypeScriptOption) []byte {
	t.Helper()
	return run(t, moduleWith(t, r, code, opts...), needs.Node(t))
}

// run is the output of main.mjs in a folder.
func run(t *testing.T, dir string, command ...string) []byte {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), command[0], append(command[1:], filepath.Join(dir, "main.mjs"))...)
	var complaints strings.Builder
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	require.NoError(t, err, complaints.String())
	return out
}

// moduleWith is a folder with the module of a router, compiled, and code that
// imports it.
func moduleWith(t *testing.T, r *routes.Router, code string, opts ...routes.TypeScriptOption) string {
	t.Helper()
	tsc, err := filepath.Abs(needs.File(t, "../example/frontend/node_modules/.bin/tsc", `run "npm ci --prefix example/frontend"`))
	require.NoError(t, err)
	module, err := r.TypeScript(opts...)
	require.NoError(t, err)
	dir := t.TempDir()
	for name, text := range map[string]string{
		"routes.ts": module, "main.mjs": code, "package.json": `{"type": "module"}`,
		"tsconfig.json": `{"compilerOptions": {"target": "ES2022", "lib": ["ES2022", "DOM"], "module": "ESNext", "moduleResolution": "bundler", "strict": true, "noUnusedLocals": true, "noUnusedParameters": true,
			"noUncheckedIndexedAccess": true, "exactOptionalPropertyTypes": true, "noImplicitReturns": true, "noPropertyAccessFromIndexSignature": true, "verbatimModuleSyntax": true, "isolatedModules": true, "types": []}, "files": ["routes.ts"]}`,
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	out, err := exec.CommandContext(t.Context(), tsc, "-p", dir).CombinedOutput()
	require.NoError(t, err, string(out))
	return dir
}

// inBrowsers are the URLs that the module, and the script, make of expressions:
// in a path, in the rest of one, in a query.
func inBrowsers(t *testing.T, r *routes.Router, expressions []string) (module, script [][]string) {
	t.Helper()
	var component strings.Builder
	require.NoError(t, r.Script("**").Render(t.Context(), &component))
	inline := strings.TrimSuffix(strings.TrimPrefix(component.String(), "<script>"), "</script>")
	out := node(t, r, `import { show, files, index } from './routes.js'
globalThis.window = globalThis;
`+inline+`;
const tried = (f) => { try { return f() } catch (e) { return '!' + e.message } }
const values = [`+strings.Join(expressions, ", ")+`]
console.log(JSON.stringify([
  values.map((v) => [tried(() => show({ id: v }).url), tried(() => files.url({ path: v })), tried(() => index.url({ query: { q: v } }))]),
  values.map((v) => [tried(() => reverseUrl('show', { id: v })), tried(() => reverseUrl('files', [v]))]),
]))`)
	var all [2][][]string
	require.NoError(t, json.Unmarshal(out, &all))
	return all[0], all[1]
}

func TestValuesInBrowsers(t *testing.T) {
	t.Parallel()
	r := valueRouter(t)
	var expressions []string
	var known []value
	for _, v := range values {
		if v.js != "" {
			if v.path == "" && v.rest == "" {
				v.path, v.rest = "!list", "!list"
			}
			known, expressions = append(known, v), append(expressions, v.js)
		}
	}
	module, script := inBrowsers(t, r, expressions)
	for i, v := range known {
		right(t, v.path, "/users/", module[i][0], v.js)
		right(t, v.rest, "/files/", module[i][1], v.js)
		right(t, v.query, "/users", module[i][2], v.js)
		if v.value != nil { // the script words it otherwise
			right(t, v.path, "/users/", script[i][0], v.js)
			right(t, v.rest, "/files/", script[i][1], v.js)
		} else {
			assert.True(t, strings.HasPrefix(script[i][0], "!") && strings.HasPrefix(script[i][1], "!"), v.js)
		}
	}
}

// random is a value in Go and the same in JavaScript.
func random(rng *rand.Rand) (any, string) {
	switch rng.IntN(5) {
	case 0:
		n := int64(rng.Uint64()) >> rng.IntN(64)
		return n, strconv.FormatInt(n, 10) + "n"
	case 1:
		f := math.Float64frombits(rng.Uint64())
		if rng.IntN(2) == 0 {
			f = math.Ldexp(rng.NormFloat64(), rng.IntN(120)-60)
		}
		if math.IsNaN(f) {
			return f, "NaN"
		}
		return f, strings.Replace(strconv.FormatFloat(f, 'g', -1, 64), "Inf", "Infinity", 1)
	default:
		var b strings.Builder
		for range rng.IntN(6) {
			switch rng.IntN(3) {
			case 0:
				b.WriteByte("./.%?#&=+ :;\\'\"<"[rng.IntN(16)])
			case 1:
				b.WriteByte(byte(rng.IntN(128)))
			default:
				if c := rune(rng.IntN(0x11000)); c < 0xd800 || c > 0xdfff {
					b.WriteRune(c)
				}
			}
		}
		text, _ := json.Marshal(b.String())
		return b.String(), string(text)
	}
}

func TestGoAndBrowsersMakeTheSameOfRandomValues(t *testing.T) {
	t.Parallel()
	r := valueRouter(t)
	seed := rand.Uint64()
	t.Log("seed", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	var given []any
	var expressions []string
	for range 3000 {
		v, js := random(rng)
		given, expressions = append(given, v), append(expressions, js)
	}
	module, script := inBrowsers(t, r, expressions)
	for i, v := range given {
		same := func(goes, browsers string) {
			t.Helper()
			if strings.HasPrefix(goes, "!") || strings.HasPrefix(browsers, "!") {
				goes, browsers = goes[:1], browsers[:1]
			}
			assert.Equal(t, goes, browsers, "%#v %s", v, expressions[i])
		}
		path, rest := made(r, "show", "id", v), made(r, "files", "path", v)
		same(path, module[i][0])
		same(rest, module[i][1])
		same(made(r, "index", "q", v), module[i][2])
		same(path, script[i][0])
		same(rest, script[i][1])
	}
}

// Where URL gives no error, the handler of the route gets the value.
func FuzzValuesArrive(f *testing.F) {
	for _, seed := range []string{"a", "", ".", "a/../b", "a//b", "/", "%2F", "ü", "\xff", "a b+c", "...", "\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		r := valueRouter(t)
		for name, param := range map[string]string{"show": "id", "files": "path", "grüße": "id"} {
			u, err := r.URL(name, param, value, value, value)
			if err != nil {
				continue
			}
			w := httptest.NewRecorder()
			req := httptest.NewRequest(http.MethodGet, u, nil)
			r.ServeHTTP(w, req)
			require.Equal(t, name+" "+value, w.Body.String(), u)
			if value != param {
				require.Equal(t, url.Values{value: {value}}, req.URL.Query())
			}
		}
	})
}

// current compares what is meant, however it is escaped.
func TestCurrent(t *testing.T) {
	t.Parallel()
	r := routes.New()
	for name, path := range map[string]string{"plain": "/grüße/{id}", "escaped": "/gr%C3%BC%c3%9fe", "space": "/a b/{id}.json", "signs": "/it's+(1)/50%", "rest": "/ä/{path...}", "home": "/{$}"} {
		require.NoError(t, r.AddPattern(name, "GET "+path))
	}
	var got []bool
	require.NoError(t, json.Unmarshal(node(t, r, `import { plain, escaped, space, signs, rest, home, isCurrent } from './routes.js'
const at = (pathname) => { globalThis.location = { pathname, search: '' } }
console.log(JSON.stringify([
  plain.current('/grüße/7'), plain.current('/gr%C3%BC%C3%9Fe/7'), plain.current('/gr%c3%bc%c3%9fe/%C3%BC'), plain.current(plain.url('ö')), (at('/gr%C3%BC%C3%9Fe/7'), plain.current()),
  escaped.current('/grüße'), escaped.current(escaped.url()), (at('/gr%C3%BC%C3%9Fe'), escaped.current()), (at('/gr%C3%BC%C3%9Fe'), isCurrent('esc*')),
  space.current('/a%20b/x.json'), space.current('/a b/x.json'), signs.current("/it's+(1)/50%25"), signs.current('/it%27s%2B%281%29/50%25'),
  rest.current('/%C3%A4/b/c'), rest.current('//example.com/ä/?x'), home.current('https://example.com'), home.current('/?x'), home.current('https://example.com?x'),
  plain.current('/gru%CC%88%C3%9Fe/7'), plain.current('/grüße/7/8'), plain.current('/grüße/%2F/'), space.current('/a+b/xjson'), space.current('/a b/xyjson'), escaped.current('/gr%C3'), home.current('/x'),
]))`), &got))
	for i, is := range got {
		assert.Equal(t, i < 18, is, "number %d", i)
	}
	assert.Len(t, got, 25)
}
