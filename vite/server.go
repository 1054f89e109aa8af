package vite

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// A build with --ssr is for Node: browsers cannot run it, and nobody but the
// program should read it. It may lie in the outDir of the build for browsers,
// in a folder of its own or, by mistake, among the files of the other.

// withoutServer takes the files of server bundles out of the list.
func withoutServer(fsys fs.FS, m *manifest, files map[string]*file, log *slog.Logger) error {
	listed := m.hashed()
	var folders []string
	server := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if _, ok := listed[name]; ok || !isScriptFile(name) {
			continue
		}
		folder, found, err := serverFile(fsys, name)
		switch {
		case err != nil:
			return err
		case folder != "" && !m.uses(folder):
			folders = append(folders, folder)
		case found || folder != "":
			server[name] = true
		}
	}
	if err := spread(fsys, server, files, listed); err != nil {
		return err
	}
	var hidden []string
	for _, name := range slices.Sorted(maps.Keys(files)) {
		below := slices.ContainsFunc(folders, func(folder string) bool { return strings.HasPrefix(name, folder) })
		if below || server[plainName(name)] {
			delete(files, name)
			hidden = append(hidden, name)
		}
	}
	if len(hidden) > 0 {
		log.Warn(`vite: the outDir has files of a server bundle, which are not served: build it elsewhere with "npx vite build --ssr --outDir dist-ssr"`,
			"files", hidden[:min(len(hidden), 5)], "count", len(hidden))
	}
	return nil
}

// uses reports whether the manifest names a file below a folder.
func (m *manifest) uses(folder string) bool {
	for _, c := range m.chunks {
		for file := range c.files {
			if strings.HasPrefix(file, folder) {
				return true
			}
		}
	}
	return false
}

// serverFile reports whether a script that the manifest does not name is part of
// a server bundle: by the folder that it is in, by its name or by what it
// imports. The folder, if there is one, is nothing but the bundle.
func serverFile(fsys fs.FS, name string) (folder string, found bool, err error) {
	folders := strings.SplitAfter(path.Dir(name)+"/", "/")
	for i, part := range folders {
		if serverFolders[strings.ToLower(part)] {
			return strings.Join(folders[:i+1], ""), true, nil
		}
	}
	if dir := path.Dir(name); dir != "." {
		if sub, err := fs.Sub(fsys, dir); err == nil && isServerBuild(sub) {
			return dir + "/", true, nil
		}
	}
	if strings.EqualFold(stem(name), "ssr") || path.Ext(name) == ".cjs" {
		return "", true, nil
	}
	begin, err := readBegin(fsys, name, maxImports)
	if err != nil {
		return "", false, fmt.Errorf("read %s: %w", name, err)
	}
	if slices.ContainsFunc(imports(begin), isBare) {
		return "", true, nil
	}
	if !serverNames.MatchString(name) {
		return "", false, nil
	}
	content, err := fs.ReadFile(fsys, name)
	if err != nil {
		return "", false, fmt.Errorf("read %s: %w", name, err)
	}
	return "", exports.Match(content), nil
}

var (
	serverFolders = map[string]bool{"ssr/": true, "dist-ssr/": true, "ssr-dist/": true, "dist-server/": true, "server-dist/": true}
	serverNames   = regexp.MustCompile(`(?i)(?:^|[/._-])(?:server|ssr)[/._-]`)
	exports       = regexp.MustCompile(`\bexport\s*(?:\{|default\b)|\bmodule\.exports\b`)
)

// spread adds the scripts that the server's scripts import, and those that
// import them.
func spread(fsys fs.FS, server map[string]bool, files map[string]*file, listed map[string]bool) error {
	if len(server) == 0 {
		return nil
	}
	importers := map[string][]string{}
	for name := range files {
		if _, ok := listed[name]; ok || !isScriptFile(name) {
			continue
		}
		begin, err := readBegin(fsys, name, maxImports)
		if err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		for _, specifier := range imports(begin) {
			if to := path.Join(path.Dir(name), specifier); isRelative(specifier) {
				importers[to] = append(importers[to], name)
			}
		}
	}
	next := slices.Sorted(maps.Keys(server))
	for len(next) > 0 {
		name := next[0]
		next = next[1:]
		content, err := fs.ReadFile(fsys, name)
		if err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		found := slices.Clone(importers[name])
		for _, match := range relative.FindAllSubmatch(content, -1) {
			found = append(found, path.Join(path.Dir(name), string(match[1])))
		}
		for _, other := range found {
			if _, ok := listed[other]; !ok && !server[other] && files[other] != nil && isScriptFile(other) {
				server[other] = true
				next = append(next, other)
			}
		}
	}
	return nil
}

// relative matches the specifiers of what a script imports from its own bundle.
var relative = regexp.MustCompile("[\"'`](\\.\\.?/[^\"'`\\s]+\\.[cm]?js)[\"'`]")

func isRelative(specifier string) bool {
	return strings.HasPrefix(specifier, "./") || strings.HasPrefix(specifier, "../")
}

// isScriptFile reports whether Node would run a file of a build.
func isScriptFile(name string) bool {
	switch path.Ext(name) {
	case ".js", ".mjs", ".cjs":
		return true
	}
	return false
}

// isBare reports whether only Node, or a browser with an import map, finds what
// is imported: "react", "node:http".
func isBare(specifier string) bool {
	return specifier != "" && specifier[0] != '.' && specifier[0] != '/' && specifier[0] != '#' && !hasScheme.MatchString(specifier)
}

var hasScheme = regexp.MustCompile(`^(?i:https?|data|blob|file):`)

// maxImports bounds how much of a script is read for its imports, which bundlers
// write first.
const maxImports = 32 << 10

var (
	blank     = regexp.MustCompile(`^(?:[\s\v\x{a0}\x{feff}\x{2028}\x{2029};]|(?://|#!)[^\n\r\x{2028}\x{2029}]*|/\*(?s:.*?)\*/|"use strict"|'use strict')+`)
	statement = regexp.MustCompile(`^(?:import|export)\b[^"'()=;]*["']([^"'\n]+)["'](?:\s*(?:with|assert)\s*\{[^}]*\})?`)
	required  = regexp.MustCompile(`(?m)^(?:const|let|var) [^=\n]+= *(?:[\w.]+\()?require\(["']([^"'\n]+)["']\)`)
)

// imports are the specifiers of what a script imports or requires before it does
// anything else.
func imports(script []byte) []string {
	var found []string
	rest := script
	for {
		rest = rest[len(blank.Find(rest)):]
		match := statement.FindSubmatch(rest)
		if match == nil {
			break
		}
		found = append(found, string(match[1]))
		rest = rest[len(match[0]):]
	}
	for _, match := range required.FindAllSubmatch(script, -1) {
		found = append(found, string(match[1]))
	}
	return found
}

// isServerBuild reports whether fsys is the outDir of a build with --ssr that
// has a manifest.
func isServerBuild(fsys fs.FS) bool {
	const name = ".vite/manifest.json"
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return false
	}
	m, err := parseManifest(name, data)
	return err == nil && m.checkBrowser(fsys) != nil
}

// errServer is what a manifest of a build with --ssr is.
var errServer = errors.New(`"vite build --ssr" wrote it, for Node and not for browsers: give that build another outDir, such as "npx vite build --ssr --outDir dist-ssr", and run "npx vite build" again`)

// checkBrowser refuses the manifest of a server build. Such a build gives its
// entries no hashes, and imports from Node or node_modules.
func (m *manifest) checkBrowser(fsys fs.FS) error {
	hashed := m.hashed()
	var server error
	for _, key := range m.entries() {
		c := m.chunks[key]
		if !isScriptFile(c.File) {
			continue
		}
		begin, _ := readBegin(fsys, c.File, maxImports) // may be elsewhere, on a CDN
		named := strings.EqualFold(stem(c.File), "ssr") || path.Ext(c.File) != ".js"
		beside := path.Dir(c.File) == "."
		bare := slices.DeleteFunc(imports(begin), func(specifier string) bool { return !isBare(specifier) })
		switch {
		case slices.ContainsFunc(bare, forServer):
		case !hashed[c.File] && (named || beside && len(bare) > 0):
		default:
			return nil
		}
		server = fmt.Errorf("vite: %s is not a manifest for browsers, its entry %s became %s: %w", m.label, key, c.File, errServer)
	}
	return server
}

// forServer reports whether nothing but a server imports it, even where pages
// have import maps.
func forServer(specifier string) bool {
	return strings.HasPrefix(specifier, "node:") || builtins[specifier] || serverPackage.MatchString(specifier)
}

var (
	serverPackage = regexp.MustCompile(`/server(?:-renderer)?(?:/|\.|$)`)
	builtins      = map[string]bool{
		"assert": true, "async_hooks": true, "buffer": true, "child_process": true, "cluster": true, "crypto": true, "events": true,
		"fs": true, "http": true, "https": true, "module": true, "net": true, "os": true, "path": true, "process": true,
		"stream": true, "tls": true, "url": true, "util": true, "vm": true, "worker_threads": true, "zlib": true,
	}
)
