package devtools

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
)

// Path is where the entries are read, below the application's base path.
const Path = "/_inertia/devtools/entries"

// Owns reports whether a request is for the entries.
func Owns(r *http.Request) bool {
	rest, ok := strings.CutPrefix(r.URL.Path, Path)
	return ok && (rest == "" || rest[0] == '/')
}

// How many entries a list has.
const (
	defaultListed = 50
	maxListed     = 500
)

// ServeHTTP answers with an entry, or with a list of entries.
func (s *Store) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "405 Method Not Allowed", http.StatusMethodNotAllowed)
		return
	}
	var answer any
	switch id := strings.TrimPrefix(strings.TrimPrefix(r.URL.Path, Path), "/"); id {
	case "":
		answer = s.List(queryOf(r))
	default:
		entry, ok := s.Get(id)
		if !ok {
			http.Error(w, "404 Not Found", http.StatusNotFound)
			return
		}
		answer = entry
	}
	h.Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer) // what does not encode was left out before
}

func queryOf(r *http.Request) Query {
	values := r.URL.Query()
	q := Query{Component: values.Get("component"), Type: values.Get("type"), Offset: number(values.Get("offset"), 0), Limit: number(values.Get("limit"), defaultListed)}
	for _, list := range append(values["exclude"], values["exclude[]"]...) {
		for kind := range strings.SplitSeq(list, ",") {
			q.Exclude = append(q.Exclude, strings.TrimSpace(kind))
		}
	}
	q.Limit = min(q.Limit, maxListed)
	return q
}

// number reads a number that is not negative.
func number(text string, otherwise int) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return otherwise
	}
	return n
}
