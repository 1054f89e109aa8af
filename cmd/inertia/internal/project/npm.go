package project

import (
	"os"
	"path/filepath"
)

// managers are the package managers, by the file that each of them writes, with
// the command that installs what the file says.
var managers = []struct {
	lock    string
	name    string
	install []string
}{
	{"package-lock.json", "npm", []string{"npm", "ci", "--no-audit", "--no-fund"}},
	{"pnpm-lock.yaml", "pnpm", []string{"pnpm", "install", "--frozen-lockfile"}},
	{"yarn.lock", "yarn", []string{"yarn", "install", "--immutable"}},
	{"bun.lock", "bun", []string{"bun", "install", "--frozen-lockfile"}},
	{"bun.lockb", "bun", []string{"bun", "install", "--frozen-lockfile"}},
}

// Manager is the package manager of the front end: its name, and the command
// that installs the packages. The lock file tells, which is in the folder of the
// front end or above it. The default is npm.
func (p *Project) Manager() (name string, install []string) {
	for at := p.Frontend; ; at = filepath.Dir(at) {
		for _, m := range managers {
			if _, err := os.Stat(filepath.Join(at, m.lock)); err == nil {
				return m.name, m.install
			}
		}
		if at == p.Root || at == filepath.Dir(at) {
			return "npm", []string{"npm", "install", "--no-audit", "--no-fund"}
		}
	}
}

// Installed reports whether the packages of the front end are installed: whether
// Vite is in its node_modules or, as workspaces have it, in those of a folder
// above.
func (p *Project) Installed() bool {
	for at := p.Frontend; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, "node_modules", "vite", "package.json")); err == nil {
			return true
		}
		if at == filepath.Dir(at) {
			return false
		}
	}
}
