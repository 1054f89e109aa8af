package debugpage_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia/internal/debugpage"
)

// stack is that of a panic below this function.
func stack(t *testing.T) (text string) {
	t.Helper()
	defer func() {
		_ = recover()
		text = string(debug.Stack())
	}()
	http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		panic("boom") // the culprit
	}).ServeHTTP(httptest.NewRecorder(), nil)
	return ""
}

func TestThePageShowsTheProgramsLineFirst(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest(http.MethodPost, "/users", nil)
	r.Header.Set("Cookie", "session=secret")
	r.Header.Set("Accept", "text/<html>")
	var b bytes.Buffer
	require.NoError(t, debugpage.Write(&b, debugpage.Failure{
		Status: 500, Err: fmt.Errorf("saving: %w", errors.New("<disk> full")), Stack: stack(t), Request: r, URL: "/users?a=<b>",
		Editor: "/__vite/__open-in-editor?file={file}:{line}", Nonce: "n0",
	}))
	html := b.String()
	for _, want := range []string{
		"500 Internal Server Error", "saving: &lt;disk&gt; full", "What it wraps",
		`panic(&#34;boom&#34;) // the culprit`, `class="here"`, "page_test.go:", `href="/__vite/__open-in-editor?file=`,
		"text/&lt;html&gt;", "/users?a=&lt;b&gt;", "(14 bytes)", `<style nonce="n0">`,
	} {
		assert.Contains(t, html, want)
	}
	assert.NotContains(t, html, "session=secret")
	assert.Less(t, strings.Index(html, "page_test.go"), strings.Index(html, "net/http"))
}

func TestAnErrorWithoutAStackIsShown(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	require.NoError(t, debugpage.Write(&b, debugpage.Failure{Status: 503, Err: errors.New("down")}))
	assert.Contains(t, b.String(), `<p class="message">down</p>`)
	assert.NotContains(t, b.String(), "<h2>")
}

func TestLinksOpenAnEditor(t *testing.T) {
	t.Parallel()
	for editor, want := range map[string]string{
		"":                                    "vscode://file/home/me/my%20app&amp;/main.go:7",
		"idea://open?file={file}&line={line}": "idea://open?file=%2Fhome%2Fme%2Fmy%20app%26%2Fmain.go&amp;line=7",
		"/__vite/__open-in-editor?file={file}:{line}": "/__vite/__open-in-editor?file=%2Fhome%2Fme%2Fmy%20app%26%2Fmain.go:7",
	} {
		var b bytes.Buffer
		require.NoError(t, debugpage.Write(&b, debugpage.Failure{Status: 500, Err: errors.New("x"), Stack: "main.f()\n\t/home/me/my app&/main.go:7 +0x1\n", Editor: editor}))
		assert.Contains(t, b.String(), `href="`+want+`"`)
	}
}

func TestFramesOfTheProgramAreTold(t *testing.T) {
	t.Parallel()
	_, here, _, _ := runtime.Caller(0)
	module := strings.TrimSuffix(here, "inertia/internal/debugpage/page_test.go")
	for file, own := range map[string]bool{
		"/home/me/app/main.go":                                   true,
		"/home/me/go/pkg/mod/example.com/x@v1.0.0/x.go":          false,
		"/home/me/app/vendor/example.com/x/x.go":                 false,
		runtime.GOROOT() + "/src/net/http/server.go":             false, //nolint:staticcheck // tests run where it is known
		module + "shell.go":                                      false,
		module + "inertia/handle.go":                             false,
		module + "vite/proxy.go":                                 false,
		module + "inertia/handle_test.go":                        true,
		module + "example/app.go":                                true,
		strings.TrimSuffix(module, "/") + "-elsewhere/vite/x.go": true,
	} {
		// A closure of an inlined function is named like its caller.
		frames := debugpage.Frames("main.main.(*Inertia).Handle.func1()\n\t" + file + ":7 +0x1\n")
		if assert.Len(t, frames, 1, file) {
			assert.Equal(t, own, frames[0].Own, file)
		}
	}
}

func FuzzFrames(f *testing.F) {
	f.Add("goroutine 1 [running]:\npanic({0x1, 0x2})\n\t/go/panic.go:1 +0x1\nmain.f(...)\n\t/x/main.go:7 +0x1d\ncreated by main.g in goroutine 1\n\t/x/main.go:9\n")
	f.Add("created by  in goroutine 7\n\t/x:1\n\t/x:0\n\t:1")
	f.Add("\t:\n\tx:9999999999999999999999\n(")
	f.Fuzz(func(t *testing.T, text string) {
		for _, frame := range debugpage.Frames(text) {
			if frame.File == "" || frame.Line < 1 || frame.Func == "" {
				t.Fatal("a frame that says nothing")
			}
		}
		if err := debugpage.Write(&bytes.Buffer{}, debugpage.Failure{Status: 500, Err: errors.New(text), Stack: text}); err != nil {
			t.Fatal(err)
		}
	})
}
