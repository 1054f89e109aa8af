package main

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// searchContacts is for the command palette. It is not a page: the palette asks
// with fetch and gets plain JSON.
func (a *app) searchContacts(w http.ResponseWriter, r *http.Request, _ *User) error {
	found, err := a.store.List(r.Context(), filterOf(r), 1)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "private, no-store")
	if err := json.NewEncoder(w).Encode(found.Data[:min(len(found.Data), 6)]); err != nil {
		return fmt.Errorf("contacts: answering a search: %w", err)
	}
	return nil
}
