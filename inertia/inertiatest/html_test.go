package inertiatest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia/inertiatest"
)

func TestFindsThePageAsBrowsersDo(t *testing.T) {
	t.Parallel()
	const page = `{"component":"A","props":{},"url":"/"}`
	const script = `<script data-page="app" type="application/json">` + page + `</script>`
	for name, tc := range map[string]struct {
		doc   string
		found bool
	}{
		"plain":                             {script, true},
		"after a doctype and elements":      {`<!DOCTYPE html><html><head><title>x</title></head><body>` + script, true},
		"attributes in any order and case":  {`<SCRIPT nonce=abc TYPE='application/json' async Data-Page=app >` + page + `</SCRIPT >`, true},
		"space around the equals sign":      {`<script data-page = "app"  type` + "\n=\t" + `"application/json">` + page + `</script>`, true},
		"empty id":                          {`<script data-page type="application/json">` + page + `</script>`, true},
		"in front of a greater-than sign":   {`<p title="a > b">1 > 0 < 2 </p>` + script, true},
		"after an ordinary script":          {`<script>if (a</b/.test(c)) "<script data-page='app'>"</script>` + script, true},
		"after a comment":                   {`<!-- > -- <script> --!>` + script, true},
		"after an empty comment":            {`<!-->` + script, true},
		"after a short comment":             {`<!--->` + script, true},
		"after a processing instruction":    {`<?xml version="1.0"?>` + script, true},
		"after a broken end tag":            {`</ p>` + script, true},
		"twice the attribute":               {`<script type="application/json" data-page="app" type="module">` + page + `</script>`, true},
		"script text with a harmless <!--":  {`<script data-page="app" type="application/json">{"component":"<!-- -->","props":{},"url":"/"}</script>`, true},
		"in a comment":                      {`<!-- ` + script + ` -->`, false},
		"in an open comment":                {`<!-- ` + script, false},
		"in a script":                       {`<script>"` + strings.ReplaceAll(script, "/", `\/`) + `"</script>`, false},
		"in a textarea":                     {`<textarea>` + script + `</textarea>`, false},
		"in a title":                        {`<title>` + script + `</title>`, false},
		"in a noscript":                     {`<noscript>` + script + `</noscript>`, false},
		"in an attribute":                   {`<p title='` + script + `'>`, false},
		"not closed":                        {strings.TrimSuffix(script, `</script>`), false},
		"tag not closed":                    {`<script data-page="app" type="application/json"`, false},
		"attribute not closed":              {`<script data-page="app>` + page + `</script>`, false},
		"of another type":                   {`<script data-page="app">` + page + `</script>`, false},
		"the div of older clients":          {`<div id="app" data-page="` + strings.ReplaceAll(page, `"`, "&quot;") + `"></div>`, false},
		"swallowed by what an escape lacks": {`<script data-page="app" type="application/json">{"component":"<!--<script>","props":{},"url":"/"}</script><div id="app"></div>`, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := inertiatest.ParsePage([]byte(tc.doc), "")
			if !tc.found {
				assert.ErrorContains(t, err, "neither a page object nor a document")
				return
			}
			require.NoError(t, err)
			assert.Equal(t, "/", p.URL)
		})
	}
}

func TestFindsThePageOfItsRootElement(t *testing.T) {
	t.Parallel()
	doc := ""
	for _, id := range []string{"admin", "app"} {
		doc += `<script data-page="` + id + `" type="application/json">{"component":"` + id + `","props":{},"url":"/"}</script>`
	}
	for id, want := range map[string]string{"app": "app", "admin": "admin", "": "admin"} {
		p, err := inertiatest.ParsePage([]byte(doc), id)
		require.NoError(t, err)
		assert.Equal(t, want, p.Component)
	}
}

func FuzzParsePage(f *testing.F) {
	f.Add(usersPage)
	f.Add(errorsPage)
	f.Add(`<!doctype html><!-- x --><script data-page="app" type="application/json">{"component":"A","props":{"a":[1]},"url":"/"}</script><div id="app">`)
	f.Add(`<script><!--<script></script>--></script><script data-page=a type='application/json'>{}</script>`)
	f.Add(`<p a="'" b='"' c=d/>x</p ><title></titlE><textarea/><!-->`)
	f.Fuzz(func(t *testing.T, text string) {
		p, err := inertiatest.ParsePage([]byte(text), "")
		if err != nil {
			assert.True(t, strings.HasPrefix(err.Error(), "inertiatest: "), err)
			return
		}
		assert.NotEmpty(t, p.Component)
		assert.NotNil(t, p.Props)
		// What was read can be written and read again.
		again, err := json.Marshal(p)
		require.NoError(t, err)
		q, err := inertiatest.ParsePage(again, "")
		require.NoError(t, err)
		assert.Equal(t, p.Props, q.Props)
	})
}
