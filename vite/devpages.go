package vite

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// devPages are the pages that the client of a dev server can load. Its modules
// tell: Vite writes the files that import.meta.glob finds into them.
type devPages struct {
	patterns []*regexp.Regexp

	mu    sync.Mutex
	files map[string]string // by component, as last asked
}

// Limits of what is read of a dev server to find its pages.
const (
	pagesTimeout = 3 * time.Second
	maxModules   = 16
	maxModule    = 8 << 20 // bytes
)

// pageNames asks the dev server for the pages, unless the component is one of
// those that it had before. A server that does not listen is not waited for.
func (d *devServer) pageNames(ctx context.Context, component string) ([]string, error) {
	p := &d.pages
	p.mu.Lock()
	defer p.mu.Unlock() // others wait for the same answer
	if _, known := p.files[component]; known {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, pagesTimeout)
	defer cancel()
	client := &http.Client{Transport: &http.Transport{
		DialContext:       func(ctx context.Context, _, _ string) (net.Conn, error) { return d.connect(ctx) },
		TLSClientConfig:   d.tlsConfig(),
		DisableKeepAlives: true,
	}}
	files, err := d.findPages(ctx, client)
	if err != nil {
		return nil, err
	}
	p.files = files
	return slices.Sorted(maps.Keys(files)), nil
}

// components are those that the dev server has told of.
func (d *devServer) components() []string {
	d.pages.mu.Lock()
	defer d.pages.mu.Unlock()
	return slices.Sorted(maps.Keys(d.pages.files))
}

func (d *devServer) pageFile(component string) string {
	d.pages.mu.Lock()
	defer d.pages.mu.Unlock()
	return d.pages.files[component]
}

// findPages reads the entries, then what they import, and so on, until a module
// names pages.
func (d *devServer) findPages(ctx context.Context, client *http.Client) (map[string]string, error) {
	next := slices.Clone(d.entries)
	seen := map[string]bool{}
	for len(next) > 0 && len(seen) < maxModules {
		name := next[0]
		next = next[1:]
		if seen[name] {
			continue
		}
		seen[name] = true
		code, err := d.module(ctx, client, name)
		if err != nil {
			return nil, err
		}
		if files := d.pagesIn(code); len(files) > 0 {
			return files, nil
		}
		next = append(next, d.importsOf(code)...)
	}
	return nil, nil
}

// module is the code of a module, as browsers get it.
func (d *devServer) module(ctx context.Context, client *http.Client, name string) (string, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, d.origin.String()+d.base.join(name), nil)
	if err != nil {
		return "", err
	}
	r.Header.Set("Accept", "*/*") // of a script
	res, err := client.Do(r)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return "", fmt.Errorf("vite: %s answers %s for %s", d.origin, res.Status, name)
	}
	code, err := io.ReadAll(io.LimitReader(res.Body, maxModule))
	text, _, _ := strings.Cut(string(code), "\n//# sourceMappingURL=")
	return text, err
}

var (
	// stringLiteral finds strings as Vite writes the addresses of modules.
	stringLiteral = regexp.MustCompile(`"(/[^"\\\n]*)"`)
	// staticImport finds the addresses of modules that are loaded at once.
	staticImport = regexp.MustCompile(`(?:\bfrom|\bimport)\s*"(/[^"\\\n]*)"`)
)

// pagesIn are the components whose files are named in code by their addresses,
// with their files. Of several files for one the first pattern that fits counts.
func (d *devServer) pagesIn(code string) map[string]string {
	var named []string
	for _, m := range stringLiteral.FindAllStringSubmatch(code, -1) {
		if file, ok := d.file(m[1]); ok {
			named = append(named, file)
		}
	}
	slices.Sort(named)
	files := map[string]string{}
	for _, re := range d.pages.patterns {
		for _, file := range named {
			if found := re.FindStringSubmatch(file); found != nil && files[found[1]] == "" {
				files[found[1]] = file
			}
		}
	}
	return files
}

// importsOf are the modules of the front end that code imports at once, other
// than those of packages.
func (d *devServer) importsOf(code string) []string {
	var names []string
	for _, m := range staticImport.FindAllStringSubmatch(code, -1) {
		file, ok := d.file(m[1])
		if !ok || strings.Contains(file, "node_modules/") || strings.HasPrefix(file, "@") || isStyle(file) {
			continue
		}
		if ext := path.Ext(file); slices.Contains([]string{".js", ".ts", ".jsx", ".tsx", ".mjs", ".mts"}, ext) {
			names = append(names, file)
		}
	}
	return names
}

// file is the path from Vite's root at an address.
func (d *devServer) file(address string) (string, bool) {
	address, _, _ = strings.Cut(address, "?")
	return strings.CutPrefix(address, d.base.path)
}
