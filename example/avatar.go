package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"time"

	"github.com/inertia-templ/shell/inertia"
)

// avatarURL changes with the picture, so that a new one is shown at once.
func avatarURL(u *User) string {
	if u.Avatar == "" {
		return ""
	}
	return fmt.Sprintf("/users/%d/avatar?v=%s", u.ID, u.Avatar)
}

// updateAvatar takes the file by what is in it, not by what the browser says
// it is.
func (a *app) updateAvatar(w http.ResponseWriter, r *http.Request, u *User) error {
	var in struct {
		Avatar *multipart.FileHeader `json:"avatar" validate:"required,maxsize=2MB,filetype=image/png image/jpeg image/webp"`
	}
	if err := binder.Bind(r, &in); err != nil {
		return err
	}
	image, err := readFile(in.Avatar)
	if err != nil {
		return err
	}
	if err := a.store.SetAvatar(r.Context(), u.ID, image); err != nil {
		return err
	}
	a.inertia.Redirect(w, r, a.routes.MustURL("account.show"), inertia.Flashed("success", say(r, "Picture saved.")))
	return nil
}

func readFile(header *multipart.FileHeader) ([]byte, error) {
	file, err := header.Open()
	if err != nil {
		return nil, fmt.Errorf("contacts: opening an upload: %w", err)
	}
	defer file.Close()
	content, err := io.ReadAll(file)
	if err != nil {
		return nil, fmt.Errorf("contacts: reading an upload: %w", err)
	}
	return content, nil
}

// serveAvatar is for other users too, and says to strangers that there is
// nothing.
func (a *app) serveAvatar(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	u, err := visitor(r.Context())
	if err != nil {
		return err
	}
	if u == nil {
		return explain(r, ErrNotFound)
	}
	avatar, err := a.store.Avatar(r.Context(), id)
	if err != nil {
		return explain(r, err)
	}
	h := w.Header()
	h.Set("Content-Type", avatar.Type)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("ETag", `"`+avatar.Version+`"`)
	h.Set("Cache-Control", "private, no-cache") // ask each time: signing out ends it
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(avatar.Image))
	return nil
}

// Avatar is the picture of a user.
type Avatar struct {
	Version string // other content, other version
	Type    string // media type
	Image   []byte
}

// SetAvatar changes a user's picture.
func (s *Store) SetAvatar(ctx context.Context, id int64, image []byte) error {
	sum := sha256.Sum256(image)
	res, err := s.db.ExecContext(ctx, "REPLACE INTO avatars (user_id, version, type, image) VALUES (?, ?, ?, ?)",
		id, hex.EncodeToString(sum[:8]), http.DetectContentType(image), image)
	return affected(res, err, "changing a picture")
}

// Avatar returns a user's picture, or ErrNotFound.
func (s *Store) Avatar(ctx context.Context, id int64) (Avatar, error) {
	var a Avatar
	err := s.db.QueryRowContext(ctx, "SELECT version, type, image FROM avatars WHERE user_id = ?", id).Scan(&a.Version, &a.Type, &a.Image)
	if errors.Is(err, sql.ErrNoRows) {
		return Avatar{}, ErrNotFound
	}
	if err != nil {
		return Avatar{}, fmt.Errorf("contacts: reading a picture: %w", err)
	}
	return a, nil
}
