package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/inertia/inertiatest"
)

func TestTheRecipeIsThatOfTheDocumentation(t *testing.T) {
	t.Parallel()
	program, err := os.ReadFile("main.go")
	require.NoError(t, err)
	_, code, _ := strings.Cut(string(program), "\n")
	docs, err := os.ReadFile("../../docs/guide/observability.md")
	require.NoError(t, err)
	assert.Contains(t, string(docs), "```go\n"+code+"```\n", "write the program into the guide, or the other way round")
}

func TestWhatIsMeasuredCanBeScraped(t *testing.T) {
	t.Parallel()
	for _, of := range []interface{ Reset() }{duration, pageSize, trouble} { // an earlier run may have counted
		of.Reset()
	}
	app := inertiatest.New(t, inertia.WithObserver(measure))
	mux := http.NewServeMux()
	mux.Handle("/", app.Page("Home", inertia.Props{"name": "Ada"}))
	mux.Handle("/broken", app.Page("Broken", inertia.Props{
		"count": inertia.Lazy(func(context.Context) (int, error) { return 0, errors.New("the test says so") }),
	}))
	for _, path := range []string{"/?visitors=choose", "/", "/broken"} {
		app.Middleware(mux).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", path, nil))
	}
	w := httptest.NewRecorder()
	promhttp.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	text, err := io.ReadAll(w.Body)
	require.NoError(t, err)
	for _, line := range []string{
		`inertia_request_duration_seconds_count{component="Home",kind="initial"} 2`,
		`inertia_request_duration_seconds_count{component="Broken",kind="http"} 1`,
		`inertia_page_size_bytes_count{component="Home"} 2`,
		`inertia_trouble_total{event="prop"} 1`,
	} {
		assert.Contains(t, string(text), line+"\n")
	}
	assert.NotContains(t, string(text), "visitors", "no URL is a label")
}
