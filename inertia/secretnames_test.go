package inertia_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/inertia-templ/shell/inertia"
)

type credentials struct {
	PasswordHash string `json:"password_hash"`
}

// account has a secret of every sort, and much that sounds like one.
type account struct {
	Name string `json:"name"`
	credentials
	Tagged   string                 `json:"tagged" inertia:"secret"`
	Misspelt string                 `json:"misspelt" inertia:"secrte"`
	Wrapped  inertia.Secret[string] `json:"wrapped"`
	APIKey   *string                `json:"key"`
	Reset    sql.NullString         `json:"reset_token"`
	Salt     []byte                 `json:"salt"`
	Tokens   []string               `json:"tokens"`
	Any      any                    `json:"jwt"`
	Opaque   opaque                 `json:"secret"`
	Lazy     func() string          `json:"access_token"`
	Number   string                 `json:"-"`

	CSRF       string    `json:"csrf_token" inertia:"public"`
	HasToken   bool      `json:"token"`
	TokenCount int       `json:"secrets"`
	PasswordAt time.Time `json:"password"`
	ResetURL   string    `json:"password_reset_url"`
}

// opaque decides itself what it writes.
type opaque struct{ text string }

func (o opaque) MarshalJSON() ([]byte, error) { return json.Marshal(o.text) }

const leaking = "hunter2"

func leakingAccount() account {
	key := leaking
	return account{
		Name: "Ada", credentials: credentials{leaking}, Tagged: leaking, Misspelt: leaking, Wrapped: inertia.NewSecret(leaking), APIKey: &key,
		Reset: sql.NullString{String: leaking, Valid: true}, Salt: []byte(leaking), Tokens: []string{leaking}, Any: []any{leaking}, Opaque: opaque{leaking},
		Lazy: func() string { return leaking }, Number: leaking, CSRF: "c", TokenCount: 1, ResetURL: "/reset",
	}
}

const keptAccount = `{"name":"Ada","jwt":[],"csrf_token":"c","token":false,"secrets":1,"password":"0001-01-01T00:00:00Z","password_reset_url":"/reset"}`

// places are where an account may be in a page, with what remains of it.
func places(a account) map[string]any {
	fn := func(context.Context) (account, error) { return a, nil }
	return map[string]any{
		"value":     a,
		"pointer":   &a,
		"pointers":  ptr(ptr(ptr(a))),
		"interface": any(&a),
		"list":      []account{a},
		"pointed":   []*account{&a},
		"array":     [1]account{a},
		"anys":      []any{a},
		"map":       map[string]account{"a": a},
		"numbers":   map[int]account{1: a},
		"addresses": map[netip.Addr]any{netip.MustParseAddr("::1"): &a},
		"nested":    struct{ Inner struct{ Account *account } }{struct{ Account *account }{&a}},
		"embedded":  struct{ account }{a},
		"embedded pointer": struct {
			*account
			More int
		}{&a, 1},
		"lazy":   inertia.Lazy(fn),
		"func":   func() any { return inertia.Lazy(fn) },
		"always": inertia.Always(a),
		"merge":  inertia.Merge([]account{a}),
		"once":   inertia.Once(fn),
		"scroll": inertia.Scroll(func() any { return struct{ Data []account }{[]account{a}} }).Metadata(inertia.ScrollMetadata{}).Wrapper("Data"),
	}
}

// ask is do, for those who read the answer more than once.
func ask(handler http.Handler, method, target string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w
}

type obj = map[string]any

func ptr[T any](v T) *T { return &v }

func TestSecretsAreLeftOutWhereverTheyAre(t *testing.T) {
	t.Parallel()
	for place, v := range places(leakingAccount()) {
		for name, opts := range map[string][]inertia.Option{"encoding/json": nil, "another encoder": {inertia.WithJSON(another{})}} {
			t.Run(place+", "+name, func(t *testing.T) {
				t.Parallel()
				var log bytes.Buffer
				i := app(t, append(opts, inertia.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))...)
				h := i.Middleware(i.Page("Page", inertia.Props{"shown": v, "later": inertia.Defer(func() any { return v })}))
				for _, headers := range [][]string{nil, client, with(partial("shown", "")...), with(partial("later", "")...), with(partial("shown.name,later", "")...)} {
					w := ask(h, "GET", "/", headers...)
					require.Equal(t, http.StatusOK, w.Code)
					assert.NotContains(t, w.Body.String(), leaking)
					assert.NotContains(t, w.Body.String(), "aHVudGVyMg") // base64
				}
				assert.Contains(t, log.String(), "a secret was left out of the page: ")
				assert.Contains(t, log.String(), "(type inertia_test.credentials, field PasswordHash)")
				assert.Equal(t, 1, strings.Count(log.String(), "field PasswordHash"), "once")
				assert.NotContains(t, log.String(), leaking)
			})
		}
	}
}

// another is an encoder that is not encoding/json's.
type another struct{}

func (another) Encode(w io.Writer, v any) error { return json.NewEncoder(w).Encode(v) }

func TestWhatIsNoSecretRemains(t *testing.T) {
	t.Parallel()
	i := quiet(t)
	w := ask(i.Middleware(i.Page("Page", inertia.Props{"user": leakingAccount()})), "GET", "/", client...)
	var page struct {
		Props struct{ User json.RawMessage }
	}
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &page))
	assert.JSONEq(t, keptAccount, string(page.Props.User))
}

func TestKeysOfMapsAreJudgedWhereTheValueIsText(t *testing.T) {
	t.Parallel()
	type text string
	for name, tc := range map[string]struct {
		props inertia.Props
		want  string
	}{
		"text":          {inertia.Props{"token": "x", "Password": text("x"), "api_key": []byte("x"), "jwt": json.RawMessage(`"x"`), "secrets": []string{"x"}}, `{}`},
		"a function":    {inertia.Props{"token": func() string { return "x" }}, `{}`},
		"a prop":        {inertia.Props{"token": inertia.Value("x"), "secret": inertia.Merge([]any{"x"})}, `{"secret":[]}`},
		"deeper":        {inertia.Props{"user": inertia.Props{"tokens": []any{map[string]any{"hash": "x", "id": 1}}}}, `{"user":{"tokens":[{"id":1}]}}`},
		"dotted":        {inertia.Props{"auth.token": "x", "auth.name": "n"}, `{"auth":{"name":"n"}}`},
		"no text":       {inertia.Props{"token": 1, "hash": true, "secret": nil, "password": map[string]any{"min": 8}}, `{"token":1,"hash":true,"secret":null,"password":{"min":8}}`},
		"empty":         {inertia.Props{"token": "", "secrets": []string{}}, `{"token":"","secrets":[]}`},
		"a dictionary":  {inertia.Props{"labels": map[string]string{"password": "Kennwort"}}, `{"labels":{"password":"Kennwort"}}`},
		"public":        {inertia.Props{"token": inertia.Public("x"), "hash": inertia.Lazy(func() string { return "x" }).Public()}, `{"token":"x","hash":"x"}`},
		"public inside": {inertia.Props{"labels": inertia.Public(obj{"password": "Kennwort", "deep": obj{"token": func() string { return "x" }}})}, `{"labels":{"password":"Kennwort","deep":{"token":"x"}}}`},
		"public, by a tag": {inertia.Props{"a": struct {
			Tokens []obj `inertia:"public"`
		}{[]obj{{"token": "x"}}}}, `{"a":{"Tokens":[{"token":"x"}]}}`},
		"beside the public": {inertia.Props{"a": inertia.Public(obj{"token": "x"}), "token": "y"}, `{"a":{"token":"x"}}`},
		"never public": {inertia.Props{"a": inertia.Public(struct {
			S inertia.Secret[int]
			T string `inertia:"secret"`
		}{inertia.NewSecret(1), "x"}), "s": inertia.NewSecret(2)}, `{"a":{}}`},
		"items": {inertia.Props{"list": []inertia.Secret[string]{inertia.NewSecret("x")}}, `{"list":[]}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := quiet(t)
			w := ask(i.Middleware(i.Page("Page", tc.props)), "GET", "/", client...)
			var page struct{ Props map[string]any }
			require.NoError(t, json.Unmarshal(w.Body.Bytes(), &page), w.Body.String())
			delete(page.Props, "errors")
			got, err := json.Marshal(page.Props)
			require.NoError(t, err)
			assert.JSONEq(t, tc.want, string(got))
		})
	}
}

func TestInDevelopmentASecretIsAnErrorThatNamesItsPlace(t *testing.T) {
	t.Parallel()
	type user struct {
		ID           int    `json:"id"`
		PasswordHash string `json:"password_hash"`
	}
	ada := user{1, leaking}
	for name, tc := range map[string]struct {
		props any
		path  string
		want  []string
	}{
		"a field":    {inertia.Props{"user": &ada}, "", []string{"user.password_hash (type inertia_test.user, field PasswordHash)", "inertia:&#34;secret&#34;", "inertia:&#34;public&#34;"}},
		"in a list":  {inertia.Props{"users": []user{{ID: 2}, ada}}, "", []string{"users.1.password_hash (type inertia_test.user, field PasswordHash)"}},
		"a key":      {inertia.Props{"auth": obj{"api_key": leaking}}, "", []string{"auth.api_key (key of a map)", "inertia.Public(value)"}},
		"a function": {inertia.Props{"user": func() user { return ada }}, "", []string{"user.password_hash (type"}},
		"of the page": {struct {
			Token string `json:"token"`
		}{leaking}, "", []string{"token (type struct, field Token)"}},
		"rescued": {inertia.Props{"user": inertia.Defer(func() user { return ada }).Rescue()}, "user", []string{"user.password_hash (type"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := quiet(t, inertia.WithDebug())
			headers := []string{"Accept", "text/html"}
			if tc.path != "" {
				headers = with(partial(tc.path, "")...)
			}
			w := ask(i.Middleware(i.Page("Page", tc.props)), "GET", "/", headers...)
			assert.Equal(t, http.StatusInternalServerError, w.Code)
			for _, want := range tc.want {
				assert.Contains(t, w.Body.String(), want)
			}
			assert.NotContains(t, w.Body.String(), leaking)
		})
	}

	i := quiet(t, inertia.WithDebug())
	declared := struct {
		S inertia.Secret[string]
		T string `inertia:"secret"`
		U string
	}{inertia.NewSecret(leaking), leaking, "u"}
	w := ask(i.Middleware(i.Page("Page", declared)), "GET", "/", client...)
	assert.Equal(t, http.StatusOK, w.Code, "declared secrets are left out without a word")
	assert.Contains(t, w.Body.String(), `"props":{"errors":{},"U":"u"}`)
}

// A container that is empty because of what was withheld would overwrite what
// the client has.
func TestPartialReloadsOfSecretsAloneSendNothing(t *testing.T) {
	t.Parallel()
	text := func() string { return leaking }
	secret := inertia.NewSecret(leaking)
	for name, token := range map[string]any{
		"a value": leaking, "a function": text, "lazy": inertia.Lazy(text), "deferred": inertia.Defer(text), "optional": inertia.Optional(text),
		"lazy of a function": inertia.Lazy(func() any { return text }), "merged": inertia.Merge(leaking), "bytes": []byte(leaking),
		"declared": secret, "declared, lazy": inertia.Lazy(func() any { return secret }), "declared, by a function": func() any { return secret },
	} {
		for place, props := range map[string]any{
			"map":           inertia.Props{"auth": obj{"token": token}, "n": 1},
			"deeper":        inertia.Props{"auth": obj{"user": obj{"token": token}}, "n": 1},
			"dotted":        inertia.Props{"auth.token": token, "n": 1},
			"beside others": inertia.Props{"auth": obj{"token": token, "name": "Ada"}, "n": 1},
			"two of a kind": inertia.Props{"auth": obj{"token": token, "user": obj{"token": token}}, "n": 1},
			"struct": inertia.Props{"auth": struct {
				Token any `json:"token"`
			}{token}, "n": 1},
		} {
			t.Run(name+", "+place, func(t *testing.T) {
				t.Parallel()
				i := quiet(t)
				for _, only := range []string{"auth.token", "auth.user.token", "auth.user", "auth.token,auth.user.token"} {
					w := ask(i.Middleware(i.Page("Page", props)), "GET", "/", with(partial(only, "")...)...)
					require.Equal(t, http.StatusOK, w.Code)
					assert.NotContains(t, w.Body.String(), leaking)
					if only == "auth.user" {
						continue // the client asks for the container itself
					}
					assert.Contains(t, w.Body.String(), `"props":{"errors":{}}`, only)
				}
			})
		}
	}
}

func TestOwnNamesOfSecrets(t *testing.T) {
	t.Parallel()
	props := inertia.Props{"iban": "DE02", "user": struct{ TaxID, Hash string }{"1", "h"}, "password_hash": "p"}
	for name, tc := range map[string]struct {
		opts []inertia.Option
		want string
	}{
		"default":   {nil, `{"errors":{},"iban":"DE02","user":{"TaxID":"1"}}`},
		"added":     {[]inertia.Option{inertia.WithSecretNames("IBAN"), inertia.WithSecretNames("tax id")}, `{"errors":{},"user":{}}`},
		"public":    {[]inertia.Option{inertia.WithPublicNames("hash")}, `{"errors":{},"iban":"DE02","user":{"TaxID":"1","Hash":"h"}}`},
		"only told": {[]inertia.Option{inertia.WithSecretNamesReportOnly()}, `{"errors":{},"iban":"DE02","password_hash":"p","user":{"TaxID":"1","Hash":"h"}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := quiet(t, tc.opts...)
			w := ask(i.Middleware(i.Page("Page", props)), "GET", "/", client...)
			assert.Contains(t, w.Body.String(), `"props":`+tc.want+`,`)
		})
	}
	_, err := inertia.New(inertia.WithVersion("1"), inertia.WithSecretNames("_"), inertia.WithPublicNames(""))
	assert.ErrorContains(t, err, `WithSecretNames or WithPublicNames: the name "_"`)
}

func TestObserversAreToldOfSecrets(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		opts []inertia.Option
		sent bool
	}{"left out": {nil, false}, "sent": {[]inertia.Option{inertia.WithSecretNamesReportOnly()}, true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var found []inertia.SecretFound
			var withheld []string
			i := quiet(t, append(tc.opts, inertia.WithObserver(func(_ context.Context, e inertia.Event) {
				switch e := e.(type) {
				case inertia.SecretFound:
					found = append(found, e)
				case inertia.Answered:
					for _, p := range e.Props {
						if p.Outcome == inertia.OutcomeWithheld {
							withheld = append(withheld, p.Path)
						}
					}
				}
			}))...)
			h := i.Middleware(i.Page("Page", inertia.Props{"users": []credentials{{"a"}, {"b"}}, "token": func() string { return "t" }}))
			ask(h, "GET", "/users?a=1", client...)
			assert.ElementsMatch(t, []inertia.SecretFound{
				{URL: "/users?a=1", Component: "Page", Path: "users.0.password_hash", Type: "inertia_test.credentials", Field: "PasswordHash", Sent: tc.sent},
				{URL: "/users?a=1", Component: "Page", Path: "token", Sent: tc.sent},
			}, found)
			if tc.sent {
				assert.Empty(t, withheld)
			} else {
				assert.Equal(t, []string{"token"}, withheld)
			}
		})
	}
}

func TestSecretsDoNotWaitForTheNextPage(t *testing.T) {
	t.Parallel()
	flashing := func(values obj, opts ...inertia.Option) (redirected, page *httptest.ResponseRecorder) {
		i := quiet(t, opts...)
		mux := http.NewServeMux()
		mux.Handle("POST /", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
			for k, v := range values {
				inertia.Flash(r, k, v)
			}
			i.Redirect(w, r, "/next")
			return nil
		}))
		mux.Handle("GET /next", i.Page("Next", nil))
		mux.Handle("GET /now", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
			for k, v := range values {
				inertia.Flash(r, k, v)
			}
			return i.Render(w, r, "Now", nil)
		}))
		h := i.Middleware(mux)
		redirected = ask(h, "POST", "/", client...)
		headers := client
		for _, c := range redirected.Result().Cookies() {
			headers = with("Cookie", c.Name+"="+c.Value)
		}
		page = ask(h, "GET", "/next", headers...)
		now := ask(h, "GET", "/now", client...)
		assert.Equal(t, flashOf(t, page), flashOf(t, now))
		return redirected, page
	}
	_, page := flashing(obj{
		"success": "Saved.", "token": leaking, "user": leakingAccount(), "new_token": inertia.Public("shown"), "secret": inertia.NewSecret(leaking), "n": 1,
	})
	assert.NotContains(t, page.Body.String(), leaking)
	assert.JSONEq(t, `{"success":"Saved.","user":`+keptAccount+`,"new_token":"shown","n":1}`, flashOf(t, page))

	redirected, _ := flashing(obj{"token": "t"}, inertia.WithDebug())
	assert.Equal(t, http.StatusInternalServerError, redirected.Code)
	assert.Contains(t, redirected.Body.String(), "flash.token (key of a map)")
}

func flashOf(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	var page struct{ Flash json.RawMessage }
	if json.Unmarshal(w.Body.Bytes(), &page) != nil {
		return ""
	}
	return string(page.Flash)
}

func TestMessagesAboutAPasswordAreNoSecrets(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string][]inertia.Option{"production": nil, "development": {inertia.WithDebug()}, "all errors": {inertia.WithAllErrors()}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := quiet(t, opts...)
			mux := http.NewServeMux()
			mux.Handle("POST /", i.Handle(func(http.ResponseWriter, *http.Request) error { return inertia.Errors{"password": {"too short"}} }))
			mux.Handle("GET /", i.Page("Form", nil))
			h := i.Middleware(mux)
			headers := with("X-Inertia-Error-Bag", "updatePassword", "Referer", "http://example.com/")
			w := ask(h, "POST", "/", headers...)
			for _, c := range w.Result().Cookies() {
				headers = append(headers, "Cookie", c.Name+"="+c.Value)
			}
			assert.Contains(t, ask(h, "GET", "/", headers...).Body.String(), "too short")
		})
	}
}

// Whatever the types of props are, and wherever a secret is in them, its bytes
// are not in the answer.
func TestRandomTypesLeakNothing(t *testing.T) {
	t.Parallel()
	i := quiet(t)
	rapid.Check(t, func(rt *rapid.T) {
		v := randomType(rt, 0).value(rt)
		props := inertia.Props{"value": v, "lazy": func() any { return v }, "later": inertia.Defer(func() any { return v })}
		h := i.Middleware(i.Handle(func(w http.ResponseWriter, r *http.Request) error {
			inertia.Flash(r, "kept", v)
			return i.Render(w, r, "Page", props)
		}))
		for _, headers := range [][]string{client, with(partial("value,later", "")...), with(partial("", "lazy")...)} {
			w := ask(h, "GET", "/", headers...)
			if w.Code != http.StatusOK {
				rt.Fatalf("%d for %T: %s", w.Code, v, w.Body)
			}
			if got := w.Body.String(); strings.Contains(got, leaking) || strings.Contains(got, "aHVudGVyMg") {
				rt.Fatalf("%T leaks: %s", v, got)
			}
			if !json.Valid(w.Body.Bytes()) {
				rt.Fatalf("%T: no JSON: %s", v, w.Body)
			}
		}
	})
}

func BenchmarkPageWithAndWithoutSecrets(b *testing.B) {
	type row struct {
		ID    int    `json:"id"`
		Name  string `json:"name"`
		Email string `json:"email"`
	}
	type hashed struct {
		row
		Hash string `json:"password_hash" inertia:"secret"`
	}
	rows, hashes := make([]row, 100), make([]hashed, 100)
	for n := range rows {
		rows[n] = row{n, "Ada Lovelace", "ada@example.com"}
		hashes[n] = hashed{rows[n], leaking}
	}
	for name, props := range map[string]any{
		"none":         inertia.Props{"rows": rows},
		"ten keys":     inertia.Props{"rows": rows, "title": "t", "subtitle": "s", "language": "en", "name": "n", "description": "d", "created_at": "c", "path": "p", "kind": "k", "query": "q"},
		"100 declared": inertia.Props{"rows": hashes},
	} {
		b.Run(name, func(b *testing.B) {
			i := quiet(b)
			h := i.Middleware(i.Page("Page", props))
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.Header.Set("X-Inertia", "true")
			r.Header.Set("X-Inertia-Version", "v1")
			b.ReportAllocs()
			for b.Loop() {
				h.ServeHTTP(&discardWriter{h: http.Header{}}, r)
			}
		})
	}
}

type discardWriter struct{ h http.Header }

func (d *discardWriter) Header() http.Header         { return d.h }
func (d *discardWriter) Write(p []byte) (int, error) { return len(p), nil }
func (d *discardWriter) WriteHeader(int)             {}
