package devtools

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"sync"
)

const (
	// MaxBody is how large a body is shown, in bytes. An upload counts with its
	// fields alone.
	MaxBody = 64 << 10
	// MaxPage is how large a page object is shown, in bytes.
	MaxPage = 256 << 10

	maxParts = 500 // of an upload
)

// Collector is a request's body that remembers what its reader reads. It reads
// nothing by itself, so a handler that leaves the body alone has it left alone.
type Collector struct {
	io.ReadCloser
	form mediaForm

	mu    sync.Mutex // bodies may be read by another goroutine than the handler's
	text  []byte
	total int64
	ended bool
	parts *parts // of an upload
}

// mediaForm is what a body's content type makes of it.
type mediaForm uint8

const (
	formBinary mediaForm = iota
	formJSON
	formURLEncoded
	formMultipart
	formText
)

func formOf(contentType string) (mediaForm, map[string]string) {
	mediaType, params, err := mime.ParseMediaType(contentType)
	switch {
	case err != nil:
		return formBinary, nil
	case mediaType == "application/json", strings.HasSuffix(mediaType, "+json"):
		return formJSON, params
	case mediaType == "application/x-www-form-urlencoded":
		return formURLEncoded, params
	case mediaType == "multipart/form-data":
		return formMultipart, params
	case strings.HasPrefix(mediaType, "text/"):
		return formText, params
	}
	return formBinary, params
}

// Collect returns a collector of r's body, nil if r has none. The collector
// must be closed with End.
func Collect(r *http.Request) *Collector {
	if r.Body == nil || r.Body == http.NoBody {
		return nil
	}
	form, params := formOf(r.Header.Get("Content-Type"))
	c := &Collector{ReadCloser: r.Body, form: form}
	if form == formMultipart {
		c.parts = newParts(params["boundary"])
	}
	return c
}

// Read remembers what it reads.
func (c *Collector) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.mu.Lock()
	defer c.mu.Unlock()
	if n <= 0 || c.ended {
		return n, err
	}
	c.total += int64(n)
	switch {
	case c.parts != nil:
		_, _ = c.parts.in.Write(p[:n]) // an error says that it has seen enough
	case c.form != formBinary:
		c.text = append(c.text, p[:min(n, MaxBody+1-len(c.text))]...)
	}
	return n, err
}

// End ends the collecting. The body can still be read.
func (c *Collector) End() {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ended = true
	if c.parts != nil {
		c.parts.end()
	}
}

// Body is what is shown of what was read. An upload is shown when it has ended.
func (c *Collector) Body(r *Redactor) Body {
	if c == nil {
		return Empty
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.form == formBinary && c.total > 0:
		return Omitted(Binary)
	case c.parts != nil && !c.ended:
		return Omitted(Streamed)
	case c.parts != nil:
		return c.parts.body(r)
	case c.total == 0:
		return Empty
	case len(c.text) > MaxBody:
		return Omitted(TooLarge)
	}
	switch c.form {
	case formJSON:
		if raw, ok := r.JSON(c.text); ok {
			return Body{Status: "present", Value: raw}
		}
		return Omitted(Unserializable) // and with secrets that cannot be told
	case formURLEncoded:
		values, err := url.ParseQuery(string(c.text))
		if err != nil {
			return Omitted(Unserializable)
		}
		return Present(r.form(values))
	}
	return Present(strings.ToValidUTF8(string(c.text), "�"))
}

// form is the fields of a form without secrets.
func (r *Redactor) form(values map[string][]string) map[string]any {
	out := map[string]any{}
	for name, list := range values {
		switch {
		case r.secretField(name):
			out[name] = Redacted
		case len(list) == 1:
			out[name] = list[0]
		default:
			out[name] = list
		}
	}
	return out
}

// secretField reports whether a part of a field's name is a secret's:
// "user[password]".
func (r *Redactor) secretField(name string) bool {
	for part := range strings.FieldsFuncSeq(name, func(c rune) bool { return c == '[' || c == ']' || c == '.' }) {
		if r.Secret(part) {
			return true
		}
	}
	return false
}

// parts summarises an upload while it is read: its fields, and of its files the
// name, size and type. A goroutine parses what the handler has read, and the
// handler waits for it with each piece, so that nothing is kept of files.
type parts struct {
	in   *io.PipeWriter
	done chan struct{}

	// Written by the goroutine until done is closed.
	fields map[string][]string
	files  map[string][]upload
	size   int
	why    Reason // it is not shown
}

type upload struct {
	Name string `json:"name"`
	Size int64  `json:"size"`
	Type string `json:"type"`
}

func newParts(boundary string) *parts {
	out, in := io.Pipe()
	p := &parts{in: in, done: make(chan struct{}), fields: map[string][]string{}, files: map[string][]upload{}}
	go func() {
		defer close(p.done)
		defer func() { _ = out.Close() }() // lets the handler go on
		p.why = p.read(multipart.NewReader(out, boundary))
	}()
	return p
}

func (p *parts) read(from *multipart.Reader) Reason {
	for range maxParts {
		part, err := from.NextRawPart()
		if errors.Is(err, io.EOF) {
			return ""
		}
		if err != nil {
			return Unserializable
		}
		name := part.FormName()
		if file := part.FileName(); file != "" {
			size, err := io.Copy(io.Discard, part)
			p.files[name] = append(p.files[name], upload{file, size, part.Header.Get("Content-Type")})
			p.size += len(name) + len(file)
			if err != nil {
				return Unserializable
			}
			continue
		}
		value, err := io.ReadAll(io.LimitReader(part, int64(MaxBody-p.size)+1))
		if p.size += len(name) + len(value); p.size > MaxBody {
			return TooLarge
		}
		p.fields[name] = append(p.fields[name], string(value))
		if err != nil {
			return Unserializable
		}
	}
	return TooLarge
}

// end waits for the goroutine.
func (p *parts) end() {
	_ = p.in.Close()
	<-p.done
}

func (p *parts) body(r *Redactor) Body {
	if p.why != "" {
		return Omitted(p.why)
	}
	out := r.form(p.fields)
	for name, files := range p.files {
		if len(files) == 1 {
			out[name] = files[0]
		} else {
			out[name] = files
		}
	}
	return Present(out)
}

// ResponseBody says of a body that is not a page object why it is not shown.
func ResponseBody(contentType string, streamed bool) Body {
	switch form, _ := formOf(contentType); {
	case streamed:
		return Omitted(Streamed)
	case contentType != "" && form == formBinary:
		return Omitted(Binary)
	}
	return Omitted(NonInertiaResponse)
}

// Page is a page object as the body of an answer.
func (r *Redactor) Page(object json.RawMessage) Body {
	if len(object) > MaxPage {
		return Omitted(TooLarge)
	}
	raw, ok := r.JSON(object)
	if !ok {
		return Omitted(Unserializable)
	}
	return Body{Status: "present", Value: raw}
}
