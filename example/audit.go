package main

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/inertia-templ/shell/inertia"
)

// AuditEntry says who did what, and when.
type AuditEntry struct {
	ID        int64     `json:"id"`
	User      string    `json:"user"`
	Action    string    `json:"action"` // created, updated, deleted, restored, purged, noted or promoted
	Subject   string    `json:"subject"`
	ContactID int64     `json:"contactId"` // 0 if it is about no contact, or about one that is deleted
	At        time.Time `json:"at"`
}

// record adds an entry within the transaction of what it is about, so that
// there is neither without the other.
func record(ctx context.Context, tx *sql.Tx, by int64, action, subject string, contact int64) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO audit (user_id, action, subject, contact_id, at) VALUES (?, ?, ?, nullif(?, 0), ?)",
		by, action, subject, contact, time.Now().UnixMilli())
	if err != nil {
		return fmt.Errorf("contacts: recording: %w", err)
	}
	return nil
}

const auditQuery = `SELECT a.id, u.name, a.action, a.subject, coalesce(c.id, 0), a.at FROM audit a
	JOIN users u ON u.id = a.user_id LEFT JOIN contacts c ON c.id = a.contact_id AND c.deleted_at IS NULL `

func scanAudit(rows *sql.Rows) (AuditEntry, error) {
	var e AuditEntry
	var at int64
	err := rows.Scan(&e.ID, &e.User, &e.Action, &e.Subject, &e.ContactID, &at)
	e.At = time.UnixMilli(at).UTC()
	return e, err
}

// Activity returns the n entries made last, newest first.
func (s *Store) Activity(ctx context.Context, n int) ([]AuditEntry, error) {
	return collect(ctx, s.db, scanAudit, auditQuery+"ORDER BY a.id DESC LIMIT ?", n)
}

// History returns the last entries about one contact, newest first.
func (s *Store) History(ctx context.Context, contact int64) ([]AuditEntry, error) {
	return collect(ctx, s.db, scanAudit, auditQuery+"WHERE a.contact_id = ? ORDER BY a.id DESC LIMIT 20", contact)
}

// auditPageSize is how many entries a page of the log has.
const auditPageSize = 25

// AuditLog returns the entries before the one with the id before, which is 0
// for the newest, as a page between two cursors: the log grows while it is read.
func (s *Store) AuditLog(ctx context.Context, before int64) (inertia.CursorPage[AuditEntry], error) {
	entries, err := collect(ctx, s.db, scanAudit, auditQuery+"WHERE ? = 0 OR a.id < ? ORDER BY a.id DESC LIMIT ?", before, before, auditPageSize+1)
	if err != nil {
		return inertia.CursorPage[AuditEntry]{}, err
	}
	current, next := "", ""
	if before != 0 {
		current = strconv.FormatInt(before, 10)
	}
	if len(entries) > auditPageSize {
		entries = entries[:auditPageSize]
		next = strconv.FormatInt(entries[auditPageSize-1].ID, 10)
	}
	return inertia.CursorPage[AuditEntry]{Data: entries, Current: current, Next: next}, nil
}

type auditProps struct {
	Entries inertia.Prop[inertia.CursorPage[AuditEntry]] `json:"entries"`
}

func (a *app) showAudit(w http.ResponseWriter, r *http.Request, _ *User) error {
	before, _ := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64) // what is not a number is the newest
	return auditPage.Render(a.inertia, w, r, auditProps{
		Entries: inertia.Lazy(func(ctx context.Context) (inertia.CursorPage[AuditEntry], error) {
			return a.store.AuditLog(ctx, before)
		}).Scroll().PageName("before"),
	})
}
