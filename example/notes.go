package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"
	"time"

	"github.com/inertia-templ/shell/inertia"
)

// Note is what a user wrote about a contact, with files.
type Note struct {
	ID        int64      `json:"id"`
	Author    string     `json:"author"`
	Text      string     `json:"text"`
	Files     []NoteFile `json:"files"`
	CreatedAt time.Time  `json:"createdAt"`
}

// NoteFile is a file of a note, without its content.
type NoteFile struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
	Size int64  `json:"size"` // bytes
}

// NoteInput is what the form of a note sends.
type NoteInput struct {
	Text  string                  `json:"text" validate:"required,max=2000"`
	Files []*multipart.FileHeader `json:"files" validate:"max=5,dive,maxsize=5MB"`
}

// Normalize removes stray white space before anything is checked.
func (in *NoteInput) Normalize() { in.Text = paragraphs(in.Text) }

// Notes returns the notes about a contact, newest first.
func (s *Store) Notes(ctx context.Context, contact int64) ([]Note, error) {
	scan := func(rows *sql.Rows) (n Note, err error) {
		var created int64
		err = rows.Scan(&n.ID, &n.Author, &n.Text, &created)
		n.CreatedAt, n.Files = time.UnixMilli(created).UTC(), []NoteFile{}
		return n, err
	}
	notes, err := collect(ctx, s.db, scan,
		"SELECT n.id, u.name, n.text, n.created_at FROM notes n JOIN users u ON u.id = n.user_id WHERE n.contact_id = ? ORDER BY n.id DESC LIMIT 100", contact)
	if err != nil {
		return nil, err
	}
	at := map[int64]*Note{}
	for n := range notes {
		at[notes[n].ID] = &notes[n]
	}
	type attached struct {
		NoteFile
		note int64
	}
	files, err := collect(ctx, s.db, func(rows *sql.Rows) (f attached, err error) {
		return f, rows.Scan(&f.ID, &f.note, &f.Name, &f.Size)
	}, "SELECT f.id, f.note_id, f.name, f.size FROM files f JOIN notes n ON n.id = f.note_id WHERE n.contact_id = ? ORDER BY f.id", contact)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		if note := at[f.note]; note != nil {
			note.Files = append(note.Files, f.NoteFile)
		}
	}
	return notes, nil
}

// AddNote adds a note to a contact, or returns ErrNotFound.
func (s *Store) AddNote(ctx context.Context, by, contact int64, in NoteInput) error {
	return s.change(ctx, func(tx *sql.Tx) error {
		var name string
		err := tx.QueryRowContext(ctx, "SELECT name FROM contacts WHERE deleted_at IS NULL AND id = ?", contact).Scan(&name)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNotFound
		}
		if err != nil {
			return fmt.Errorf("contacts: finding a contact: %w", err)
		}
		res, err := tx.ExecContext(ctx, "INSERT INTO notes (contact_id, user_id, text, created_at) VALUES (?, ?, ?, ?)",
			contact, by, in.Text, time.Now().UnixMilli())
		if err := affected(res, err, "adding a note"); err != nil {
			return err
		}
		note, err := res.LastInsertId()
		if err != nil {
			return err
		}
		for _, header := range in.Files {
			content, err := readFile(header)
			if err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, "INSERT INTO files (note_id, name, size, content) VALUES (?, ?, ?, ?)",
				note, header.Filename, len(content), content); err != nil {
				return fmt.Errorf("contacts: adding a file: %w", err)
			}
		}
		return record(ctx, tx, by, "noted", name, contact)
	})
}

// File returns the name and the content of a file, or ErrNotFound. The files of
// a contact in the trash are not found.
func (s *Store) File(ctx context.Context, id int64) (name string, content []byte, err error) {
	err = s.db.QueryRowContext(ctx, `SELECT f.name, f.content FROM files f JOIN notes n ON n.id = f.note_id
		JOIN contacts c ON c.id = n.contact_id WHERE f.id = ? AND c.deleted_at IS NULL`, id).Scan(&name, &content)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil, ErrNotFound
	}
	if err != nil {
		return "", nil, fmt.Errorf("contacts: reading a file: %w", err)
	}
	return name, content, nil
}

func (a *app) addNote(w http.ResponseWriter, r *http.Request, u *User) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	var in NoteInput
	if err := binder.Bind(r, &in); err != nil {
		return err
	}
	if err := a.store.AddNote(r.Context(), u.ID, id, in); err != nil {
		return explain(r, err)
	}
	inertia.Flash(r, "success", say(r, "Note added."))
	a.inertia.Redirect(w, r, a.routes.MustURL("contacts.show", "id", id))
	return nil
}

// serveFile is a download, whatever is in it: a page that somebody uploaded must
// not run as one of ours.
func (a *app) serveFile(w http.ResponseWriter, r *http.Request, _ *User) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	name, content, err := a.store.File(r.Context(), id)
	if err != nil {
		return explain(r, err)
	}
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Content-Length", strconv.Itoa(len(content)))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "private, no-store")
	_, err = w.Write(content)
	return err
}
