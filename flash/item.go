package flash

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"
)

const (
	// maxAge is how long a message may wait: long enough for the slowest
	// redirect, too short to surprise anybody later.
	maxAge = 10 * time.Minute

	// largeAge is how long a message may wait that takes more than half of the
	// room. Should several of them meet in one Cookie line that a proxy
	// refuses, the visitor is not locked out for long.
	largeAge = time.Minute

	// reserved is how long a message waits only for the page it was meant for.
	// After that any page may show it, because the redirect may have led
	// elsewhere, or a proxy may have shortened the path.
	reserved = 30 * time.Second

	// overdue is how old a message is whose redirect has surely led to its page, or
	// never will: an answer got lost, or the visitor went elsewhere. A newer
	// message for the same page does not wait behind it.
	overdue = 3 * time.Second
)

// item is one message as it is stored.
type item struct {
	Time             int64                          `json:"t"` // milliseconds since 1970
	Path             string                         `json:"u,omitempty"`
	Flash            map[string]json.RawMessage     `json:"f,omitempty"`
	Errors           map[string]map[string][]string `json:"e,omitempty"`
	ClearHistory     bool                           `json:"c,omitempty"`
	PreserveFragment bool                           `json:"p,omitempty"`

	// Ref is where the backend keeps all of the above except Time and Path.
	Ref string `json:"r,omitempty"`
}

func newItem(now time.Time, path string, d Data) (item, error) {
	it := item{
		Time: now.UnixMilli(), Path: pathMark(path), Errors: d.Errors,
		ClearHistory: d.ClearHistory, PreserveFragment: d.PreserveFragment,
	}
	for key, value := range d.Flash {
		raw, err := json.Marshal(value)
		if err != nil {
			return item{}, fmt.Errorf("flash: value of %q: %w", key, err)
		}
		if it.Flash == nil {
			it.Flash = make(map[string]json.RawMessage, len(d.Flash))
		}
		it.Flash[key] = raw
	}
	return it, nil
}

// pathMark stands for a path. Visitors choose how long a path is, and a cookie
// has no room for that.
func pathMark(path string) string {
	if path == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(path))
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

func (it item) age(now time.Time) time.Duration { return now.Sub(time.UnixMilli(it.Time)) }

// expired reports whether the item is too old, or from a clock far ahead.
func (it item) expired(now time.Time) bool {
	age := it.age(now)
	return age > maxAge || age < -maxAge
}

// isFree reports whether any page may show the item.
func (it item) isFree(now time.Time) bool { return it.Path == "" || it.age(now) > reserved }

// isOverdue reports whether newer messages for the page may be shown along.
func (it item) isOverdue(now time.Time) bool { return it.age(now) > overdue }

// addTo overlays d with the item.
func (it item) addTo(d *Data) {
	for key, value := range it.Flash {
		if d.Flash == nil {
			d.Flash = make(map[string]any, len(it.Flash))
		}
		d.Flash[key] = value
	}
	for bag, fields := range it.Errors {
		if d.Errors == nil {
			d.Errors = make(map[string]map[string][]string, len(it.Errors))
		}
		d.Errors[bag] = fields
	}
	d.ClearHistory = d.ClearHistory || it.ClearHistory
	d.PreserveFragment = d.PreserveFragment || it.PreserveFragment
}
