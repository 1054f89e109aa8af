package vite_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/vite"
)

func TestDevRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		url     string
		options []vite.Option
		want    string
	}{
		"nothing":                   {"", nil, `want one like "http://localhost:5173"`},
		"no URL":                    {"::", nil, `want one like "http://localhost:5173"`},
		"no scheme":                 {"localhost:5173", nil, `"localhost:5173"; want one like "http://localhost:5173"`},
		"another scheme":            {"ws://localhost:5173", nil, "want one like"},
		"no host":                   {"http://:5173", nil, "want one like"},
		"a query":                   {"http://localhost:5173/__vite/?a", nil, "as \"npx vite\" prints them"},
		"a path that is not clean":  {"http://localhost:5173/a/../b", nil, "not clean"},
		"a path of two slashes":     {"http://localhost//x", nil, "not clean"},
		"two bases":                 {"http://localhost:5173/a/", []vite.Option{vite.WithBase("/b/")}, `WithBase("/b/")`},
		"a host with its port":      {"http://localhost:5173", []vite.Option{vite.WithAllowedHosts("app.test", "app.test:8080")}, `WithAllowedHosts("app.test:8080")`},
		"a host with its scheme":    {"http://localhost:5173", []vite.Option{vite.WithAllowedHosts("https://app.test")}, "without scheme and port"},
		"a host that is empty":      {"http://localhost:5173", []vite.Option{vite.WithAllowedHosts("")}, "WithAllowedHosts"},
		"all hosts":                 {"http://localhost:5173", []vite.Option{vite.WithAllowedHosts("*")}, "WithAllowedHosts"},
		"a base of another origin":  {"http://localhost:5173", []vite.Option{vite.WithBase("http://localhost:5173/")}, "behind a path"},
		"a base that is relative":   {"http://localhost:5173", []vite.Option{vite.WithBase("vite/")}, `WithBase("vite/")`},
		"an entry outside the root": {"http://localhost:5173", []vite.Option{vite.WithEntry("../main.tsx")}, `"../main.tsx"`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v, err := vite.Dev(test.url, test.options...)
			assert.Nil(t, v)
			require.ErrorContains(t, err, "vite: ")
			require.ErrorContains(t, err, test.want)
		})
	}
}

// A forgotten file or variable must not make a program in production load
// scripts from a developer's machine.
func TestOnlyDevMeansDev(t *testing.T) {
	t.Setenv("NODE_ENV", "development")
	t.Setenv("VITE_DEV_SERVER_URL", "http://localhost:5173")
	dist := fstest.MapFS{
		".vite/manifest.json": {Data: []byte(oneEntry)},
		"hot":                 {Data: []byte("http://localhost:5173")},
	}
	v, err := vite.Open(dist)
	require.NoError(t, err)
	assert.False(t, v.IsDev())
	assert.NotContains(t, render(t, v.Tags(), ""), "5173")
	dev, err := vite.Dev("http://localhost:5173/")
	require.NoError(t, err)
	assert.True(t, dev.IsDev())
}

// The address that "npx vite" prints has the base in it.
func TestDevTakesTheAddressThatVitePrints(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"http://localhost:5173":               "/__vite/a.js",
		"http://localhost:5173/":              "/__vite/a.js",
		"http://localhost:5173/__vite/":       "/__vite/a.js",
		"http://localhost:5173/__vite":        "/__vite/a.js",
		"\x20http://localhost:5173/__vite/\n": "/__vite/a.js",
		"http://[::1]:5173/app/front/":        "/app/front/a.js",
		"https://app.localhost:5173/b%20c/":   "/b%20c/a.js",
		"http://192.168.1.7:5173/__vite/":     "/__vite/a.js",
		"http://localhost:5173/%61/":          "/a/a.js",
	} {
		v, err := vite.Dev(address)
		require.NoError(t, err, address)
		assert.Equal(t, want, v.URL("a.js"), address)
	}
	v, err := vite.Dev("http://localhost:5173/mine/", vite.WithBase("/mine"))
	require.NoError(t, err)
	assert.Equal(t, "/mine/a.js", v.URL("a.js"))
	assert.Equal(t, "http://localhost:5173", v.DevOrigin())
}
