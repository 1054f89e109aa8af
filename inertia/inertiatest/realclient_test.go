package inertiatest_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia/inertiatest"
)

// recorded is what the real client did in a sequence of random visits; see
// testdata/realclient.
type recorded struct {
	Seed    int             `json:"seed"`
	Initial json.RawMessage `json:"initial"`
	Steps   []step          `json:"steps"`
}

type step struct {
	Do      string `json:"do"`
	Href    string `json:"href"`
	Advance int    `json:"advance"`
	Options struct {
		Only           []string        `json:"only"`
		Except         []string        `json:"except"`
		Reset          []string        `json:"reset"`
		Data           json.RawMessage `json:"data"`
		ErrorBag       string          `json:"errorBag"`
		Async          bool            `json:"async"`
		Replace        bool            `json:"replace"`
		PreserveState  bool            `json:"preserveState"`
		PreserveURL    bool            `json:"preserveUrl"`
		PreserveErrors bool            `json:"preserveErrors"`
	} `json:"options"`
	Exchanges []exchange `json:"exchanges"`

	Page struct {
		Component string                            `json:"component"`
		Props     map[string]any                    `json:"props"`
		URL       string                            `json:"url"`
		Flash     map[string]any                    `json:"flash"`
		Rescued   []string                          `json:"rescuedProps"`
		Scroll    map[string]inertiatest.ScrollProp `json:"scrollProps"`
		Once      map[string]inertiatest.OnceProp   `json:"onceProps"`
		Deferred  map[string][]string               `json:"initialDeferredProps"`
	} `json:"page"`
	Location string `json:"location"`
	History  struct {
		At   int      `json:"at"`
		URLs []string `json:"urls"`
	} `json:"history"`
	Flashes []map[string]any `json:"flashes"`
}

type exchange struct {
	Method   string            `json:"method"`
	URL      string            `json:"url"`
	Headers  map[string]string `json:"headers"`
	Body     string            `json:"body"`
	Response struct {
		Status  int               `json:"status"`
		Headers map[string]string `json:"headers"`
		Page    json.RawMessage   `json:"page"`
	} `json:"response"`
	used bool
}

// TestDoesWhatTheRealClientDoes makes the visits that the real client made,
// answers them as they were answered, and compares every request, every page
// that the client held, its history, and its flash events.
func TestDoesWhatTheRealClientDoes(t *testing.T) {
	t.Parallel()
	f, err := os.Open("testdata/sequences.jsonl.gz")
	require.NoError(t, err)
	defer func() { assert.NoError(t, f.Close()) }()
	unpacked, err := gzip.NewReader(f)
	require.NoError(t, err)
	lines := bufio.NewReader(unpacked)
	sequences := 0
	for {
		line, err := lines.ReadBytes('\n')
		if err == io.EOF {
			break
		}
		require.NoError(t, err)
		var seq recorded
		require.NoError(t, json.Unmarshal(line, &seq))
		sequences++
		t.Run(fmt.Sprint(seq.Seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { replay(t, seq) })
		})
	}
	assert.GreaterOrEqual(t, sequences, 400)
}

func replay(t *testing.T, seq recorded) {
	server := &script{t: t, initial: seq.Initial}
	b, err := inertiatest.NewBrowser(server)
	require.NoError(t, err)
	for i := range seq.Steps {
		s := &seq.Steps[i]
		name := fmt.Sprintf("step %d: %s %s", i, s.Do, s.Href)
		server.begin(name, s.Exchanges)
		time.Sleep(time.Duration(s.Advance) * time.Millisecond)
		// The real client does nothing at the ends of the history.
		if s.Do == "back" && !inertiatest.CanTravel(b, -1) || s.Do == "forward" && !inertiatest.CanTravel(b, 1) {
			require.Empty(t, s.Exchanges, name)
			continue
		}
		require.NoError(t, perform(t, b, s), name)
		server.finish()

		page, want := b.Page(), s.Page
		require.Equal(t, want.Component, page.Component, name)
		require.Equal(t, want.Props, page.Props, name)
		require.Equal(t, want.URL, page.URL, name)
		require.Equal(t, orEmpty(want.Flash), orEmpty(page.Flash), name)
		require.ElementsMatch(t, want.Rescued, page.Rescued, name)
		require.Equal(t, orEmpty(want.Scroll), orEmpty(page.Scroll), name)
		require.Equal(t, orEmpty(want.Once), orEmpty(page.Once), name)
		require.Equal(t, orEmpty(want.Deferred), orEmpty(inertiatest.InitialDeferred(page)), name)
		require.Equal(t, s.Location, b.Location(), name)
		at, urls := inertiatest.History(b)
		require.Equal(t, s.History.At, at, name)
		require.Equal(t, s.History.URLs, urls, name)
		require.Equal(t, append([]map[string]any{}, s.Flashes...), b.Flashes(), name)
	}
}

func orEmpty[V any](m map[string]V) map[string]V {
	if m == nil {
		return map[string]V{}
	}
	return m
}

func perform(t *testing.T, b *inertiatest.Browser, s *step) error {
	o := s.Options
	opts := []inertiatest.VisitOption{inertiatest.Only(o.Only...), inertiatest.Except(o.Except...), inertiatest.Reset(o.Reset...), inertiatest.ErrorBag(o.ErrorBag)}
	if o.Data != nil {
		opts = append(opts, inertiatest.Data(o.Data))
	}
	for opt, on := range map[*inertiatest.VisitOption]bool{
		ptr(inertiatest.Async()): o.Async, ptr(inertiatest.Replace()): o.Replace, ptr(inertiatest.PreserveState()): o.PreserveState,
		ptr(inertiatest.PreserveURL()): o.PreserveURL, ptr(inertiatest.PreserveErrors()): o.PreserveErrors,
	} {
		if on {
			opts = append(opts, *opt)
		}
	}
	var err error
	switch s.Do {
	case "load":
		_, err = b.Load(t.Context(), "/p1")
	case "reload":
		_, err = b.Reload(t.Context(), opts...)
	case "get", "post", "put", "delete":
		_, err = b.Visit(t.Context(), strings.ToUpper(s.Do), s.Href, opts...)
	case "prefetch":
		err = b.Prefetch(t.Context(), s.Href, opts...)
	case "next":
		_, err = b.LoadNext(t.Context(), "feed")
	case "previous":
		_, err = b.LoadPrevious(t.Context(), "feed")
	case "back":
		_, err = b.Back(t.Context())
	case "forward":
		_, err = b.Forward(t.Context())
	default:
		t.Fatalf("unknown step %q", s.Do)
	}
	return err
}

func ptr[T any](v T) *T { return &v }

// script answers requests as they were answered to the real client.
type script struct {
	t       *testing.T
	initial json.RawMessage

	mu    sync.Mutex
	step  string
	queue []exchange
}

func (s *script) begin(step string, queue []exchange) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.step, s.queue = step, queue
}

func (s *script) finish() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.queue {
		require.True(s.t, e.used, "%s: not asked for: %s %s %v", s.step, e.Method, e.URL, e.Headers)
	}
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("X-Inertia") == "" {
		http.SetCookie(w, &http.Cookie{Name: "XSRF-TOKEN", Value: "a%2Fb%3D", Path: "/"})
		_, _ = fmt.Fprintf(w, `<!doctype html><title>%s</title><script data-page="app" type="application/json">%s</script><div id="app"></div>`,
			html.EscapeString(s.step), strings.ReplaceAll(string(s.initial), "<", `\u003c`))
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	// The groups of deferred props are asked for at the same time.
	i := slices.IndexFunc(s.queue, func(e exchange) bool {
		return !e.used && e.Method == r.Method && strings.TrimPrefix(e.URL, "https://example.com") == r.URL.RequestURI() &&
			e.Headers["x-inertia-partial-data"] == r.Header.Get("X-Inertia-Partial-Data")
	})
	if i < 0 {
		assert.Fail(s.t, "the real client did not ask for this", "%s: %s %s %v", s.step, r.Method, r.URL, headers(r))
		return
	}
	e := &s.queue[i]
	e.used = true
	if once, ok := e.Headers["x-inertia-except-once-props"]; ok {
		keys := strings.Split(once, ",")
		slices.Sort(keys) // the order says nothing
		e.Headers["x-inertia-except-once-props"] = strings.Join(keys, ",")
	}
	assert.Equal(s.t, e.Headers, headers(r), s.step)
	if len(e.Body) > 0 {
		assert.JSONEq(s.t, e.Body, string(body), s.step)
	} else {
		assert.Empty(s.t, string(body), s.step)
	}
	for name, value := range e.Response.Headers {
		w.Header().Set(name, value)
	}
	w.WriteHeader(e.Response.Status)
	_, _ = w.Write(e.Response.Page)
}

// headers are those that the client sets, not those of the browser around it.
func headers(r *http.Request) map[string]string {
	out := map[string]string{}
	for name, values := range r.Header {
		switch name {
		case "Referer", "Origin", "Cookie", "Sec-Fetch-Mode", "Sec-Fetch-Dest", "Sec-Fetch-Site", "Content-Length":
			continue
		}
		out[strings.ToLower(name)] = strings.Join(values, ", ")
	}
	return out
}
