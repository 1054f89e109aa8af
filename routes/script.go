package routes

import (
	"context"
	_ "embed"
	"encoding/json"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"github.com/inertia-templ/shell/internal/htmltag"
)

//go:embed client/script.js
var script string

// Script writes an inline script that gives pages window.routes, the paths by
// their names, and window.reverseUrl, which makes URLs:
//
//	reverseUrl('users.show', { id: 7 }) // or [7], or just 7
//
// reverseUrl throws an error that says what is wrong with the name or the
// arguments. The script contains only routes whose names match one of the
// patterns, in which * stands for anything but a dot, and ** for anything.
// Everybody can read it, so name only what pages need:
//
//	r.Script("users.*", "login")
//
// The tag has the nonce that [templ.WithNonce] put into the context.
func (r *Router) Script(allow ...string) templ.Component {
	key := strings.Join(allow, "\x00")
	if made, ok := r.scripts.Load(key); ok {
		return made.(templ.Component)
	}
	made, _ := r.scripts.LoadOrStore(key, r.script(allow))
	return made.(templ.Component)
}

func (r *Router) script(allow []string) templ.Component {
	paths := [][2]string{}
	for _, route := range r.routes {
		if allowed(route.Name, allow) {
			paths = append(paths, [2]string{route.Name, route.Path})
		}
	}
	slices.SortFunc(paths, func(a, b [2]string) int { return strings.Compare(a[0], b[0]) })
	// JSON is JavaScript, and safe inside a script element.
	list, err := json.Marshal(paths)
	code := strings.Replace(strings.TrimSpace(script), "/*value.js*/\n", annotation.ReplaceAllString(values, ""), 1)
	code = strings.Replace(code, "/*routes*/ []", string(list), 1)
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if err != nil {
			return err
		}
		_, err := io.WriteString(w, "<script"+htmltag.Nonce(ctx)+">"+code+"</script>")
		return err
	})
}

// allowed reports whether a name fits one of the patterns.
func allowed(name string, patterns []string) bool {
	// A dot is to names what a slash is to paths.
	slashes := strings.NewReplacer(".", "/", "/", ".")
	for _, pattern := range patterns {
		if before, ok := strings.CutSuffix(pattern, "**"); ok && strings.HasPrefix(name, before) {
			return true
		}
		if ok, err := path.Match(slashes.Replace(pattern), slashes.Replace(name)); ok && err == nil {
			return true
		}
	}
	return false
}
