package main

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/inertia-templ/shell/form"
	"github.com/inertia-templ/shell/inertia"
)

// indexProps are the list. Contacts grows as the visitor scrolls; the choices of
// the filters stay as they are while it does.
type indexProps struct {
	Filter        Filter                                   `json:"filter"`
	Contacts      inertia.Prop[inertia.Paginated[Contact]] `json:"contacts"`
	Cities        inertia.Prop[[]string]                   `json:"cities"`
	Organisations inertia.Prop[[]Organisation]             `json:"organisations"`
}

func (a *app) listContacts(w http.ResponseWriter, r *http.Request, _ *User) error {
	filter := filterOf(r)
	page, _ := strconv.Atoi(r.URL.Query().Get("page")) // what is not a number is page one
	return contactsIndex.Render(a.inertia, w, r, indexProps{
		Filter: filter,
		Contacts: inertia.Lazy(func(ctx context.Context) (inertia.Paginated[Contact], error) {
			return a.store.List(ctx, filter, page)
		}).Scroll(),
		Cities:        inertia.Lazy(a.store.Cities),
		Organisations: inertia.Lazy(a.store.Organisations),
	})
}

// filterOf reads a filter from the URL. What makes no sense there is left out.
func filterOf(r *http.Request) Filter {
	const longest = 100 // characters
	query := r.URL.Query()
	text := func(name string) string {
		s := []rune(strings.TrimSpace(query.Get(name)))
		return string(s[:min(len(s), longest)])
	}
	f := Filter{Search: text("search"), City: text("city"), Sort: "name"}
	f.Organisation, _ = strconv.ParseInt(query.Get("organisation"), 10, 64)
	if query.Get("sort") == "newest" {
		f.Sort = "newest"
	}
	return f
}

func (a *app) newContact(w http.ResponseWriter, r *http.Request, _ *User) error {
	return contactsCreate.Render(a.inertia, w, r, createProps{inertia.Always(form.NewKey())})
}

func (a *app) createContact(w http.ResponseWriter, r *http.Request, u *User) error {
	var in Input
	if err := binder.Bind(r, &in); err != nil {
		return err
	}
	id, err := a.store.Create(r.Context(), u.ID, in)
	if err != nil {
		return explain(r, err)
	}
	inertia.Flash(r, "success", say(r, "Contact created."))
	a.inertia.Redirect(w, r, a.routes.MustURL("contacts.show", "id", id))
	return nil
}

func (a *app) showContact(w http.ResponseWriter, r *http.Request, _ *User) error {
	contact, err := a.contact(r)
	if err != nil {
		return err
	}
	return contactsShow.Render(a.inertia, w, r, showProps{
		Contact: contact,
		Notes:   inertia.Lazy(func(ctx context.Context) ([]Note, error) { return a.store.Notes(ctx, contact.ID) }),
		History: inertia.Defer(func(ctx context.Context) ([]AuditEntry, error) { return a.store.History(ctx, contact.ID) }),
	})
}

func (a *app) editContact(w http.ResponseWriter, r *http.Request, _ *User) error {
	contact, err := a.contact(r)
	if err != nil {
		return err
	}
	return contactsEdit.Render(a.inertia, w, r, contactProps{contact})
}

// contact is the one that the path names.
func (a *app) contact(r *http.Request) (Contact, error) {
	id, err := pathID(r)
	if err != nil {
		return Contact{}, err
	}
	contact, err := a.store.Get(r.Context(), id)
	if err != nil {
		return Contact{}, explain(r, err)
	}
	return contact, nil
}

// updateContact takes the whole form of Contacts/Edit, and the single fields
// that are edited in place on Contacts/Show, which come with all others.
func (a *app) updateContact(w http.ResponseWriter, r *http.Request, u *User) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	var in Input
	if err := binder.Bind(r, &in); err != nil {
		return err
	}
	if err := a.store.Update(r.Context(), u.ID, id, in); err != nil {
		return explain(r, err)
	}
	inertia.Flash(r, "success", say(r, "Contact updated."))
	a.inertia.Redirect(w, r, a.routes.MustURL("contacts.show", "id", id))
	return nil
}

// explain turns the store's errors into answers: what is missing is a 404, a
// taken address or name an error beside its field, anything else a 500.
func explain(r *http.Request, err error) error {
	switch {
	case errors.Is(err, ErrNotFound):
		return &inertia.HTTPError{Status: http.StatusNotFound, Err: err}
	case errors.Is(err, ErrEmailTaken):
		return emailTaken(r)
	case errors.Is(err, ErrNameTaken):
		return inertia.Errors{"name": {say(r, "This name is already in use.")}}
	}
	return err
}

// emailTaken is found out by the database, which alone can tell for certain.
func emailTaken(r *http.Request) inertia.Errors {
	return inertia.Errors{"email": {say(r, "This email address is already in use.")}}
}
