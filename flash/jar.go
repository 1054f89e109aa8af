package flash

import (
	"cmp"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	prefix = "inertia_flash_"

	// maxValue keeps a cookie with its name and attributes below the 4096
	// bytes that browsers keep.
	maxValue = 3800

	// maxParts bounds how many cookies one message may take: servers and
	// proxies refuse requests whose headers grow too large.
	maxParts = 3

	idLength = 8

	// maxItems bounds how many messages of a visitor wait at a time.
	maxItems = 8
)

// jar keeps items in cookies, one or a few for each. Since every item has
// cookies of its own, responses that are on the way at the same time do not
// overwrite each other's.
type jar struct {
	codec
	secure bool
	now    func() time.Time
}

// codec turns an item's JSON into the value of cookies and back.
type codec interface {
	seal(id string, plain []byte) (value string, err error)
	open(id, value string) (plain []byte, err error)
	drop(id, value string) error
}

// Option configures [Sealed] and [Stored].
type Option func(*jar)

// WithSecure sets the cookies' Secure attribute even on requests that arrive
// without TLS, for servers behind a proxy that ends it.
func WithSecure() Option { return func(j *jar) { j.secure = true } }

func newJar(c codec, opts []Option) *jar {
	j := &jar{codec: c, now: time.Now}
	for _, opt := range opts {
		opt(j)
	}
	return j
}

// waiting is an item of a request.
type waiting struct {
	item
	id string
}

// Load opens the visitor's cookies: the item that has waited longest of those
// meant for path alone, and all that are meant for any page.
func (j *jar) Load(r *http.Request, path string) (Data, error) {
	if len(r.Header["Cookie"]) == 0 {
		return Data{}, nil
	}
	items, err := j.items(r)
	var d Data
	var ids []string
	now, found := j.now(), false
	for _, it := range items {
		if !it.meantFor(path, now) {
			continue
		}
		if own := it.Path != "" && it.age(now) <= reserved; own {
			if found {
				continue // for the other tab
			}
			found = true
		}
		it.addTo(&d)
		ids = append(ids, it.id)
	}
	var bad *unusable
	if errors.As(err, &bad) {
		ids = append(ids, bad.ids...)
	}
	d.Key = strings.Join(ids, ",")
	return d, err
}

// Save seals d into cookies of the visitor.
func (j *jar) Save(w http.ResponseWriter, r *http.Request, path string, d Data) error {
	var cookies []*http.Cookie
	if !d.IsZero() {
		it, err := newItem(j.now(), path, d)
		if err != nil {
			return err
		}
		plain, err := json.Marshal(it)
		if err != nil {
			return fmt.Errorf("flash: %w", err)
		}
		id := rand.Text()[:idLength]
		value, err := j.seal(id, plain)
		if err != nil {
			return err
		}
		parts := slices.Collect(slices.Chunk([]byte(value), maxValue))
		if len(parts) > maxParts {
			return fmt.Errorf("flash: %d bytes of flash and errors do not fit %d cookies of %d; keep messages short, or keep them on the server with flash.NewStored", len(value), maxParts, maxValue)
		}
		for n, part := range parts {
			cookies = append(cookies, j.cookie(r, partName(id, n), string(part)))
		}
	}
	j.remove(w, r, d.Key, len(cookies) > 0)
	for _, c := range cookies {
		http.SetCookie(w, c)
	}
	return nil
}

// remove deletes the items that were loaded as key, and the oldest of the
// others if there are too many.
func (j *jar) remove(w http.ResponseWriter, r *http.Request, key string, adding bool) {
	all := cookieValues(r)
	gone := strings.Split(key, ",")
	items, _ := j.items(r)
	items = slices.DeleteFunc(items, func(it waiting) bool { return slices.Contains(gone, it.id) })
	if excess := len(items) - maxItems + 1; adding && excess > 0 {
		for _, it := range items[:excess] {
			gone = append(gone, it.id)
		}
	}
	for _, id := range gone {
		parts := all[id]
		if len(parts) == 0 {
			continue
		}
		_ = j.drop(id, strings.Join(parts, "")) // what cannot be removed expires
		for n := range parts {
			c := j.cookie(r, partName(id, n), "")
			c.MaxAge = -1
			http.SetCookie(w, c)
		}
	}
}

// items opens all cookies of r, the oldest first. The error tells of those that
// cannot be opened, and so does its list of ids.
func (j *jar) items(r *http.Request) ([]waiting, error) {
	var items []waiting
	var bad unusable
	now := j.now()
	for id, parts := range cookieValues(r) {
		it := waiting{id: id}
		plain, err := j.open(id, strings.Join(parts, ""))
		if err == nil {
			err = json.Unmarshal(plain, &it.item)
		}
		if err == nil && it.expired(now) {
			err = fmt.Errorf("it is %v old", it.age(now).Round(time.Second))
		}
		if err != nil {
			bad.ids = append(bad.ids, id)
			bad.errs = append(bad.errs, fmt.Errorf("flash: cookie %s%s ignored: %w", prefix, id, err))
			continue
		}
		items = append(items, it)
	}
	slices.SortFunc(items, func(a, b waiting) int {
		return cmp.Or(cmp.Compare(a.Time, b.Time), strings.Compare(a.id, b.id))
	})
	if len(bad.ids) > 0 {
		return items, &bad
	}
	return items, nil
}

// unusable are cookies that cannot be opened.
type unusable struct {
	ids  []string
	errs []error
}

func (u *unusable) Error() string   { return errors.Join(u.errs...).Error() }
func (u *unusable) Unwrap() []error { return u.errs }

// cookieValues collects the parts of each item by id. What is not of this
// package's making or exceeds the limits is skipped.
func cookieValues(r *http.Request) map[string][]string {
	found := map[string]*[maxParts]string{}
	for _, c := range r.Cookies() {
		name, ok := strings.CutPrefix(c.Name, prefix)
		id, part, numbered := strings.Cut(name, ".")
		if !ok || len(id) != idLength || len(c.Value) > maxValue {
			continue
		}
		n := 0
		if numbered {
			var err error
			if n, err = strconv.Atoi(part); err != nil || n < 1 || n >= maxParts {
				continue
			}
		}
		if found[id] == nil {
			if len(found) == 2*maxItems {
				continue
			}
			found[id] = new([maxParts]string)
		}
		found[id][n] = c.Value
	}
	values := make(map[string][]string, len(found))
	for id, parts := range found {
		n := 0
		for n < maxParts && parts[n] != "" {
			n++
		}
		if n == 0 {
			n = 1 // an empty value is told as one that cannot be opened
		}
		values[id] = parts[:n]
	}
	return values
}

func partName(id string, n int) string {
	if n == 0 {
		return prefix + id
	}
	return prefix + id + "." + strconv.Itoa(n)
}

func (j *jar) cookie(r *http.Request, name, value string) *http.Cookie {
	return &http.Cookie{
		Name:     name,
		Value:    value,
		Path:     "/",
		MaxAge:   int(maxAge.Seconds()),
		HttpOnly: true,
		SameSite: http.SameSiteLaxMode,
		Secure:   j.secure || r.TLS != nil,
	}
}
