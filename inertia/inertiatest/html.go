package inertiatest

import "github.com/inertia-templ/shell/internal/htmltag"

// pageScript is a script element that holds a page object.
type pageScript struct{ id, text string }

// pageScripts returns the page objects of a document, in its order: a browser
// finds them with script[data-page][type="application/json"]. One whose element
// is not closed is cut off, so it does not count.
func pageScripts(doc string) []pageScript {
	var found []pageScript
	for e := range htmltag.Elements(doc) {
		if id, ok := e.Attributes["data-page"]; ok && e.Closed && e.Name == "script" && e.Attributes["type"] == "application/json" {
			found = append(found, pageScript{id, e.Text})
		}
	}
	return found
}
