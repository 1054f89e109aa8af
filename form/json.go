package form

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"unicode/utf8"
)

// jsonReader reads a JSON text into a tree. encoding/json checks the syntax
// and finds the tokens. In what the target has fields for, the reader refuses
// what encoding/json lets pass: keys given twice, texts that are not UTF-8 or
// hold a NUL, and more depth or values than the limits allow. Everything else
// is skipped.
type jsonReader struct {
	*reading
	body []byte
	dec  *json.Decoder
	path []step
}

// step is a key of an object, or an index if the key is absent.
type step struct {
	key   string
	index int
}

func (l *reading) readJSON(body []byte) (*node, error) {
	if at := invalidUTF8(body); at >= 0 {
		return nil, malformed("", int64(at), "the JSON is not UTF-8")
	}
	if !json.Valid(body) {
		var whole json.RawMessage
		err := json.Unmarshal(body, &whole)
		offset := int64(-1)
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			offset = syntax.Offset
		}
		return nil, malformed("", offset, "the JSON is malformed: %v", err)
	}
	p := &jsonReader{reading: l, body: body, dec: json.NewDecoder(bytes.NewReader(body))}
	p.dec.UseNumber()
	return p.value(l.target)
}

func invalidUTF8(b []byte) int {
	if utf8.Valid(b) {
		return -1
	}
	at := 0
	for {
		r, size := utf8.DecodeRune(b[at:])
		if r == utf8.RuneError && size <= 1 {
			return at
		}
		at += size
	}
}

// value reads the next value, which fills a t. The syntax is known to be
// right, so that tokens need no further checks.
func (p *jsonReader) value(t reflect.Type) (*node, error) {
	if !p.count() {
		return nil, p.tooMany(p.field())
	}
	start := p.start()
	token, err := p.dec.Token()
	if err != nil {
		return nil, malformed(p.field(), start, "the JSON is malformed: %v", err)
	}
	n := &node{}
	switch got := token.(type) {
	case json.Delim:
		if len(p.path) >= p.maxDepth {
			return nil, malformed(p.field(), start, "the JSON is nested deeper than %d levels; see WithMaxDepth", p.maxDepth)
		}
		n.kind = list
		read := p.element
		if got == '{' {
			n.kind = object
			read = p.member
		}
		for p.dec.More() {
			if err := read(n, t); err != nil {
				return nil, err
			}
		}
		if _, err := p.dec.Token(); err != nil {
			return nil, malformed(p.field(), p.dec.InputOffset(), "the JSON is malformed: %v", err)
		}
	case string:
		if strings.IndexByte(got, 0) >= 0 {
			return nil, malformed(p.field(), start, "a text holds a NUL")
		}
		n.kind, n.text = text, got
	case json.Number:
		n.kind, n.text = number, got.String()
	case bool:
		n.kind, n.text = boolean, "false"
		if got {
			n.text = "true"
		}
	}
	n.raw = p.body[start:p.dec.InputOffset()]
	return n, nil
}

// member reads a key of an object that fills a t, and the key's value.
func (p *jsonReader) member(n *node, t reflect.Type) error {
	start := p.start()
	token, err := p.dec.Token()
	if err != nil {
		return malformed(p.field(), start, "the JSON is malformed: %v", err)
	}
	name, _ := token.(string)
	p.path = append(p.path, step{key: name})
	defer func() { p.path = p.path[:len(p.path)-1] }()
	inner, known := p.takes(t, name, len(p.path)-1)
	if !known {
		return p.skip()
	}
	if strings.IndexByte(name, 0) >= 0 {
		return malformed(p.field(), start, "a key holds a NUL")
	}
	if n.get(name) != nil {
		return malformed(p.field(), start, "a key is given twice")
	}
	value, err := p.value(inner)
	if err == nil {
		n.set(name, value)
	}
	return err
}

// skip passes over a value that no field takes. It counts as one value,
// whatever it holds.
func (p *jsonReader) skip() error {
	if !p.count() {
		return p.tooMany(p.field())
	}
	var nothing json.RawMessage
	if err := p.dec.Decode(&nothing); err != nil {
		return malformed(p.field(), p.dec.InputOffset(), "the JSON is malformed: %v", err)
	}
	return nil
}

func (p *jsonReader) element(n *node, t reflect.Type) error {
	p.path = append(p.path, step{index: len(n.nodes)})
	defer func() { p.path = p.path[:len(p.path)-1] }()
	inner, _ := member(t, "")
	value, err := p.value(inner)
	if err == nil {
		n.nodes = append(n.nodes, value)
	}
	return err
}

// start is the offset of the next token.
func (p *jsonReader) start() int64 {
	at := p.dec.InputOffset()
	for at < int64(len(p.body)) && strings.IndexByte(" \t\r\n,:", p.body[at]) >= 0 {
		at++
	}
	return at
}

// field is where the reader is. It is worked out for errors only: a long key
// is part of the path of everything below it.
func (p *jsonReader) field() string {
	names := make([]string, len(p.path))
	for i, s := range p.path {
		names[i] = s.key
		if s.key == "" {
			names[i] = itoa(s.index)
		}
	}
	return strings.Join(names, ".")
}
