package inertia_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
)

// serverTiming is the grammar of the header: a list of metrics, whose names are
// tokens and whose descriptions are quoted strings.
var serverTiming = regexp.MustCompile("^[!#$%&'*+\\-.^_`|~0-9A-Za-z]+;dur=[0-9.]+(;desc=\"([ !#-\\[\\]-~]|\\\\[\"\\\\])*\")?" +
	"(, [!#$%&'*+\\-.^_`|~0-9A-Za-z]+;dur=[0-9.]+(;desc=\"([ !#-\\[\\]-~]|\\\\[\"\\\\])*\")?)*$")

func TestServerTimingIsSentToWhomTheRuleSays(t *testing.T) {
	t.Parallel()
	admins := func(r *http.Request) bool { return r.Header.Get("Admin") != "" }
	for name, tc := range map[string]struct {
		opts    []inertia.Option
		headers []string
		want    bool
	}{
		"production":           {nil, nil, false},
		"by the rule":          {[]inertia.Option{inertia.WithServerTiming(admins)}, []string{"Admin", "yes"}, true},
		"not by the rule":      {[]inertia.Option{inertia.WithServerTiming(admins)}, nil, false},
		"development":          {[]inertia.Option{inertia.WithDebug()}, nil, true},
		"development, by rule": {[]inertia.Option{inertia.WithDebug(), inertia.WithServerTiming(admins)}, nil, false},
		"only an observer":     {[]inertia.Option{inertia.WithObserver((&watcher{}).observe)}, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := app(t, append(tc.opts, silent())...)
			h := i.Middleware(i.Page("Page", inertia.Props{"users": inertia.Lazy(fn(1)), "value": 1}))
			for _, headers := range [][]string{tc.headers, append(with(), tc.headers...)} {
				header := do(h, "GET", "/", headers...).Header.Get("Server-Timing")
				if !tc.want {
					assert.Empty(t, header)
					continue
				}
				assert.Regexp(t, serverTiming, header)
				assert.Contains(t, header, "props;dur=")
				assert.Contains(t, header, "prop.users;dur=")
				assert.NotContains(t, header, "value", "it costs no time")
			}
		})
	}
	_, err := inertia.New(inertia.WithServerTiming(nil))
	assert.ErrorContains(t, err, "WithServerTiming")
}

var hostileNames = []string{`a,b;c="x"`, "ü\u2028", "a b", "tab\tand\r\nX-Evil: 1", `\"`, "", strings.Repeat("long", 500), "</script>", "\xff", "a.b"}

func FuzzServerTiming(f *testing.F) {
	for _, name := range hostileNames {
		f.Add(name)
	}
	i := quiet(f, inertia.WithServerTiming(everybody))
	f.Fuzz(func(t *testing.T, name string) {
		h := i.Middleware(i.Page("Page", inertia.Props{name: inertia.Lazy(fn(1))}))
		header := do(h, "GET", "/", client...).Header.Get("Server-Timing")
		assert.Regexp(t, serverTiming, header)
		assert.LessOrEqual(t, len(header), 2048)
	})
}

func TestServerTimingHoldsWhateverPropsAreCalled(t *testing.T) {
	t.Parallel()
	i := quiet(t, inertia.WithServerTiming(func(*http.Request) bool { return true }), inertia.WithSSR(newRenderer()))
	for _, name := range hostileNames {
		h := i.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Add("Server-Timing", "db;dur=1")
			_ = i.Render(w, r, "Page", inertia.Props{name: inertia.Lazy(fn(1))})
		}))
		res := do(h, "GET", "/", "Accept", "text/html")
		lines := res.Header.Values("Server-Timing")
		require.Len(t, lines, 2, "the program's own stays")
		assert.Equal(t, "db;dur=1", lines[0])
		assert.Regexp(t, serverTiming, lines[1], "%q", name)
		assert.Contains(t, lines[1], `ssr;dur=`)
		assert.Empty(t, res.Header.Get("X-Evil"))
	}
}

func TestServerTimingIsBounded(t *testing.T) {
	t.Parallel()
	i := quiet(t, inertia.WithServerTiming(func(*http.Request) bool { return true }))
	props := inertia.Props{}
	for n := range 500 {
		props[fmt.Sprint("prop", n)] = inertia.Lazy(fn(n))
	}
	header := do(i.Middleware(i.Page("Page", props)), "GET", "/", client...).Header.Get("Server-Timing")
	assert.LessOrEqual(t, len(header), 2048)
	assert.Greater(t, len(header), 1900, "as many as there is room for")
	assert.Regexp(t, serverTiming, header)
}
