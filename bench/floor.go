package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/inertia-templ/shell/bench/pages"
	"github.com/inertia-templ/shell/inertia"
)

// floorPage is the page object as one would write it by hand.
type floorPage[P any] struct {
	Component   string   `json:"component"`
	Props       P        `json:"props"`
	URL         string   `json:"url"`
	Version     string   `json:"version"`
	SharedProps []string `json:"sharedProps"`
}

// floor is not an adapter: it encodes a page and writes it, between the same bytes
// of a document as this library's.
type floor struct {
	before, after string
	encoder       inertia.Encoder // encoding/json's if nil
}

// floorContender takes the document around the page from shell's answer.
func floorContender(shell contender, encoder inertia.Encoder) (contender, error) {
	document := answer(shell.rows(nil), shell.request(true)).body.String()
	const opening = `type="application/json">`
	before, rest, opens := strings.Cut(document, opening)
	_, after, closes := strings.Cut(rest, "</script>")
	if !opens || !closes {
		return contender{}, fmt.Errorf("floor: no page object in the document: %s", document)
	}
	f := floor{before + opening, "</script>" + after, encoder}
	return contender{name: "floor", version: version, rows: f.rows, lazy: f.lazy}, nil
}

func (f floor) rows(list []pages.Row) http.Handler {
	type props struct {
		Errors struct{}    `json:"errors"`
		Rows   []pages.Row `json:"rows"`
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.write(w, r, floorPage[props]{"Rows", props{Rows: list}, r.URL.RequestURI(), version, shared})
	})
}

// lazy computes the props in order, or the one that a reload names.
func (f floor) lazy(n int, compute func() int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		props := map[string]any{"errors": struct{}{}}
		only := r.Header.Get("X-Inertia-Partial-Data")
		if only != "" {
			props[only] = compute()
		}
		for k := 0; k < n && only == ""; k++ {
			props[lazyName(k)] = compute()
		}
		f.write(w, r, floorPage[map[string]any]{"Lazy", props, r.URL.RequestURI(), version, shared})
	})
}

var shared = []string{"errors"}

// sheet is a buffer that is used again, with an encoder that writes to it.
type sheet struct {
	bytes.Buffer
	json *json.Encoder
}

var sheets = sync.Pool{New: func() any {
	s := new(sheet)
	s.json = json.NewEncoder(&s.Buffer)
	return s
}}

func (f floor) encode(s *sheet, page any) error {
	if f.encoder != nil {
		return f.encoder.Encode(&s.Buffer, page)
	}
	return s.json.Encode(page)
}

func (f floor) write(w http.ResponseWriter, r *http.Request, page any) {
	s := sheets.Get().(*sheet)
	defer sheets.Put(s)
	s.Reset()
	asHTML := r.Header.Get("X-Inertia") == ""
	if asHTML {
		s.WriteString(f.before)
	}
	if err := f.encode(s, page); err != nil {
		panic(err)
	}
	s.Truncate(s.Len() - 1) // the line break
	h := w.Header()
	h.Set("Vary", "X-Inertia")
	h.Set("Cache-Control", "no-cache, private")
	if asHTML {
		s.WriteString(f.after)
		h.Set("Content-Type", "text/html; charset=utf-8")
	} else {
		h.Set("X-Inertia", "true")
		h.Set("Content-Type", "application/json")
	}
	h.Set("Content-Length", strconv.Itoa(s.Len()))
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(s.Bytes())
}
