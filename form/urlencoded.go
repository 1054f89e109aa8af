package form

import (
	"net/url"
	"strings"
)

// readPairs reads a query or an urlencoded body: pairs in their order.
func (l *reading) readPairs(body string) (*node, error) {
	f := l.newForm()
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
		key, rawValue, _ := strings.Cut(pair, "=")
		value := &node{kind: text}
		var err error
		if value.text, err = url.QueryUnescape(rawValue); err != nil {
			value.broken = "a value is badly encoded: " + shorten(err.Error())
		}
		if decoded, err := url.QueryUnescape(key); err == nil {
			key = decoded
		} else {
			value.broken = "its key is badly encoded"
		}
		if err := f.add(key, value, at); err != nil {
			return nil, err
		}
	}
	return f.root, nil
}
