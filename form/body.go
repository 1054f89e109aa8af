package form

import (
	"io"
	"mime"
	"net/http"
	"strings"
)

// Limits a client meets if no option says otherwise.
const (
	defaultMaxBody   = 1 << 20  // bytes of JSON or text
	defaultMaxUpload = 32 << 20 // bytes of a multipart body
	defaultMaxMemory = 8 << 20  // bytes of files kept in memory
	defaultMaxDepth  = 32
	defaultMaxValues = 10_000
)

// limits is what a body may be, and how much of it was read.
type limits struct {
	maxBody, maxUpload, maxMemory int64
	maxDepth, maxValues           int

	values int
}

// count takes one more value into account.
func (l *limits) count(path string) error {
	if l.values++; l.values > l.maxValues {
		return tooMuch(path, "there are more than %d values; see WithMaxValues", l.maxValues)
	}
	return nil
}

// read returns what the request sends as a tree: the query of a request that
// has no body by its nature, else the body.
func (l limits) read(r *http.Request) (*node, error) {
	l.values = 0
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return l.readQuery(r)
	}
	types := r.Header["Content-Type"]
	if len(types) == 0 {
		return l.readBare(r)
	}
	if len(types) > 1 {
		return nil, unsupported("the request has %d content types", len(types))
	}
	mediaType, params, err := mime.ParseMediaType(types[0])
	if err != nil {
		return nil, unsupported("content type %q: %v", shorten(types[0]), err)
	}
	if !isUTF8(params["charset"]) {
		return nil, unsupported("charset %q; send UTF-8", shorten(params["charset"]))
	}
	if encoding := r.Header.Get("Content-Encoding"); encoding != "" && !strings.EqualFold(encoding, "identity") {
		return nil, unsupported("content encoding %q", shorten(encoding))
	}
	switch {
	case mediaType == "application/json" || strings.HasPrefix(mediaType, "application/") && strings.HasSuffix(mediaType, "+json"):
		body, err := l.readAll(r)
		if err != nil {
			return nil, err
		}
		return l.readJSON(body)
	case mediaType == "application/x-www-form-urlencoded":
		if r.PostForm != nil && (len(r.PostForm) > 0 || r.Method != http.MethodDelete) {
			// Somebody before us, such as a CSRF guard, has read the body.
			return l.readValues(r.PostForm, nil)
		}
		body, err := l.readAll(r)
		if err != nil {
			return nil, err
		}
		return l.readPairs(string(body))
	case mediaType == "multipart/form-data":
		parsed, err := l.readMultipart(r)
		if err != nil {
			return nil, err
		}
		return l.readValues(parsed.Value, parsed.File)
	}
	return nil, unsupported("content type %q; send JSON, an urlencoded or a multipart form", shorten(mediaType))
}

func isUTF8(charset string) bool {
	switch strings.ToLower(charset) {
	case "", "utf-8", "utf8", "us-ascii":
		return true
	}
	return false
}

func (l *limits) readQuery(r *http.Request) (*node, error) {
	if int64(len(r.URL.RawQuery)) > l.maxBody {
		return nil, tooMuch("", "the query is larger than %d bytes; see WithMaxBody", l.maxBody)
	}
	return l.readPairs(r.URL.RawQuery)
}

// readBare reads a request without a content type, which has no body: the
// client sends the data of a DELETE in the query when it validates live.
func (l *limits) readBare(r *http.Request) (*node, error) {
	if r.Body != nil && r.ContentLength != 0 {
		switch n, err := io.ReadFull(r.Body, make([]byte, 1)); {
		case n > 0:
			return nil, unsupported("the body has no content type")
		case err != io.EOF:
			return nil, readError(err, 0)
		}
	}
	if r.Method == http.MethodDelete {
		return l.readQuery(r)
	}
	return l.newForm(true).root, nil
}

func (l *limits) readAll(r *http.Request) ([]byte, error) {
	if r.ContentLength > l.maxBody {
		return nil, tooMuch("", "the body is larger than %d bytes; see WithMaxBody", l.maxBody)
	}
	if r.Body == nil {
		return nil, nil
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, l.maxBody))
	if err != nil {
		return nil, readError(err, int64(len(body)))
	}
	return body, nil
}
