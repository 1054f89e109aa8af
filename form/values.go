package form

import (
	"maps"
	"mime/multipart"
	"net/url"
	"slices"
	"strings"
)

// row is a key with all of its values.
type row struct {
	key   string
	nodes []*node
}

// readValues reads a form that net/http has taken apart already. Each key has
// its values in order, but the order of the keys is lost.
func (l *reading) readValues(values url.Values, files map[string][]*multipart.FileHeader) (*node, error) {
	var rows []row
	for key, texts := range values {
		r := row{key: key}
		for _, value := range texts {
			r.nodes = append(r.nodes, &node{kind: text, text: value})
		}
		rows = append(rows, r)
	}
	for key, headers := range files {
		r := row{key: unescape(key)}
		for _, header := range headers {
			header.Filename = fileName(header.Filename)
			r.nodes = append(r.nodes, &node{kind: file, file: header, broken: wrongName(header.Filename)})
		}
		rows = append(rows, r)
	}
	slices.SortStableFunc(rows, func(a, b row) int { return strings.Compare(a.key, b.key) })
	f := l.newForm()
	groups := map[string][]row{}
	for _, r := range rows {
		if list, _, found := strings.Cut(r.key, "[]["); found {
			groups[list] = append(groups[list], r)
			continue
		}
		for _, n := range r.nodes {
			if err := f.add(r.key, n, -1); err != nil {
				return nil, err
			}
		}
	}
	for _, list := range slices.Sorted(maps.Keys(groups)) {
		if err := f.addObjects(list, groups[list]); err != nil {
			return nil, err
		}
	}
	return f.root, nil
}

// addObjects puts the objects of a list together, of which rows have the
// fields: items[][name] and items[][price]. Without the order of the keys that
// only works if each object has each field once.
func (f *formReader) addObjects(list string, rows []row) error {
	for _, r := range rows {
		if len(r.nodes) != len(rows[0].nodes) || strings.Count(r.key, "[]") > 1 {
			if path, _ := splitKey(list, f.maxDepth); !f.knows(path) {
				return nil
			}
			return malformed(r.key, -1, "objects in a list need an index where something reads the form before Bind, as in items[0][name]")
		}
	}
	for i := range rows[0].nodes {
		for _, r := range rows {
			if err := f.add(r.key, r.nodes[i], -1); err != nil {
				return err
			}
		}
	}
	return nil
}
