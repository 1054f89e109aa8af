package shell_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/routes"
)

func render(t testing.TB, ctx context.Context, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, c.Render(ctx, &b))
	return b.String()
}

func TestDefaultIsACompleteDocument(t *testing.T) {
	t.Parallel()
	doc := shell.NewDocument([]byte(`{"component":"Home","url":"/"}`), "Home", nil)
	doc.Title = "Tea & more"
	doc.Nonce = `n"1`
	doc.Extra = []templ.Component{templ.Raw(`<link rel="icon" href="/i.svg">`)}
	doc.Assets = templ.Raw(`<script type="module" src="/assets/main.js"></script>`)
	got := render(t, t.Context(), shell.Default(doc))
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile("testdata/default.html", []byte(got), 0o644))
	}
	want, err := os.ReadFile("testdata/default.html")
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}

func TestNonceReachesEveryComponent(t *testing.T) {
	t.Parallel()
	seen := templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		_, err := w.Write([]byte("[" + templ.GetNonce(ctx) + "]"))
		return err
	})
	doc := shell.Document{Extra: []templ.Component{seen}, Assets: seen}
	assert.Equal(t, `<meta property="csp-nonce" nonce="ctx">[ctx][ctx]`, render(t, templ.WithNonce(t.Context(), "ctx"), doc.Head()))
	assert.Contains(t, render(t, templ.WithNonce(t.Context(), "ctx"), doc.Body()), `nonce="ctx"`)
	doc.Nonce = "doc"
	assert.Equal(t, `<meta property="csp-nonce" nonce="doc">[doc][doc]`, render(t, templ.WithNonce(t.Context(), "ctx"), doc.Head()))
}

func TestErrorsOfComponentsSurface(t *testing.T) {
	t.Parallel()
	failing := templ.ComponentFunc(func(context.Context, io.Writer) error { return os.ErrInvalid })
	for _, doc := range []shell.Document{{Extra: []templ.Component{failing}}, {Assets: failing}} {
		assert.ErrorIs(t, shell.Default(doc).Render(t.Context(), &bytes.Buffer{}), os.ErrInvalid)
	}
}

// Whatever JSON says, in the document it ends no element and parses back to
// the same value.
func FuzzBodyIsInert(f *testing.F) {
	for _, s := range []string{
		"", "plain", "</script><script>alert(1)</script>", "<!--<script", "]]>", "\u2028\u2029", `\`, `\/`, `\\/`, `\\\/`,
		"a/b", "&lt;", "\xff\xfe", "\xe2\x80", "é/漢字/🍵",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, escape := range []bool{true, false} {
			var page bytes.Buffer
			enc := json.NewEncoder(&page)
			enc.SetEscapeHTML(escape)
			require.NoError(t, enc.Encode(map[string]string{"s": s, "/" + s: "<"}))
			got := render(t, context.Background(), shell.Document{Page: page.Bytes()}.Body())
			text, ok := strings.CutPrefix(got, `<script data-page="app" type="application/json">`)
			require.True(t, ok)
			text, ok = strings.CutSuffix(text, `</script><div id="app"></div>`)
			require.True(t, ok)
			assert.NotContains(t, text, "<")
			assert.NotContains(t, text, ">")
			assert.NotContains(t, text, "\u2028")
			assert.NotContains(t, text, "\u2029")
			var want, have any
			require.NoError(t, json.Unmarshal(page.Bytes(), &want))
			require.NoError(t, json.Unmarshal([]byte(text), &have))
			assert.Equal(t, want, have)
		}
	})
}

func Example() {
	// A document of your own is a templ component that takes a shell.Document
	// and writes its head and its body.
	doc := shell.NewDocument([]byte(`{"component":"Home"}`), "Home", nil)
	_ = doc.Body().Render(context.Background(), os.Stdout)
	// Output: <script data-page="app" type="application/json">{"component":"Home"}</script><div id="app"></div>
}

func TestRoutesOfTheDocument(t *testing.T) {
	t.Parallel()
	r := routes.New()
	r.Handle("users.show", "GET /users/{id}", http.NotFoundHandler())
	r.Handle("admin", "GET /admin", http.NotFoundHandler())
	doc := shell.Document{Router: r, Nonce: "n"}
	var b strings.Builder
	require.NoError(t, doc.Routes("users.*").Render(context.Background(), &b))
	assert.True(t, strings.HasPrefix(b.String(), `<script nonce="n">`))
	assert.Contains(t, b.String(), `[["users.show","/users/{id}"]]`)
	assert.NotContains(t, b.String(), "admin")
	assert.ErrorContains(t, shell.Document{}.Routes("*").Render(context.Background(), &b), "inertia.WithRoutes")
}
