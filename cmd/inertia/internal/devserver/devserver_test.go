package devserver

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/cmd/inertia/internal/project"
	"github.com/inertia-templ/shell/cmd/inertia/internal/projecttest"
)

// patience bounds waiting for what will not happen.
const patience = 4 * time.Minute

// session is a running Run.
type session struct {
	t       *testing.T
	project *project.Project
	url     string
	log     log
	stop    context.CancelFunc
	ended   chan error
}

// log is safe to read while it is written.
type log struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// begin runs a program as "inertia dev" does.
func begin(t *testing.T, p *project.Project, arguments ...string) *session {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	s := &session{t: t, project: p, stop: stop, ended: make(chan error, 1)}
	go func() {
		s.ended <- Run(ctx, Options{Project: p, Addr: "127.0.0.1:0", Arguments: arguments, Out: &s.log, Getenv: func(string) string { return "" }})
	}()
	t.Cleanup(func() {
		s.end()
		if t.Failed() {
			t.Log(s.log.String())
		}
	})
	s.url = s.logged(`inertia dev: (http://\S+) runs \., with Vite in frontend\n`)
	return s
}

func (s *session) end() {
	s.stop()
	if s.ended != nil {
		assert.NoError(s.t, <-s.ended)
		s.ended = nil
	}
}

// logged waits for a line, and returns what the group in it matches.
func (s *session) logged(expression string) (group string) {
	s.t.Helper()
	re := regexp.MustCompile(expression)
	s.until("the log has "+expression, func() bool {
		m := re.FindStringSubmatch(s.log.String())
		if m != nil {
			group = m[len(m)-1]
		}
		return m != nil
	})
	return group
}

func (s *session) until(what string, condition func() bool) {
	s.t.Helper()
	for deadline := time.Now().Add(patience); !condition(); time.Sleep(20 * time.Millisecond) {
		select {
		case err := <-s.ended:
			s.ended = nil
			s.t.Fatalf("%s: inertia dev ended: %v\n%s", what, err, s.log.String())
		default:
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("%s: that did not happen\n%s", what, s.log.String())
		}
	}
}

// get requests a path as a browser requests a document.
func (s *session) get(path string, header ...string) (status int, body string) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), patience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+path, nil)
	require.NoError(s.t, err)
	r.Header.Set("Accept", "text/html")
	for i := 0; i < len(header); i += 2 {
		if r.Header.Set(header[i], header[i+1]); header[i] == "Host" {
			r.Host = header[i+1]
		}
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(r)
	require.NoError(s.t, err)
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	require.NoError(s.t, err)
	return res.StatusCode, string(text)
}

// edit replaces text in a file of the program.
func (s *session) edit(name, from, to string) {
	s.t.Helper()
	name = filepath.Join(s.project.Dir, name)
	content, err := os.ReadFile(name)
	require.NoError(s.t, err)
	require.Contains(s.t, string(content), from)
	projecttest.Write(s.t, name, strings.Replace(string(content), from, to, 1))
}

// socket is the connection that Vite's client has.
type socket struct {
	*session
	conn *websocket.Conn
}

// payload is what Vite sends to it.
type payload struct {
	Type string
	Err  overlay
}

func (s *session) socket() *socket {
	s.t.Helper()
	_, client := s.get("/__vite/@vite/client", "Accept", "*/*")
	token := regexp.MustCompile(`const wsToken = "([^"]+)"`).FindStringSubmatch(client)
	require.NotNil(s.t, token, client)
	conn, res, err := websocket.Dial(s.t.Context(), s.url+"/__vite/?token="+token[1], &websocket.DialOptions{
		Subprotocols: []string{"vite-hmr"}, HTTPHeader: http.Header{"Origin": {s.url}},
	})
	require.NoError(s.t, err, res)
	s.t.Cleanup(func() { _ = conn.CloseNow() })
	c := &socket{s, conn}
	c.next("connected")
	return c
}

// next waits for a payload of a type.
func (c *socket) next(kind string) payload {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), patience)
	defer cancel()
	for {
		_, data, err := c.conn.Read(ctx)
		require.NoError(c.t, err, "want %s\n%s", kind, c.log.String())
		var p payload
		require.NoError(c.t, json.Unmarshal(data, &p))
		if p.Type == kind {
			return p
		}
	}
}

// A program is edited as people edit it. One test, because builds take long.
func TestSession(t *testing.T) {
	p, err := project.Find(projecttest.New(t, "frontend"), project.Options{})
	require.NoError(t, err)
	s := begin(t, p, "-name", "of a test")
	status, page := s.get("/")
	if status == http.StatusServiceUnavailable {
		assert.Contains(t, page, "Building the program", "the first build is shown")
		status, _ = s.get(statusPath + "?after=0") // as the page does
		require.Equal(t, http.StatusNoContent, status)
		status, page = s.get("/")
	}
	require.Equal(t, http.StatusOK, status, page)
	assert.Contains(t, page, "good morning")
	assert.Contains(t, page, `<body class="first">`, "templ was generated")
	assert.Contains(t, page, `src="/__vite/@inertia-templ/entry"`)
	_, entry := s.get("/__vite/@inertia-templ/entry", "Accept", "*/*")
	assert.Contains(t, entry, `import "/__vite/src/app.js"`)
	host := strings.TrimPrefix(s.url, "http://")
	_, facts := s.get("/facts")
	assert.Regexp(t, `^good morning of a test select 1 file `+regexp.QuoteMeta(host)+` \d+\n$`, facts, "arguments, .env and Host reach the program")

	// Go: the page reloads, and its answer is another.
	socket := s.socket()
	s.edit("greeting.go", "morning", "afternoon")
	socket.next("full-reload")
	_, page = s.get("/")
	assert.Contains(t, page, "good afternoon")

	// templ.
	s.edit("layout.templ", "first", "second")
	socket.next("full-reload")
	_, page = s.get("/")
	assert.Contains(t, page, `<body class="second">`)

	// An embedded file.
	s.edit("sql/one.sql", "select 1", "select 2")
	socket.next("full-reload")
	_, facts = s.get("/facts")
	assert.Contains(t, facts, "select 2")

	// .env.
	s.edit(".env", "file", "another file")
	socket.next("full-reload")
	_, facts = s.get("/facts")
	assert.Contains(t, facts, "another file")

	// A component stays with Vite, and what has no other content is not built. The
	// last edit tells: it is answered by the same process.
	before := facts
	s.edit("frontend/src/text.js", "one", "two")
	socket.next("full-reload") // Nothing accepts hot updates here.
	projecttest.Write(t, filepath.Join(s.project.Dir, "greeting.go"), read(t, filepath.Join(s.project.Dir, "greeting.go")))
	projecttest.Write(t, filepath.Join(s.project.Dir, "greeting_test.go"), "package main\n")
	projecttest.Write(t, filepath.Join(s.project.Dir, "data.db"), "data")
	_, facts = s.get("/facts")
	assert.Equal(t, before, facts)

	// Go that does not compile is shown at once, in pages that are open and in new ones.
	s.edit("greeting.go", `"good afternoon"`, `"good evening" + nobody`)
	shown := socket.next("error").Err
	greeting := filepath.Join(s.project.Dir, "greeting.go")
	assert.Equal(t, "The Go code does not compile: undefined: nobody", shown.Message)
	assert.Equal(t, &location{greeting, 3, 35}, shown.Loc)
	assert.Equal(t, "inertia dev", shown.Plugin)
	assert.Contains(t, shown.Frame, "3 | const greeting = \"good evening\" + nobody\n  | ")
	status, page = s.get("/")
	assert.Equal(t, http.StatusInternalServerError, status)
	assert.Contains(t, page, "undefined: nobody")
	assert.Contains(t, page, greeting+":3:35")
	status, text := s.get("/api", "Accept", "application/json")
	assert.Equal(t, http.StatusServiceUnavailable, status)
	assert.Contains(t, text, "undefined: nobody")
	status, _ = s.get("/", "X-Inertia", "true")
	assert.Equal(t, http.StatusConflict, status, "the client loads the document")
	status, text = s.get("/", "Host", "attacker.example")
	assert.Equal(t, http.StatusServiceUnavailable, status)
	assert.NotContains(t, text, "nobody", "source code is for this machine")
	late := s.socket()
	assert.Equal(t, shown, late.next("error").Err, "a page that connects late learns of it")
	s.edit("frontend/src/text.js", "two", "three")
	assert.Equal(t, shown, late.next("error").Err, "and so does one that Vite has updated meanwhile")

	// A template that does not, which hides the other.
	s.edit("layout.templ", "<body", "<bo dy")
	shown = socket.next("error").Err
	for !strings.HasPrefix(shown.Message, "A template") { // Updates show the other again.
		shown = socket.next("error").Err
	}
	assert.Equal(t, filepath.Join(s.project.Dir, "layout.templ"), shown.ID)

	// Fixed.
	generation := s.generation(page)
	s.edit("layout.templ", "<bo dy", "<body")
	s.edit("greeting.go", " + nobody", "")
	socket.next("full-reload")
	status, _ = s.get(statusPath + "?after=" + generation)
	assert.Equal(t, http.StatusNoContent, status, "the page with the error reloads too")
	_, page = s.get("/")
	assert.Contains(t, page, "good evening")

	// An error in Go code of a template has its place there.
	s.edit("layout.templ", "doc.Lang", "doc.Language")
	shown = socket.next("error").Err
	assert.Contains(t, shown.Message, "doc.Language undefined")
	assert.Equal(t, filepath.Join(s.project.Dir, "layout.templ"), shown.ID)
	assert.Equal(t, 7, shown.Loc.Line)
	s.edit("layout.templ", "doc.Language", "doc.Lang")
	socket.next("full-reload")

	// A program that ends, and saving a file tries again.
	_, _ = s.get("/end")
	shown = socket.next("error").Err
	assert.Equal(t, "The program has ended: exit status 1", shown.Message)
	assert.Contains(t, shown.Stack, "ended by a request")
	_, page = s.get("/")
	assert.Contains(t, page, "ended by a request")
	projecttest.Write(t, greeting, read(t, greeting))
	socket.next("full-reload")
	_, page = s.get("/")
	assert.Contains(t, page, "good evening")

	// A new package in a new folder.
	projecttest.Write(t, filepath.Join(s.project.Dir, "greeting.go"), "package main\n\nimport \"example.com/greeter/words\"\n\nconst greeting = words.Night\n")
	socket.next("error")
	projecttest.Write(t, filepath.Join(s.project.Dir, "words/words.go"), "package words\n\nconst Night = \"good night\"\n")
	socket.next("full-reload")
	s.edit("words/words.go", "good night", "very good night")
	socket.next("full-reload")
	_, page = s.get("/")
	assert.Contains(t, page, "very good night")

	assert.Regexp(t, `(?m)^vite  \| .*Local:`, s.log.String())
	assert.Regexp(t, `(?m)^templ \| layout_templ\.go written$`, s.log.String())
	assert.Regexp(t, `(?m)^go    \| built in \S+, runs$`, s.log.String())
}

// generation is the one that a page waits to be over.
func (s *session) generation(page string) string {
	s.t.Helper()
	m := regexp.MustCompile(`status\?after=(\d+)`).FindStringSubmatch(page)
	require.NotNil(s.t, m, page)
	return m[1]
}

func read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(name)
	require.NoError(t, err)
	return string(content)
}
