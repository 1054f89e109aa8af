package vite

import (
	"encoding/json"
	"path"
	"strings"
)

// Keys of the manifest that @vitejs/plugin-legacy adds.
const (
	modernPolyfills = "vite/legacy-polyfills"
	legacyPolyfills = "vite/legacy-polyfills-legacy"
)

// legacyKey is the key of a chunk's counterpart for old browsers.
func legacyKey(key string) string {
	ext := path.Ext(key)
	return strings.TrimSuffix(key, ext) + "-legacy" + ext
}

// isLegacy reports whether a chunk is one for old browsers, or polyfills.
func (m *manifest) isLegacy(key string) bool {
	if key == modernPolyfills || key == legacyPolyfills {
		return true
	}
	ext := path.Ext(key)
	modern, ok := strings.CutSuffix(strings.TrimSuffix(key, ext), "-legacy")
	return ok && m.chunks[legacyPolyfills] != nil && m.chunks[modern+ext] != nil
}

// legacy writes the scripts for browsers without modules: the polyfills and the
// entries, which wait for the document as modules do.
func (b *build) legacy(l *tagList, entries []string) {
	polyfills := b.manifest.chunks[legacyPolyfills]
	if polyfills == nil {
		return
	}
	var urls []string
	for _, key := range entries {
		if c := b.manifest.chunks[legacyKey(key)]; c != nil {
			urls = append(urls, b.base.join(c.File))
		}
	}
	if len(urls) == 0 {
		return
	}
	a := b.asset(polyfills, polyfills.File)
	l.tag(`<script nomodule defer src=`, a, merge(a, l.cors, nil), `></script>`)
	// JSON is JavaScript, and safe inside a script element.
	list, _ := json.Marshal(urls) // strings
	l.inline("script", " nomodule", `addEventListener("DOMContentLoaded",function(){`+string(list)+`.forEach(function(url){System.import(url)})});`)
}
