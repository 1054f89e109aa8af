package inertia

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// Cursor is the place in a list from which a request continues. K is the full
// sort key of the list: a struct of the columns, of which the last is unique.
type Cursor[K any] struct {
	// Key is that of the item next to the page, nil for the first page.
	Key *K
	// Backward asks for the items before Key, the nearest first: the query
	// reverses its order. [PaginateCursor] puts them right.
	Backward bool
	PerPage  int

	name, text string
	signer     cursorSigner
}

// Peek is one more than a page has, so that the query learns whether there is
// another page.
func (c Cursor[K]) Peek() int { return c.PerPage + 1 }

// CursorOf reads the cursor of a request: ?cursor=... list names the list; a
// cursor is valid only for the list that it came from. A cursor that was not
// made by [PaginateCursor] with a key of [WithSecret] is an [HTTPError] with
// status 400. Cursors are signed, not encrypted: a client that decodes one can
// read the key of the item.
//
//	type byDate struct { At time.Time; ID int }
//	cursor, err := inertia.CursorOf[byDate](i, r, "messages")
func CursorOf[K any](i *Inertia, r *http.Request, list string, opts ...PageOption) (Cursor[K], error) {
	o := pageOptionsOf(r, "cursor", opts)
	c := Cursor[K]{PerPage: o.perPage, name: o.name, text: r.URL.Query().Get(o.name), signer: cursorSigner{i.cursorKeys, list}}
	if len(i.cursorKeys) == 0 {
		return c, errors.New("inertia: CursorOf: there is no key to sign cursors with; add WithSecret")
	}
	if c.text == "" {
		return c, nil
	}
	payload, err := c.signer.open(c.text)
	var p cursorPayload[K]
	if err == nil {
		err = json.Unmarshal(payload, &p)
	}
	if err != nil {
		return c, &HTTPError{Status: http.StatusBadRequest, Err: fmt.Errorf("inertia: CursorOf(%q): %w", list, err)}
	}
	c.Key, c.Backward = &p.Key, p.Backward
	return c, nil
}

type cursorPayload[K any] struct {
	Key      K    `json:"k"`
	Backward bool `json:"b,omitempty"`
}

// CursorPage is one page between two cursors. It is a [Paginator] for lists
// that change while they are read.
type CursorPage[T any] struct {
	Data     []T    `json:"data"`
	Current  string `json:"currentCursor"`  // "" for the first page
	Previous string `json:"previousCursor"` // "" if there is none
	Next     string `json:"nextCursor"`     // "" if there is none

	name string
}

// PaginateCursor describes the page at a cursor. data has up to [Cursor.Peek]
// items; the extra item shows that there is another page, and is not sent. key
// returns the sort key of an item.
func PaginateCursor[T, K any](c Cursor[K], data []T, key func(T) K) (CursorPage[T], error) {
	p := CursorPage[T]{Data: notNil(data), Current: c.text, name: c.name}
	more := len(data) > c.PerPage
	if more {
		p.Data = data[:c.PerPage]
	}
	if c.Backward {
		p.Data = slices.Clone(p.Data)
		slices.Reverse(p.Data)
	}
	if len(p.Data) == 0 {
		return p, nil
	}
	var err error
	if more || c.Backward {
		if p.Next, err = c.at(key(p.Data[len(p.Data)-1]), false); err != nil {
			return p, err
		}
	}
	if c.Key != nil && (more || !c.Backward) {
		p.Previous, err = c.at(key(p.Data[0]), true)
	}
	return p, err
}

func (c Cursor[K]) at(key K, backward bool) (string, error) {
	payload, err := json.Marshal(cursorPayload[K]{key, backward})
	if err != nil {
		return "", fmt.Errorf("inertia: PaginateCursor: %w", err)
	}
	return c.signer.sign(payload), nil
}

// ScrollMetadata says which cursors are before and after this page.
func (p CursorPage[T]) ScrollMetadata() ScrollMetadata {
	m := ScrollMetadata{PageName: p.name, CurrentPage: any(1)}
	if p.name == "" {
		m.PageName = "cursor"
	}
	if p.Current != "" {
		m.CurrentPage = p.Current
	}
	if p.Previous != "" {
		m.PreviousPage = p.Previous
	}
	if p.Next != "" {
		m.NextPage = p.Next
	}
	return m
}

// cursorSigner signs the cursors of one list. The first key signs, and all keys
// open.
type cursorSigner struct {
	keys [][]byte
	list string
}

const (
	cursorSum = 16   // bytes of the signature
	maxCursor = 1024 // bytes of a cursor, as text
)

func (s cursorSigner) sum(key, payload []byte) []byte {
	h := hmac.New(sha256.New, key)
	_, _ = fmt.Fprintf(h, "%d:%s", len(s.list), s.list) // never fails
	_, _ = h.Write(payload)
	return h.Sum(nil)[:cursorSum]
}

func (s cursorSigner) sign(payload []byte) string {
	return base64.RawURLEncoding.EncodeToString(append(s.sum(s.keys[0], payload), payload...))
}

var errCursor = errors.New("the cursor is not one of this list; leave it out to begin at the first page")

func (s cursorSigner) open(text string) ([]byte, error) {
	if len(text) > maxCursor || strings.ContainsAny(text, "\r\n") { // which base64 skips
		return nil, errCursor
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) < cursorSum {
		return nil, errCursor
	}
	for _, key := range s.keys {
		if hmac.Equal(raw[:cursorSum], s.sum(key, raw[cursorSum:])) {
			return raw[cursorSum:], nil
		}
	}
	return nil, errCursor
}

// cursorKeys are keys of their own, so that no signature of another kind is one
// of a cursor.
func cursorKeys(secrets [][]byte) (keys [][]byte) {
	for _, secret := range secrets {
		h := hmac.New(sha256.New, secret)
		_, _ = h.Write([]byte("inertia cursor"))
		keys = append(keys, h.Sum(nil))
	}
	return keys
}
