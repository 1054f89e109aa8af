// Package conformance is the Inertia protocol as data: what a server has to
// answer, request by request, and a runner that asks any server in any
// language. README.md tells how to make a server answer.
package conformance

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

//go:embed cases
var files embed.FS

// Case is one rule seen at work.
type Case struct {
	ID     string `json:"id"` // topic/name
	Rule   string `json:"rule"`
	Reason string `json:"reason"`
	Steps  []Step `json:"steps"`
}

// Topic is the file the case is from.
func (c Case) Topic() string { return path.Dir(c.ID) }

// Step is one request and what must come of it. Cookies are kept between the
// steps of a case.
type Step struct {
	Request Request         `json:"request"`
	Server  json.RawMessage `json:"server"` // the scenario, see README.md
	Expect  Expect          `json:"expect"`
}

// Request is what the client sends. Unless Browser is set it is a visit of
// the Inertia client that runs version v1. {version} in a header is the version
// of the last page of the case.
type Request struct {
	Method  string            `json:"method"` // GET if empty
	Path    string            `json:"path"`   // / if empty
	Headers map[string]string `json:"headers"`
	Browser bool              `json:"browser"`
}

// Expect is what the answer must be. Empty fields are not checked.
type Expect struct {
	Status int `json:"status"` // 200 if zero

	// Headers are exact values; null means absent, "*" means present, and
	// "~text" that the value contains text. {origin} is the server's own.
	Headers map[string]*string `json:"headers"`

	// Page is the whole page object, as JSON or in the document. The keys
	// component, url, version, sharedProps and props.errors have defaults. The
	// version "*" is any but the empty one.
	Page map[string]any `json:"page"`

	Exact    bool     `json:"exact"`    // to the letter, see [Runner]
	Root     string   `json:"root"`     // id of the document's root element
	Excludes []string `json:"excludes"` // text that the body must not contain
	Empty    bool     `json:"empty"`    // the body is empty

	// Computed names the props whose functions ran.
	Computed *[]string `json:"computed"`
}

// Cases returns all cases, in the order of their files.
func Cases() ([]Case, error) {
	names, err := fs.Glob(files, "cases/*.json")
	if err != nil {
		return nil, fmt.Errorf("conformance: %w", err)
	}
	var all []Case
	for _, name := range names {
		data, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("conformance: %w", err)
		}
		var cases []Case
		dec := json.NewDecoder(strings.NewReader(string(data)))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&cases); err != nil {
			return nil, fmt.Errorf("conformance: %s: %w", name, err)
		}
		topic := strings.TrimSuffix(path.Base(name), ".json")
		for i := range cases {
			cases[i].ID = topic + "/" + cases[i].ID
		}
		all = append(all, cases...)
	}
	return all, nil
}

// Rules lists the rules that cases name, each with their ids.
func Rules(cases []Case) (names []string, ids map[string][]string) {
	ids = map[string][]string{}
	for _, c := range cases {
		if _, ok := ids[c.Rule]; !ok {
			names = append(names, c.Rule)
		}
		ids[c.Rule] = append(ids[c.Rule], c.ID)
	}
	slices.Sort(names)
	return names, ids
}
