package form

import (
	"errors"
	"fmt"
	"io/fs"
	"mime/multipart"
	"net/http"
	"strings"

	"github.com/inertia-templ/shell/inertia"
)

// MalformedError tells where a body, a query or a header could not be
// understood. [Bind] returns it inside of an [inertia.HTTPError] with the
// status 400, or 413 if there was too much of it.
type MalformedError struct {
	Path   string // the field, such as "items.0.price"; empty if unknown
	Offset int64  // bytes from the beginning of the body; -1 if unknown
	Reason string
}

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
func shorten(s string) string {
	const most = 100
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "..."
}

func malformed(path string, offset int64, reason string, args ...any) error {
	return refuse(http.StatusBadRequest, &MalformedError{path, offset, fmt.Sprintf(reason, args...)})
}

func tooMuch(path string, reason string, args ...any) error {
	return refuse(http.StatusRequestEntityTooLarge, &MalformedError{path, -1, fmt.Sprintf(reason, args...)})
}

func unsupported(reason string, args ...any) error {
	return refuse(http.StatusUnsupportedMediaType, fmt.Errorf("form: "+reason, args...))
}

func refuse(status int, err error) error { return &inertia.HTTPError{Status: status, Err: err} }

// readError is why a body could not be read to its end. Only a full disk and
// its like are the server's fault.
func readError(err error, offset int64) error {
	var large *http.MaxBytesError
	var disk *fs.PathError
	var known *inertia.HTTPError
	switch {
	case errors.As(err, &known):
		return known
	case errors.As(err, &large):
		return tooMuch("", "the body is larger than %d bytes; see WithMaxBody and WithMaxUpload", large.Limit)
	case errors.Is(err, multipart.ErrMessageTooLarge):
		return tooMuch("", "the body has too many parts, or too much text in them")
	case errors.As(err, &disk):
		return fmt.Errorf("form: keeping an upload: %w", err)
	}
	return malformed("", offset, "the body is broken: %v", err)
}
