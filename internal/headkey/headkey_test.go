package headkey_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/headkey"
	"github.com/inertia-templ/shell/internal/htmltag"
)

func key(t *testing.T, element string) string {
	t.Helper()
	for e := range htmltag.Elements(element) {
		return e.Attributes["data-inertia"]
	}
	require.Fail(t, "no element: "+element)
	return ""
}

// head is what Go says, as elements of a document.
func head(names []string) (elements []string) {
	var order headkey.Order
	for _, name := range names {
		elements = append(elements, fmt.Sprintf(`<meta data-inertia="%s" name="x" content="%s">`, order.Key(name), name))
	}
	return elements
}

// update does what the client does with the elements of the document's head.
func update(t *testing.T, document, next []string) (after []string) {
	next = slices.Clone(next)
	for _, element := range document {
		if n := slices.IndexFunc(next, func(e string) bool { return key(t, e) == key(t, element) }); n >= 0 {
			after = append(after, next[n])
			next = slices.Delete(next, n, n+1)
		}
	}
	return append(after, next...)
}

func TestElementsStayInTheirOrderWhateverComesAndGoes(t *testing.T) {
	t.Parallel()
	all := []string{"description", "canonical", "robots", "og:title", "og:image", "alternate:de", "jsonld:a", "feed"}
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // a test repeats itself
	document := head(all)
	kept := 0
	for range 1000 {
		names := slices.DeleteFunc(slices.Clone(all), func(string) bool { return random.IntN(3) == 0 })
		next := head(names)
		if len(next) > 0 && slices.Contains(document, next[0]) {
			kept++
		}
		document = update(t, document, next)
		require.Equal(t, next, document)
	}
	assert.Positive(t, kept, "what comes after the same elements stays where it is")
}

func TestTheClientComparesNames(t *testing.T) {
	t.Parallel()
	for name, element := range map[string]string{
		"meta":                   head([]string{"description"})[0],
		"script":                 `<script data-inertia="jsonld:a~1z" type="application/ld+json">{"a":" data-inertia=\"b~1\""}</script>`,
		"escaped":                `<meta data-inertia="a&#34;b~1z" name="x">`,
		"a title":                `<title data-inertia="">x</title>`,
		"a key of the program":   `<meta data-inertia="mine" name="x">`,
		"a tilde of the program": `<meta data-inertia="mine~x y" name="x">`,
		"not the first":          `<meta name="x" data-inertia="mine~1">`,
		"text":                   `text`,
		"without end":            `<meta data-inertia="`,
	} {
		sent := headkey.ForClient(element)
		assert.Equal(t, element, headkey.ForDocument(sent), name)
		if element == sent {
			continue
		}
		assert.Equal(t, key(t, element), key(t, sent), "a document has the key")
		assert.Contains(t, sent, ` data-inertia="`+headkey.Name(key(t, element))+`"`, "a component finds the name")
		assert.True(t, strings.HasPrefix(sent, element[:strings.IndexByte(element, ' ')+1]), "the client looks at the name and a space")
	}
	assert.NotEqual(t, head([]string{"a"})[0], headkey.ForClient(head([]string{"a"})[0]))
}

func TestNames(t *testing.T) {
	t.Parallel()
	var order headkey.Order
	assert.Equal(t, "a", headkey.Name(order.Key("a")))
	assert.Equal(t, "og:image:alt", headkey.Name(order.Key("og:image:alt")))
	assert.Equal(t, "a", headkey.Name("a"))
	assert.Equal(t, "a~b c", headkey.Name("a~b c"))
	for e := range htmltag.Elements(`<meta data-inertia="a&#34;b~1z">`) {
		assert.Equal(t, `a"b`, headkey.NameOf(e))
	}
}
