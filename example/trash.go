package main

import (
	"errors"
	"net/http"

	"github.com/inertia-templ/shell/inertia"
)

// contactIDs are what bulk actions are about.
type contactIDs struct {
	IDs []int64 `json:"ids" validate:"min=1,max=500"`
}

type trashProps struct {
	Contacts []TrashedContact `json:"contacts"`
}

func (a *app) deleteContact(w http.ResponseWriter, r *http.Request, u *User) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	n, err := a.store.Delete(r.Context(), u.ID, id)
	if err != nil {
		return err
	}
	if n == 0 {
		return explain(r, ErrNotFound)
	}
	inertia.Flash(r, "success", say(r, "Contact deleted."))
	inertia.Flash(r, "undo", []int64{id})
	a.inertia.Redirect(w, r, a.routes.MustURL("contacts.index"))
	return nil
}

// deleteContacts leaves the ids for the next page, which offers to undo it.
func (a *app) deleteContacts(w http.ResponseWriter, r *http.Request, u *User) error {
	var in contactIDs
	if err := binder.Bind(r, &in); err != nil {
		return err
	}
	n, err := a.store.Delete(r.Context(), u.ID, in.IDs...)
	if err != nil {
		return err
	}
	inertia.Flash(r, "success", say(r, "%d contacts deleted.", n))
	inertia.Flash(r, "undo", in.IDs)
	a.inertia.Back(w, r)
	return nil
}

func (a *app) restoreContacts(w http.ResponseWriter, r *http.Request, u *User) error {
	var in contactIDs
	if err := binder.Bind(r, &in); err != nil {
		return err
	}
	n, err := a.store.Restore(r.Context(), u.ID, in.IDs...)
	if errors.Is(err, ErrEmailTaken) {
		inertia.Flash(r, "error", say(r, "Somebody else has this email address now."))
		a.inertia.Back(w, r)
		return nil
	}
	if err != nil {
		return err
	}
	inertia.Flash(r, "success", say(r, "%d contacts restored.", n))
	a.inertia.Back(w, r)
	return nil
}

func (a *app) showTrash(w http.ResponseWriter, r *http.Request, _ *User) error {
	contacts, err := a.store.Trash(r.Context())
	if err != nil {
		return err
	}
	return trashPage.Render(a.inertia, w, r, trashProps{contacts})
}

// purgeContact is for administrators.
func (a *app) purgeContact(w http.ResponseWriter, r *http.Request, u *User) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	if err := a.store.Purge(r.Context(), u.ID, id); err != nil {
		return explain(r, err)
	}
	inertia.Flash(r, "success", say(r, "Contact deleted for good."))
	a.inertia.Redirect(w, r, a.routes.MustURL("trash.index"))
	return nil
}
