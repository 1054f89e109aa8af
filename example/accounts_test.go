package main

import (
	"bytes"
	"image"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const signInAsDemo = `{"email":"` + demoEmail + `","password":"` + demoPassword + `"}`

func userOf(got answer) any {
	auth, _ := got.page.Props["auth"].(map[string]any)
	return auth["user"]
}

func TestAccountNeedsSignIn(t *testing.T) {
	t.Parallel()
	b := open(t)
	got := b.visit("GET", "/account", "")
	assert.Equal(t, "Login", got.page.Component)
	assert.Equal(t, map[string]any{"error": "Please sign in."}, got.page.Flash)
	assert.Nil(t, userOf(got))

	got = b.visit("POST", "/login", signInAsDemo)
	assert.Equal(t, "Account", got.page.Component, "back to the page that was asked for")
	assert.Equal(t, demoName, userOf(got).(map[string]any)["name"])
	assert.Equal(t, "no-store", got.header.Get("Cache-Control"))

	got = b.visit("POST", "/logout", "{}")
	assert.Equal(t, "Login", got.page.Component)
	assert.Equal(t, "Login", b.visit("GET", "/account", "").page.Component)
	for _, path := range []string{"/account/profile", "/account/password", "/account/avatar"} {
		assert.Equal(t, "Login", b.visit("PUT", path, "{}").page.Component)
	}
}

func TestWrongPasswordTellsNothing(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{"email":"` + demoEmail + `","password":"wrong"}`, `{"email":"nobody@example.com","password":"wrong"}`} {
		got := open(t).visit("POST", "/login", body)
		assert.Equal(t, map[string]any{"email": "This email address and password do not belong together."}, got.page.Props["errors"])
	}
}

func TestSessionTokenChangesWithSignIn(t *testing.T) {
	t.Parallel()
	b := open(t)
	token := func() string {
		req, err := http.NewRequest(http.MethodGet, b.server.URL, nil)
		require.NoError(t, err)
		for _, c := range b.client.Jar.Cookies(req.URL) {
			if c.Name == "contacts_session" {
				return c.Value
			}
		}
		return ""
	}
	b.visit("GET", "/account", "") // what was wanted is remembered in a session
	before := token()
	require.NotEmpty(t, before)
	b.visit("POST", "/login", signInAsDemo)
	assert.NotEqual(t, before, token())
}

func TestRegister(t *testing.T) {
	t.Parallel()
	b := open(t)
	const ada = `{"name":" Ada  Lovelace ","email":"ada@example.com","password":"analytical engine","confirmation":"analytical engine"}`
	got := b.visit("POST", "/register", `{"name":"","email":"`+demoEmail+`","password":"short","confirmation":"other"}`)
	errs := got.page.Props["errors"].(map[string]any)
	assert.Len(t, errs, 4)
	assert.Equal(t, "This email address is already in use.", errs["email"])

	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.server.URL+"/register", strings.NewReader(ada))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Precognition", "true")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	res, err := b.client.Do(r)
	require.NoError(t, err)
	defer res.Body.Close()
	assert.Equal(t, http.StatusNoContent, res.StatusCode)
	assert.Equal(t, "true", res.Header.Get("Precognition-Success"))
	assert.Contains(t, strings.Join(res.Header.Values("Vary"), ","), "Precognition")
	assert.Nil(t, userOf(b.visit("GET", "/about", "")), "live validation creates nobody")

	got = b.visit("POST", "/register", ada)
	assert.Equal(t, "Account", got.page.Component)
	assert.Equal(t, "Ada Lovelace", userOf(got).(map[string]any)["name"])
	assert.Equal(t, map[string]any{"success": "Welcome, Ada Lovelace."}, got.page.Flash)
}

func TestProfileAndPassword(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("POST", "/login", signInAsDemo)
	got := b.visit("PUT", "/account/profile", `{"name":"Alexis Morgan","email":"`+demoEmail+`"}`)
	assert.Equal(t, "Alexis Morgan", userOf(got).(map[string]any)["name"])

	got = b.visit("PUT", "/account/password", `{"current":"wrong","password":"a new password","confirmation":"a new password"}`)
	assert.Equal(t, map[string]any{"current": "This is not your password."}, got.page.Props["errors"])
	got = b.visit("PUT", "/account/password", `{"current":"`+demoPassword+`","password":"`+strings.Repeat("é", 40)+`","confirmation":"x"}`)
	assert.Contains(t, got.page.Props["errors"].(map[string]any)["password"], "72 bytes")
	got = b.visit("PUT", "/account/password", `{"current":"`+demoPassword+`","password":"a new password","confirmation":"a new password"}`)
	assert.Equal(t, map[string]any{"success": "Password changed."}, got.page.Flash)
	b.visit("POST", "/logout", "{}")
	assert.Equal(t, "Account", b.visit("POST", "/login", `{"email":"`+demoEmail+`","password":"a new password"}`).page.Component)
}

func TestAvatar(t *testing.T) {
	t.Parallel()
	b := open(t)
	assert.Equal(t, http.StatusNotFound, b.get("/users/1/avatar", "image/*").StatusCode)
	b.visit("POST", "/login", signInAsDemo)
	var picture bytes.Buffer
	require.NoError(t, png.Encode(&picture, image.NewGray(image.Rect(0, 0, 4, 4))))

	upload := func(content []byte) answer {
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		part, err := w.CreateFormFile("avatar", "me.png")
		require.NoError(t, err)
		_, err = part.Write(content)
		require.NoError(t, err)
		require.NoError(t, w.Close())
		return b.send(http.MethodPut, "/account/avatar", w.FormDataContentType(), body.String())
	}
	got := upload([]byte("<script>alert(1)</script>"))
	assert.Contains(t, got.page.Props["errors"], "avatar")
	got = upload(picture.Bytes())
	assert.Equal(t, map[string]any{"success": "Picture saved."}, got.page.Flash)
	assert.Equal(t, true, userOf(got).(map[string]any)["hasAvatar"])

	res := b.get("/users/1/avatar", "image/*")
	assert.Equal(t, "image/png", res.Header.Get("Content-Type"))
	assert.Equal(t, "nosniff", res.Header.Get("X-Content-Type-Options"))
	served, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	assert.Equal(t, picture.Bytes(), served)
}
