package flash

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// save is one call of Save: what there is and what is going to happen.
type save struct {
	*jar
	w http.ResponseWriter
	r *http.Request

	gone []waiting // replaced: they are deleted in any case
	old  []waiting // may give way, in this order: spoiled, then the oldest

	spoiled  int // how many of old are spoiled
	request  int // room of the Cookie line
	response int // room of the Set-Cookie lines, without those of gone
}

// Save puts d into a cookie.
func (j *jar) Save(w http.ResponseWriter, r *http.Request, path string, d Data, replaces Key) error {
	s := j.newSave(w, r, replaces)
	if d.IsZero() {
		evicted := s.leastToEvict(0)
		return s.commit(nil, evicted, nil)
	}
	it, err := newItem(j.now(), path, d)
	if err != nil {
		return err
	}
	plain, err := json.Marshal(it)
	if err != nil {
		return fmt.Errorf("flash: %w", err)
	}
	name := j.newName()
	first := s.leastToEvict(1)

	stays := j.records == nil
	packed := []byte(nil)
	if len(plain) <= maxPlain && (stays || j.small > 0) {
		packed = pack(plain)
		size := j.size(len(packed))
		if !stays {
			stays = size <= min(j.small, s.room(name, first)-s.reserve(name, first))
		}
		for evicted := first; stays && evicted <= len(s.old); evicted++ {
			if size <= s.room(name, evicted) {
				return s.commit(s.cookie(name, packed), evicted, nil)
			}
		}
	}
	if !stays {
		return s.overflow(name, it, first)
	}
	// It does not fit, whatever gives way: keep as much of it as possible.
	evicted, room := s.mostRoom(name, first)
	fits := func(it item) bool {
		plain, err := json.Marshal(it)
		if err != nil || len(plain) > maxPlain {
			return false
		}
		packed = pack(plain)
		return j.size(len(packed)) <= room
	}
	lost := &TooLargeError{Size: len(plain), Room: maxPlain}
	if len(plain) <= maxPlain {
		lost.Size, lost.Room = j.size(len(packed)), room
	}
	kept, ok := it.cut(fits, lost)
	if !ok || !fits(kept) {
		return lost
	}
	lost.Saved = true
	return s.commit(s.cookie(name, packed), evicted, lost)
}

func (j *jar) newSave(w http.ResponseWriter, r *http.Request, replaces Key) *save {
	in := j.read(r)
	s := &save{jar: j, w: w, r: r, spoiled: len(in.spoiled), request: requestRoom(in.others), response: responseRoom(w.Header())}
	for _, c := range in.spoiled {
		s.old = append(s.old, waiting{own: c})
	}
	ids := strings.Split(string(replaces), idSeparator)
	for _, it := range in.items {
		if slices.Contains(ids, it.id) {
			s.gone = append(s.gone, it)
			s.response -= s.deletion(it.name)
		} else {
			s.old = append(s.old, it)
		}
	}
	if !j.proves && len(s.old) >= j.maxItems {
		// Another program's keys look like ours. Only the backend knows them.
		s.old = slices.DeleteFunc(s.old, func(it waiting) bool {
			_, err := j.resolve(r, it.item)
			return errors.Is(err, errNotFound)
		})
	}
	return s
}

func (s *save) deletion(name string) int { return lineSize(s.jar.cookie(s.r, name, "", -1)) }

// kept is how many bytes of the Cookie line the old messages take if the first
// evicted ones give way.
func (s *save) kept(evicted int) int {
	n := 0
	for _, it := range s.old[evicted:] {
		n += it.size()
	}
	return n
}

// spent is how many bytes the deletion of the first evicted takes.
func (s *save) spent(evicted int) int {
	n := 0
	for _, it := range s.old[:evicted] {
		n += s.deletion(it.name)
	}
	return n
}

// leastToEvict is how many have to give way so that with added new ones there
// are not too many.
func (s *save) leastToEvict(added int) int {
	n := min(max(len(s.old)+added-s.maxItems, 0), len(s.old))
	for added == 0 && n < len(s.old) && s.kept(n) > s.request {
		n++
	}
	for n > 0 && s.spent(n) > s.response-added*minRoom/4 {
		n-- // the next response goes on with it
	}
	return n
}

// room is how long the value of a new cookie may be.
func (s *save) room(name string, evicted int) int {
	empty := lineSize(s.jar.cookie(s.r, name, "", int(maxAge.Seconds())))
	return min(s.request-s.kept(evicted)-cookieSize(name, 0), s.response-s.spent(evicted)-empty)
}

// mostRoom finds how many give way best for a message that never fits whole.
func (s *save) mostRoom(name string, first int) (evicted, room int) {
	evicted, room = first, s.room(name, first)
	for n := first + 1; n <= len(s.old); n++ {
		if more := s.room(name, n); more > room {
			evicted, room = n, more
		}
	}
	return evicted, room
}

// refSize bounds what is packed of an item that is kept in a backend.
const refSize = 96

// reserve is the room for messages to come, each of which needs a cookie for
// its key at least.
func (s *save) reserve(name string, evicted int) int {
	more := s.maxItems - (len(s.old) - evicted) - 1
	return max(more, 0) * cookieSize(name, s.size(refSize))
}

// overflow keeps it in the backend and its key in a cookie.
func (s *save) overflow(name string, it item, first int) error {
	evicted := first
	for evicted < len(s.old) && s.room(name, evicted) < s.size(refSize) {
		evicted++
	}
	ref, err := s.records.put(s.r.Context(), it, s.now().Add(maxAge))
	if err != nil {
		return err
	}
	plain, err := json.Marshal(ref)
	if err != nil {
		return fmt.Errorf("flash: %w", err)
	}
	return s.commit(s.cookie(name, pack(plain)), evicted, nil)
}

// cookie makes the cookie of a new item.
func (s *save) cookie(name string, packed []byte) *http.Cookie {
	value, age := s.seal(name, packed), maxAge
	if len(value) > maxRoom/2 {
		age = largeAge
	}
	return s.jar.cookie(s.r, name, value, int(age/time.Second))
}

// commit writes the header and tells what was lost.
func (s *save) commit(added *http.Cookie, evicted int, lost *TooLargeError) error {
	left := s.response - s.spent(evicted)
	if added != nil {
		left -= lineSize(added)
	}
	for evicted < s.spoiled && left >= s.deletion(s.old[evicted].name) {
		left -= s.deletion(s.old[evicted].name)
		evicted++
	}
	if older := evicted - s.spoiled; older > 0 {
		if lost == nil {
			lost = &TooLargeError{Saved: true, Room: s.request}
		}
		lost.Older = older
	}
	for _, it := range slices.Concat(s.gone, s.old[:evicted]) {
		if it.Ref != "" && s.records != nil {
			s.records.retire(s.r.Context(), it.Ref, s.now())
		}
		http.SetCookie(s.w, s.jar.cookie(s.r, it.name, "", -1))
	}
	if added != nil {
		http.SetCookie(s.w, added)
	}
	if lost == nil {
		return nil
	}
	return lost
}
