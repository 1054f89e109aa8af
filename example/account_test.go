package main

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const ada = `{"name":" Ada  Lovelace ","email":"ada@example.com","password":"analytical engine","confirmation":"analytical engine"}`

func TestRegister(t *testing.T) {
	t.Parallel()
	b := openAsStranger(t)
	got := b.visit("POST", "/register", ada)
	assert.Equal(t, "Dashboard", got.page.Component)
	assert.Equal(t, map[string]any{"id": 2.0, "name": "Ada Lovelace", "email": "ada@example.com", "role": "member", "avatar": ""}, userOf(got))
	assert.Equal(t, map[string]any{"success": "Welcome, Ada Lovelace."}, got.page.Flash)

	b.visit("POST", "/logout", "{}")
	got = b.visit("POST", "/login", `{"email":"ADA@example.com","password":"analytical engine"}`)
	assert.Equal(t, "Ada Lovelace", userOf(got).(map[string]any)["name"])
}

func TestRegistrationIsValidated(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		body string
		want map[string]any
	}{
		"nothing entered": {`{}`, map[string]any{
			"name": "Enter a name.", "email": "Enter an email address.", "password": "Enter a password.", "confirmation": "Repeat the password."}},
		"address taken": {strings.ReplaceAll(ada, "ada@example.com", "ALEX@contacts.example"), map[string]any{
			"email": "This email address is already in use."}},
		"short password": {strings.ReplaceAll(ada, "analytical engine", "engine"), map[string]any{
			"password": "Use at least 10 characters."}},
		"beyond bcrypt, in bytes": {strings.ReplaceAll(ada, "analytical engine", strings.Repeat("é", 40)), map[string]any{
			"password": "This password is too long."}},
		"two passwords": {strings.Replace(ada, "analytical engine", "difference engine", 1), map[string]any{
			"confirmation": "The two passwords differ."}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := openAsStranger(t)
			b.visit("GET", "/register", "")
			got := b.visit("POST", "/register", test.body)
			assert.Equal(t, "/register", got.page.URL)
			assert.Equal(t, test.want, got.page.Props["errors"])
			assert.Equal(t, 1, users(b))
		})
	}
}

// users counts the accounts.
func users(b *browser) (n int) {
	b.t.Helper()
	require.NoError(b.t, b.store.db.QueryRowContext(b.t.Context(), "SELECT count(*) FROM users").Scan(&n))
	return n
}

func TestRegistrationIsValidatedLive(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		body, only string
		status     int
		want       map[string][]string
	}{
		"all is well":          {ada, "", http.StatusNoContent, nil},
		"a field that is well": {`{"name":"Ada"}`, "name", http.StatusNoContent, nil},
		"a field that is not":  {`{"email":"ada"}`, "email", http.StatusUnprocessableEntity, map[string][]string{"email": {"Enter a valid email address, such as ann@example.com."}}},
		"an address that is taken": {`{"email":"` + demoEmail + `"}`, "name,email", http.StatusUnprocessableEntity,
			map[string][]string{"name": {"Enter a name."}, "email": {"This email address is already in use."}}},
		"taken, but not asked for": {`{"name":"Ada","email":"` + demoEmail + `"}`, "name", http.StatusNoContent, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := openAsStranger(t)
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.server.URL+"/register", strings.NewReader(test.body))
			require.NoError(t, err)
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Accept", "application/json")
			r.Header.Set("Precognition", "true")
			r.Header.Set("Sec-Fetch-Site", "same-origin")
			if test.only != "" {
				r.Header.Set("Precognition-Validate-Only", test.only)
			}
			res, err := b.client.Do(r)
			require.NoError(t, err)
			defer res.Body.Close()
			assert.Equal(t, test.status, res.StatusCode)
			assert.Equal(t, "true", res.Header.Get("Precognition"))
			assert.Contains(t, strings.Join(res.Header.Values("Vary"), ","), "Precognition")
			if test.want != nil {
				var body struct{ Errors map[string][]string }
				require.NoError(t, json.NewDecoder(res.Body).Decode(&body))
				assert.Equal(t, test.want, body.Errors)
			}
			assert.Equal(t, 1, users(b), "nobody is registered")
			assert.Empty(t, b.cookie("contacts_session"))
		})
	}
}

func TestProfile(t *testing.T) {
	t.Parallel()
	b := open(t)
	got := b.visit("PUT", "/account/profile", `{"name":"Alexis Morgan","email":"ALEX@contacts.example"}`)
	assert.Equal(t, "Account", got.page.Component)
	assert.Equal(t, map[string]any{"success": "Profile saved."}, got.page.Flash)
	assert.Equal(t, "Alexis Morgan", userOf(got).(map[string]any)["name"])
	assert.Equal(t, "ALEX@contacts.example", userOf(got).(map[string]any)["email"], "one's own address is free")

	_, err := b.store.Register(t.Context(), "Bea", "bea@example.com", "a password")
	require.NoError(t, err)
	got = b.visit("PUT", "/account/profile", `{"name":"","email":"Bea@example.com"}`)
	assert.Equal(t, map[string]any{"name": "Enter a name.", "email": "This email address is already in use."}, got.page.Props["errors"])
}

func TestPasswordChangeEndsOtherSessions(t *testing.T) {
	t.Parallel()
	b := open(t)
	other := *b
	other.client = &http.Client{Jar: newJar(t)}
	u, err := b.store.User(t.Context(), 1)
	require.NoError(t, err)
	other.signIn(&u)
	require.Equal(t, "Dashboard", other.visit("GET", "/", "").page.Component)

	b.visit("GET", "/account", "")
	got := b.visit("PUT", "/account/password", `{"current":"wrong","password":"short","confirmation":""}`)
	assert.Equal(t, map[string]any{"current": "This is not your password.", "password": "Use at least 10 characters.", "confirmation": "Repeat the password."}, got.page.Props["errors"])
	require.Equal(t, "Dashboard", other.visit("GET", "/", "").page.Component)

	got = b.visit("PUT", "/account/password", `{"current":"`+demoPassword+`","password":"a new password","confirmation":"a new password"}`)
	assert.Equal(t, "Account", got.page.Component, "this session goes on")
	assert.Equal(t, map[string]any{"success": "Password changed."}, got.page.Flash)
	assert.Equal(t, "Login", other.visit("GET", "/contacts", "").page.Component)

	b.visit("POST", "/logout", "{}")
	assert.Equal(t, "Login", b.visit("POST", "/login", signInAsDemo).page.Component)
	assert.Equal(t, "Dashboard", b.visit("POST", "/login", `{"email":"`+demoEmail+`","password":"a new password"}`).page.Component)
}

func TestErrorsComeInTheBagOfTheirForm(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("GET", "/account", "")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPut, b.server.URL+"/account/profile", strings.NewReader(`{"email":"x"}`))
	require.NoError(t, err)
	for name, value := range map[string]string{
		"X-Inertia": "true", "X-Inertia-Version": b.version, "X-Inertia-Error-Bag": "profile",
		"Content-Type": "application/json", "Referer": b.server.URL + "/account", "Sec-Fetch-Site": "same-origin",
	} {
		r.Header.Set(name, value)
	}
	res, err := b.client.Do(r)
	require.NoError(t, err)
	defer res.Body.Close()
	var got page
	require.NoError(t, json.NewDecoder(res.Body).Decode(&got))
	assert.Equal(t, map[string]any{"profile": map[string]any{
		"name": "Enter a name.", "email": "Enter a valid email address, such as ann@example.com."}}, got.Props["errors"])
}
