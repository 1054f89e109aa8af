package doctor

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// checkConfig looks at vite.config by itself.
func checkConfig(_ context.Context, p *project, r *reporter) {
	if p.front == nil || !p.front.installed() {
		return
	}
	where := p.short(p.front.config())
	if p.vite == nil {
		if !strings.Contains(p.viteErr.Error(), "executable file not found") {
			r.err("Vite cannot load its configuration: "+p.viteErr.Error(), where, "correct "+filepath.Base(where))
		}
		return
	}
	if p.vite.Build.Manifest == "" {
		r.err("Vite writes no manifest", where, "add the plugin inertia() of @inertia-templ/vite, or build: { manifest: true }")
	}
	if p.vite.Build.OutDir == p.vite.Server.OutDir && p.usesSSR() {
		r.err(`"vite build --ssr" writes into the folder of the client's build, `+p.short(p.vite.Build.OutDir)+", and overwrites it", where,
			"add the plugin inertia() of @inertia-templ/vite, or pass --outDir dist-ssr")
	}
	if p.vite.Dev.AllExternal && p.usesSSR() {
		r.warn("ssr.noExternal: true holds for the dev server too, which then cannot render pages", where,
			"leave it to the plugin inertia() of @inertia-templ/vite, or set it only if isSsrBuild is true")
	}
	if script := p.needsPagesPlugin(); script != "" {
		r.err("createInertiaApp says where pages are, or nothing of them, and the plugin that understands that is missing", script,
			fmt.Sprintf("%s, and add inertia() of @inertiajs/vite to the plugins of %s", p.npm("install --save-dev @inertiajs/vite"), filepath.Base(where)))
	}
}

// usesSSR reports whether the program renders pages on the server.
func (p *project) usesSSR() bool { return p.code != nil && p.code.used("inertia.WithSSR") }

// needsPagesPlugin is the script that createInertiaApp would fail in without the
// plugin @inertiajs/vite, if it is missing.
func (p *project) needsPagesPlugin() string {
	if slices.Contains(p.vite.Build.Plugins, "@inertiajs/vite") {
		return ""
	}
	for _, path := range p.vite.Build.Inputs {
		data, err := os.ReadFile(path)
		if err != nil || !isScript(path) {
			continue
		}
		if text := string(data); strings.Contains(text, "createInertiaApp(") && !strings.Contains(text, "resolve") && !strings.Contains(text, "...") {
			return p.short(path)
		}
	}
	return ""
}

// entry is the name of an entry as Go code has it.
func (p *project) entry(path string) string {
	if relative, err := filepath.Rel(p.vite.Build.Root, path); err == nil {
		return filepath.ToSlash(relative)
	}
	return path
}

// checkEntry compares the entries of vite.config with those that Go code names.
func checkEntry(_ context.Context, p *project, r *reporter) {
	if p.vite == nil {
		return
	}
	where := p.short(p.front.config())
	inputs := p.vite.Build.Inputs
	var names []string
	for _, path := range inputs {
		names = append(names, p.entry(path))
	}
	if len(inputs) == 0 {
		r.err("vite.config names no entry", where, "add the plugin inertia() of @inertia-templ/vite, or build: { rolldownOptions: { input: 'src/app.tsx' } }")
		return
	}
	for i, path := range inputs {
		if !isFile(path) {
			r.err("the entry "+names[i]+" does not exist", where, "create it, or name the right one: inertia({ input: '...' })")
			return
		}
	}
	if p.code == nil {
		return
	}
	calls := p.code.all("vite.WithEntry", "inertia.WithEntry")
	for _, c := range calls {
		for i := range c.Args {
			name, ok := c.text(i)
			name = strings.TrimPrefix(strings.TrimPrefix(name, "./"), "/")
			if ok && !slices.Contains(names, name) {
				r.err(fmt.Sprintf("WithEntry names %q, and vite.config has %s", name, strings.Join(names, ", ")), p.code.place(c.Pos()), fmt.Sprintf("write %q", names[0]))
				return
			}
		}
	}
	named := len(calls) > 0 || p.code.used("vite.Vite.Tags", "vite.Vite.Page", "vite.Vite.CheckEntries")
	if len(names) > 1 && !named {
		r.err("vite.config has several entries, "+strings.Join(names, ", ")+", and Go code names none", where, fmt.Sprintf("inertia.WithEntry(%q)", names[0]))
		return
	}
	if p.code.used("vite.Dev", "vite.DevProcess") && !named && !slices.Contains(p.vite.Dev.Plugins, "inertia-templ") {
		r.err("Go code names no entry, and without the plugin @inertia-templ/vite the dev server cannot tell it", where,
			fmt.Sprintf("add inertia() of @inertia-templ/vite to the plugins, or vite.Dev(url, vite.WithEntry(%q))", names[0]))
		return
	}
	r.fine("entry %s", strings.Join(names, ", "))
}

// checkBase compares the base of vite.config with vite.WithBase.
func checkBase(_ context.Context, p *project, r *reporter) {
	if p.vite == nil || p.code == nil {
		return
	}
	where := p.short(p.front.config())
	bases, constant := texts(p.code.all("vite.WithBase"), 0)
	if !constant {
		return
	}
	base := p.vite.Build.Base
	if opens := p.code.all("vite.Open", "vite.OpenManifest", "inertia.WithViteManifest"); len(opens) > 0 {
		switch {
		case base == "" || strings.HasPrefix(base, "."):
			r.err(fmt.Sprintf("base is %q, which depends on the page it is used on", base), where, "base: '/build/', and vite.WithBase(\"/build/\")")
			return
		case len(bases) == 0 && base != "/":
			r.err(fmt.Sprintf("vite.config has the base %q, and Go code expects \"/\"", base), p.code.place(opens[0].Pos()), fmt.Sprintf("vite.Open(..., vite.WithBase(%q))", base))
			return
		case len(bases) > 0 && !slices.Contains(bases, base):
			at := p.code.all("vite.WithBase")[0]
			r.err(fmt.Sprintf("vite.config has the base %q, and Go code %q", base, bases[0]), p.code.place(at.Pos()), fmt.Sprintf("vite.WithBase(%q)", base))
			return
		}
	}
	if dev := p.code.all("vite.Dev", "vite.DevProcess"); len(dev) > 0 {
		if served := p.vite.Dev.Base; served == "/" && !slices.Contains(bases, "/") {
			r.err("the dev server has the base \"/\", and the program passes on \"/__vite/\" to it", where,
				"add the plugin inertia() of @inertia-templ/vite, or base: command === 'serve' ? '/__vite/' : '/' in defineConfig(({ command }) => ({ ... }))")
			return
		}
	}
	r.fine("base %s", base)
}
