package shell

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestHeadsFromTheServer(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		head, want string
		title      bool
	}{
		"nothing":                {"", "", false},
		"a title":                {`<title data-inertia="">x</title>`, `<title data-inertia="">x</title>`, true},
		"all in one, by Svelte":  {`<!--1--><meta name="a"/><!----><TITLE>x</TITLE><link rel="stylesheet">`, `<!--1--><meta name="a"/><!----><TITLE>x</TITLE><link nonce="n" rel="stylesheet">`, true},
		"a script and a style":   {`<script>a</script><style>b</style>`, `<script nonce="n">a</script><style nonce="n">b</style>`, false},
		"a nonce of its own":     {`<script async NONCE="x">a</script>`, `<script async NONCE="x">a</script>`, false},
		"tags in a script":       {`<script type="application/ld+json">"<style><title>"</script>`, `<script nonce="n" type="application/ld+json">"<style><title>"</script>`, false},
		"tags in an attribute":   {`<meta content="><title><link>">`, `<meta content="><title><link>">`, false},
		"tags in a comment":      {`<!-- <title> <link> -->`, `<!-- <title> <link> -->`, false},
		"a comment without end":  {`<!-- <title>`, `<!-- <title>`, false},
		"a tag without end":      {`<link href="`, `<link href="`, false},
		"nonce, by another name": {`<link title=" nonce=x">`, `<link nonce="n" title=" nonce=x">`, false},
		"tags in a noscript":     {`<noscript><link href="a"><style>b</style></noscript><link>`, `<noscript><link nonce="n" href="a"><style nonce="n">b</style></noscript><link nonce="n">`, false},
		"tags in a textarea":     {`<textarea><link></textarea>`, `<textarea><link></textarea>`, false},
		"slashes":                {`<link/href=a/><script/>`, `<link nonce="n"/href=a/><script nonce="n"/>`, false},
		"a script without end":   {`<script><link>`, `<script nonce="n"><link>`, false},
		"names that begin alike": {`<linked><titles>`, `<linked><titles>`, false},
		"less than, by itself":   {`< <1 <`, `< <1 <`, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, test.want, withNonce(test.head, "n"))
			assert.Equal(t, test.head, withNonce(test.head, ""))
			assert.Equal(t, test.title, hasTitle(test.head))
		})
	}
}

func FuzzWithNonce(f *testing.F) {
	for _, seed := range []string{`<title>x</title>`, `<!--`, `<link href='>'>`, `<script></SCRIPT><style>`, `<a b="`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, head string) {
		if strings.Contains(head, ` nonce="n"`) {
			return
		}
		got := withNonce(head, "n")
		assert.Equal(t, head, strings.ReplaceAll(got, ` nonce="n"`, ""), "nothing but nonces is added")
	})
}
