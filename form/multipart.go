package form

import (
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"unicode/utf8"
)

// readMultipart takes a multipart body apart, once per request. Files beyond
// the memory limit wait on disk and are removed when the request is over.
func (l *limits) readMultipart(r *http.Request) (*multipart.Form, error) {
	if r.MultipartForm != nil {
		return r.MultipartForm, nil
	}
	if r.ContentLength > l.maxUpload {
		return nil, tooMuch("", "the body is larger than %d bytes; see WithMaxUpload", l.maxUpload)
	}
	counted := &countingReader{Reader: r.Body}
	r.Body = http.MaxBytesReader(nil, readCloser{counted, r.Body}, l.maxUpload)
	reader, err := r.MultipartReader()
	if err != nil {
		return nil, malformed("", -1, "the content type is broken: %v", err)
	}
	parsed, err := reader.ReadForm(l.maxMemory)
	if err != nil {
		r.MultipartForm = nil
		return nil, readError(err, counted.n)
	}
	r.MultipartForm = parsed
	if len(parsed.File) > 0 {
		// net/http cleans up after the request it made, which is not r if some
		// middleware gave r a context.
		context.AfterFunc(r.Context(), func() { _ = parsed.RemoveAll() })
	}
	size := int64(0)
	for name, values := range parsed.Value {
		for _, value := range values {
			if size += int64(len(name) + len(value)); size > l.maxBody {
				return nil, tooMuch(name, "the texts of the body are larger than %d bytes; see WithMaxBody", l.maxBody)
			}
		}
	}
	return parsed, nil
}

// checkFilename refuses names that would trip whoever stores them.
func checkFilename(key, name string) error {
	if !utf8.ValidString(name) || strings.IndexByte(name, 0) >= 0 {
		return malformed(key, -1, "a file's name is not UTF-8 or holds a NUL")
	}
	return nil
}

// countingReader knows how far it was read.
type countingReader struct {
	io.Reader
	n int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	return n, err
}

type readCloser struct {
	io.Reader
	io.Closer
}
