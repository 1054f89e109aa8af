package form

import (
	"maps"
	"mime/multipart"
	"net/url"
	"slices"
	"strings"
)

// readPairs reads a query or an urlencoded body: pairs in their order.
func (l *limits) readPairs(body string) (*node, error) {
	f := l.newForm(true)
	for offset := 0; offset < len(body); {
		pair := body[offset:]
		if end := strings.IndexByte(pair, '&'); end >= 0 {
			pair = pair[:end]
		}
		at := int64(offset)
		offset += len(pair) + 1
		if pair == "" {
			continue
		}
		rawKey, rawValue, _ := strings.Cut(pair, "=")
		key, err := url.QueryUnescape(rawKey)
		if err != nil {
			return nil, malformed("", at, "the key %q is badly encoded", shorten(rawKey))
		}
		value, err := url.QueryUnescape(rawValue)
		if err != nil {
			return nil, malformed(key, at, "a value is badly encoded: %v", err)
		}
		if err := f.add(key, &node{kind: text, text: value}, at); err != nil {
			return nil, err
		}
	}
	return f.root, nil
}

// readValues reads a form that net/http has taken apart already. The order of
// its keys is lost.
func (l *limits) readValues(values url.Values, files map[string][]*multipart.FileHeader) (*node, error) {
	f := l.newForm(false)
	for _, key := range slices.Sorted(maps.Keys(values)) {
		for _, value := range values[key] {
			if err := f.add(key, &node{kind: text, text: value}, -1); err != nil {
				return nil, err
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(files)) {
		for _, header := range files[key] {
			if err := checkFilename(key, header.Filename); err != nil {
				return nil, err
			}
			if err := f.add(key, &node{kind: file, file: header}, -1); err != nil {
				return nil, err
			}
		}
	}
	return f.root, nil
}
