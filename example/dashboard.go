package main

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"time"

	"github.com/inertia-templ/shell/inertia"
)

// dashboardProps show the kinds of props: plain ones are sent on every visit,
// Activity is live: when somebody changes something, each window that shows it
// fetches it again. Growth follows when the page is shown, and Report is computed
// only when a reload asks for it. Counts is polled. Largest is kept for all visitors
// until a contact changes, and follows only if it is late.
type dashboardProps struct {
	Counts   inertia.Prop[Counts]             `json:"counts"`
	Recent   []Contact                        `json:"recent"`
	Activity inertia.Prop[[]AuditEntry]       `json:"activity"`
	Growth   inertia.Deferred[[]MonthCount]   `json:"growth"`
	Largest  inertia.Deferred[[]Organisation] `json:"largest"`
	Report   inertia.Opt[[]CityCount]         `json:"report"`
}

func (a *app) dashboard(w http.ResponseWriter, r *http.Request, _ *User) error {
	recent, err := a.store.Newest(r.Context(), 6)
	if err != nil {
		return err
	}
	return dashboardPage.Render(a.inertia, w, r, dashboardProps{
		Counts:   inertia.Lazy(a.store.Counts),
		Recent:   recent,
		Activity: inertia.Live(func(ctx context.Context) ([]AuditEntry, error) { return a.store.Activity(ctx, 6) }, activityChannel),
		Growth:   inertia.Defer(func(ctx context.Context) ([]MonthCount, error) { return a.store.Growth(ctx, time.Now()) }),
		Largest: inertia.Lazy(func(ctx context.Context) ([]Organisation, error) { return a.store.LargestOrganisations(ctx, 6) }).
			Cache(time.Minute, time.Hour).Shared().Tags(contactsTag).DeferAfter(150 * time.Millisecond).Group("largest"),
		Report: inertia.Optional(a.store.CityReport),
	})
}

// docs leads out of the application: the browser leaves the page for good.
func (a *app) docs(w http.ResponseWriter, r *http.Request) error {
	a.inertia.Location(w, r, a.docsURL)
	return nil
}

// Counts are the numbers on the dashboard.
type Counts struct {
	Contacts      int `json:"contacts"`
	Organisations int `json:"organisations"` // that have contacts
	Cities        int `json:"cities"`
	Recent        int `json:"recent"` // added in the last 30 days
}

// Counts returns the numbers for the dashboard.
func (s *Store) Counts(ctx context.Context) (Counts, error) {
	var c Counts
	err := s.db.QueryRowContext(ctx,
		`SELECT count(*), count(DISTINCT organisation_id), count(DISTINCT nullif(city, '')), count(CASE WHEN created_at >= ? THEN 1 END)
		FROM contacts WHERE deleted_at IS NULL`,
		time.Now().AddDate(0, 0, -30).UnixMilli()).Scan(&c.Contacts, &c.Organisations, &c.Cities, &c.Recent)
	if err != nil {
		return Counts{}, fmt.Errorf("contacts: counting: %w", err)
	}
	return c, nil
}

// MonthCount is how many contacts were added in a month.
type MonthCount struct {
	Month    string `json:"month"` // 2026-07
	Contacts int    `json:"contacts"`
}

// Growth returns the twelve months that end with now's, oldest first.
func (s *Store) Growth(ctx context.Context, now time.Time) ([]MonthCount, error) {
	first := time.Date(now.UTC().Year(), now.UTC().Month()-11, 1, 0, 0, 0, 0, time.UTC)
	months := make([]MonthCount, 12)
	at := map[string]*int{}
	for n := range months {
		months[n].Month = first.AddDate(0, n, 0).Format("2006-01")
		at[months[n].Month] = &months[n].Contacts
	}
	counted, err := collect(ctx, s.db, func(rows *sql.Rows) (m MonthCount, err error) {
		return m, rows.Scan(&m.Month, &m.Contacts)
	}, `SELECT strftime('%Y-%m', created_at / 1000, 'unixepoch') AS month, count(*) FROM contacts
		WHERE deleted_at IS NULL AND created_at >= ? GROUP BY month`, first.UnixMilli())
	if err != nil {
		return nil, err
	}
	for _, m := range counted {
		if count := at[m.Month]; count != nil {
			*count = m.Contacts
		}
	}
	return months, nil
}

// CityCount is one row of the report.
type CityCount struct {
	City     string `json:"city"`
	Contacts int    `json:"contacts"`
}

// CityReport counts the contacts of each city, the largest first.
func (s *Store) CityReport(ctx context.Context) ([]CityCount, error) {
	scan := func(rows *sql.Rows) (c CityCount, err error) { return c, rows.Scan(&c.City, &c.Contacts) }
	return collect(ctx, s.db, scan,
		"SELECT city, count(*) AS n FROM contacts WHERE city <> '' AND deleted_at IS NULL GROUP BY city ORDER BY n DESC, city")
}
