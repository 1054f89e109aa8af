package main

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/inertia-templ/shell/inertia"
)

const maxSearch = 100 // characters

type indexProps struct {
	Search   string      `json:"search"`
	Contacts ContactPage `json:"contacts"`
}

func (a *app) listContacts(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	search := strings.TrimSpace(query.Get("search"))
	if utf8.RuneCountInString(search) > maxSearch {
		search = string([]rune(search)[:maxSearch])
	}
	page, _ := strconv.Atoi(query.Get("page")) // what is no number is page one

	contacts, err := a.store.List(r.Context(), search, page)
	if err != nil {
		return err
	}
	return contactsIndex.Render(a.inertia, w, r, indexProps{Search: search, Contacts: contacts})
}

func (a *app) newContact(w http.ResponseWriter, r *http.Request) error {
	return contactsCreate.Render(a.inertia, w, r, struct{}{})
}

func (a *app) createContact(w http.ResponseWriter, r *http.Request) error {
	var in Input
	if err := binder.Bind(r, &in); err != nil {
		return err
	}
	id, err := a.store.Create(r.Context(), in)
	if err != nil {
		return explain(err)
	}
	inertia.Flash(r, "success", "Contact created.")
	a.inertia.Redirect(w, r, a.routes.MustURL("contacts.show", "id", id))
	return nil
}

func (a *app) showContact(w http.ResponseWriter, r *http.Request) error {
	return a.renderContact(w, r, contactsShow)
}

func (a *app) editContact(w http.ResponseWriter, r *http.Request) error {
	return a.renderContact(w, r, contactsEdit)
}

func (a *app) renderContact(w http.ResponseWriter, r *http.Request, page inertia.Page[contactProps]) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	contact, err := a.store.Get(r.Context(), id)
	if err != nil {
		return explain(err)
	}
	return page.Render(a.inertia, w, r, contactProps{contact})
}

func (a *app) updateContact(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	var in Input
	if err := binder.Bind(r, &in); err != nil {
		return err
	}
	if err := a.store.Update(r.Context(), id, in); err != nil {
		return explain(err)
	}
	inertia.Flash(r, "success", "Contact updated.")
	a.inertia.Redirect(w, r, a.routes.MustURL("contacts.show", "id", id))
	return nil
}

func (a *app) deleteContact(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	if err := a.store.Delete(r.Context(), id); err != nil {
		return explain(err)
	}
	inertia.Flash(r, "success", "Contact deleted.")
	a.inertia.Redirect(w, r, a.routes.MustURL("contacts.index"))
	return nil
}

// explain turns the store's errors into answers: what is missing is a 404, a
// taken address an error beside its field, all else a 500.
func explain(err error) error {
	switch {
	case errors.Is(err, ErrNotFound):
		return &inertia.HTTPError{Status: http.StatusNotFound, Err: err}
	case errors.Is(err, ErrEmailTaken):
		return emailTaken
	}
	return err
}
