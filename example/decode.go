package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"

	"github.com/inertia-templ/shell/inertia"
)

const maxBody = 1 << 20 // bytes

// decodeInput reads the body of a form: JSON as the Inertia client sends it,
// or an HTML form's own encoding. Its errors are a 400 for a body that cannot
// be understood, a 413 for one beyond 1 MB and a 415 for other types.
func decodeInput(w http.ResponseWriter, r *http.Request) (Input, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return Input{}, &inertia.HTTPError{
			Status: http.StatusUnsupportedMediaType,
			Err:    fmt.Errorf("contacts: content type %q: %w", r.Header.Get("Content-Type"), err),
		}
	}

	var in Input
	switch mediaType {
	case "application/json":
		err = decodeJSON(r.Body, &in)
	case "application/x-www-form-urlencoded":
		err = r.ParseForm()
		in = Input{
			Name:    r.PostForm.Get("name"),
			Email:   r.PostForm.Get("email"),
			Phone:   r.PostForm.Get("phone"),
			City:    r.PostForm.Get("city"),
			Company: r.PostForm.Get("company"),
			Notes:   r.PostForm.Get("notes"),
		}
	default:
		return Input{}, &inertia.HTTPError{
			Status: http.StatusUnsupportedMediaType,
			Err:    fmt.Errorf("contacts: cannot read a body of type %q", mediaType),
		}
	}

	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return Input{}, err
	}
	if err != nil {
		return Input{}, &inertia.HTTPError{Status: http.StatusBadRequest, Err: fmt.Errorf("contacts: reading the form: %w", err)}
	}
	return in.clean(), nil
}

// decodeJSON reads exactly one JSON value.
func decodeJSON(body io.Reader, v any) error {
	dec := json.NewDecoder(body)
	if err := dec.Decode(v); err != nil {
		return err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		if err == nil {
			err = errors.New("something follows the JSON value")
		}
		return err
	}
	return nil
}
