package inertia

import (
	"encoding/json"

	"github.com/inertia-templ/shell/flash"
)

// The answer of a request can be kept and given again, as form.Idempotent does.
// What the next page shows belongs to it.

// Outgoing is what this request left for the next page, as JSON.
func (rec *recorder) Outgoing() (json.RawMessage, error) {
	if err := rec.app.screen(rec.x, rec.r, ""); err != nil {
		return nil, err
	}
	rec.x.mu.Lock()
	defer rec.x.mu.Unlock()
	if rec.x.shown || rec.x.outgoing.IsZero() {
		return nil, nil
	}
	return json.Marshal(rec.x.outgoing)
}

// Leave leaves what Outgoing has returned for the next page.
func (rec *recorder) Leave(raw json.RawMessage) error {
	var d flash.Data
	if err := json.Unmarshal(raw, &d); err != nil {
		return err
	}
	var values struct{ Flash map[string]json.RawMessage } // as it was written
	if err := json.Unmarshal(raw, &values); err != nil {
		return err
	}
	for key, value := range values.Flash {
		d.Flash[key] = value
	}
	rec.x.mu.Lock()
	defer rec.x.mu.Unlock()
	rec.x.outgoing = merged(rec.x.outgoing, d)
	return nil
}
