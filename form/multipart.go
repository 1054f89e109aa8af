package form

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"mime/quotedprintable"
	"net/http"
	"strings"
)

// readMultipart reads a multipart body into a tree.
func (l *reading) readMultipart(r *http.Request, boundary string) (*node, error) {
	if r.MultipartForm != nil && !isKept(r) {
		// Somebody before us has taken the body apart. The order is lost.
		return l.readValues(r.MultipartForm.Value, r.MultipartForm.File)
	}
	parts, err := l.readParts(r, boundary)
	if err != nil {
		return nil, err
	}
	if len(parts) == 0 {
		return l.readNothing(r)
	}
	f := l.newForm()
	for _, p := range parts {
		n := &node{kind: text, text: p.text}
		if p.file != nil {
			n.kind, n.file = file, p.file
			n.broken = wrongName(p.file.Filename)
		}
		if err := f.add(p.key, n, -1); err != nil {
			return nil, err
		}
	}
	return f.root, nil
}

// readParts takes a multipart body apart, once per request. Files beyond the
// memory limit wait on disk and are removed when the request is over.
func (l *limits) readParts(r *http.Request, boundary string) ([]part, error) {
	tooLarge := tooMuch("", "the body is larger than %d bytes; see WithMaxUpload", l.maxUpload)
	if k, ok := r.Body.(*kept); ok {
		if k.err == nil && k.size > l.maxUpload {
			return nil, tooLarge
		}
		if k.err == nil {
			return k.parts, l.checkParts(k.parts)
		}
		return nil, k.err
	}
	switch {
	case boundary == "":
		return nil, malformed("", -1, "the content type has no boundary")
	case r.ContentLength > l.maxUpload:
		return nil, tooLarge
	case r.Body == nil || r.Body == http.NoBody:
		return nil, nil
	}
	counted := &countingReader{Reader: http.MaxBytesReader(nil, r.Body, l.maxUpload)}
	s := &splitter{
		limits: l, from: multipart.NewReader(counted, boundary), boundary: boundary,
		buffer: make([]byte, 4<<10),
		form:   &multipart.Form{Value: map[string][]string{}, File: map[string][]*multipart.FileHeader{}},
	}
	if err := s.split(); err != nil {
		_ = s.form.RemoveAll()
		if errors.Is(err, io.EOF) && counted.n == 0 && r.ContentLength == 0 {
			return nil, nil // there is no body at all
		}
		if errors.Is(err, io.EOF) && counted.n < r.ContentLength {
			return nil, keepError(r, checkLength(r, counted.n))
		}
		return nil, keepError(r, readError(err, counted.n))
	}
	r.Body = &kept{Reader: strings.NewReader(""), close: r.Body, parts: s.parts, size: counted.n}
	r.MultipartForm = s.form
	if len(s.form.File) > 0 {
		// net/http cleans up after the request it made, which is not r if some
		// middleware gave r a context.
		context.AfterFunc(r.Context(), func() { _ = s.form.RemoveAll() })
	}
	return s.parts, nil
}

// checkParts applies the limits to parts that were read under others.
func (l *limits) checkParts(parts []part) error {
	if len(parts) > l.maxValues {
		return l.tooMany("")
	}
	size := int64(0)
	for _, p := range parts {
		if size += int64(len(p.key) + len(p.text)); size > l.maxBody {
			return l.tooMuchText()
		}
	}
	return nil
}

func (l *limits) tooMuchText() error {
	return tooMuch("", "the texts of the body are larger than %d bytes; see WithMaxBody", l.maxBody)
}

// splitter divides the parts of a multipart body into texts and files.
//
// Only [multipart.Reader.ReadForm] makes a [multipart.FileHeader], but it loses
// the order of the parts and takes a thousand parts at most. So the splitter
// itself is a multipart body for ReadForm, one that has the next files only.
type splitter struct {
	*limits
	from     *multipart.Reader
	boundary string
	buffer   []byte

	parts []part
	form  *multipart.Form
	text  int64 // bytes of keys and texts

	out    io.Reader       // what ReadForm is to read next
	next   *multipart.Part // the file that comes after
	batch  []int           // positions of the files that ReadForm reads now
	closed bool            // whether the batch's end is being read
	ended  bool
	err    error // of the body or a limit; ReadForm would wrap it
}

// maxBatch is how many files ReadForm gets at once.
const maxBatch = 500

func (s *splitter) split() error {
	memory := s.maxMemory
	for {
		if err := s.findFile(); err != nil || s.ended {
			return err
		}
		s.batch, s.closed = nil, false
		s.out = s.opened()
		form, err := multipart.NewReader(s, s.boundary).ReadForm(max(memory, 0))
		if s.err != nil {
			err = s.err
		}
		if err != nil {
			if form != nil {
				_ = form.RemoveAll()
			}
			return err
		}
		memory -= s.merge(form)
	}
}

// findFile reads texts until a file comes.
func (s *splitter) findFile() error {
	for s.next == nil && !s.ended {
		p, err := s.from.NextRawPart()
		if err == io.EOF { // a body that ends early wraps it
			s.ended = true
			return nil
		}
		if err != nil {
			return err
		}
		key := p.FormName()
		if key == "" {
			continue
		}
		if len(s.parts) >= s.maxValues {
			return s.tooMany("")
		}
		if s.text += int64(len(key)); s.text > s.maxBody {
			return s.tooMuchText()
		}
		if p.FileName() != "" {
			s.next = p
			return nil
		}
		if err := s.readText(unescape(key), p); err != nil {
			return err
		}
	}
	return nil
}

func (s *splitter) readText(key string, p *multipart.Part) error {
	content := io.Reader(p)
	if strings.EqualFold(p.Header.Get("Content-Transfer-Encoding"), "quoted-printable") {
		content = quotedprintable.NewReader(p)
	}
	var b strings.Builder
	n, err := io.CopyBuffer(&b, io.LimitReader(content, s.maxBody-s.text+1), s.buffer)
	if err != nil {
		return err
	}
	if s.text += n; s.text > s.maxBody {
		return s.tooMuchText()
	}
	s.parts = append(s.parts, part{key: key, text: b.String()})
	s.form.Value[key] = append(s.form.Value[key], b.String())
	return nil
}

// opened is the beginning of the next file, up to its content, and the content.
func (s *splitter) opened() io.Reader {
	p := s.next
	s.next = nil
	s.batch = append(s.batch, len(s.parts))
	s.parts = append(s.parts, part{key: p.FormName()})
	var b strings.Builder
	b.WriteString("\r\n--" + s.boundary + "\r\n")
	for name, values := range p.Header {
		for _, value := range values {
			b.WriteString(name + ": " + value + "\r\n")
		}
	}
	b.WriteString("\r\n")
	return io.MultiReader(strings.NewReader(b.String()), p)
}

// Read is what ReadForm reads.
func (s *splitter) Read(buf []byte) (int, error) {
	for s.out != nil {
		n, err := s.out.Read(buf)
		switch {
		case n > 0:
			return n, nil
		case err == nil:
			continue
		case err != io.EOF:
			return 0, s.fail(err)
		case s.closed:
			s.out, s.closed = nil, false
			continue
		}
		if err := s.findFile(); err != nil {
			return 0, s.fail(err)
		}
		if s.next != nil && len(s.batch) < maxBatch {
			s.out = s.opened()
			continue
		}
		s.out, s.closed = strings.NewReader("\r\n--"+s.boundary+"--\r\n"), true
	}
	return 0, io.EOF
}

func (s *splitter) fail(err error) error {
	s.err = err
	return err
}

// merge adds the files of a batch and returns how many bytes they have.
func (s *splitter) merge(batch *multipart.Form) (size int64) {
	for _, i := range s.batch {
		p := &s.parts[i]
		files := batch.File[p.key]
		p.file, batch.File[p.key] = files[0], files[1:]
		p.key = unescape(p.key)
		p.file.Filename = fileName(p.file.Filename)
		s.form.File[p.key] = append(s.form.File[p.key], p.file)
		size += p.file.Size
	}
	return size
}

// unescape undoes what browsers do to names in the header of a part.
var unescape = strings.NewReplacer("%22", `"`, "%0D%0A", "\n", "%0A", "\n", "%0D", "\r").Replace

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
