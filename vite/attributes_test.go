package vite_test

import (
	"io"
	"os"
	"sync/atomic"
	"testing"

	"github.com/a-h/templ"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/vite"
)

const withIntegrity = `{
	"src/main.tsx": {"file": "main.js", "src": "src/main.tsx", "isEntry": true, "imports": ["_shared.js"], "css": ["main.css", "other.css"], "integrity": "sha384-main"},
	"_shared.js": {"file": "shared.js", "integrity": "sha384-\"><script>"},
	"_main.css": {"file": "main.css", "src": "_main.css", "integrity": "sha384-css"}
}`

func TestTagsHaveTheIntegrityOfTheManifest(t *testing.T) {
	t.Parallel()
	want := `<link rel="modulepreload" href="/shared.js" crossorigin integrity="sha384-&#34;&gt;&lt;script&gt;" nonce="n">
<link rel="stylesheet" href="/main.css" crossorigin integrity="sha384-css" nonce="n">
<link rel="stylesheet" href="/other.css" nonce="n">
<script type="module" src="/main.js" crossorigin integrity="sha384-main" nonce="n"></script>
`
	assert.Equal(t, want, render(t, openManifest(t, withIntegrity).Tags(), "n"))
}

func TestAttributesAreAsked(t *testing.T) {
	t.Parallel()
	var seen []vite.Asset
	v := openManifest(t, withIntegrity,
		vite.WithBase("https://cdn.example/"),
		vite.WithScriptAttributes(func(a vite.Asset) templ.Attributes {
			seen = append(seen, a)
			return templ.Attributes{"async": true, "data-a": `"<b>`, "crossorigin": "use-credentials"}
		}),
		vite.WithStyleAttributes(func(a vite.Asset) templ.Attributes {
			seen = append(seen, a)
			if a.File == "other.css" {
				return nil
			}
			return templ.Attributes{"media": "print", "integrity": false, "crossorigin": false}
		}),
		vite.WithPreloadAttributes(func(a vite.Asset) (templ.Attributes, bool) {
			seen = append(seen, a)
			return templ.Attributes{"fetchpriority": "low"}, true
		}))
	want := `<link rel="modulepreload" href="https://cdn.example/shared.js" crossorigin fetchpriority="low" integrity="sha384-&#34;&gt;&lt;script&gt;">
<link rel="stylesheet" href="https://cdn.example/main.css" media="print">
<link rel="stylesheet" href="https://cdn.example/other.css" crossorigin>
<script type="module" src="https://cdn.example/main.js" async crossorigin="use-credentials" data-a="&#34;&lt;b&gt;" integrity="sha384-main"></script>
`
	for range 2 {
		assert.Equal(t, want, render(t, v.Tags(), ""))
	}
	assert.Equal(t, []vite.Asset{
		{File: "shared.js", Source: "_shared.js", URL: "https://cdn.example/shared.js", Integrity: `sha384-"><script>`},
		{File: "main.css", Source: "src/main.tsx", URL: "https://cdn.example/main.css", Integrity: "sha384-css"},
		{File: "other.css", Source: "src/main.tsx", URL: "https://cdn.example/other.css"},
		{File: "main.js", Source: "src/main.tsx", URL: "https://cdn.example/main.js", Integrity: "sha384-main"},
	}, seen, "once each, however often they are rendered")
}

func TestPreloadsAreLeftOut(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	v, err := vite.Open(os.DirFS("testdata/app"), vite.WithPreloadAttributes(func(a vite.Asset) (templ.Attributes, bool) {
		asked.Add(1)
		return nil, a.Source == "src/pages/Users.tsx"
	}))
	require.NoError(t, err)
	before := asked.Load()
	html := render(t, v.Page("Users").Tags(), "")
	assert.Contains(t, html, `<link rel="modulepreload" href="/assets/Users-BDfBNIEU.js">`)
	assert.NotContains(t, html, `assets/table-BH92hy48.js`)
	assert.Contains(t, html, `assets/table-C5yqyzht.css`)
	assert.Equal(t, before, asked.Load())
}

func TestAttributesWithADevServer(t *testing.T) {
	t.Parallel()
	v, err := vite.Dev("http://localhost:5173", vite.WithEntry("src/main.ts", "src/a.css"),
		vite.WithScriptAttributes(func(a vite.Asset) templ.Attributes { return templ.Attributes{"data-of": a.Source} }),
		vite.WithStyleAttributes(func(vite.Asset) templ.Attributes { return templ.Attributes{"media": "print"} }))
	require.NoError(t, err)
	assert.Equal(t, `<script type="module" src="/__vite/@vite/client" data-of="@vite/client"></script>
<link rel="stylesheet" href="/__vite/src/a.css" media="print">
<script type="module" src="/__vite/src/main.ts" data-of="src/main.ts"></script>
`, render(t, v.Tags(), ""))
}

func TestAttributesOfEveryKind(t *testing.T) {
	t.Parallel()
	yes, no, text, number := true, false, "t", 7
	type id string
	v := openManifest(t, oneEntry, vite.WithScriptAttributes(func(vite.Asset) templ.Attributes {
		return templ.Attributes{
			"a-string": `"<&>`, "a-empty": "", "b-pointer": &text, "b-nil": (*string)(nil), "c-true": true, "c-false": false, "c-yes": &yes, "c-no": &no,
			"c-nil": (*bool)(nil), "d-int": 3, "d-float": 1.5, "d-pointer": &number, "e-kind": id("x"), "e-url": templ.SafeURL("/a?b&c"), "f-nothing": nil,
			"g-func": func() bool { return true }, "g-never": func() bool { return false }, "h-if": templ.KV("v", true), "h-not": templ.KV("v", false),
			"h-both": templ.KV(true, true), "h-one": templ.KV(false, true), "@click.once": "x", "données": "é",
		}
	}))
	assert.Equal(t, `<script type="module" src="/assets/main-4ed993c7.js" @click.once="x" a-empty="" a-string="&#34;&lt;&amp;&gt;" b-pointer="t" c-true c-yes`+
		` d-float="1.5" d-int="3" d-pointer="7" données="é" e-kind="x" e-url="/a?b&amp;c" g-func h-both h-if="v"></script>`+"\n", render(t, v.Tags(), ""))
}

func TestAttributesThatAreNone(t *testing.T) {
	t.Parallel()
	for name, attributes := range map[string]templ.Attributes{
		`"a b"`: {"a b": "x"}, `"a=\"b"`: {`a="b`: true}, `"><script>"`: {"><script>": true}, `""`: {"": true}, "\"a\\x00\"": {"a\x00": true}, `"a/"`: {"a/": "x"},
		"the attribute list is a []string": {"list": []string{"x"}}, "the attribute map is a map[string]bool": {"map": map[string]bool{}},
		"the attribute script is a templ.ComponentScript": {"script": templ.ComponentScript{}},
	} {
		with := vite.WithStyleAttributes(func(vite.Asset) templ.Attributes { return attributes })
		_, err := vite.Open(os.DirFS("testdata/app"), with, vite.WithEntry("src/main.tsx"))
		require.ErrorContains(t, err, "vite: the tag of assets/main-BRWiIo4f.css: ")
		require.ErrorContains(t, err, name)
		v, err := vite.Open(os.DirFS("testdata/app"), with)
		require.NoError(t, err)
		require.ErrorContains(t, v.Tags().Render(t.Context(), io.Discard), name)
	}
}
