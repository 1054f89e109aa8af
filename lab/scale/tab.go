package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/inertia-templ/shell/inertia/inertiatest"
)

// tab is a visitor's browser, with one page open.
type tab struct {
	name   string
	origin string
	front  *front
	tally  *tally
	random *rand.Rand
	db     *database

	browser   *inertiatest.Browser
	wire      *wire
	release   string          // that its entry is of
	component string          // that it shows
	cache     map[string]bool // paths of files that it has
	behind    string          // the page whose answer did not come
	place     int             // where its release is among those that are rolled out
	rows      int
}

// wire keeps the documents that pass.
type wire struct {
	http.RoundTripper

	mu        sync.Mutex
	documents [][]byte
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := w.RoundTripper.RoundTrip(r)
	if err != nil || r.Header.Get("Sec-Fetch-Dest") != "document" || answer.StatusCode != http.StatusOK {
		return answer, err
	}
	body, err := io.ReadAll(answer.Body)
	answer.Body.Close()
	answer.Body = io.NopCloser(bytes.NewReader(body))
	w.mu.Lock()
	defer w.mu.Unlock()
	w.documents = append(w.documents, body)
	return answer, err
}

// taken returns the documents since the last call.
func (w *wire) taken() [][]byte {
	w.mu.Lock()
	defer w.mu.Unlock()
	documents := w.documents
	w.documents = nil
	return documents
}

func openTab(name, origin string, transport http.RoundTripper, f *front, all *tally, db *database, seed uint64) (*tab, error) {
	w := &wire{RoundTripper: transport}
	b, err := inertiatest.NewBrowser(nil, inertiatest.WithBaseURL(origin), inertiatest.WithTransport(w))
	return &tab{
		name: name, origin: origin, front: f, tally: all, db: db, browser: b, wire: w, cache: map[string]bool{},
		random: rand.New(rand.NewPCG(1, seed)), //nolint:gosec // the same run again
	}, err
}

// use visits pages until the context ends.
func (t *tab) use(ctx context.Context) {
	page, err := t.browser.Load(ctx, "/enter/"+t.name)
	for {
		if t.failed(ctx, err) {
			return
		}
		if err == nil {
			t.see(ctx, page)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Duration(400+t.random.IntN(1200)) * time.Millisecond):
		}
		page, err = t.act(ctx)
	}
}

// failed counts an error, and reports whether the end of the run is its reason.
func (t *tab) failed(ctx context.Context, err error) bool {
	if ctx.Err() != nil {
		return true
	}
	if err != nil {
		t.tally.note(&t.tally.failed, t.name, err)
	}
	return false
}

// act does what visitors do.
func (t *tab) act(ctx context.Context) (*inertiatest.PageObject, error) {
	t.tally.acts.Add(1)
	if path := t.behind; path != "" {
		t.behind = ""
		return t.browser.Get(ctx, path) // as visitors do who were shown an error: what waits is shown
	}
	switch t.random.IntN(8) {
	case 0:
		return t.browser.Get(ctx, "/")
	case 1:
		return t.browser.Get(ctx, "/form")
	case 2:
		return t.browser.Get(ctx, "/upload")
	case 3:
		return t.poll(ctx)
	case 4, 5:
		return t.submit(ctx)
	case 6:
		return t.submitInvalid(ctx)
	default:
		return t.upload(ctx)
	}
}

func (t *tab) poll(ctx context.Context) (*inertiatest.PageObject, error) {
	page, err := t.browser.Get(ctx, "/live")
	for range 3 {
		if err != nil {
			return nil, err
		}
		t.see(ctx, page)
		before := page.Props["now"]
		page, err = t.browser.Reload(ctx, inertiatest.Only("now"))
		if err == nil && page.Props["now"] == before {
			t.tally.note(&t.tally.polls, t.name, fmt.Errorf("a poll of %s brings nothing new", page.URL))
		}
	}
	return page, err
}

// at visits a page, unless the tab shows it.
func (t *tab) at(ctx context.Context, path string) error {
	if page := t.browser.Page(); page != nil && page.URL == path {
		return nil
	}
	page, err := t.browser.Get(ctx, path)
	if err == nil {
		t.see(ctx, page)
	}
	return err
}

// post sends a form that leads to a page.
func (t *tab) post(ctx context.Context, path, leads string, data map[string]any) (*inertiatest.PageObject, error) {
	page, err := t.browser.Post(ctx, path, data)
	if err != nil {
		t.behind = leads
	}
	return page, err
}

func (t *tab) row() string {
	t.rows++
	return fmt.Sprint(t.name, "-", t.rows)
}

func (t *tab) submit(ctx context.Context) (*inertiatest.PageObject, error) {
	if err := t.at(ctx, "/form"); err != nil {
		return nil, err
	}
	row := t.row()
	page, err := t.post(ctx, "/form", "/form", map[string]any{"text": row})
	return t.stored(ctx, page, err, row, row)
}

func (t *tab) upload(ctx context.Context) (*inertiatest.PageObject, error) {
	if err := t.at(ctx, "/upload"); err != nil {
		return nil, err
	}
	row, size := t.row(), 20_000+t.random.IntN(100_000)
	page, err := t.post(ctx, "/upload", "/", map[string]any{"file": inertiatest.File{Name: row, Content: make([]byte, size)}})
	return t.stored(ctx, page, err, row, fmt.Sprint(row, " ", size))
}

// stored checks what came of a form that was right.
func (t *tab) stored(ctx context.Context, page *inertiatest.PageObject, err error, row, message string) (*inertiatest.PageObject, error) {
	switch count := t.db.count(row); {
	case ctx.Err() != nil:
		return page, err
	case count > 1:
		t.tally.note(&t.tally.doubled, t.name, fmt.Errorf("%s was saved %d times", row, count))
	case err == nil && count == 0:
		t.tally.note(&t.tally.lost, t.name, fmt.Errorf("%s was not saved", row))
	}
	if err == nil && page.Flash["saved"] != t.name+" "+message {
		t.tally.note(&t.tally.flash, t.name, fmt.Errorf("the message is %v, not that of %s", page.Flash["saved"], row))
	}
	return page, err
}

// submitInvalid sends a form with a mistake. What was typed has to stay, and with
// a full load it does not.
func (t *tab) submitInvalid(ctx context.Context) (*inertiatest.PageObject, error) {
	if err := t.at(ctx, "/form"); err != nil {
		return nil, err
	}
	page, err := t.post(ctx, "/form", "/form", map[string]any{"text": t.row(), "email": "nobody"})
	if err != nil {
		return nil, err
	}
	if errs, ok := page.Props["errors"].(map[string]any); !ok || errs["email"] == nil {
		t.tally.note(&t.tally.flash, t.name, fmt.Errorf("the errors are %v", page.Props["errors"]))
	}
	if t.see(ctx, page) > 0 {
		t.tally.note(&t.tally.input, t.name, fmt.Errorf("a form with a mistake led to a full load"))
	}
	return page, nil
}

// see does what the browser does with a page: it imports what the page needs. It
// returns how many documents were loaded meanwhile.
func (t *tab) see(ctx context.Context, page *inertiatest.PageObject) int {
	if page.Props["visitor"] != t.name {
		t.tally.note(&t.tally.others, t.name, fmt.Errorf("%s is shown the page of %v", page.URL, page.Props["visitor"]))
	}
	if saved, ok := page.Flash["saved"].(string); ok && !strings.HasPrefix(saved, t.name+" ") {
		t.tally.note(&t.tally.others, t.name, fmt.Errorf("the message is %s", saved))
	}
	documents := t.wire.taken()
	for _, document := range documents {
		files, release := t.front.filesOf(document)
		if release == "" {
			t.tally.note(&t.tally.imports, t.name, fmt.Errorf("a document has no entry"))
			return len(documents)
		}
		t.loaded(release, page)
		t.fetch(ctx, files)
	}
	t.fetch(ctx, t.front.needs(t.release, page.Component))
	t.component = page.Component
	return len(documents)
}

// loaded judges a document: each release that is rolled out may cost one, for a
// page that has changed. A tab may be late for a release, but never goes back.
func (t *tab) loaded(release string, page *inertiatest.PageObject) {
	from := t.release
	t.release = release
	if from == "" {
		return // the visitor has asked for it
	}
	t.tally.forced.Add(1)
	next := t.place + 1
	for next <= int(t.tally.roll.Load()) && rollout[next] != release {
		next++
	}
	if next > int(t.tally.roll.Load()) || !t.front.changed(from, release, page.Component) {
		t.tally.note(&t.tally.extra, t.name, fmt.Errorf("a full load of %s, from release %s to %s", page.URL, from, release))
		return
	}
	t.place = next
}

// fetch imports files that the tab does not have yet.
func (t *tab) fetch(ctx context.Context, paths []string) {
	for _, path := range paths {
		if t.cache[path] || ctx.Err() != nil {
			continue
		}
		t.tally.files.Add(1)
		if err := t.fetchFile(ctx, path); err != nil && ctx.Err() == nil {
			t.tally.note(&t.tally.imports, t.name, fmt.Errorf("%s: %w", path, err))
			continue
		}
		t.cache[path] = true
	}
}

func (t *tab) fetchFile(ctx context.Context, path string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, t.origin+path, nil)
	if err != nil {
		return err
	}
	r.Header.Set("Sec-Fetch-Dest", "script")
	if strings.HasSuffix(path, ".css") {
		r.Header.Set("Sec-Fetch-Dest", "style")
	}
	answer, err := t.wire.RoundTrip(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s", answer.Status)
	}
	if want, ok := t.front.files[path]; ok && want != sha256.Sum256(body) {
		return fmt.Errorf("%d bytes of something else", len(body))
	}
	return nil
}

// listen reads events as EventSource does, which connects again when a stream ends.
func (t *tab) listen(ctx context.Context) {
	for ctx.Err() == nil {
		said, err := t.stream(ctx)
		if ctx.Err() != nil {
			return
		}
		if err != nil || !said {
			t.tally.note(&t.tally.cut, t.name, fmt.Errorf("a stream ends without a word: %w", err))
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// stream reports whether the server said goodbye.
func (t *tab) stream(ctx context.Context) (said bool, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, t.origin+"/events", nil)
	if err != nil {
		return false, err
	}
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Cookie", "visitor="+t.name)
	answer, err := t.wire.RoundTrip(r)
	if err != nil {
		return false, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return false, fmt.Errorf("%s", answer.Status)
	}
	lines := bufio.NewScanner(answer.Body)
	for lines.Scan() {
		switch name, value, _ := strings.Cut(lines.Text(), ": "); {
		case name == "retry":
			said = true
		case name == "data" && value != t.name:
			t.tally.note(&t.tally.others, t.name, fmt.Errorf("an event of %s", value))
		case name == "data":
			t.tally.events.Add(1)
		}
	}
	return said, lines.Err()
}
