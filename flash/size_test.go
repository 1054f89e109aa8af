package flash_test

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/flash"
)

// budget is what the package promises for each direction.
const budget = 3584

// noise is text that no compression makes shorter than six bits a character.
func noise(seed uint64, n int) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	r := rand.New(rand.NewPCG(seed, 1))
	b := make([]byte, n)
	for i := range b {
		b[i] = letters[r.IntN(len(letters))]
	}
	return string(b)
}

func rowErrors(rows int, texts func(row int) map[string]string) flash.Data {
	fields := map[string][]string{}
	for row := range rows {
		for field, text := range texts(row) {
			fields[fmt.Sprintf("rows.%d.%s", row, field)] = []string{text}
		}
	}
	return flash.Data{Errors: map[string]map[string][]string{"default": fields}}
}

func sameText(int) map[string]string { return map[string]string{"name": "The name is required."} }

func fourFields(int) map[string]string {
	return map[string]string{
		"name": "The name is required.", "email": "The email must be a valid email address.",
		"amount": "The amount must be at least 1.", "date": "The date must be a valid date.",
	}
}

func randomText(row int) map[string]string { return map[string]string{"name": noise(uint64(row), 40)} }

func TestUsualMessagesFit(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		d    flash.Data
		most int // bytes of the Set-Cookie line
	}{
		"a short message":           {message("The user has been updated."), 230},
		"one validation error":      {rowErrors(1, sameText), 200},
		"3,000 bytes of noise":      {message(noise(1, 3000)), 3300},
		"3,000 bytes of one letter": {message(strings.Repeat("x", 3000)), 250},
		"200 short row errors":      {rowErrors(200, sameText), 900},
		"40 invalid rows":           {rowErrors(40, fourFields), 900},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, b := sealed(t), newBrowser(t)
			w := httptest.NewRecorder()
			require.NoError(t, s.Save(w, b.request(), "/x", tc.d, ""))
			b.receive(w)
			assert.LessOrEqual(t, lineBytes(w), tc.most)
			assert.Equal(t, tc.d.Errors, b.take(t, s, "/x").Errors)
		})
	}
}

func TestFourMessagesOf1500BytesNeverFillTheCookieLine(t *testing.T) {
	t.Parallel()
	s, b := sealed(t), newBrowser(t)
	var older int
	for n := range 4 {
		time.Sleep(2 * time.Millisecond) // so that it is known which is older
		err := b.trySave(s, fmt.Sprint("/", n), message(noise(uint64(n), 1500)))
		assert.LessOrEqual(t, cookieBytes(b.request()), budget)
		var e *flash.TooLargeError
		if assert.ErrorAsf(t, orNothing(err), &e, "%d", n) {
			older += e.Older
		}
	}
	assert.Equal(t, 2, older)
	assert.Empty(t, text(t, b.take(t, s, "/1")))
	assert.Equal(t, noise(2, 1500), text(t, b.take(t, s, "/2")))
	assert.Equal(t, noise(3, 1500), text(t, b.take(t, s, "/3")))
}

// orNothing is err, or an error that says that nothing was lost.
func orNothing(err error) error {
	if err == nil {
		return &flash.TooLargeError{Saved: true}
	}
	return err
}

func TestTooManyErrorsAreCutFromTheEnd(t *testing.T) {
	t.Parallel()
	for _, rows := range []int{100, 1000, 5000} {
		s, b := sealed(t), newBrowser(t)
		d := rowErrors(rows, randomText)
		d.Flash = map[string]any{"notice": "Some rows are invalid."}
		d.Errors["default"]["rows.0.name"] = append(d.Errors["default"]["rows.0.name"], "A second message.")
		var e *flash.TooLargeError
		require.ErrorAs(t, b.trySave(s, "/x", d), &e)
		assert.True(t, e.Saved)
		assert.Greater(t, e.Size, e.Room)
		for _, word := range []string{fmt.Sprint(e.Size), fmt.Sprint(e.Room), fmt.Sprint("last ", e.Errors, " validation errors"), "WithOverflow"} {
			assert.ErrorContains(t, e, word)
		}
		got := b.take(t, s, "/x")
		assert.Contains(t, got.Flash, "notice")
		fields := got.Errors["default"]
		assert.Greater(t, len(fields), 40)
		assert.Equal(t, rows+1, len(fields)+e.Errors)
		for row := range fields {
			var n int
			_, err := fmt.Sscanf(row, "rows.%d.name", &n)
			require.NoError(t, err)
			assert.Less(t, n, len(fields), "the first rows stay")
		}
		assert.Len(t, fields["rows.0.name"], 1, "a second message goes before a first")
	}
}

func TestWhatGivesWayOfOneMessage(t *testing.T) {
	t.Parallel()
	errs := func(texts ...string) map[string]map[string][]string {
		fields := map[string][]string{}
		for n, text := range texts {
			fields[fmt.Sprintf("f%d", n)] = []string{text}
		}
		return map[string]map[string][]string{"default": fields}
	}
	for name, tc := range map[string]struct {
		d      flash.Data
		flash  []string // what is kept
		errors []string
		lost   flash.TooLargeError
	}{
		"the largest value": {
			flash.Data{Flash: map[string]any{"success": "Saved.", "dump": noise(1, 5000), "note": noise(2, 500)}},
			[]string{"note", "success"}, nil, flash.TooLargeError{Saved: true, Flash: []string{"dump"}},
		},
		"a large value before an error": {
			flash.Data{Flash: map[string]any{"old": noise(1, 3300)}, Errors: errs(noise(2, 100), noise(3, 100))},
			nil, []string{"f0", "f1"}, flash.TooLargeError{Saved: true, Flash: []string{"old"}},
		},
		"a huge error before small ones": {
			flash.Data{Errors: errs(noise(1, 5000), "small", "small")},
			nil, []string{"f1", "f2"}, flash.TooLargeError{Saved: true, Errors: 1},
		},
		"nothing can be kept of errors": {
			flash.Data{Flash: map[string]any{"success": "Saved."}, Errors: errs(noise(1, 5000))},
			nil, nil, flash.TooLargeError{Errors: 1, Flash: []string{"success"}},
		},
		"nothing can be kept of flash": {
			flash.Data{Flash: map[string]any{"dump": noise(1, 5000)}, ClearHistory: true},
			nil, nil, flash.TooLargeError{Flash: []string{"dump"}},
		},
		"more than may be decompressed": {
			flash.Data{Flash: map[string]any{"dump": strings.Repeat("x", 70_000), "success": "Saved."}},
			[]string{"success"}, nil, flash.TooLargeError{Saved: true, Flash: []string{"dump"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, b := sealed(t), newBrowser(t)
			var e *flash.TooLargeError
			require.ErrorAs(t, b.trySave(s, "/x", tc.d), &e)
			assert.Greater(t, e.Size, e.Room)
			assert.ErrorContains(t, e, "flash.WithOverflow(store)")
			e.Size, e.Room = 0, 0
			assert.Equal(t, tc.lost.Saved, e.Saved)
			assert.Equal(t, tc.lost.Errors, e.Errors)
			assert.ElementsMatch(t, tc.lost.Flash, e.Flash)
			if !e.Saved {
				assertEmpty(t, b)
			}
			got := b.take(t, s, "/x")
			assert.Equal(t, tc.flash, slices.Sorted(maps.Keys(got.Flash)))
			assert.Equal(t, tc.errors, slices.Sorted(maps.Keys(got.Errors["default"])))
		})
	}
}

// A response that fails leaves no cookie behind, and deletes none.
func TestWhatCannotBeSavedChangesNothing(t *testing.T) {
	t.Parallel()
	s, b := sealed(t), newBrowser(t)
	b.save(t, s, "/x", message("waits"))
	w := httptest.NewRecorder()
	err := s.Save(w, b.request(), "/x", message(noise(1, 9000)), "")
	require.ErrorContains(t, err, "nothing of it was kept")
	assert.Empty(t, w.Header())
	assert.Equal(t, "waits", text(t, b.take(t, s, "/x")))
}

// The program's own headers and cookies need room too.
func TestCookiesLeaveRoomForTheProgram(t *testing.T) {
	t.Parallel()
	for _, own := range []int{0, 500, 1000, 2000} {
		s, b := sealed(t), newBrowser(t)
		w := httptest.NewRecorder()
		w.Header().Set("Content-Security-Policy", noise(1, own))
		err := s.Save(w, b.request(), "/x", rowErrors(500, randomText), "")
		require.ErrorAs(t, err, new(*flash.TooLargeError))
		all := lineBytes(w) + len("Content-Security-Policy: \r\n") + own
		assert.LessOrEqual(t, all, 4096-300, "the status line, Date and the cookie of a session fit too")
		assert.Greater(t, all, min(3300, 3300+own-500))

		r := b.request()
		r.Header.Set("Cookie", "theirs="+noise(1, 2*own))
		w = httptest.NewRecorder()
		require.ErrorAs(t, s.Save(w, r, "/x", rowErrors(500, randomText), ""), new(*flash.TooLargeError))
		ours := len(w.Result().Cookies()[0].Name) + len(w.Result().Cookies()[0].Value) + 3
		assert.LessOrEqual(t, 2*own+2*ours, 8192, "two responses that overlap fit one line")
	}
}

func TestWithOverflowNothingIsTooLarge(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := memory()
		s, b := sealed(t, flash.WithOverflow(store)), newBrowser(t)
		records := func() int {
			all, err := store.All()
			require.NoError(t, err)
			return len(all)
		}
		b.save(t, s, "/small", message("small"))
		assert.Zero(t, records(), "small messages stay in the cookie")
		for n, size := range []int{1500, 3000, 100_000, 1 << 20, 1500, 1500, 1500} {
			time.Sleep(time.Millisecond)
			b.save(t, s, fmt.Sprint("/", n), message(noise(uint64(n), size)))
			assert.LessOrEqual(t, cookieBytes(b.request()), budget)
		}
		assert.Equal(t, 7, records())
		assert.Len(t, text(t, b.take(t, s, "/3")), 1<<20)
		assert.Equal(t, "small", text(t, b.take(t, s, "/small")))
		for n := range 7 {
			b.take(t, s, fmt.Sprint("/", n))
		}
		time.Sleep(31 * time.Second)
		for n := range 7 {
			assert.Empty(t, text(t, b.take(t, s, fmt.Sprint("/", n))))
		}
		assert.Zero(t, records(), "what was shown is removed soon")

		b.save(t, s, "/x", message(noise(1, 5000)))
		_, _, err := sealed(t).Load(b.request(), "/x")
		require.ErrorContains(t, err, "this store has none")
		_, _, err = sealed(t, flash.WithOverflow(memory())).Load(b.request(), "/x")
		require.ErrorContains(t, err, "the backend does not have it")
	})
}

// However small the pieces are, eight messages with a database all wait.
func TestWithOverflowMessagesOfEverySizeWait(t *testing.T) {
	t.Parallel()
	for _, size := range []int{1, 200, 400, 600, 700, 800, 5000} {
		s, b := sealed(t, flash.WithOverflow(memory())), newBrowser(t)
		for n := range 8 {
			b.save(t, s, fmt.Sprint("/", n), message(noise(uint64(n), size)))
			assert.LessOrEqual(t, cookieBytes(b.request()), budget)
		}
		for n := range 8 {
			assert.Equal(t, noise(uint64(n), size), text(t, b.take(t, s, fmt.Sprint("/", n))))
		}
	}
}

func TestLongPathsTakeNoRoom(t *testing.T) {
	t.Parallel()
	s, b := sealed(t), newBrowser(t)
	path := "/" + noise(1, 7000)
	b.save(t, s, path, message("hi"))
	assert.Less(t, cookieBytes(b.request()), 200)
	assert.Equal(t, "hi", text(t, b.take(t, s, path)))
}

// Large messages may meet in one Cookie line, so they do not wait for long.
func TestLargeMessagesWaitForOneMinute(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, b := sealed(t), newBrowser(t)
		first, second := httptest.NewRecorder(), httptest.NewRecorder()
		require.NoError(t, s.Save(first, b.request(), "/a", message(noise(1, 3000)), ""))
		require.NoError(t, s.Save(second, b.request(), "/b", message(noise(2, 3000)), ""))
		b.receive(first)
		b.receive(second)
		assert.Greater(t, cookieBytes(b.request()), budget)
		assert.Less(t, cookieBytes(b.request()), 8192-384)
		// The next response that saves anything sets it right, and says so.
		err := b.trySave(s, "/c", message("small"))
		require.ErrorAs(t, err, new(*flash.TooLargeError))
		assert.LessOrEqual(t, cookieBytes(b.request()), budget)
		time.Sleep(61 * time.Second)
		assert.Len(t, b.cookies(), 1)
		assert.Equal(t, "small", text(t, b.take(t, s, "/c")))
	})
}

// A Cookie line of any length costs a bounded amount of work. The test runs
// alone, because it counts allocations.
func TestOnlyABoundedPartOfTheCookieLineIsOpened(t *testing.T) {
	s, b := sealed(t), newBrowser(t)
	b.save(t, s, "/x", message("hi"))
	ours := b.cookies()[0]
	allocated := func(n int) float64 {
		r := b.request()
		line := r.Header.Get("Cookie")
		for i := range n {
			line += fmt.Sprintf("; %s%08d=%s", ours.Name[:len(ours.Name)-8], 0, strings.Repeat("A", 100))
			line = strings.Replace(line, "00000000", strings.Map(func(d rune) rune { return 'A' + d - '0' }, fmt.Sprintf("%08d", i)), 1)
		}
		r.Header.Set("Cookie", line)
		d, _, err := s.Load(r, "/x")
		require.Error(t, err)
		assert.Equal(t, "hi", text(t, d))
		return testing.AllocsPerRun(5, func() { _, _, _ = s.Load(r, "/x") })
	}
	assert.Less(t, allocated(1000), 1.5*allocated(200))
}

// Cutting costs as much as what there is to cut, and not more. The test runs
// alone, because it counts allocations.
func TestCuttingIsLinear(t *testing.T) {
	s := sealed(t)
	allocated := func(d flash.Data) uint64 {
		least := uint64(math.MaxUint64)
		for range 3 { // a garbage collection empties the pools, which costs as much as small n
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			err := s.Save(httptest.NewRecorder(), r, "/x", d, "")
			runtime.ReadMemStats(&after)
			require.ErrorAs(t, err, new(*flash.TooLargeError))
			least = min(least, after.TotalAlloc-before.TotalAlloc)
		}
		return least
	}
	values := func(n int) flash.Data {
		d := flash.Data{Flash: map[string]any{}}
		for i := range n {
			d.Flash[noise(uint64(i), 20)] = i
		}
		return d
	}
	for name, of := range map[string]func(n int) flash.Data{
		"errors": func(n int) flash.Data { return rowErrors(n, sameText) }, "values": values,
	} {
		once, fourfold := allocated(of(2_000)), allocated(of(8_000))
		assert.Less(t, float64(fourfold), 8*float64(once), name)
	}
}
