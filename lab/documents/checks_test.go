package documents_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What components of the program in checked declare as their props, and what the
// check says of each.
var declared = map[string]struct{ props, says string }{
	"All":      {"user: User; friends?: User[]", ""},
	"Fewer":    {"user: { name: string }", ""},
	"Shared":   {"user: User; auth: { name: string }; errors: Record<string, string>", ""},
	"None":     {"", ""},
	"Script":   {script, ""},
	"Loose":    {"[name: string]: any", ""},
	"Missing":  {"user: User; title: string", "title"},
	"Other":    {"user: string", "string"},
	"Deeper":   {"user: User & { employer: string }", "employer"},
	"Null":     {"user: { name: string; email: string }", "null"},
	"Deferred": {"friends: User[]", "friends"},
	"Misspelt": {"user: User; friend?: User[]", "friend"},
}

// script stands for a component that has a script and no props.
const script = "-"

// component is a page in a framework's language.
func (f framework) component(props string) (suffix, code string) {
	if props == script {
		switch f.name {
		case "Vue":
			return ".vue", "<script setup lang=\"ts\">\nconst n: number = 1\n</script>\n\n<template><p>{{ n }}</p></template>\n"
		case "Svelte":
			return ".svelte", "<script lang=\"ts\">\n  const n: number = 1\n</script>\n\n<p>{n}</p>\n"
		}
		props = ""
	}
	switch f.name {
	case "React":
		code = "export default function Page() {\n  return <p />\n}\n"
		if props != "" {
			code = "export default function Page(props: { " + props + " }) {\n  return <p>{JSON.stringify(props)}</p>\n}\n"
		}
		return ".tsx", typed(code)
	case "Vue":
		code = "<template><p /></template>\n"
		if props != "" {
			code = "<script setup lang=\"ts\">\n" + typed("defineProps<{ "+props+" }>()\n") + "defineEmits<{ close: [] }>()\n</script>\n\n" + code
		}
		return ".vue", code
	default:
		code = "<p></p>\n"
		if props != "" {
			code = "<script lang=\"ts\">\n" + typed("let props: { "+props+" } = $props()\n") + "</script>\n\n<p>{JSON.stringify(props)}</p>\n"
		}
		return ".svelte", code
	}
}

func typed(code string) string {
	if strings.Contains(code, "User;") || strings.Contains(code, "User[]") || strings.Contains(code, "User &") {
		return "import type { User } from '../types'\n" + code
	}
	return code
}

// The module of checks is an error in the line of each component that does not
// fit, and of no other, whichever compiler looks.
func TestChecksFailForComponentsThatDoNotFit(t *testing.T) {
	t.Parallel()
	place := regexp.MustCompile(`types\.check\.ts[(:](\d+)`)
	for _, f := range frameworks {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			dir := f.project(t)
			pattern := ""
			for name, page := range declared {
				suffix, code := f.component(page.props)
				pattern = filepath.Join(dir, "src/pages/%s"+suffix)
				write(t, strings.Replace(pattern, "%s", name, 1), code)
			}
			out, err := exec.CommandContext(t.Context(), "go", "run", "github.com/inertia-templ/shell/cmd/inertia", "types",
				"-o", filepath.Join(dir, "src/types.ts"), "--pages", pattern, "./checked").CombinedOutput()
			require.NoError(t, err, "%s", out)
			written, err := os.ReadFile(filepath.Join(dir, "src/types.check.ts"))
			require.NoError(t, err)
			said := map[int]string{} // by line
			line := 0
			text := run(t, dir, f.check[0][0], f.check[0][1:]...)
			for part := range strings.Lines(text) {
				if match := place.FindStringSubmatch(part); match != nil {
					line, err = strconv.Atoi(match[1])
					require.NoError(t, err)
				} else if strings.Contains(part, "error TS") {
					line = 0
				}
				said[line] += part
			}
			lines := strings.Split(string(written), "\n")
			for name, page := range declared {
				at := 0
				for i, l := range lines {
					if strings.Contains(l, "Accepts<typeof "+name+"Page,") {
						at = i + 1
					}
				}
				require.NotZero(t, at, name)
				if page.says == "" {
					assert.Empty(t, said[at], name)
				} else {
					assert.Contains(t, said[at], page.says, "%s\n%s", name, text)
				}
				delete(said, at)
			}
			for at, message := range said {
				assert.NotContains(t, message, "rror TS", "line %d", at)
				assert.NotContains(t, message, "Error:", "line %d", at)
			}
		})
	}
}
