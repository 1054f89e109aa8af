package htmltag_test

import (
	"context"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/stretchr/testify/assert"

	"github.com/inertia-templ/shell/internal/htmltag"
)

func TestElements(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		doc  string
		want []htmltag.Element
	}{
		"nothing":    {"", nil},
		"text":       {"a < b <1 </ <> & c", nil},
		"attributes": {`<A href=x HREF=y b='>' c="d e" f/>`, []htmltag.Element{{Name: "a", Attributes: map[string]string{"href": "x", "b": ">", "c": "d e", "f": ""}, NameEnd: 2}}},
		"names":      {`<é><a-b.c:d><ÀA>`, []htmltag.Element{{Name: "a-b.c:d", Attributes: map[string]string{}, NameEnd: 12}}},
		"text inside": {`<p><style>a<b>c</style ><i>`, []htmltag.Element{
			{Name: "p", Attributes: map[string]string{}, NameEnd: 2},
			{Name: "style", Attributes: map[string]string{}, NameEnd: 9, Text: "a<b>c", TextFrom: 10, Closed: true},
			{Name: "i", Attributes: map[string]string{}, NameEnd: 26}}},
		"text without end":         {`<title>a<b>`, []htmltag.Element{{Name: "title", Attributes: map[string]string{}, NameEnd: 6, Text: "a<b>", TextFrom: 7}}},
		"a script in a script":     {`<script><!--<script></script>x</script>`, []htmltag.Element{{Name: "script", Attributes: map[string]string{}, NameEnd: 7, Text: "<!--<script></script>x", TextFrom: 8, Closed: true}}},
		"comments":                 {`<!--<a>--><!--><b><!---><c><!-- --!><d><!doctype html><?e <x>?><f><!--<g>`, elements("b", 17, "c", 26, "d", 38, "f", 65)},
		"a tag without end":        {`<a><b c="<d>`, elements("a", 2)},
		"an end tag without end":   {`<a></a <b`, elements("a", 2)},
		"bytes that are not UTF-8": {"<a\xff\xfeB>", elements("a\xff\xfeb", 5)},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []htmltag.Element
			for e := range htmltag.Elements(test.doc) {
				got = append(got, e)
			}
			assert.Equal(t, test.want, got)
		})
	}
	for e := range htmltag.Elements("<a><b>") { // may be left
		assert.Equal(t, "a", e.Name)
		break
	}
}

func elements(pairs ...any) (list []htmltag.Element) {
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, htmltag.Element{Name: pairs[i].(string), Attributes: map[string]string{}, NameEnd: pairs[i+1].(int)})
	}
	return list
}

func TestNonce(t *testing.T) {
	t.Parallel()
	assert.Empty(t, htmltag.Nonce(context.Background()))
	assert.Equal(t, ` nonce="a&#34;&gt;"`, htmltag.Nonce(templ.WithNonce(context.Background(), `a">`)))
	assert.Equal(t, ` nonce="n"`, htmltag.NonceAttribute("n"))
	assert.Empty(t, htmltag.NonceAttribute(""))
}

func FuzzElements(f *testing.F) {
	for _, seed := range []string{`<title>x</title>`, `<!--`, `<link href='>'>`, `<script></SCRIPT><style>`, `<a b="`, "<A\xff>", `<script><!--<script></script>`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, doc string) {
		last := 0
		for e := range htmltag.Elements(doc) {
			from := e.NameEnd - len(e.Name)
			if from <= last-1 || !strings.EqualFold(strings.ToValidUTF8(doc[from:e.NameEnd], ""), strings.ToValidUTF8(e.Name, "")) || doc[from-1] != '<' {
				t.Fatalf("%q: %+v", doc, e)
			}
			if e.Text != "" && doc[e.TextFrom:e.TextFrom+len(e.Text)] != e.Text {
				t.Fatalf("%q: %+v", doc, e)
			}
			last = e.NameEnd
		}
	})
}
