package main

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	languages "golang.org/x/text/language"
	"golang.org/x/text/message"
)

// asMember signs another user in, who is not an administrator.
func (b *browser) asMember(t *testing.T) *browser {
	t.Helper()
	bea, err := b.store.Register(t.Context(), "Bea", "bea@example.com", "a password")
	require.NoError(t, err)
	other := *b
	other.client = &http.Client{Jar: newJar(t)}
	other.signIn(&bea)
	return &other
}

func TestRolesAreEnforcedByTheServer(t *testing.T) {
	t.Parallel()
	b := open(t)
	member := b.asMember(t)
	_, err := b.store.Delete(t.Context(), 1, 7)
	require.NoError(t, err)
	for _, request := range []struct{ method, path, body string }{
		{"GET", "/audit", ""}, {"GET", "/team", ""}, {"PUT", "/team/2/role", `{"role":"admin"}`}, {"DELETE", "/trash/7", ""},
	} {
		refused := member.visit(request.method, request.path, request.body)
		assert.Equal(t, http.StatusForbidden, refused.status, request.path)
		assert.Equal(t, "Error", refused.page.Component)
	}
	assert.Equal(t, "Trash", member.visit("GET", "/trash", "").page.Component, "members look into the trash")

	assert.Equal(t, "Team", b.visit("PUT", "/team/2/role", `{"role":"admin"}`).page.Component)
	assert.Equal(t, "Audit", member.visit("GET", "/audit", "").page.Component, "the role counts at once")
	assert.Contains(t, b.visit("PUT", "/team/2/role", `{"role":"owner"}`).page.Props["errors"], "role")
	assert.Equal(t, http.StatusNotFound, b.visit("PUT", "/team/99/role", `{"role":"admin"}`).status)

	assert.Equal(t, "Dashboard", b.visit("PUT", "/team/1/role", `{"role":"member"}`).page.Component, "whoever gives the role up leaves the page")
	last := member.visit("PUT", "/team/2/role", `{"role":"member"}`)
	assert.Equal(t, map[string]any{"error": "Somebody has to stay administrator."}, last.page.Flash)
	u, err := b.store.User(t.Context(), 2)
	require.NoError(t, err)
	assert.Equal(t, roleAdmin, u.Role)
}

func TestTrash(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("GET", "/contacts", "")
	deleted := b.visit("POST", "/contacts/delete", `{"ids":[7,8,8,999]}`)
	assert.Equal(t, map[string]any{"success": "2 contacts deleted.", "undo": []any{7.0, 8.0, 8.0, 999.0}}, deleted.page.Flash)
	assert.EqualValues(t, 58, contactsOf(deleted)["total"])
	assert.Len(t, b.visit("GET", "/trash", "").page.Props["contacts"], 2)

	restored := b.visit("POST", "/contacts/restore", `{"ids":[7]}`)
	assert.Equal(t, map[string]any{"success": "One contact restored."}, restored.page.Flash)
	assert.Equal(t, http.StatusNotFound, b.visit("DELETE", "/trash/7", "").status, "only what is in the trash can be purged")
	purged := b.visit("DELETE", "/trash/8", "")
	assert.Equal(t, map[string]any{"success": "Contact deleted for good."}, purged.page.Flash)
	assert.Empty(t, purged.page.Props["contacts"])
	assert.Contains(t, b.visit("POST", "/contacts/delete", `{"ids":[]}`).page.Props["errors"], "ids")
	assert.Contains(t, b.visit("POST", "/contacts/delete", `{"ids":[`+strings.Repeat("1,", 500)+`1]}`).page.Props["errors"], "ids")
}

func TestRestoringATakenAddress(t *testing.T) {
	t.Parallel()
	b := open(t)
	amelia, err := b.store.Get(t.Context(), 60)
	require.NoError(t, err)
	b.visit("POST", "/contacts/delete", `{"ids":[60,59]}`)
	created := b.visit("POST", "/contacts", `{"name":"Another","email":"`+strings.ToUpper(amelia.Email)+`"}`)
	assert.Equal(t, "Contacts/Show", created.page.Component, "the address of somebody in the trash is free")
	b.visit("GET", "/trash", "")
	back := b.visit("POST", "/contacts/restore", `{"ids":[59,60]}`)
	assert.Equal(t, map[string]any{"error": "Somebody else has this email address now."}, back.page.Flash)
	assert.Len(t, back.page.Props["contacts"], 2, "all are restored or none")
}

func TestEveryChangeIsRecorded(t *testing.T) {
	t.Parallel()
	b := open(t)
	created := b.visit("POST", "/contacts", ann)
	path := created.page.URL
	id := path[len("/contacts/"):]
	b.visit("PUT", path, ann)
	b.visit("POST", path+"/notes", `{"text":"A note."}`)
	b.visit("DELETE", path, "")
	b.visit("POST", "/contacts/restore", `{"ids":[`+id+`]}`)
	b.visit("DELETE", path, "")
	b.visit("DELETE", "/trash/"+id, "")
	b.visit("POST", "/contacts", `{"name":"Nobody","email":"Amelia.Whitfield@NorthlightStudio.example"}`) // fails

	entries, err := b.store.Activity(t.Context(), 7)
	require.NoError(t, err)
	actions := []string{}
	for _, e := range entries {
		assert.Equal(t, "Ann Lee", e.Subject)
		assert.Equal(t, demoName, e.User)
		assert.Zero(t, e.ContactID, "the contact is gone")
		actions = append(actions, e.Action)
	}
	assert.Equal(t, []string{"purged", "deleted", "restored", "deleted", "noted", "updated", "created"}, actions)

	log := b.visit("GET", "/audit", "").page.Props["entries"].(map[string]any)
	require.Len(t, log["data"], auditPageSize)
	next := b.visit("GET", "/audit?cursor="+log["nextCursor"].(string), "").page.Props["entries"].(map[string]any)
	last := log["data"].([]any)[auditPageSize-1].(map[string]any)["id"].(float64)
	assert.Equal(t, last-1, next["data"].([]any)[0].(map[string]any)["id"])
	back := b.visit("GET", "/audit?cursor="+next["previousCursor"].(string), "").page.Props["entries"].(map[string]any)
	assert.Equal(t, log["data"], back["data"])
	assert.Equal(t, http.StatusBadRequest, b.visit("GET", "/audit?cursor="+strconv.Itoa(int(last)), "").status, "a cursor that was made up")
}

func TestNotesHaveFiles(t *testing.T) {
	t.Parallel()
	b := open(t)
	post := func(text string, files map[string]string) answer {
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		require.NoError(t, w.WriteField("text", text))
		for name, content := range files {
			part, err := w.CreateFormFile("files[]", name)
			require.NoError(t, err)
			_, err = io.WriteString(part, content)
			require.NoError(t, err)
		}
		require.NoError(t, w.Close())
		b.visit("GET", "/contacts/7", "")
		return b.send("POST", "/contacts/7/notes", w.FormDataContentType(), body.String())
	}
	added := post(" two\r\nlines ", map[string]string{"../päge.html": "<script>alert(1)</script>"})
	assert.Equal(t, map[string]any{"success": "Note added."}, added.page.Flash)
	note := added.page.Props["notes"].([]any)[0].(map[string]any)
	assert.Equal(t, "two\nlines", note["text"])
	file := note["files"].([]any)[0].(map[string]any)
	assert.Equal(t, "päge.html", file["name"])

	path := "/files/" + strconv.Itoa(int(file["id"].(float64)))
	res := b.get(path, "*/*")
	content, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	assert.Equal(t, "<script>alert(1)</script>", string(content))
	assert.Equal(t, "application/octet-stream", res.Header.Get("Content-Type"))
	assert.Equal(t, "attachment; filename*=utf-8''p%C3%A4ge.html", res.Header.Get("Content-Disposition"))
	assert.Equal(t, "nosniff", res.Header.Get("X-Content-Type-Options"))

	assert.Equal(t, map[string]any{"text": "Write something first."}, post(" ", nil).page.Props["errors"])
	large := post("x", map[string]string{"large": strings.Repeat("x", 5<<20+1)})
	assert.Equal(t, map[string]any{"files.0": "Choose files of at most 5 MB each."}, large.page.Props["errors"])

	stranger := *b
	stranger.client = &http.Client{Jar: newJar(t)}
	assert.Equal(t, "Login", pageIn(t, stranger.get(path, "text/html")).Component)
	b.visit("DELETE", "/contacts/7", "")
	assert.Equal(t, http.StatusNotFound, b.get(path, "*/*").StatusCode, "the files go to the trash too")
}

func TestOrganisations(t *testing.T) {
	t.Parallel()
	b := open(t)
	list := b.visit("GET", "/organisations", "").page.Props["organisations"].([]any)
	require.Len(t, list, 35)
	first := list[0].(map[string]any)
	assert.Equal(t, "Alpenblick Reisen", first["name"])
	assert.Equal(t, "https://alpenblickreisen.example", first["website"])

	b.visit("GET", "/organisations/1", "")
	renamed := b.visit("PUT", "/organisations/1", `{"name":"Gipfelsturm","website":""}`)
	assert.Equal(t, "Organisations/Show", renamed.page.Component)
	found := b.visit("GET", "/contacts?search=gipfelsturm", "")
	assert.EqualValues(t, 1, contactsOf(found)["total"], "its people are found by the new name")
	assert.Len(t, b.visit("GET", "/organisations/1", "", "Organisations/Show:contacts").page.Props["contacts"], 1)

	taken := b.visit("PUT", "/organisations/1", `{"name":"atelier vauban"}`)
	assert.Equal(t, map[string]any{"name": "This name is already in use."}, taken.page.Props["errors"])
	wrong := b.visit("PUT", "/organisations/1", `{"name":"X","website":"javascript:alert(1)"}`)
	assert.Contains(t, wrong.page.Props["errors"], "website")

	b.visit("PUT", "/contacts/1", `{"name":"Ann","email":"ann@example.com","company":"atelier VAUBAN"}`)
	contact, err := b.store.Get(t.Context(), 1)
	require.NoError(t, err)
	assert.Equal(t, "Atelier Vauban", contact.Company, "there is one of them, however it is written")
}

func TestCreateOrganisation(t *testing.T) {
	t.Parallel()
	b := open(t)
	assert.Equal(t, "Organisations/Create", b.visit("GET", "/organisations/create", "").page.Component)
	created := b.visit("POST", "/organisations", `{"name":"  Polar \n Research ","website":"https://polar.example"}`)
	require.Equal(t, "Organisations/Show", created.page.Component)
	assert.Equal(t, map[string]any{"success": "Organisation created."}, created.page.Flash)
	organisation := created.page.Props["organisation"].(map[string]any)
	assert.Equal(t, "Polar Research", organisation["name"], "stray white space is removed")
	assert.Equal(t, "https://polar.example", organisation["website"])
	assert.Len(t, b.visit("GET", "/organisations", "").page.Props["organisations"], 36, "one without people is listed too")

	for body, errs := range map[string]map[string]any{
		`{"name":"polar RESEARCH","website":""}`:                   {"name": "This name is already in use."},
		`{"name":" ","website":""}`:                                {"name": "Enter a name."},
		`{"name":"X","website":"polar.example"}`:                   {"website": "Enter a web address, such as https://example.com."},
		`{"name":"` + strings.Repeat("x", 101) + `","website":""}`: {"name": "Use at most 100 characters."},
	} {
		b.visit("GET", "/organisations/create", "")
		refused := b.visit("POST", "/organisations", body)
		assert.Equal(t, "Organisations/Create", refused.page.Component, body)
		assert.Equal(t, errs, refused.page.Props["errors"], body)
	}
	organisations, err := b.store.Organisations(t.Context())
	require.NoError(t, err)
	assert.Len(t, organisations, 36, "nothing was added by what was refused")
}

func TestEditOrganisation(t *testing.T) {
	t.Parallel()
	b := open(t)
	edit := b.visit("GET", "/organisations/1/edit", "")
	assert.Equal(t, "Organisations/Edit", edit.page.Component)
	assert.Equal(t, "Alpenblick Reisen", edit.page.Props["organisation"].(map[string]any)["name"])
	assert.Equal(t, map[string]any{"name": "Enter a name."}, b.visit("PUT", "/organisations/1", `{"name":""}`).page.Props["errors"])
	saved := b.visit("PUT", "/organisations/1", `{"name":"Gipfelsturm","website":"https://gipfel.example"}`)
	assert.Equal(t, map[string]any{"success": "Organisation updated."}, saved.page.Flash)
	assert.Equal(t, "https://gipfel.example", saved.page.Props["organisation"].(map[string]any)["website"])
	for _, path := range []string{"/organisations/99", "/organisations/99/edit", "/organisations/x/edit"} {
		assert.Equal(t, http.StatusNotFound, b.visit("GET", path, "").status, path)
	}
	assert.Equal(t, http.StatusNotFound, b.visit("PUT", "/organisations/99", `{"name":"X"}`).status)
}

func TestDeletedOrganisationLeavesItsPeople(t *testing.T) {
	t.Parallel()
	b := open(t)
	people, err := b.store.List(t.Context(), Filter{Organisation: 3}, 1)
	require.NoError(t, err)
	require.Len(t, people.Data, 2)
	trashed, kept := people.Data[0], people.Data[1]
	_, err = b.store.Delete(t.Context(), 1, trashed.ID)
	require.NoError(t, err)

	b.visit("PUT", "/organisations/3", `{"name":"Zugvogel"}`) // which no email address has in it

	deleted := b.visit("DELETE", "/organisations/3", "")
	assert.Equal(t, "Organisations/Index", deleted.page.Component)
	assert.Equal(t, map[string]any{"success": "Organisation deleted."}, deleted.page.Flash)
	assert.Len(t, deleted.page.Props["organisations"], 34)
	assert.Equal(t, http.StatusNotFound, b.visit("DELETE", "/organisations/3", "").status)
	assert.Equal(t, http.StatusNotFound, b.visit("GET", "/organisations/3", "").status)

	_, err = b.store.Restore(t.Context(), 1, trashed.ID)
	require.NoError(t, err)
	for _, person := range []Contact{trashed, kept} {
		now, err := b.store.Get(t.Context(), person.ID)
		require.NoError(t, err)
		assert.Empty(t, now.Company)
		assert.Zero(t, now.OrganisationID)
		assert.Equal(t, person.Email, now.Email)
	}
	found := b.visit("GET", "/contacts?search=zugvogel", "")
	assert.EqualValues(t, 0, contactsOf(found)["total"], "nobody is found by a name that is gone")

	entries, err := b.store.Activity(t.Context(), 2)
	require.NoError(t, err)
	assert.Equal(t, "deleted", entries[1].Action)
	assert.Equal(t, "Zugvogel", entries[1].Subject)
}

func TestFiltersOfTheList(t *testing.T) {
	t.Parallel()
	b := open(t)
	for path, total := range map[string]int{
		"/contacts?city=Lyon":                   3,
		"/contacts?city=Lyon&search=theo":       1,
		"/contacts?organisation=3":              2,
		"/contacts?organisation=3&city=Nowhere": 0,
		"/contacts?organisation=abc":            60,
	} {
		assert.EqualValues(t, total, contactsOf(b.visit("GET", path, ""))["total"], path)
	}
	newest := contactsOf(b.visit("GET", "/contacts?sort=newest", ""))["data"].([]any)
	assert.Equal(t, "Amelia Whitfield", newest[0].(map[string]any)["name"])
	res := b.get("/search?search=chlo", "application/json")
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	assert.Contains(t, string(body), "Chloé Lambert")
}

func TestLanguageIsTheVisitors(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("GET", "/contacts/create", "")
	chosen := b.visit("POST", "/language", `{"language":"de"}`)
	assert.Equal(t, "de", chosen.page.Props["language"])
	assert.Equal(t, "Contacts/Create", chosen.page.Component)
	wrong := b.visit("POST", "/contacts", `{"email":"x"}`)
	assert.Equal(t, map[string]any{
		"name":  "Geben Sie einen Namen ein.",
		"email": "Geben Sie eine gültige E-Mail-Adresse ein, etwa ann@example.com.",
	}, wrong.page.Props["errors"])
	b.visit("GET", "/contacts", "")
	assert.Equal(t, "Ein Kontakt gelöscht.", b.visit("POST", "/contacts/delete", `{"ids":[7]}`).page.Flash["success"])
	assert.Contains(t, b.visit("POST", "/language", `{"language":"fr"}`).page.Props["errors"], "language")
}

// Whatever the server says has a German text, and no text is left over.
func TestEveryMessageIsTranslated(t *testing.T) {
	t.Parallel()
	said := map[string]bool{}
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, name := range files {
		code, err := os.ReadFile(name)
		require.NoError(t, err)
		for _, call := range regexp.MustCompile(`\bsay\(r, ("[^"]+")`).FindAllStringSubmatch(string(code), -1) {
			english, err := strconv.Unquote(call[1])
			require.NoError(t, err)
			said[english] = true
			german := message.NewPrinter(languages.German, message.Catalog(messages)).Sprintf(english, 2)
			assert.NotEqual(t, message.NewPrinter(languages.English, message.Catalog(messages)).Sprintf(english, 2), german)
		}
	}
	for english := range germanMessages {
		assert.True(t, said[english], "nobody says %q", english)
	}
	for rule := range englishForms {
		assert.Contains(t, germanForms, rule)
	}
}

func TestDrawerShowsTheHandlerOfEveryRoute(t *testing.T) {
	t.Parallel()
	for pattern, source := range handlers() {
		assert.FileExists(t, source.File, pattern)
		code, err := os.ReadFile(source.File)
		require.NoError(t, err)
		lines := strings.Split(string(code), "\n")
		begin, _, _ := strings.Cut(source.Text, "\n")
		assert.Contains(t, lines[source.Line-1], begin, pattern)
	}
	for pattern, want := range map[string]string{
		"GET /contacts":          "func (a *app) listContacts(",
		"PUT /contacts/{id}":     "func (a *app) updateContact(",
		"PUT /team/{id}/role":    "func (a *app) setRole(",
		"GET /login":             "func (a *app) showLogin(",
		"GET /about":             `mux.Handle("about"`,
		"POST /register":         "func (a *app) register(",
		"GET /{$}":               "func (a *app) dashboard(",
		"GET /organisations":     "func (a *app) listOrganisations(",
		"GET /users/{id}/avatar": "func (a *app) serveAvatar(",
	} {
		assert.Contains(t, handlers()[pattern].Text, want, pattern)
	}
}

func TestDrawerShowsNobodyElsesRequests(t *testing.T) {
	t.Parallel()
	b := open(t)
	member := b.asMember(t)
	b.visit("GET", "/organisations", "")
	how := func(b *browser) map[string]any {
		return b.visit("GET", "/contacts", "", "Contacts/Index:how").page.Props["how"].(map[string]any)
	}
	assert.NotContains(t, b.visit("GET", "/contacts", "").page.Props, "how", "it is sent only when asked for")
	assert.Equal(t, "GET /contacts", how(b)["route"])
	// An answer is noted after its last byte.
	require.Eventually(t, func() bool { return len(how(b)["answers"].([]any)) == 2 }, time.Minute, 5*time.Millisecond)
	newest := how(b)["answers"].([]any)[0].(map[string]any)
	assert.Equal(t, "/contacts", newest["url"])
	kinds := map[string]any{}
	for _, p := range newest["props"].([]any) {
		prop := p.(map[string]any)
		kinds[prop["path"].(string)] = prop["kind"]
	}
	assert.Equal(t, "scroll", kinds["contacts"])
	assert.Equal(t, "optional", kinds["how"])
	assert.Empty(t, how(member)["answers"])

	stranger := openAsStranger(t)
	assert.Empty(t, stranger.visit("GET", "/about", "", "About:how").page.Props["how"].(map[string]any)["answers"])
}

func TestAnswersAreBounded(t *testing.T) {
	t.Parallel()
	var a answers
	for user := range int64(maxUsers + 50) {
		for range maxAnswers + 5 {
			a.add(user, HowAnswer{})
		}
		a.add(0, HowAnswer{}) // is always here
	}
	assert.Len(t, a.lists, maxUsers)
	assert.Len(t, a.users, maxUsers)
	assert.Len(t, a.of(0), maxAnswers)
	assert.Empty(t, a.of(1))
}

func TestHeadDescribesAContact(t *testing.T) {
	t.Parallel()
	b := open(t)
	created := b.visit("POST", "/contacts", `{"name":"</script><b>","email":"ann@example.com","city":"Oslo"}`)
	body, err := io.ReadAll(b.get(created.page.URL, "text/html").Body)
	require.NoError(t, err)
	assert.Contains(t, string(body), `type="application/ld+json"`)
	assert.Contains(t, string(body), `"@type":"Person"`)
	assert.Contains(t, string(body), ` name="description" content="&lt;/script&gt;&lt;b&gt;, Oslo">`)
	assert.Contains(t, string(body), ` rel="alternate" hreflang="de" href="http://`)
	assert.NotContains(t, string(body), "</script><b>")
}
