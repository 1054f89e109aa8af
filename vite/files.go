package vite

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// file is an output file that may be served.
type file struct {
	fsys        fs.FS
	name        string
	contentType string
	immutable   bool // its name changes with its content
	variants    [identity]*variant
	etag        atomic.Pointer[etag]
}

// etag is the hash of a file as it was at a time.
type etag struct {
	value    string
	size     int64
	modified time.Time
}

// ServeHTTP serves a file of the build.
func (b *build) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cache-Control", "no-store") // until there is something to store
	var f *file
	name, ok := strings.CutPrefix(r.URL.Path, b.base.path)
	if ok {
		f = b.files[name]
	}
	if f == nil {
		if ok && b.stored != nil && b.mayBeStored(r, name) && b.stored.serve(w, r, name) {
			return
		}
		http.Error(w, "404 page not found", http.StatusNotFound)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		header.Set("Allow", "GET, HEAD")
		http.Error(w, "405 method not allowed", http.StatusMethodNotAllowed)
		return
	}
	content, tag, coding, err := f.choose(r)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		http.Error(w, "404 page not found", http.StatusNotFound)
		return
	case err != nil:
		http.Error(w, "500 internal server error", http.StatusInternalServerError)
		return
	}
	defer content.Close()

	header.Set("Content-Type", f.contentType)
	header.Set("ETag", tag)
	if f.varies() {
		header.Add("Vary", "Accept-Encoding")
	}
	if coding != identity {
		header.Set("Content-Encoding", codingNames[coding])
		// ServeContent leaves it out, lest someone compresses what it writes.
		if size, err := content.Seek(0, io.SeekEnd); err == nil {
			header.Set("Content-Length", strconv.FormatInt(size, 10))
		}
	}
	if f.immutable {
		header.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		header.Set("Cache-Control", "no-cache")
	}
	if b.base.absolute {
		// A CDN that fetches from here passes this on; modules do not load from
		// another origin without it.
		header.Set("Access-Control-Allow-Origin", "*")
	}
	// The zero time: the ETag is the stricter validator and does not depend on
	// when and where the files were copied.
	http.ServeContent(w, r, f.name, time.Time{}, content)
}

// mayBeStored reports whether a file may be one that another replica has.
func (b *build) mayBeStored(r *http.Request, name string) bool {
	return isFetch(r) && fs.ValidPath(name) && b.manifest.inFolders(name) && looksHashed(name)
}

type readSeekCloser struct {
	io.ReadSeeker
	io.Closer
}

// open opens the file and tells its ETag, which is computed when first asked
// for and whenever the file has changed since.
func (f *file) open() (content io.ReadSeekCloser, tag string, err error) {
	opened, err := f.fsys.Open(f.name)
	if err != nil {
		return nil, "", err
	}
	defer func() {
		if err != nil {
			opened.Close()
		}
	}()
	info, err := opened.Stat()
	if err != nil {
		return nil, "", err
	}
	if !info.Mode().IsRegular() {
		return nil, "", fs.ErrNotExist
	}
	seeker, ok := opened.(io.ReadSeeker)
	if !ok { // such as a zip archive's
		data, err := io.ReadAll(opened)
		if err != nil {
			return nil, "", err
		}
		seeker = bytes.NewReader(data)
	}
	known := f.etag.Load()
	if known == nil || known.size != info.Size() || !known.modified.Equal(info.ModTime()) {
		sum := sha256.New()
		if _, err := io.Copy(sum, seeker); err != nil {
			return nil, "", err
		}
		if _, err := seeker.Seek(0, io.SeekStart); err != nil {
			return nil, "", err
		}
		known = &etag{`"` + hex.EncodeToString(sum.Sum(nil)[:16]) + `"`, info.Size(), info.ModTime()}
		f.etag.Store(known)
	}
	return readSeekCloser{seeker, opened}, known.value, nil
}
