package ssrbundle_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/ssrbundle"
)

func TestFind(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		files         []string
		name          string
		want, wantErr string
	}{
		"the bundle itself":            {[]string{"ssr.js", "ssr.mjs"}, "ssr.mjs", "ssr.mjs", ""},
		"a name that is not clean":     {[]string{"dist/ssr.js"}, "./dist//ssr.js", "dist/ssr.js", ""},
		"mjs for js":                   {[]string{"dist/ssr.mjs", "dist/a.js"}, "dist/ssr.js", "dist/ssr.mjs", ""},
		"js for mjs":                   {[]string{"dist/ssr.js"}, "dist/ssr.mjs", "dist/ssr.js", ""},
		"cjs for js":                   {[]string{"app.cjs"}, "app.js", "app.cjs", ""},
		"two that could be meant":      {[]string{"app.cjs", "app.mjs"}, "app.js", "", "app.js"},
		"a map is not a bundle":        {[]string{"ssr.js.map"}, "ssr.js", "", `build it with "npx vite build --ssr"`},
		"a folder":                     {[]string{"dist/ssr.mjs", "dist/other.mjs", "dist/assets/a.js"}, "dist", "dist/ssr.mjs", ""},
		"a folder of another entry":    {[]string{"dist/app.js", "dist/app.js.map", "dist/assets/a.js"}, "dist/", "dist/app.js", ""},
		"the root":                     {[]string{"ssr.js"}, ".", "ssr.js", ""},
		"a folder with two":            {[]string{"dist/ssr.js", "dist/ssr.mjs"}, "dist", "", "contains dist/ssr.js, dist/ssr.mjs: name the bundle itself"},
		"a folder with several others": {[]string{"dist/a.js", "dist/b.js"}, "dist", "", "contains dist/a.js, dist/b.js"},
		"a folder without":             {[]string{"dist/index.html"}, "dist", "", "contains no script"},
		"nothing":                      {nil, "dist/ssr.js", "", "dist/ssr.js"},
		"no script":                    {[]string{"dist/ssr.js"}, "dist/ssr.txt", "", "ssr.txt"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fsys := fstest.MapFS{}
			for _, file := range test.files {
				fsys[file] = &fstest.MapFile{}
			}
			got, err := ssrbundle.Find(fsys, test.name)
			if test.wantErr != "" {
				require.ErrorContains(t, err, test.wantErr)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, test.want, got)
		})
	}
}
