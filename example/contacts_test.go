package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const ann = `{"name":"Ann Lee","email":"ann@example.com","phone":"","city":"Oslo","company":"","about":"one\ntwo"}`

func TestCreateContact(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("GET", "/contacts/create", "")

	created := b.visit("POST", "/contacts", ann)
	require.Equal(t, http.StatusOK, created.status)
	assert.Equal(t, "Contacts/Show", created.page.Component)
	assert.Regexp(t, `^/contacts/\d+$`, created.page.URL)
	assert.Equal(t, map[string]any{"success": "Contact created."}, created.page.Flash)
	contact := created.page.Props["contact"].(map[string]any)
	assert.Equal(t, "Ann Lee", contact["name"])
	assert.Equal(t, "one\ntwo", contact["about"])

	again := b.visit("GET", created.page.URL, "")
	assert.Empty(t, again.page.Flash, "a message is shown once")
	assert.EqualValues(t, 61, contactsOf(b.visit("GET", "/contacts", ""))["total"])
}

func TestFlashWaitsForADocumentToo(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	created := b.visit("POST", "/contacts", ann)
	require.Equal(t, http.StatusFound, created.status)
	shown := pageIn(t, b.get(created.header.Get("Location"), "text/html"))
	assert.Equal(t, map[string]any{"success": "Contact created."}, shown.Flash)
	assert.Empty(t, pageIn(t, b.get("/contacts", "text/html")).Flash)
}

func TestInvalidInputReturnsToTheForm(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		body string
		want map[string]any
	}{
		"nothing entered": {`{}`, map[string]any{"name": "Enter a name.", "email": "Enter an email address."}},
		"no such address": {`{"name":"Ann","email":"ann"}`, map[string]any{"email": "Enter a valid email address, such as ann@example.com."}},
		"address taken":   {`{"name":"Ann","email":"Amelia.Whitfield@NorthlightStudio.example"}`, map[string]any{"email": "This email address is already in use."}},
		"text too long": {`{"name":"Ann","email":"ann@example.com","about":"` + strings.Repeat("n", 501) + `"}`,
			map[string]any{"about": "Use at most 500 characters."}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, form := range []struct{ page, method, path string }{
				{"/contacts/create", "POST", "/contacts"},
				{"/contacts/1/edit", "PUT", "/contacts/1"},
			} {
				b := open(t)
				b.visit("GET", form.page, "")
				back := b.visit(form.method, form.path, test.body)
				assert.Equal(t, http.StatusOK, back.status)
				assert.Equal(t, form.page, back.page.URL)
				assert.Equal(t, test.want, back.page.Props["errors"])
				assert.Empty(t, back.page.Flash)
				assert.Empty(t, b.visit("GET", form.page, "").page.Props["errors"], "shown once")
			}
		})
	}
}

func TestUpdateContact(t *testing.T) {
	t.Parallel()
	b := open(t)
	form := b.visit("GET", "/contacts/7/edit", "")
	require.Equal(t, "Contacts/Edit", form.page.Component)
	email := form.page.Props["contact"].(map[string]any)["email"].(string)

	updated := b.visit("PUT", "/contacts/7", `{"name":"New Name","email":"`+email+`"}`)
	assert.Equal(t, "Contacts/Show", updated.page.Component)
	assert.Equal(t, "/contacts/7", updated.page.URL)
	assert.Equal(t, map[string]any{"success": "Contact updated."}, updated.page.Flash)
	assert.Equal(t, "New Name", updated.page.Props["contact"].(map[string]any)["name"])
}

func TestDeleteContact(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("GET", "/contacts/7", "")
	deleted := b.visit("DELETE", "/contacts/7", "")
	assert.Equal(t, "Contacts/Index", deleted.page.Component)
	assert.Equal(t, "/contacts", deleted.page.URL)
	assert.Equal(t, map[string]any{"success": "Contact deleted.", "undo": []any{7.0}}, deleted.page.Flash)
	assert.EqualValues(t, 59, contactsOf(deleted)["total"])
	assert.Equal(t, http.StatusNotFound, b.visit("GET", "/contacts/7", "").status)
}

func TestListContacts(t *testing.T) {
	t.Parallel()
	b := open(t)
	tests := map[string]struct {
		path               string
		total, page, items int
		search             string
	}{
		"first page":           {"/contacts", 60, 1, 20, ""},
		"another page":         {"/contacts?page=3", 60, 3, 20, ""},
		"beyond the last":      {"/contacts?page=999", 60, 3, 20, ""},
		"page is not a number": {"/contacts?page=abc", 60, 1, 20, ""},
		"search":               {"/contacts?search=lo", 13, 1, 13, "lo"},
		"second page of it":    {"/contacts?search=e&page=2", 60, 2, 20, "e"},
		"nothing found":        {"/contacts?search=nobody", 0, 1, 0, "nobody"},
		"white space around":   {"/contacts?search=+Chlo%C3%A9+", 1, 1, 1, "Chloé"},
		"endless search":       {"/contacts?search=" + strings.Repeat("x", 5000), 0, 1, 0, strings.Repeat("x", 100)},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := b.visit("GET", test.path, "")
			list := contactsOf(got)
			assert.EqualValues(t, test.total, list["total"])
			assert.EqualValues(t, test.page, list["currentPage"])
			assert.Len(t, list["data"], test.items)
			assert.Equal(t, test.search, got.page.Props["filter"].(map[string]any)["search"])
		})
	}

	part := b.visit("GET", "/contacts?search=lo", "", "Contacts/Index:contacts,filter")
	assert.Contains(t, part.page.Props, "contacts")
	assert.NotContains(t, part.page.Props, "cities", "searching sends no more than the list")
}
