package form

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
)

// Errors are messages by field, with keys such as "items.0.price". [Bind]
// returns them for data that is wrong. A handler given to inertia's Handle
// returns them to send the user back to the form.
type Errors map[string][]string

// Error lists the messages.
func (e Errors) Error() string {
	var b strings.Builder
	b.WriteString("validation failed")
	for i, field := range slices.Sorted(maps.Keys(e)) {
		sep := "; "
		if i == 0 {
			sep = ": "
		}
		fmt.Fprintf(&b, "%s%s %s", sep, field, strings.Join(e[field], ", "))
	}
	return b.String()
}

// InertiaErrors returns e. By this method package inertia recognizes messages.
func (e Errors) InertiaErrors() map[string][]string { return e }

// Add appends a message to a field.
func (e Errors) Add(field, message string) { e[field] = append(e[field], message) }

// MalformedError tells why a request could not be read, and where. A handler
// given to inertia's Handle returns it to answer with its status.
type MalformedError struct {
	Status int    // 400; 413 for too much data, or 415 for an unknown encoding
	Path   string // the field, such as "items.0.price"; empty if unknown
	Offset int64  // bytes from the beginning of the body; -1 if unknown
	Reason string
}

// StatusCode returns Status.
func (e *MalformedError) StatusCode() int { return e.Status }

// Error tells the reason and the place.
func (e *MalformedError) Error() string {
	var b strings.Builder
	b.WriteString("form: ")
	b.WriteString(e.Reason)
	if e.Path != "" {
		fmt.Fprintf(&b, ", at field %q", shorten(e.Path))
	}
	if e.Offset >= 0 {
		fmt.Fprintf(&b, ", at byte %d", e.Offset)
	}
	return b.String()
}

// shorten keeps what a client chose from filling logs.
func shorten(s string) string { return cut(s, 100) }

// cut keeps at most so many bytes of a text.
func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "..."
}

func malformed(path string, offset int64, reason string, args ...any) error {
	return refuse(http.StatusBadRequest, path, offset, reason, args...)
}

func tooMuch(path string, reason string, args ...any) error {
	return refuse(http.StatusRequestEntityTooLarge, path, -1, reason, args...)
}

func unsupported(reason string, args ...any) error {
	return refuse(http.StatusUnsupportedMediaType, "", -1, reason, args...)
}

func refuse(status int, path string, offset int64, reason string, args ...any) error {
	return &MalformedError{status, cut(path, maxPath), offset, fmt.Sprintf(reason, args...)}
}

// maxPath is how many bytes of a path an error keeps.
const maxPath = 1000

// readError is why a body could not be read to its end. Most reasons are the
// client's; a full disk and a body that was closed are the server's.
func readError(err error, offset int64) error {
	var large *http.MaxBytesError
	var disk *fs.PathError
	var known *MalformedError
	switch {
	case errors.As(err, &known):
		return known
	case errors.As(err, &large):
		return tooMuch("", "the body is larger than %d bytes; see WithMaxBody and WithMaxUpload", large.Limit)
	case errors.Is(err, multipart.ErrMessageTooLarge):
		return tooMuch("", "the headers of the parts are too large")
	case errors.As(err, &disk):
		return fmt.Errorf("form: keeping an upload: %w", err)
	}
	if errors.Is(err, http.ErrBodyReadAfterClose) {
		return fmt.Errorf("form: the body was closed before Bind: %w", err)
	}
	return malformed("", offset, "the body is broken: %v", err)
}
