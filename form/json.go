package form

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"
)

// jsonReader reads a JSON text into a tree. encoding/json checks the syntax
// and finds the tokens; what it lets pass is refused here: keys given twice,
// texts that are not UTF-8 or hold a NUL, and more depth or values than the
// limits allow.
type jsonReader struct {
	*limits
	body []byte
	dec  *json.Decoder
	path []string
}

func (l *limits) readJSON(body []byte) (*node, error) {
	if at := invalidUTF8(body); at >= 0 {
		return nil, malformed("", int64(at), "the JSON is not UTF-8")
	}
	var whole json.RawMessage
	if err := json.Unmarshal(body, &whole); err != nil {
		offset := int64(-1)
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			offset = syntax.Offset
		}
		return nil, malformed("", offset, "the JSON is malformed: %v", err)
	}
	p := &jsonReader{limits: l, body: body, dec: json.NewDecoder(bytes.NewReader(body))}
	p.dec.UseNumber()
	return p.value()
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

// value reads the next value. The syntax is known to be right, so that tokens
// need no further checks.
func (p *jsonReader) value() (*node, error) {
	if err := p.count(p.field()); err != nil {
		return nil, err
	}
	start := p.start()
	token, err := p.dec.Token()
	if err != nil {
		return nil, malformed(p.field(), start, "the JSON is malformed: %v", err)
	}
	n := &node{}
	switch t := token.(type) {
	case json.Delim:
		if len(p.path) >= p.maxDepth {
			return nil, malformed(p.field(), start, "the JSON is nested deeper than %d levels", p.maxDepth)
		}
		n.kind = list
		read := p.element
		if t == '{' {
			n.kind = object
			read = p.member
		}
		for p.dec.More() {
			if err := read(n); err != nil {
				return nil, err
			}
		}
		if _, err := p.dec.Token(); err != nil {
			return nil, malformed(p.field(), p.dec.InputOffset(), "the JSON is malformed: %v", err)
		}
	case string:
		if strings.IndexByte(t, 0) >= 0 {
			return nil, malformed(p.field(), start, "a text holds a NUL")
		}
		n.kind, n.text = text, t
	case json.Number:
		n.kind, n.text = number, t.String()
	case bool:
		n.kind, n.text = boolean, "false"
		if t {
			n.text = "true"
		}
	}
	n.raw = p.body[start:p.dec.InputOffset()]
	return n, nil
}

// member reads a key and its value.
func (p *jsonReader) member(n *node) error {
	start := p.start()
	token, err := p.dec.Token()
	if err != nil {
		return malformed(p.field(), start, "the JSON is malformed: %v", err)
	}
	name, _ := token.(string)
	p.path = append(p.path, name)
	defer func() { p.path = p.path[:len(p.path)-1] }()
	if strings.IndexByte(name, 0) >= 0 {
		return malformed(p.field(), start, "a key holds a NUL")
	}
	if n.get(name) != nil {
		return malformed(p.field(), start, "a key is given twice")
	}
	value, err := p.value()
	if err == nil {
		n.set(name, value)
	}
	return err
}

func (p *jsonReader) element(n *node) error {
	p.path = append(p.path, itoa(len(n.nodes)))
	defer func() { p.path = p.path[:len(p.path)-1] }()
	value, err := p.value()
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

func (p *jsonReader) field() string { return strings.Join(p.path, ".") }
