package vite

import (
	"maps"

	"github.com/a-h/templ"
)

// Asset is an output file that a document loads, or a source file that a dev
// server is asked for.
type Asset struct {
	// File is its path in the build ("assets/main-D5aSHfuo.js"), or below
	// Vite's root with a dev server ("src/main.tsx").
	File string

	// Source is the source file it was made of ("src/main.tsx"), or that of the
	// chunk which a stylesheet belongs to; the key in the manifest for what has
	// no source of its own ("_table-BH92hy48.js").
	Source string

	// URL is where the browser finds it.
	URL string

	// Integrity is the hash that the manifest has for it, "sha384-..." in
	// base64, empty if there is none.
	Integrity string
}

// WithScriptAttributes adds attributes to the tags of scripts, such as
// {"data-turbo-track": "reload", "async": true}. The function is called while
// tags are prepared, not for each document; nil adds none.
// Attributes that the tag would have besides its URL and type are replaced, and
// left out if the value is false: {"crossorigin": "use-credentials"}.
func WithScriptAttributes(f func(Asset) templ.Attributes) Option {
	return func(c *config) { c.attributes.script = f }
}

// WithStyleAttributes is [WithScriptAttributes] for the tags of stylesheets.
func WithStyleAttributes(f func(Asset) templ.Attributes) Option {
	return func(c *config) { c.attributes.style = f }
}

// WithPreloadAttributes is [WithScriptAttributes] for the tags that preload
// modules, which a build has beside its scripts. Returning false leaves the
// preload out: the chunk is then loaded when it is imported.
func WithPreloadAttributes(f func(Asset) (attributes templ.Attributes, ok bool)) Option {
	return func(c *config) { c.attributes.preload = f }
}

// attributes are what the program adds to tags.
type attributes struct {
	script, style func(Asset) templ.Attributes
	preload       func(Asset) (templ.Attributes, bool)
}

// merge puts the program's attributes of a tag in the place of the package's.
func merge(a Asset, cors bool, added templ.Attributes) templ.Attributes {
	all := templ.Attributes{}
	if a.Integrity != "" {
		all["integrity"] = a.Integrity
	}
	if cors || a.Integrity != "" {
		all["crossorigin"] = true
	}
	maps.Copy(all, added)
	return all
}
