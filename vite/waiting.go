package vite

import (
	_ "embed"
	"encoding/json"
	"html"
	"net/http"
	"strings"
)

//go:embed waiting.html
var waitingPage string

// ServeWaiting answers with a page for browsers that says that the dev server does
// not run, and where it should. The page loads the document again once the dev
// server answers. The nonce is for its script and style, "" for none. Only call it
// if [Vite.Ready] returns an error.
func (v *Vite) ServeWaiting(w http.ResponseWriter, nonce string) {
	client, err := json.Marshal(v.URL("@vite/client"))
	if err != nil { // A string always is JSON.
		client = []byte(`""`)
	}
	attribute := ""
	if nonce != "" {
		attribute = ` nonce="` + html.EscapeString(nonce) + `"`
	}
	page := strings.NewReplacer("{{nonce}}", attribute, "{{origin}}", html.EscapeString(v.DevOrigin()), "{{client}}", string(client)).Replace(waitingPage)
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusServiceUnavailable)
	_, _ = w.Write([]byte(page))
}
