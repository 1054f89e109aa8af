package main

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
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

// AuditLog returns entries from a cursor on: the log grows while it is read.
func (s *Store) AuditLog(ctx context.Context, at inertia.Cursor[int64]) ([]AuditEntry, error) {
	switch {
	case at.Key == nil:
		return collect(ctx, s.db, scanAudit, auditQuery+"ORDER BY a.id DESC LIMIT ?", at.Peek())
	case at.Backward:
		return collect(ctx, s.db, scanAudit, auditQuery+"WHERE a.id > ? ORDER BY a.id LIMIT ?", *at.Key, at.Peek())
	default:
		return collect(ctx, s.db, scanAudit, auditQuery+"WHERE a.id < ? ORDER BY a.id DESC LIMIT ?", *at.Key, at.Peek())
	}
}

type auditProps struct {
	Entries inertia.Prop[inertia.CursorPage[AuditEntry]] `json:"entries"`
}

func (a *app) showAudit(w http.ResponseWriter, r *http.Request, _ *User) error {
	at, err := inertia.CursorOf[int64](a.inertia, r, "audit", inertia.PerPage(auditPageSize))
	if err != nil {
		return err
	}
	return auditPage.Render(a.inertia, w, r, auditProps{
		Entries: inertia.Lazy(func(ctx context.Context) (inertia.CursorPage[AuditEntry], error) {
			entries, err := a.store.AuditLog(ctx, at)
			if err != nil {
				return inertia.CursorPage[AuditEntry]{}, err
			}
			return inertia.PaginateCursor(at, entries, func(e AuditEntry) int64 { return e.ID })
		}).Scroll(),
	})
}
