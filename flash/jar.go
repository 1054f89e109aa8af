package flash

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

const (
	// maxItems bounds how many messages of a visitor wait at a time.
	maxItems = 8

	// smallValue is up to what length a value stays in its cookie although
	// there is a backend for larger ones.
	smallValue = 1024

	idSeparator = ","

	// spoiledMark in a key says that there are spoiled cookies. Save finds them
	// by itself; a key that is not empty makes the caller call it.
	spoiledMark = "-"
)

// jar keeps items in cookies, one for each. Since every item has a cookie of
// its own, responses that overlap in time do not overwrite each other's.
type jar struct {
	settings
	box

	known    []string // the marks in names that are ours
	records  *records // nil: cookies only
	small    int      // values up to this length stay in cookies although there are records
	proves   bool     // a name of ours proves that the cookie is ours
	maxItems int
	now      func() time.Time
}

// box turns what is packed into the value of a cookie and back.
type box interface {
	// marks lists the marks of the cookies it can open. New cookies get the
	// first.
	marks() []string
	size(plain int) int
	seal(name string, plain []byte) string
	open(mark, name, value string) ([]byte, error)
}

func newJar(s settings, b box) *jar {
	j := &jar{settings: s, box: b, known: b.marks(), now: time.Now}
	// All items that wait may be shown, and so deleted, by one response.
	deletion := lineSize(j.cookie(&http.Request{}, j.newName(), "", -1)) + len("; Secure")
	j.maxItems = min(max(minRoom*2/3/deletion, 1), maxItems)
	return j
}

// waiting is an item of a request.
type waiting struct {
	item
	own
}

// contents are our cookies in a request.
type contents struct {
	items   []waiting // the oldest first
	spoiled []own     // what cannot be used and is surely ours
	errs    []error   // why
	others  int       // bytes of other cookies
}

// read opens our cookies in r.
func (j *jar) read(r *http.Request) contents {
	var in contents
	var cookies []own
	cookies, in.others = j.ownCookies(r)
	now, size := j.now(), 0
	for n, c := range cookies {
		var it item
		var err error
		if size += c.size(); n >= maxRead || size > maxReadBytes {
			err = fmt.Errorf("there are more than %d bytes of such cookies", maxReadBytes)
		} else if it, err = j.decode(c); err == nil && it.expired(now) {
			err = fmt.Errorf("it is %v old", it.age(now).Round(time.Second))
		}
		switch {
		case err == nil:
			in.items = append(in.items, waiting{it, c})
		case j.proves:
			in.spoiled = append(in.spoiled, c)
			in.errs = append(in.errs, fmt.Errorf("flash: cookie %s ignored: %w", c.name, err))
		default:
			in.others += c.size()
		}
	}
	slices.SortStableFunc(in.items, func(a, b waiting) int {
		return cmp.Or(cmp.Compare(a.Time, b.Time), strings.Compare(a.id, b.id))
	})
	in.items = slices.CompactFunc(in.items, func(a, b waiting) bool { return a.id == b.id })
	if len(in.spoiled) > 0 {
		in.deleteOnce()
	}
	return in
}

// deleteOnce keeps one spoiled cookie of each name, and none if a good one has
// the name as well.
func (in *contents) deleteOnce() {
	names := map[string]bool{}
	for _, it := range in.items {
		names[it.name] = true
	}
	in.spoiled = slices.DeleteFunc(in.spoiled, func(c own) bool {
		known := names[c.name]
		names[c.name] = true
		return known
	})
}

func (j *jar) decode(c own) (item, error) {
	packed, err := j.open(c.mark, c.name, c.value)
	if err != nil {
		return item{}, err
	}
	plain, err := unpack(packed)
	if err != nil {
		return item{}, err
	}
	var it item
	if err := json.Unmarshal(plain, &it); err != nil {
		return item{}, err
	}
	if j.records != nil && j.small == 0 {
		it = item{Time: it.Time, Path: it.Path, Ref: it.Ref} // anybody may have written the rest
		if it.Ref == "" || len(it.Ref) > 64 {
			return item{}, errors.New("it has no key")
		}
	}
	return it, nil
}

// resolve fetches what the backend keeps of an item.
func (j *jar) resolve(r *http.Request, it item) (item, error) {
	if it.Ref == "" {
		return it, nil
	}
	if j.records == nil {
		return item{}, errors.New("it is kept in a backend, and this store has none: use flash.WithOverflow in every process")
	}
	return j.records.get(r.Context(), it.Ref)
}

// Load returns the message that has waited longest of those for this path, and
// all messages that any page may show. If the former has waited for more than 3
// seconds, newer ones for this path come along: their values replace those of the
// same key, and their errors replace all errors.
func (j *jar) Load(r *http.Request, path string) (Data, Key, error) {
	if len(r.Header["Cookie"]) == 0 {
		return Data{}, "", nil
	}
	in := j.read(r)
	var d Data
	var ids []string
	now, mark, found, newest := j.now(), pathMark(path), false, 0
	for n, it := range in.items {
		if it.Path == mark {
			newest = n
		}
	}
	for n, it := range in.items {
		if len(ids) == j.maxItems {
			break
		}
		free := it.isFree(now)
		if !free && (found || it.Path != mark) {
			continue // for another tab
		}
		full, err := j.resolve(r, it.item)
		if err != nil {
			if j.proves || !errors.Is(err, errNotFound) {
				in.errs = append(in.errs, fmt.Errorf("flash: cookie %s ignored: %w", it.name, err))
			}
			continue
		}
		if !free {
			found = !it.isOverdue(now)
			if !found && n < newest {
				full.Errors = nil // of a form that was sent again meanwhile
			}
		}
		full.addTo(&d)
		ids = append(ids, it.id)
	}
	if len(in.spoiled) > 0 {
		ids = append(ids, spoiledMark)
	}
	return d, Key(strings.Join(ids, idSeparator)), errors.Join(in.errs...)
}
