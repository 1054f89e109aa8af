package inertiatest

import (
	"log/slog"
	"sync"
	"testing"

	"github.com/a-h/templ"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/inertia"
)

// App is an application for tests of handlers.
type App struct {
	*inertia.Inertia

	mu   sync.Mutex
	last shell.Document
}

// New returns an application that needs no front end: its document has the page
// object and nothing else, and its log is the test's. Options are those of
// [inertia.New]; they win.
//
//	app := inertiatest.New(t)
//	c := inertiatest.NewClient(t, app.Middleware(routes(app.Inertia)))
func New(t testing.TB, opts ...inertia.Option) *App {
	t.Helper()
	app := &App{}
	i, err := inertia.New(append([]inertia.Option{
		inertia.WithShell(app.document),
		inertia.WithSecret([]byte("a secret that only tests may use")),
		inertia.WithLogger(slog.New(slog.NewTextHandler(t.Output(), nil))),
	}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	app.Inertia = i
	return app
}

func (a *App) document(doc shell.Document) templ.Component {
	a.mu.Lock()
	a.last = doc
	a.mu.Unlock()
	return shell.Default(doc)
}

// Document is what the last document was made of: title, the elements of the
// head, and the ViewData that no page object has.
func (a *App) Document() shell.Document {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.last
}
