package inertiatest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// PageObject is a page as the server sent it or as the client holds it: the
// component, its props, and what the client is told about them. Numbers are
// float64, as they are for a component.
type PageObject struct {
	Component string         `json:"component"`
	Props     map[string]any `json:"props"`
	URL       string         `json:"url"`
	Version   string         `json:"version"`
	Flash     map[string]any `json:"flash"`

	Shared    []string              `json:"sharedProps"`    // top-level names of shared props
	Merge     []string              `json:"mergeProps"`     // paths that a partial reload appends to
	Prepend   []string              `json:"prependProps"`   // paths that it prepends to
	DeepMerge []string              `json:"deepMergeProps"` // paths that it merges at every depth
	MatchOn   []string              `json:"matchPropsOn"`   // path of a list, a dot, the field that identifies items
	Deferred  map[string][]string   `json:"deferredProps"`  // group to paths that the client fetches next
	Rescued   []string              `json:"rescuedProps"`   // deferred paths that failed
	Scroll    map[string]ScrollProp `json:"scrollProps"`    // by path
	Once      map[string]OnceProp   `json:"onceProps"`      // by key

	EncryptHistory   bool `json:"encryptHistory"`
	ClearHistory     bool `json:"clearHistory"`
	PreserveFragment bool `json:"preserveFragment"`

	// Status is the status of the response the page came with, 0 if unknown.
	Status int `json:"-"`

	// initialDeferred is what the first answer deferred: going back fetches
	// what of it is still missing.
	initialDeferred map[string][]string
}

// ScrollProp says where an infinite list stands. Pages are numbers, strings,
// or nil where the list ends.
type ScrollProp struct {
	PageName     string `json:"pageName"`
	PreviousPage any    `json:"previousPage"`
	NextPage     any    `json:"nextPage"`
	CurrentPage  any    `json:"currentPage"`
	Reset        bool   `json:"reset"`
}

// OnceProp is a value that the client remembers.
type OnceProp struct {
	Prop      string `json:"prop"`      // its path on this page
	ExpiresAt *int64 `json:"expiresAt"` // milliseconds since the epoch, nil for never
}

// ParsePage reads a page object from what a server sent: JSON, or a document
// that holds one. In a document it looks for the root element rootID, or for
// any if rootID is empty. The error says what is wrong.
func ParsePage(body []byte, rootID string) (*PageObject, error) {
	text := bytes.TrimLeft(body, " \t\r\n")
	if len(text) == 0 {
		return nil, errors.New("inertiatest: the answer is empty, no page")
	}
	if text[0] == '{' {
		return decodePage(text)
	}
	found := pageScripts(string(text))
	var ids []string
	for _, s := range found {
		if rootID == "" || s.id == rootID {
			return decodePage([]byte(s.text))
		}
		ids = append(ids, s.id)
	}
	if len(ids) > 0 {
		return nil, fmt.Errorf("inertiatest: the document has no page for root element %q, only for %q; see WithRootID of inertia and of inertiatest", rootID, ids)
	}
	return nil, fmt.Errorf(`inertiatest: neither a page object nor a document with <script data-page type="application/json">: %s`, excerpt(text))
}

func decodePage(text []byte) (*PageObject, error) {
	var raw struct {
		PageObject
		Component *string         `json:"component"`
		Props     json.RawMessage `json:"props"`
		URL       *string         `json:"url"`
		Version   any             `json:"version"`
	}
	if err := json.Unmarshal(text, &raw); err != nil {
		return nil, fmt.Errorf("inertiatest: page object: %w: %s", err, excerpt(text))
	}
	p := raw.PageObject
	switch {
	case raw.Component == nil || *raw.Component == "":
		return nil, fmt.Errorf("inertiatest: page object without component: %s", excerpt(text))
	case raw.URL == nil:
		return nil, fmt.Errorf("inertiatest: page object of %s without url", *raw.Component)
	case len(raw.Props) == 0 || raw.Props[0] != '{':
		return nil, fmt.Errorf("inertiatest: props of %s are not an object: %s", *raw.Component, excerpt(raw.Props))
	}
	if err := json.Unmarshal(raw.Props, &p.Props); err != nil {
		return nil, fmt.Errorf("inertiatest: props of %s: %w", *raw.Component, err)
	}
	p.Component, p.URL = *raw.Component, *raw.URL
	if raw.Version != nil {
		p.Version = fmt.Sprint(raw.Version)
	}
	if p.Flash == nil {
		p.Flash = map[string]any{}
	}
	return &p, nil
}

// clone returns a page that shares nothing mutable with p.
func (p *PageObject) clone() *PageObject {
	c := *p
	c.Props = cloneValue(p.Props).(map[string]any)
	c.Flash = cloneValue(p.Flash).(map[string]any)
	c.Deferred = cloneGroups(p.Deferred)
	c.initialDeferred = cloneGroups(p.initialDeferred)
	c.Scroll, c.Once = maps.Clone(p.Scroll), maps.Clone(p.Once)
	for _, list := range []*[]string{&c.Shared, &c.Merge, &c.Prepend, &c.DeepMerge, &c.MatchOn, &c.Rescued} {
		*list = slices.Clone(*list)
	}
	return &c
}

func cloneValue(v any) any {
	switch v := v.(type) {
	case map[string]any:
		c := make(map[string]any, len(v))
		for k, item := range v {
			c[k] = cloneValue(item)
		}
		return c
	case []any:
		c := make([]any, len(v))
		for i, item := range v {
			c[i] = cloneValue(item)
		}
		return c
	}
	return v
}

func cloneGroups(groups map[string][]string) map[string][]string {
	c := maps.Clone(groups)
	for name, paths := range c {
		c[name] = slices.Clone(paths)
	}
	return c
}

// errors are the validation messages of the page, nil if there are none.
func (p *PageObject) errors() map[string]any {
	e, _ := p.Props["errors"].(map[string]any)
	if len(e) == 0 {
		return nil
	}
	return e
}

// excerpt is the beginning of a text, on one line, for messages. Of a document
// it is the title.
func excerpt(text []byte) string {
	const limit = 200
	if _, after, ok := bytes.Cut(text, []byte("<title>")); ok {
		if title, _, ok := bytes.Cut(after, []byte("</title>")); ok {
			text = title
		}
	}
	s := strings.Join(strings.Fields(string(text[:min(len(text), 4*limit)])), " ")
	if len(s) > limit {
		s = strings.ToValidUTF8(s[:limit], "") + " ..."
	}
	return s
}
