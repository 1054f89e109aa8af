package deps_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/tools/deps"
	"github.com/inertia-templ/shell/tools/internal/checkout"
	"github.com/inertia-templ/shell/tools/modules"
)

// repository has two modules, of which one does not work with the newer version
// of what both depend on. Of another dependency no list of versions can be had,
// and another one wants an old version of what it imports.
var repository = map[string]string{
	"go.mod":        "module app.test\n\ngo 1.26\n\nrequire (\n\tdep.test v1.0.0\n\tgone.test v1.0.0\n)\n",
	"app.go":        "package app\n\nimport (\n\t\"dep.test\"\n\t_ \"gone.test\"\n)\n\nconst Version = dep.Version\n",
	"nested/go.mod": "module app.test/nested\n\ngo 1.26\n\nrequire (\n\tapp.test v0.1.0\n\tdep.test v1.0.0\n)\n\nrequire gone.test v1.0.0 // indirect\n",
	"nested/nested_test.go": "package nested\n\nimport (\n\t\"testing\"\n\n\t\"app.test\"\n\t\"dep.test\"\n)\n\n" +
		"func Test(t *testing.T) {\n\tif app.Version != dep.Version || dep.Version != \"v1.0.0\" {\n\t\tt.Fatal(dep.Version)\n\t}\n}\n",
	"other/go.mod":        "module app.test/other\n\ngo 1.26\n\nrequire whole.test v1.0.0\n\nrequire part.test v1.0.0 // indirect\n",
	"other/other_test.go": "package other\n\nimport _ \"whole.test\"\n",
	"go.work":             "go 1.26\n\nuse (\n\t.\n\t./nested\n\t./other\n)\n\nreplace app.test v0.1.0 => ./\n",
	"task":                "#!/bin/sh\n[ $1 = generate ] || go test ./... ./nested/... ./other/...\n",
}

func TestTryTestsEveryModuleWithOtherVersions(t *testing.T) {
	proxy := t.TempDir()
	release := func(name, version, needs, code string) {
		released := checkout.Make(t, map[string]string{
			"go.mod": "module " + name + ".test\n\ngo 1.26\n" + needs,
			"it.go":  "package " + name + "\n\n" + code + "\n",
		})
		checkout.Commit(t, released)
		_, err := modules.Git(released, "tag", version)
		require.NoError(t, err)
		require.NoError(t, modules.Serve(proxy, released, version))
	}
	for _, version := range []string{"v1.0.0", "v1.1.0"} {
		release("dep", version, "", "const Version = \""+version+"\"")
		release("gone", version, "", "const Version = \""+version+"\"")
	}
	release("part", "v1.0.0", "", "const Old = 1")
	release("part", "v1.1.0", "", "const New = 1")
	release("whole", "v1.0.0", "\nrequire part.test v1.0.0\n", "import \"part.test\"\n\nconst It = part.Old")
	for _, name := range []string{"dep", "part"} {
		require.NoError(t, os.WriteFile(filepath.Join(proxy, name+".test/@v/list"), []byte("v1.0.0\nv1.1.0\n"), 0o600))
	}
	served := http.FileServer(http.Dir(proxy))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/gone.test/@v/list" {
			http.Error(w, "not for you", http.StatusForbidden)
			return
		}
		served.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	for name, value := range map[string]string{"GOPROXY": server.URL, "GOSUMDB": "off", "GOMODCACHE": t.TempDir(), "GOFLAGS": "-modcacherw", "GOWORK": ""} {
		t.Setenv(name, value)
	}
	app := checkout.Make(t, repository)

	var out strings.Builder
	assert.ErrorContains(t, deps.Try(app, nil, &out), "deps: with other versions: ./task test:go", out.String())
	assert.Contains(t, out.String(), "nested_test.go:12: v1.1.0")
	assert.Contains(t, out.String(), ".: no newer version of gone.test can be had here")
	assert.Contains(t, out.String(), "?   \tapp.test\t[no test files]")
	assert.Contains(t, out.String(), "ok  \tapp.test/other")
	assert.Contains(t, out.String(), "other: the indirect dependencies stay as the direct ones want them")

	out.Reset()
	require.NoError(t, deps.Try(app, []string{"dep.test@v1.0.0"}, &out), out.String())
	assert.Contains(t, out.String(), "ok  \tapp.test/nested")
	assert.NotContains(t, out.String(), "other: go get", "it does not require dep.test")

	assert.ErrorContains(t, deps.Try(app, []string{"nothing.test@latest"}, &out), "deps: no module requires nothing.test@latest")
}
