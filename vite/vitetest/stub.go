package vitetest

import (
	"github.com/inertia-templ/shell/vite"
	"github.com/inertia-templ/shell/vite/internal/hook"
)

// Stub returns a front end without a build, for tests of programs that render
// documents. Its tags are a comment, its version is "stub", its URLs are paths
// below "/stub/", and its handler answers 404. Nothing has to be built, and
// entries may have any name.
func Stub() *vite.Vite { return hook.Stub().(*vite.Vite) }
