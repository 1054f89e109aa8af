package vite

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
	"sync"
	"time"
)

// Source returns the source file of a component, for people: relative to Vite's
// root as the build knows it ("src/pages/Users/Index.tsx"), or with a dev server
// relative to the folder that the program runs in
// ("frontend/src/pages/Users/Index.tsx"). It is empty if there is none; see
// [WithPages].
func (v *Vite) Source(component string) string {
	switch s := v.source.(type) {
	case *build:
		return s.pages[component]
	case *devServer:
		return s.files.of(component)
	}
	return ""
}

// sourceFiles finds the source files of components below a folder. Nobody tells
// where Vite's root is, so a pattern may fit from any folder on.
type sourceFiles struct {
	root     fs.FS
	patterns []*regexp.Regexp

	mu     sync.Mutex
	looked time.Time
	files  map[string]string
}

const (
	// lookAgain is how long a component that was not found stays unknown.
	lookAgain = 2 * time.Second
	// How far the search goes.
	maxSourceDepth = 10
	maxSourceFiles = 50_000
)

func (s *sourceFiles) of(component string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if file, ok := s.files[component]; ok {
		return file
	}
	if !s.looked.IsZero() && time.Since(s.looked) < lookAgain {
		return ""
	}
	s.looked, s.files = time.Now(), map[string]string{}
	seen := 0
	_ = fs.WalkDir(s.root, ".", func(name string, d fs.DirEntry, err error) error {
		switch seen++; {
		case seen > maxSourceFiles:
			return fs.SkipAll
		case err != nil && d != nil && d.IsDir():
			return fs.SkipDir
		case err != nil:
			return nil
		case d.IsDir():
			if skipsFolder(name) {
				return fs.SkipDir
			}
		default:
			s.add(name)
		}
		return nil
	})
	return s.files[component]
}

// skipsFolder leaves out what no page of the program lies in.
func skipsFolder(name string) bool {
	base := path.Base(name)
	return name != "." && (base == "node_modules" || base == "vendor" || base == "dist" || base[0] == '.' || strings.Count(name, "/") >= maxSourceDepth)
}

// add notes a file that is a page by the first pattern that fits, from the
// outermost folder on.
func (s *sourceFiles) add(name string) {
	for _, re := range s.patterns {
		for from := name; ; {
			if found := re.FindStringSubmatch(from); found != nil {
				if _, taken := s.files[found[1]]; !taken {
					s.files[found[1]] = name
				}
				return
			}
			_, rest, more := strings.Cut(from, "/")
			if !more {
				break
			}
			from = rest
		}
	}
}
