package main

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"reflect"
	"regexp"

	"github.com/inertia-templ/shell/bench/pages"
)

// object is what has to be the same in all answers. Metadata is left out:
// the contenders differ in how much of it they know.
type object struct {
	Component string
	Props     map[string]any
	URL       string
}

// agree makes sure that all answer with the same pages.
func agree(all []contender) error {
	for _, asHTML := range []bool{false, true} {
		for _, page := range []func(contender) (object, error){
			func(c contender) (object, error) { return c.object(c.rows(pages.Rows(3)), asHTML) },
			func(c contender) (object, error) { return c.object(c.lazy(8, func() int { return 7 }), asHTML) },
		} {
			want, err := page(all[0])
			if err != nil {
				return err
			}
			for _, c := range all[1:] {
				got, err := page(c)
				if err != nil {
					return err
				}
				if !reflect.DeepEqual(got, want) {
					return fmt.Errorf("%s and %s answer with different pages:\n%v\n%v", c.name, all[0].name, got, want)
				}
			}
		}
	}
	return nil
}

var inDocument = regexp.MustCompile(`(?s)<script data-page="app" type="application/json">(.*?)</script>|data-page="([^"]*)"`)

// object is the page that the contender's handler answers with.
func (c contender) object(h http.Handler, asHTML bool) (object, error) {
	w := answer(h, c.request(asHTML))
	body := w.body.String()
	if asHTML {
		m := inDocument.FindStringSubmatch(body)
		if m == nil {
			return object{}, fmt.Errorf("%s: no page in the document:\n%s", c.name, body)
		}
		if body = m[1]; body == "" {
			body = html.UnescapeString(m[2])
		}
	}
	var o object
	if err := json.Unmarshal([]byte(body), &o); err != nil {
		return object{}, fmt.Errorf("%s answers with %d and no page: %w", c.name, w.status, err)
	}
	return o, nil
}
