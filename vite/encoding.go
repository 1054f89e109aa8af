package vite

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// coding is a content coding that files may be sent in, the preferred first.
type coding int

const (
	brotliCoding coding = iota
	zstdCoding
	gzipCoding
	identity
)

var (
	codingNames      = [...]string{"br", "zstd", "gzip", "identity"}
	codingExtensions = [...]string{".br", ".zst", ".gz"}
)

// variant is a file in a coding: a file beside it, or what was made at Open.
type variant struct {
	file    *file
	content []byte
	of      string // the ETag of the file it was made of
}

// compressible reports whether files of this name gain from being compressed.
func compressible(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".bmp", ".css", ".csv", ".eot", ".gltf", ".htm", ".html", ".ico", ".js", ".json", ".map", ".md", ".mjs",
		".otf", ".svg", ".ttf", ".txt", ".vtt", ".wasm", ".webmanifest", ".xml":
		return true
	}
	return false
}

// pair finds the files that were compressed beforehand, "main.js.br" beside
// "main.js".
func pair(files map[string]*file) {
	for name, f := range files {
		if !compressible(name) {
			continue
		}
		for c, extension := range codingExtensions {
			if compressed, ok := files[name+extension]; ok {
				f.variants[c] = &variant{file: compressed}
			}
		}
	}
}

// varies reports whether f is there in another coding.
func (f *file) varies() bool { return f.variants != [identity]*variant{} }

// accepted is the best coding that f is there in and r accepts. What a range
// means depends on the coding, so those are taken of the file itself.
func (f *file) accepted(r *http.Request) coding {
	if !f.varies() || r.Header.Get("Range") != "" {
		return identity
	}
	weights := acceptEncoding(r.Header["Accept-Encoding"])
	best := identity
	for c, v := range f.variants {
		if v != nil && weights[c] > 0 && (best == identity && weights[c] >= weights[identity] || best != identity && weights[c] > weights[best]) {
			best = coding(c)
		}
	}
	return best
}

// maxAcceptEncoding bounds how much of the header is read. Browsers send 30
// bytes.
const maxAcceptEncoding = 1024

// acceptEncoding reads the weights of the codings, in thousandths. A coding that
// is not named has none; identity has the least, unless it is named or excluded.
func acceptEncoding(values []string) (weights [identity + 1]int) {
	const unnamed = -1
	others := unnamed
	for c := range weights {
		weights[c] = unnamed
	}
	left := maxAcceptEncoding
	for _, value := range values {
		if left -= len(value); left < 0 {
			break
		}
		for part := range strings.SplitSeq(value, ",") {
			name, parameter, _ := strings.Cut(part, ";")
			name = strings.ToLower(strings.TrimSpace(name))
			if name == "x-gzip" {
				name = "gzip"
			}
			q := weight(parameter)
			if name == "*" {
				others = max(others, q)
			}
			for c := range weights {
				if name == codingNames[c] {
					weights[c] = max(weights[c], q)
				}
			}
		}
	}
	for c := range weights {
		if weights[c] == unnamed {
			weights[c] = max(others, 0)
		}
	}
	return weights
}

// weight is a q-value in thousandths: 1000 without one, 0 for what is not a number.
func weight(parameter string) int {
	parameter = strings.TrimSpace(parameter)
	if parameter == "" {
		return 1000
	}
	key, value, _ := strings.Cut(parameter, "=")
	if !strings.EqualFold(strings.TrimSpace(key), "q") {
		return 0
	}
	value = strings.TrimSpace(value)
	if len(value) == 0 || len(value) > 5 || strings.Trim(value, "0123456789.") != "" {
		return 0
	}
	q, err := strconv.ParseFloat(value, 64)
	if err != nil || q > 1 {
		return 0
	}
	return int(q*1000 + 0.5)
}

// choose opens f in the best coding that r accepts, or that there is.
func (f *file) choose(r *http.Request) (content io.ReadSeekCloser, tag string, c coding, err error) {
	c = f.accepted(r)
	if c != identity && f.variants[c].file != nil {
		content, tag, err = f.variants[c].file.open()
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return content, tag, c, err
		}
		c = identity // It was there at Open.
	}
	content, tag, err = f.open()
	if err != nil || c == identity {
		return content, tag, identity, err
	}
	v := f.variants[c]
	if v.of != tag { // The file has changed since.
		return content, tag, identity, nil
	}
	content.Close()
	tag = strings.TrimSuffix(tag, `"`) + "-" + codingNames[c] + `"`
	return readSeekCloser{bytes.NewReader(v.content), io.NopCloser(nil)}, tag, c, nil
}
