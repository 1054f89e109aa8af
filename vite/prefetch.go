package vite

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Prefetch sets how browsers fetch the chunks that a document did not need, so
// that later pages find them in the cache. With the zero value they fetch
// nothing.
type Prefetch struct {
	most int // at a time, negative for all
}

// Waterfall fetches n files at a time, at least one: the network stays free for
// what the visitor does.
func Waterfall(n int) Prefetch { return Prefetch{most: max(n, 1)} }

// Aggressive fetches all files at once.
func Aggressive() Prefetch { return Prefetch{most: -1} }

// WithPrefetch adds an inline script to the tags. Once the window has loaded,
// the script fetches every chunk that the entries may import later, with its
// stylesheets, in the order of the imports. It does nothing for visitors who
// asked their browsers to save data. The script carries the nonce of the
// context. By default nothing is prefetched. It has no effect with [Dev].
func WithPrefetch(p Prefetch) Option {
	return func(c *config) { c.prefetch = p }
}

// tail is the script that prefetches what the entries may load later. It is the
// same for all pages, as large as the list is.
func (b *build) tail(entries []string) (*tags, error) {
	if b.prefetch.most == 0 {
		return nil, nil
	}
	key := strings.Join(entries, "\x00")
	if known, ok := b.tails.Load(key); ok {
		return known.(*tags), nil
	}
	files, err := b.later(entries)
	if err != nil || len(files) == 0 {
		return nil, err
	}
	// JSON is JavaScript, and safe inside a script element.
	list, err := json.Marshal(files)
	if err != nil {
		return nil, fmt.Errorf("vite: %w", err)
	}
	base, err := json.Marshal(b.base.url)
	if err != nil {
		return nil, fmt.Errorf("vite: %w", err)
	}
	most := b.prefetch.most
	if most < 0 {
		most = len(files)
	}
	var l tagList
	l.inline("script", "", fmt.Sprintf(prefetchScript, base, list, most, b.base.absolute))
	made, err := l.finish()
	if err != nil {
		return nil, err
	}
	known, _ := b.tails.LoadOrStore(key, made)
	return known.(*tags), nil
}

// prefetchScript is not a module: those have no document.currentScript, which
// knows the nonce. A file that the document has already is not asked for again.
const prefetchScript = `(() => {
const base = %s, files = %s, most = %d, cors = %t
const { nonce } = document.currentScript
const next = () => {
const file = files.shift()
if (file === undefined) return
const link = document.createElement('link')
link.rel = 'prefetch'
link.as = file.endsWith('.css') ? 'style' : 'script'
link.nonce = nonce
if (cors) link.crossOrigin = ''
link.href = base + file
for (const { href, src } of document.querySelectorAll('link[href],script[src]')) if (link.href === (href || src)) return next()
link.onload = link.onerror = next
document.head.append(link)
}
addEventListener('load', () => setTimeout(() => {
if (!navigator.connection?.saveData) for (let i = 0; i < most; i++) next()
}))
})()
`

// later lists the files, relative to the base, of all chunks that are imported
// dynamically by the entries, and by those in turn: the nearest first.
func (b *build) later(entries []string) ([]string, error) {
	chunks, err := b.manifest.reach(entries)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, c := range chunks {
		seen[c.File] = true
		for _, file := range c.CSS {
			seen[file] = true
		}
	}
	var files []string
	walked := map[string]bool{}
	for len(chunks) > 0 {
		var next []*chunk
		for _, c := range chunks {
			for _, key := range c.DynamicImports {
				if walked[key] {
					continue
				}
				walked[key] = true
				found, err := b.manifest.reach([]string{key})
				if err != nil {
					continue // A chunk that the manifest does not list.
				}
				next = append(next, found...)
				for _, c := range found {
					for file := range c.loads {
						if !seen[file] {
							seen[file] = true
							files = append(files, strings.TrimPrefix(b.base.join(file), b.base.url))
						}
					}
				}
			}
		}
		chunks = next
	}
	return files, nil
}

// loads yields the paths of what importing c loads.
func (c *chunk) loads(yield func(string) bool) {
	if !yield(c.File) {
		return
	}
	for _, file := range c.CSS {
		if !yield(file) {
			return
		}
	}
}
