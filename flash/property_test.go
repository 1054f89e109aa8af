package flash_test

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/inertia-templ/shell/flash"
)

// sent is a message that has reached the browser.
type sent struct {
	key, path string
	at        time.Time
}

// twoTabs is a browser with two tabs, and what has to be true of it.
type twoTabs struct {
	*browser
	s          *flash.Sealed
	overflow   bool
	now        time.Time
	waiting    []sent // the oldest first
	number     int
	overlapped bool // two responses have overlapped since the last Save that could set it right
}

// post is the answer to a form that leads to path.
func (m *twoTabs) post(t *rapid.T, r *http.Request, path string, d flash.Data, key string) (w *httptest.ResponseRecorder, older int) {
	m.now = m.now.Add(time.Millisecond)
	w = httptest.NewRecorder()
	err := m.s.Save(w, r, path, d, "")
	if n := lineBytes(w); n > budget {
		t.Fatalf("%d bytes of Set-Cookie", n)
	}
	e, large := errors.AsType[*flash.TooLargeError](err)
	switch {
	case err == nil:
	case !large:
		t.Fatal(err)
	case !e.Saved:
		if m.overflow {
			t.Fatalf("lost in spite of a database: %v", err)
		}
		if len(w.Header()) > 0 {
			t.Fatal("it failed and has changed something")
		}
		return w, 0
	default:
		older = e.Older
	}
	if len(w.Result().Cookies()) != older+1 {
		t.Fatalf("%d cookies for one message and %d that gave way", len(w.Result().Cookies()), older)
	}
	m.waiting = append(m.waiting, sent{key, path, m.now})
	return w, older
}

// forget takes the n oldest messages out of what has to wait, as told.
func (m *twoTabs) forget(n int) { m.waiting = m.waiting[n:] }

func (m *twoTabs) message(t *rapid.T) (flash.Data, string) {
	m.number++
	key := fmt.Sprint("m", m.number)
	size := rapid.OneOf(rapid.IntRange(0, 300), rapid.IntRange(0, 6000)).Draw(t, "size")
	return flash.Data{Flash: map[string]any{key: noise(uint64(m.number), size)}}, key
}

// check looks at the line that the browser sends.
func (m *twoTabs) check(t *rapid.T) {
	limit := budget
	if m.overlapped {
		limit *= 2
	}
	if n := cookieBytes(m.request()); n > limit {
		t.Fatalf("%d bytes of Cookie", n)
	}
	if len(m.cookies()) != len(m.waiting) {
		t.Fatalf("%d cookies for %d messages", len(m.cookies()), len(m.waiting))
	}
}

// Whatever two tabs do, the cookies fit the headers, and every message waits
// until its page shows it or it was said that it gave way.
func TestNoMessageIsLostSilentlyAndNoHeaderGrowsTooLarge(t *testing.T) {
	t.Parallel()
	for name, overflow := range map[string]bool{"cookies": false, "overflow": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				m := &twoTabs{browser: newBrowser(t), overflow: overflow, now: time.Now()}
				var opts []flash.Option
				if overflow {
					opts = append(opts, flash.WithOverflow(memory()))
				}
				m.s = sealed(t, opts...)
				flash.SetClock(m.s, func() time.Time { return m.now })
				path := rapid.SampledFrom([]string{"/a", "/b", "/a/b"})
				t.Repeat(map[string]func(*rapid.T){
					"one tab posts": func(t *rapid.T) {
						d, key := m.message(t)
						before := len(m.waiting)
						w, older := m.post(t, m.request(), path.Draw(t, "path"), d, key)
						m.receive(w)
						m.forget(older)
						if len(m.waiting) > before-older { // it was saved, and has set right what overlapped
							m.overlapped = false
						}
						m.check(t)
					},
					"two tabs post at once": func(t *rapid.T) {
						if m.overlapped {
							t.Skip("a message of a third tab may be lost, so this step says nothing then")
						}
						r := m.request()
						d, key := m.message(t)
						first, older1 := m.post(t, r, path.Draw(t, "path"), d, key)
						d, key = m.message(t)
						second, older2 := m.post(t, r, path.Draw(t, "path"), d, key)
						m.receive(first)
						m.receive(second)
						m.forget(max(older1, older2))
						m.overlapped = true
						m.check(t)
					},
					"a tab gets its page": func(t *rapid.T) {
						m.now = m.now.Add(time.Millisecond)
						r, page := m.request(), path.Draw(t, "path")
						d, loaded, err := m.s.Load(r, page)
						if err != nil {
							t.Fatal(err)
						}
						want, rest := m.expect(page)
						if got := slices.Sorted(maps.Keys(d.Flash)); !slices.Equal(got, want) {
							t.Fatalf("%s shows %v, want %v", page, got, want)
						}
						if d.IsZero() {
							return
						}
						w := httptest.NewRecorder()
						older := 0
						if e, ok := errors.AsType[*flash.TooLargeError](m.s.Save(w, r, "", flash.Data{}, loaded)); ok {
							older = e.Older
						}
						if n := lineBytes(w); n > budget {
							t.Fatalf("%d bytes of Set-Cookie", n)
						}
						m.receive(w)
						m.waiting, m.overlapped = rest[older:], false
						m.check(t)
					},
					"some seconds pass": func(t *rapid.T) {
						if len(m.waiting) > 0 && m.now.Sub(m.waiting[0].at) > 9*time.Minute {
							t.Skip("messages would expire, which the model does not follow")
						}
						m.now = m.now.Add(4 * time.Second)
					},
					"half a minute passes": func(t *rapid.T) {
						if len(m.waiting) > 0 && m.now.Sub(m.waiting[0].at) > 9*time.Minute {
							t.Skip("messages would expire, which the model does not follow")
						}
						m.now = m.now.Add(31 * time.Second)
					},
				})
			})
		})
	}
}

// expect tells which messages page shows, and which go on waiting.
func (m *twoTabs) expect(page string) (keys []string, rest []sent) {
	found := false
	for _, it := range m.waiting {
		free := m.now.Sub(it.at) > 30*time.Second
		if len(keys) == 8 || !free && (found || it.path != page) {
			rest = append(rest, it)
			continue
		}
		if !free {
			found = m.now.Sub(it.at) <= 3*time.Second
		}
		keys = append(keys, it.key)
	}
	slices.Sort(keys)
	return keys, rest
}
