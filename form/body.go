package form

import (
	"fmt"
	"io"
	"mime"
	"net/http"
	"reflect"
	"slices"
	"strings"
)

// Limits a client meets if no option says otherwise.
const (
	defaultMaxBody   = 1 << 20  // bytes of JSON or text
	defaultMaxUpload = 32 << 20 // bytes of a multipart body
	defaultMaxMemory = 8 << 20  // bytes of files kept in memory
	defaultMaxDepth  = 32
	defaultMaxValues = 10_000
	defaultMaxKey    = 255 // bytes
)

// limits is what a body may be.
type limits struct {
	maxBody, maxUpload, maxMemory int64
	maxDepth, maxValues, maxKey   int

	strict bool
	known  []string
}

// reading is one body while it is read into a tree.
type reading struct {
	limits
	target reflect.Type // what the tree is to fill
	values int
}

// count takes one more value into account and reports whether it is allowed.
func (l *reading) count() bool {
	l.values++
	return l.values <= l.maxValues
}

func (l *limits) tooMany(path string) error {
	return tooMuch(path, "there are more than %d values; see WithMaxValues", l.maxValues)
}

// takes is the type that holds name in a t, depth levels below the target, and
// whether the field is of any interest.
func (l *reading) takes(t reflect.Type, name string, depth int) (reflect.Type, bool) {
	inner, known := member(t, name)
	if !known && l.strict && !(depth == 0 && l.allows(name)) {
		return nil, true // to be refused
	}
	return inner, known
}

func (l *limits) allows(name string) bool { return slices.Contains(l.known, name) }

// read returns what the request sends as a tree: the query of a request that
// has no body by its nature, else the body.
func (l limits) read(r *http.Request, target reflect.Type) (*node, error) {
	reading := &reading{limits: l, target: target}
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return reading.query(r)
	}
	types := r.Header["Content-Type"]
	if len(types) == 0 {
		return reading.readBare(r)
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
		if len(body) == 0 {
			return reading.readNothing(r)
		}
		return reading.readJSON(body)
	case mediaType == "application/x-www-form-urlencoded":
		if r.PostForm != nil && (len(r.PostForm) > 0 || r.Method != http.MethodDelete) && !isKept(r) {
			// Somebody before us, such as a CSRF guard, has read the body.
			return reading.readValues(r.PostForm, nil)
		}
		body, err := l.readAll(r)
		if err != nil {
			return nil, err
		}
		if len(body) == 0 {
			return reading.readNothing(r)
		}
		return reading.readPairs(string(body))
	case mediaType == "multipart/form-data":
		return reading.readMultipart(r, params["boundary"])
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

// readQuery returns the query of a request as a tree.
func (l limits) readQuery(r *http.Request, target reflect.Type) (*node, error) {
	return (&reading{limits: l, target: target}).query(r)
}

func (l *reading) query(r *http.Request) (*node, error) {
	if int64(len(r.URL.RawQuery)) > l.maxBody {
		return nil, tooMuch("", "the query is larger than %d bytes; see WithMaxBody", l.maxBody)
	}
	return l.readPairs(r.URL.RawQuery)
}

// readNothing reads a request without a body: the client sends the data of a
// DELETE in the query when it validates live.
func (l *reading) readNothing(r *http.Request) (*node, error) {
	if r.Method == http.MethodDelete {
		return l.query(r)
	}
	return l.newForm().root, nil
}

// readBare reads a request without a content type, which has no body.
func (l *reading) readBare(r *http.Request) (*node, error) {
	if r.Body != nil && r.ContentLength != 0 {
		switch n, err := io.ReadFull(r.Body, make([]byte, 1)); {
		case n > 0:
			return nil, keepError(r, unsupported("the body has no content type"))
		case err != io.EOF:
			return nil, keepError(r, readError(err, 0))
		}
	}
	return l.readNothing(r)
}

// readAll reads a body that is text. It stays readable, for a second Bind and
// for others.
func (l *limits) readAll(r *http.Request) ([]byte, error) {
	tooLarge := tooMuch("", "the body is larger than %d bytes; see WithMaxBody", l.maxBody)
	if r.ContentLength > l.maxBody {
		return nil, tooLarge
	}
	if r.Body == nil || r.Body == http.NoBody {
		return nil, nil
	}
	if k, ok := r.Body.(*kept); ok {
		k.rewind()
		switch {
		case k.err != nil:
			return nil, k.err
		case int64(len(k.body)) > l.maxBody:
			return nil, tooLarge
		}
		return k.body, nil
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, l.maxBody))
	if err != nil {
		return nil, keepError(r, readError(err, int64(len(body))))
	}
	if err := checkLength(r, int64(len(body))); err != nil {
		return nil, err
	}
	k := &kept{close: r.Body, body: body}
	k.rewind()
	r.Body = k
	return body, nil
}

// checkLength notices that some of the body had been read before.
func checkLength(r *http.Request, read int64) error {
	switch {
	case read < r.ContentLength:
		return fmt.Errorf("form: only %d of the %d bytes of the body were left: something read it before; "+
			"pass Bind the same *http.Request, or call Bind first", read, r.ContentLength)
	case read == 0 && r.ContentLength < 0:
		return malformed("", 0, "the body is empty, or something read it before Bind")
	}
	return nil
}
