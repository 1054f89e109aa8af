package main

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
)

// activityChannel is published with every change that the log of the dashboard
// shows.
const activityChannel = "activity"

// mayListen says who hears that a channel has changed: whoever is signed in may
// see the log, and so may hear of it.
func mayListen(r *http.Request, channel string) (bool, error) {
	u, err := visitor(r.Context())
	return u != nil && channel == activityChannel, err
}

// visitorName is the user's id, empty for visitors who are not signed in: their
// streams end with the logout, and outcomes of forms are theirs alone.
func visitorName(r *http.Request) string {
	u, err := visitor(r.Context())
	if u == nil || err != nil {
		return ""
	}
	return strconv.FormatInt(u.ID, 10)
}

// tellOthers drops what is kept of the contacts, and lets the windows that show
// the log fetch it again.
func (a *app) tellOthers(ctx context.Context) error {
	if err := a.inertia.Invalidate(ctx, contactsTag); err != nil {
		return err
	}
	if err := a.inertia.Publish(ctx, activityChannel); err != nil {
		slog.ErrorContext(ctx, "contacts: others hear of the change late", "err", err)
	}
	return nil
}
