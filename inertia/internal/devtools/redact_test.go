package devtools

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/secretname"
)

func TestNamesThatSoundLikeSecrets(t *testing.T) {
	t.Parallel()
	r := NewRedactor(secretname.Default, "X-Tenant", "birth_date")
	for _, name := range []string{
		"password", "Password", "user_password", "passwordConfirmation", "current-password", "PASSWD", "passphrase", "secret", "client_secret",
		"token", "csrf_token", "accessToken", "XSRF-TOKEN", "X-XSRF-TOKEN", "X-CSRF-Token", "api_key", "apiKey", "X-Api-Key", "private_key",
		"Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "credit_card", "cardNumber", "cvv", "CVC", "pin", "otp", "ssn", "jwt",
		"session_id", "x-tenant", "xTenant", "birthDate", "credentials", "hash", "password_reset_url", "Sec-Token-Binding", "tokenizer", "iban",
	} {
		assert.True(t, r.Secret(name), name)
	}
	for _, name := range []string{"", "name", "email", "author", "pinned", "spin", "option", "compass", "passenger", "sessions", "card", "key", "url", "Accept", "X-Inertia", "birth"} {
		assert.False(t, r.Secret(name), name)
	}
	assert.True(t, r.SecretPath("auth.user.api_token"))
	assert.True(t, r.SecretPath("password.length"))
	assert.False(t, r.SecretPath("auth.user.name"))
}

func TestSecretsAreTakenOutOfJSON(t *testing.T) {
	t.Parallel()
	r := NewRedactor(secretname.Default)
	for in, want := range map[string]string{
		`{"a":1,"password":"x"}`:              `{"a":1,"password":"[REDACTED]"}`,
		`{"password":{"deep":["x"]}}`:         `{"password":"[REDACTED]"}`,
		`[{"a":[{"token":null}]},"password"]`: `[{"a":[{"token":"[REDACTED]"}]},"password"]`,
		`{"url":"/a?token=x&b=1","n":1.10}`:   `{"url":"/a?token=[REDACTED]\u0026b=1","n":1.10}`,
		`{"url":{"token":"x"}}`:               `{"url":{"token":"[REDACTED]"}}`,
		`12345678901234567890`:                `12345678901234567890`,
		"{ \"a\" : [ 1 , { } , [ ] ] ,\n\"pass\\u0077ord\": {\"x\":\"}\\\"\"} }": "{\"a\":[1,{},[]],\"pass\\u0077ord\":\"[REDACTED]\"}",
		`{}`:         `{}`,
		`[]`:         `[]`,
		`"<script>"`: `"<script>"`,
		`null`:       `null`,
	} {
		got, ok := r.JSON([]byte(in))
		require.True(t, ok, in)
		assert.Equal(t, want, string(got))
	}
	for _, broken := range []string{"", "{", `{"password":"x"`, "1 2", "x"} {
		_, ok := r.JSON([]byte(broken))
		assert.False(t, ok, broken)
	}
	assert.JSONEq(t, `"[REDACTED]"`, string(r.Prop("user.token", []byte(`"x"`))))
	assert.JSONEq(t, `1`, string(r.Prop("user.age", []byte(`1`))))
}

func TestSecretsAreTakenOutOfURLs(t *testing.T) {
	t.Parallel()
	r := NewRedactor(secretname.Default)
	for in, want := range map[string]string{
		"/a":                            "/a",
		"/a?b=1":                        "/a?b=1",
		"/a?token=x&b=1#f":              "/a?token=[REDACTED]&b=1#f",
		"/a?user%5Bpassword%5D=x":       "/a?user%5Bpassword%5D=[REDACTED]",
		"/a?b&token":                    "/a?b&token",
		"/a?%zz=1":                      "/a?%zz=[REDACTED]",
		"https://u:p4ss@h/a":            "https://u:%5BREDACTED%5D@h/a",
		"https://u:p4ss@h/a?token=x":    "https://u:%5BREDACTED%5D@h/a?token=[REDACTED]",
		"https://h/a?to=me@example.com": "https://h/a?to=me@example.com",
		"http://[::1/?token=x":          "http://[::1/",
		"http://u:p4ss@[::1/":           "[REDACTED]",
		"":                              "",
	} {
		assert.Equal(t, want, r.URL(in))
	}
}

func TestHeadersAreBounded(t *testing.T) {
	t.Parallel()
	h := http.Header{"Cookie": {"a=b"}, "Accept": {"a", "b"}, "Referer": {"/a?token=x"}, "X-Long": {strings.Repeat("ä", 5000)}}
	got := NewRedactor(secretname.Default).Header(h)
	assert.Equal(t, "[REDACTED]", got["cookie"])
	assert.Equal(t, "a, b", got["accept"])
	assert.Equal(t, "/a?token=[REDACTED]", got["referer"])
	assert.Less(t, len(got["x-long"]), 4<<10+4)
	for n := range 500 {
		h.Set("X-"+strings.Repeat("n", n), "1")
	}
	assert.Len(t, NewRedactor(secretname.Default).Header(h), 100)
}

const needle = "n33dle"

// Whatever stands around it, the value of a secret's name is gone.
func FuzzRedactJSON(f *testing.F) {
	for _, seed := range []string{`{"a":%}`, `[%,%]`, `{"a":{"b":[{"c":%}]}}`, `%`, `{"url":%}`, `{"a":"\u0000","b":%}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, around string) {
		if strings.Contains(around, needle) {
			return
		}
		text := strings.ReplaceAll(around, "%", `{"pass_Word":"`+needle+`","list":[{"x-api-key":["`+needle+`"]}]}`)
		got, ok := NewRedactor(secretname.Default).JSON([]byte(text))
		if !ok {
			return
		}
		assert.True(t, json.Valid(got), "%s", got)
		// Where it is text, it is text.
		var v any
		d := json.NewDecoder(bytes.NewReader(got))
		d.UseNumber() // some are not float64
		require.NoError(t, d.Decode(&v))
		assertGone(t, v)
	})
}

func assertGone(t *testing.T, v any) {
	t.Helper()
	switch v := v.(type) {
	case map[string]any:
		for name, inside := range v {
			if plain(name) == "password" || plain(name) == "xapikey" {
				assert.Equal(t, Redacted, inside)
			}
			assertGone(t, inside)
		}
	case []any:
		for _, inside := range v {
			assertGone(t, inside)
		}
	}
}

func FuzzRedactURL(f *testing.F) {
	f.Add("/a", "b=1")
	f.Add("https://u:p@h", "")
	f.Add("http://[::1", "%zz=%zz")
	f.Fuzz(func(t *testing.T, before, query string) {
		if strings.ContainsAny(before, "?#") || strings.Contains(before+query, needle) || strings.Contains(query, "#") {
			return
		}
		got := NewRedactor(secretname.Default).URL(before + "?token=" + needle + "&" + query)
		assert.NotContains(t, got, needle)
		if u, err := url.Parse(before); err == nil {
			if p, has := u.User.Password(); has && len(p) > 6 && !strings.Contains(strings.ReplaceAll(before, ":"+p+"@", ""), p) && u.Host != "" {
				assert.NotContains(t, got, ":"+p+"@")
			}
		}
	})
}
