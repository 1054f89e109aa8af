package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/bcrypt"
)

const signInAsDemo = `{"email":"` + demoEmail + `","password":"` + demoPassword + `"}`

// userOf is the prop auth.user, nil for nobody.
func userOf(got answer) any {
	auth, _ := got.page.Props["auth"].(map[string]any)
	return auth["user"]
}

func TestContactsNeedSignIn(t *testing.T) {
	t.Parallel()
	b := openAsStranger(t)
	for path, login := range map[string]string{
		"/contacts":                "/login?next=%2Fcontacts",
		"/contacts?page=2&search=": "/login?next=%2Fcontacts%3Fpage%3D2%26search%3D",
		"/contacts/create":         "/login?next=%2Fcontacts%2Fcreate",
		"/contacts/7":              "/login?next=%2Fcontacts%2F7",
		"/contacts/7/edit":         "/login?next=%2Fcontacts%2F7%2Fedit",
		"/contacts/999999":         "/login?next=%2Fcontacts%2F999999",
		"/account":                 "/login?next=%2Faccount",
	} {
		got := b.visit("GET", path, "")
		assert.Equal(t, "Login", got.page.Component, path)
		assert.Equal(t, login, got.page.URL)
		assert.Equal(t, map[string]any{"notice": "Please sign in."}, got.page.Flash, path)
		assert.Nil(t, userOf(got))
	}
	for path, method := range map[string]string{
		"/contacts": "POST", "/contacts/7": "PUT", "/contacts/8": "DELETE",
		"/account/profile": "PUT", "/account/password": "PUT", "/account/avatar": "PUT",
	} {
		got := b.visit(method, path, ann)
		assert.Equal(t, "Login", got.page.Component, path)
		assert.Equal(t, "/login", got.page.URL, "a form cannot be asked for again")
	}
	counts, err := b.store.Counts(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 60, counts.Contacts)
	assert.Empty(t, b.cookie("contacts_session"), "strangers leave nothing in the database")

	for _, path := range []string{"/login", "/register", "/about"} {
		assert.Equal(t, path, b.visit("GET", path, "").page.URL)
	}
}

func TestLoginReturnsToThePageAskedFor(t *testing.T) {
	t.Parallel()
	b := openAsStranger(t)
	b.visit("GET", "/contacts?page=2", "")
	wrong := b.visit("POST", b.at, `{"email":"`+demoEmail+`","password":"wrong"}`)
	assert.Equal(t, "/login?next=%2Fcontacts%3Fpage%3D2", wrong.page.URL, "a mistake does not lose the way")

	got := b.visit("POST", b.at, signInAsDemo)
	assert.Equal(t, "/contacts?page=2", got.page.URL)
	assert.Equal(t, demoName, userOf(got).(map[string]any)["name"])

	assert.Equal(t, "/", b.visit("GET", "/login", "").page.URL, "nothing to do there for who is signed in")
}

func TestLoginDoesNotLeadToOtherSites(t *testing.T) {
	t.Parallel()
	for target, want := range map[string]string{
		"/contacts?page=2":                "/contacts?page=2",
		"/contacts#top":                   "/contacts#top",
		"":                                "/",
		"contacts":                        "/",
		"https://evil.example/":           "/",
		"//evil.example/":                 "/",
		"///evil.example/":                "/",
		`/\evil.example/`:                 "/",
		"/\t/evil.example/":               "/",
		"javascript:alert(1)":             "/",
		"https:evil.example":              "/",
		"http://127.0.0.1@evil.example":   "/",
		"%2f%2fevil.example":              "/",
		"/contacts\r\nSet-Cookie: evil=1": "/",
	} {
		assert.Equal(t, want, localPath(target), "%q", target)
	}
	b := openAsStranger(t)
	got := b.visit("POST", "/login?next=//evil.example/", signInAsDemo)
	assert.Equal(t, "/", got.page.URL)
}

func FuzzLocalPath(f *testing.F) {
	f.Add("/contacts?page=2")
	f.Add("//evil.example")
	f.Add(`/\evil.example`)
	base, err := url.Parse("http://contacts.example/login")
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, target string) {
		path := localPath(target)
		require.True(t, strings.HasPrefix(path, "/"))
		u, err := base.Parse(path)
		require.NoError(t, err)
		require.Equal(t, "contacts.example", u.Host)
		// Browsers take a backslash for a slash, and drop tabs and line breaks.
		read := strings.NewReplacer(`\`, "/", "\t", "", "\r", "", "\n", "").Replace(path)
		require.False(t, strings.HasPrefix(read, "//"), "%q", path)
	})
}

func TestWrongPasswordAndUnknownUserLookTheSame(t *testing.T) {
	t.Parallel()
	// Unknown users are compared with a hash that costs as much as theirs.
	cost, err := bcrypt.Cost([]byte(demoHash))
	require.NoError(t, err)
	assert.Equal(t, bcrypt.DefaultCost, cost)

	b := openAsStranger(t)
	for _, email := range []string{demoEmail, "nobody@example.com"} {
		b.visit("GET", "/login", "")
		got := b.visit("POST", "/login", `{"email":"`+email+`","password":"wrong"}`)
		assert.Equal(t, map[string]any{"password": "The email address and the password do not match."}, got.page.Props["errors"])
		assert.Nil(t, userOf(got))
	}
	got := b.visit("POST", "/login", `{"email":" ","password":""}`)
	assert.Contains(t, got.page.Props["errors"], "password")
}

func TestLoginRenewsTheSession(t *testing.T) {
	t.Parallel()
	b := open(t) // somebody's token, that an attacker may know
	before := b.cookie("contacts_session")
	require.NotEmpty(t, before)
	assert.Equal(t, "Dashboard", b.visit("POST", "/login", signInAsDemo).page.Component)
	after := b.cookie("contacts_session")
	assert.NotEqual(t, before, after)

	b.setCookie("contacts_session", before)
	assert.Equal(t, "Login", b.visit("GET", "/contacts", "").page.Component, "the token of before is worthless")
	b.setCookie("contacts_session", after)
	assert.Equal(t, "Contacts/Index", b.visit("GET", "/contacts", "").page.Component)
}

func TestSessionCookie(t *testing.T) {
	t.Parallel()
	b := openAsStranger(t)
	b.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	set := b.visit("POST", "/login", signInAsDemo).header["Set-Cookie"]
	require.NotEmpty(t, set)
	cookie, err := http.ParseSetCookie(set[0])
	require.NoError(t, err)
	assert.Equal(t, "contacts_session", cookie.Name)
	assert.True(t, cookie.HttpOnly)
	assert.Equal(t, http.SameSiteLaxMode, cookie.SameSite)
	var kept string
	require.NoError(t, b.store.db.QueryRowContext(t.Context(), "SELECT token FROM sessions").Scan(&kept))
	assert.NotEqual(t, cookie.Value, kept, "who reads the database cannot sign in with it")
}

func TestLogout(t *testing.T) {
	t.Parallel()
	b := open(t)
	private := b.visit("GET", "/contacts", "")
	assert.True(t, private.page.EncryptHistory)
	assert.Equal(t, "no-store", private.header.Get("Cache-Control"))
	assert.True(t, b.visit("GET", "/about", "").page.EncryptHistory, "it shows who is signed in")
	assert.True(t, b.visit("GET", "/nothing", "").page.EncryptHistory)
	token := b.cookie("contacts_session")

	out := b.visit("POST", "/logout", "{}")
	assert.Equal(t, "Login", out.page.Component)
	assert.True(t, out.page.ClearHistory)
	assert.False(t, out.page.EncryptHistory)
	assert.Equal(t, map[string]any{"success": "You are signed out."}, out.page.Flash)
	assert.Empty(t, b.cookie("contacts_session"))

	b.setCookie("contacts_session", token)
	assert.Equal(t, "Login", b.visit("GET", "/contacts", "").page.Component)
}

func TestSessionOfADeletedUserIsNobody(t *testing.T) {
	t.Parallel()
	b := open(t)
	_, err := b.store.db.ExecContext(t.Context(), "DELETE FROM users")
	require.NoError(t, err)
	assert.Equal(t, "Login", b.visit("GET", "/contacts", "").page.Component)
	assert.Equal(t, "About", b.visit("GET", "/about", "").page.Component)
}

func TestUsersDoNotSeeEachOther(t *testing.T) {
	t.Parallel()
	b := open(t)
	bea, err := b.store.Register(t.Context(), "Bea", "bea@example.com", "a password")
	require.NoError(t, err)
	other := *b
	other.client = &http.Client{Jar: newJar(t)}
	other.signIn(&bea)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range 20 {
			assert.Equal(t, "Bea", userOf(other.visit("GET", "/", "")).(map[string]any)["name"])
		}
	}()
	for range 20 {
		assert.Equal(t, demoName, userOf(b.visit("GET", "/", "")).(map[string]any)["name"])
	}
	<-done
}

func TestExpiredTokenLeadsBackToTheForm(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("GET", "/contacts/create", "")
	b.setCookie("XSRF-TOKEN", "expired")
	back := b.visit("POST", "/contacts", ann)
	assert.Equal(t, "/contacts/create", back.page.URL)
	assert.Equal(t, map[string]any{"error": "The page was open for too long. Please try again."}, back.page.Flash)
	assert.Equal(t, "Contacts/Show", b.visit("POST", "/contacts", ann).page.Component, "with the new token it works")
}

func TestFilesOfTheFrontEndDoNotDependOnTheSession(t *testing.T) {
	t.Parallel()
	b := open(t)
	res := b.get("/build/assets/main-1.js", "*/*")
	assert.NotContains(t, res.Header.Values("Vary"), "Cookie")
}

func TestPolicyOfTheDocument(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/", "/login", "/nothing"} {
		policy := open(t).get(path, "text/html").Header.Get("Content-Security-Policy")
		assert.Regexp(t, `^script-src 'nonce-\w+' 'strict-dynamic'; style-src 'nonce-\w+';`, policy, path)
	}
}
