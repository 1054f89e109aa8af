package form

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
)

// kept is a body that was read and is there for whoever reads it next.
type kept struct {
	io.Reader
	close io.Closer

	body  []byte // of text
	parts []part // of a multipart body, in their order
	size  int64  // bytes of the multipart body
	err   error  // why the body could not be read
}

// part is a part of a multipart body.
type part struct {
	key  string
	text string
	file *multipart.FileHeader
}

func (k *kept) rewind() { k.Reader = bytes.NewReader(k.body) }

func (k *kept) Close() error { return k.close.Close() }

func isKept(r *http.Request) bool {
	_, ok := r.Body.(*kept)
	return ok
}

// keepError answers the same to the next one who reads the body. It returns
// err.
func keepError(r *http.Request, err error) error {
	r.Body = &kept{Reader: brokenBody{err}, close: r.Body, err: err}
	return err
}

// brokenBody repeats why a body could not be read.
type brokenBody struct{ err error }

func (b brokenBody) Read([]byte) (int, error) {
	if errors.Is(b.err, io.EOF) {
		return 0, io.ErrUnexpectedEOF
	}
	return 0, b.err
}
