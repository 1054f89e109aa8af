package doctor

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/inertia-templ/shell/internal/ssrbundle"
	"github.com/inertia-templ/shell/ssr"
)

// Pool is a call of ssr.NewPool, or of what else opens a bundle.
type pool struct {
	call
	folder
	name string // of the bundle in the folder
}

// pools are the bundles that Go code opens, as far as it tells.
func (c *code) pools() []pool {
	var found []pool
	for _, at := range c.all("ssr.NewPool", "quickjs.Open") {
		name, ok := at.text(0)
		if !ok || at.Ellipsis.IsValid() {
			continue
		}
		fsys := at.option("ssr.WithFS")
		if fsys == nil {
			f := c.onDisk(name)
			f.path = filepath.Dir(f.path)
			found = append(found, pool{at, *f, filepath.Base(name)})
			continue
		}
		if f := c.folder(at.pkg, fsys.Args[0]); f != nil {
			found = append(found, pool{at, *f, name})
		}
	}
	for _, at := range c.all("quickjs.OpenFS") {
		name, ok := at.text(1)
		if f := c.folder(at.pkg, at.Args[0]); ok && f != nil {
			found = append(found, pool{at, *f, name})
		}
	}
	return found
}

// option is the argument that is a call of an option, or nil.
func (c call) option(name string) *call {
	for _, arg := range c.Args {
		if inner, ok := asCall(arg); ok && functionName(c.pkg.TypesInfo, inner.Fun) == name {
			return &call{inner, c.pkg, c.decl}
		}
	}
	return nil
}

// checkSSR looks for what renders pages, and for the bundle where it is opened.
func checkSSR(_ context.Context, p *project, r *reporter) {
	if p.code == nil {
		return
	}
	p.checkRuntime(r)
	if p.vite == nil {
		return
	}
	server := p.vite.Server
	pools := p.code.pools()
	if p.code.used("ssr.NewPool", "quickjs.Open", "quickjs.OpenFS") && len(server.Inputs) == 0 {
		r.err("Vite knows no entry for the server", p.short(p.front.config()), p.npm("install --save-dev @inertiajs/vite")+`, and add inertia() of it to the plugins, or pass the entry: "npx vite build --ssr src/ssr.tsx"`)
		return
	}
	for _, o := range pools {
		if _, err := ssrbundle.Find(os.DirFS(o.path), filepath.ToSlash(o.name)); err == nil {
			r.fine("SSR bundle")
			continue
		}
		where := p.code.place(o.Pos())
		written, err := ssrbundle.Find(os.DirFS(server.OutDir), ".")
		switch {
		case err == nil:
			r.err(fmt.Sprintf("there is no SSR bundle at %s, and Vite writes %s", p.short(filepath.Join(o.path, o.name)), p.short(filepath.Join(server.OutDir, written))), where,
				"name the folder that Vite writes: "+p.short(server.OutDir))
		case isFile(filepath.Join(p.vite.Build.OutDir, filepath.FromSlash(p.vite.Build.Manifest))):
			r.err("the front end is built, and its SSR bundle is not: there is none in "+p.short(server.OutDir), where, strings.Replace(p.npm("x"), p.front.manager()+" x", "npx vite build --ssr", 1))
		default:
			return // checkBuild has said that nothing is built.
		}
		return
	}
}

// checkRuntime looks for what a pool runs.
func (p *project) checkRuntime(r *reporter) {
	for _, at := range p.code.all("ssr.NewPool") {
		if at.Ellipsis.IsValid() {
			return
		}
		if named := at.option("ssr.WithRuntime"); named != nil {
			if name, ok := named.text(0); ok {
				if _, err := exec.LookPath(name); err != nil {
					r.warn(fmt.Sprintf("ssr.WithRuntime names %q, which is not installed", name), p.code.place(named.Pos()), "install "+name+", or leave the choice to NewPool")
					return
				}
			}
			continue
		}
		dir := p.root
		if p.front != nil {
			dir = p.front.dir
		}
		found, err := ssr.FindRuntime(dir)
		if err != nil {
			r.warn("ssr.NewPool finds no Bun, Node or Deno here", p.code.place(at.Pos()), "install Node.js, or use package ssr/quickjs, which needs none")
			return
		}
		r.fine("%s for SSR", filepath.Base(found))
	}
}
