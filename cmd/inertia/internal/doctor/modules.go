package doctor

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/semver"
)

// checkModules looks for node_modules, and compares it with the lock file of npm.
func checkModules(_ context.Context, p *project, r *reporter) {
	if p.front == nil {
		if p.code != nil && p.code.used("inertia.New") {
			r.warn("there is no package.json that needs Vite or a client of Inertia", "", "name the folder of the front end with --frontend")
		}
		return
	}
	where := p.short(filepath.Join(p.front.dir, "package.json"))
	if !p.front.installed() {
		if p.front.wants("vite") == "" {
			r.err("package.json does not need vite", where, p.npm("install --save-dev vite"))
			return
		}
		r.err("the packages of the front end are not installed", where, p.npm("install"))
		return
	}
	lockFile := filepath.Join(p.front.dir, "package-lock.json")
	lock, err := readLock(lockFile)
	if err != nil {
		return // of another package manager
	}
	if name := lock.differs(p.front); name != "" {
		r.err("package-lock.json does not know what package.json says of "+name, p.short(lockFile), p.npm("install"))
		return
	}
	installed, err := readLock(filepath.Join(p.front.dir, "node_modules", ".package-lock.json"))
	if err != nil {
		return
	}
	if name := installed.behind(lock); name != "" {
		r.err("node_modules is not what package-lock.json says: "+name, p.short(lockFile), p.npm("ci"))
		return
	}
	r.fine("node_modules")
}

// lock is a lock file of npm, or the one that it leaves in node_modules.
type lock struct {
	Packages map[string]lockedPackage `json:"packages"`
}

type lockedPackage struct {
	Version      string            `json:"version"`
	Link         bool              `json:"link"`
	Optional     bool              `json:"optional"`
	DevOptional  bool              `json:"devOptional"`
	Peer         bool              `json:"peer"`
	Dependencies map[string]string `json:"dependencies"`
	Development  map[string]string `json:"devDependencies"`
}

func readLock(path string) (*lock, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var l lock
	if err := json.Unmarshal(data, &l); err != nil {
		return nil, err
	}
	if len(l.Packages) == 0 {
		return nil, os.ErrNotExist
	}
	return &l, nil
}

// differs is a package that package.json wants in another version than the lock
// file knows.
func (l *lock) differs(f *front) string {
	root := l.Packages[""]
	for _, pair := range [][2]map[string]string{{f.Dependencies, root.Dependencies}, {f.DevDependencies, root.Development}} {
		for _, name := range slices.Sorted(maps.Keys(pair[0])) {
			if pair[0][name] != pair[1][name] {
				return name
			}
		}
	}
	return ""
}

// behind is a package that is missing here, or has another version.
func (l *lock) behind(want *lock) string {
	for _, path := range slices.Sorted(maps.Keys(want.Packages)) {
		locked := want.Packages[path]
		if !strings.HasPrefix(path, "node_modules/") || locked.Link || locked.Optional || locked.DevOptional || locked.Peer {
			continue
		}
		name := path[strings.LastIndex(path, "node_modules/")+len("node_modules/"):]
		have, ok := l.Packages[path]
		switch {
		case !ok:
			return name + " is missing"
		case have.Version != locked.Version:
			return fmt.Sprintf("%s is %s, want %s", name, have.Version, locked.Version)
		}
	}
	return ""
}

// checkPackages compares the versions of what belongs together.
func checkPackages(_ context.Context, p *project, r *reporter) {
	if p.front == nil || !p.front.installed() {
		return
	}
	where := p.short(filepath.Join(p.front.dir, "package.json"))
	adapter := p.front.adapter()
	if adapter == "" {
		r.warn("package.json needs no client of Inertia", where, p.npm("install @inertiajs/react")+", or @inertiajs/vue3, @inertiajs/svelte")
		return
	}
	version := p.front.version(adapter)
	if version == "" {
		r.err(adapter+" is not installed", where, p.npm("install"))
		return
	}
	if major := semver.Major("v" + version); major != "v3" {
		r.err(fmt.Sprintf("%s is %s, and the server speaks the protocol of 3", adapter, version), where, p.npm("install "+adapter+"@3"))
		return
	}
	for _, name := range []string{"@inertiajs/core", "@inertiajs/vite"} {
		if other := p.front.version(name); other != "" && other != version {
			r.err(fmt.Sprintf("%s is %s, and %s is %s", adapter, version, name, other), where, p.npm(fmt.Sprintf("install %s@%s %s@%s", adapter, version, name, version)))
			return
		}
	}
	vite := p.front.version("vite")
	if p.front.wants("@inertia-templ/vite") != "" && semver.Compare("v"+vite, "v8") < 0 {
		r.err("vite is "+vite+", and @inertia-templ/vite needs 8", where, p.npm("install --save-dev vite@8"))
		return
	}
	r.fine("%s %s", adapter, version)
	r.fine("Vite %s", vite)
}
