package devtools

import (
	"encoding/json"
)

// JSON returns a JSON text without its secrets, false if it is not JSON. What is
// kept stays as it is written and where it stands.
func (r *Redactor) JSON(text []byte) (json.RawMessage, bool) {
	if !json.Valid(text) {
		return nil, false
	}
	s := scanner{redactor: r, text: text, out: make([]byte, 0, len(text)), secrets: map[string]bool{}}
	s.value()
	return s.out, true
}

// scanner copies a valid JSON text.
type scanner struct {
	redactor *Redactor
	text     []byte
	at       int
	out      []byte
	secrets  map[string]bool // names that were looked at: most occur in every row
}

// value copies the value at the scanner's place.
func (s *scanner) value() {
	s.space()
	switch c := s.text[s.at]; c {
	case '{':
		s.members()
	case '[':
		s.items()
	default:
		s.out = append(s.out, s.scalar()...)
	}
}

func (s *scanner) members() {
	for s.next('}') {
		name := s.scalar()
		s.out = append(s.out, name...)
		s.space()
		s.token() // the colon
		s.space()
		switch {
		case s.secret(name):
			s.skip()
			s.out = append(s.out, '"')
			s.out = append(s.out, Redacted...)
			s.out = append(s.out, '"')
		case string(name) == `"url"` && s.text[s.at] == '"':
			s.url()
		default:
			s.value()
		}
	}
}

func (s *scanner) items() {
	for s.next(']') {
		s.value()
	}
}

// next copies what opens a container, parts its members or closes it, and
// reports whether a member follows.
func (s *scanner) next(closing byte) bool {
	s.space()
	c := s.text[s.at]
	s.token()
	if c == closing {
		return false
	}
	s.space()
	if s.text[s.at] == closing { // an empty container
		s.token()
		return false
	}
	return true
}

func (s *scanner) token() {
	s.out = append(s.out, s.text[s.at])
	s.at++
}

func (s *scanner) space() {
	for s.at < len(s.text) {
		switch s.text[s.at] {
		case ' ', '\t', '\n', '\r':
			s.at++
		default:
			return
		}
	}
}

// scalar passes a string, a number or a word, and returns it.
func (s *scanner) scalar() []byte {
	from := s.at
	if s.text[s.at] != '"' {
		for s.at < len(s.text) {
			switch s.text[s.at] {
			case ',', ']', '}', ' ', '\t', '\n', '\r':
				return s.text[from:s.at]
			}
			s.at++
		}
		return s.text[from:]
	}
	for s.at++; s.text[s.at] != '"'; s.at++ {
		if s.text[s.at] == '\\' {
			s.at++
		}
	}
	s.at++
	return s.text[from:s.at]
}

// skip passes a value without a copy.
func (s *scanner) skip() {
	out := s.out
	s.value()
	s.out = out
}

// secret reports whether a name, as it is written, is a secret's.
func (s *scanner) secret(name []byte) bool {
	is, ok := s.secrets[string(name)]
	if !ok {
		var text string
		_ = json.Unmarshal(name, &text) // a valid string
		is = s.redactor.Secret(text)
		s.secrets[string(name)] = is
	}
	return is
}

// url copies a URL without its secrets.
func (s *scanner) url() {
	raw := s.scalar()
	var text string
	_ = json.Unmarshal(raw, &text) // a valid string
	if clean := s.redactor.URL(text); clean != text {
		raw, _ = json.Marshal(clean) // strings always encode
	}
	s.out = append(s.out, raw...)
}
