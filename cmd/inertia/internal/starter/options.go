package starter

import (
	"fmt"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/a-h/templ"
	"golang.org/x/mod/module"
)

// Options say which program to write.
type Options struct {
	Name     string // of the folder and the binary: "my-app"
	Module   string // of go.mod, Name if empty
	Frontend string // one of Frontends
	Router   string // one of Routers
	Database string // one of Databases
	CSS      string // one of Styles
	Accounts bool   // needs a database
	SSR      bool
	Library  Library
}

// Library is the library that the program uses.
type Library struct {
	Version  string // "v0.1.0"
	Checkout string // absolute path of the repository, empty for a released version
}

// The choices, the default first.
var (
	Frontends = []string{"react", "vue", "svelte"}
	Routers   = []string{"net/http", "chi", "echo", "gin"}
	Databases = []string{"sqlite", "postgres", "none"}
	Styles    = []string{"tailwind", "plain"}
)

// Defaults are the options of a program that nobody was asked about.
func Defaults(name string) Options {
	return Options{
		Name: name, Module: name,
		Frontend: Frontends[0], Router: Routers[0], Database: Databases[0], CSS: Styles[0],
		Accounts: true, SSR: true,
	}
}

var namePattern = regexp.MustCompile(`^[a-z][a-z0-9]*([-_][a-z0-9]+)*$`)

// Check reports the first option that no program can be written for.
func (o Options) Check() error {
	if len(o.Name) > 60 || !namePattern.MatchString(o.Name) {
		return fmt.Errorf("starter: the name %q: want at most 60 lower-case letters and digits, with - or _ between words, such as my-app", o.Name)
	}
	if err := checkModule(o.Module); err != nil {
		return err
	}
	for _, choice := range []struct {
		flag, value string
		known       []string
	}{
		{"frontend", o.Frontend, Frontends},
		{"router", o.Router, Routers},
		{"database", o.Database, Databases},
		{"css", o.CSS, Styles},
	} {
		if !slices.Contains(choice.known, choice.value) {
			return fmt.Errorf("starter: --%s %q: want one of %s", choice.flag, choice.value, strings.Join(choice.known, ", "))
		}
	}
	if o.Accounts && !o.Stored() {
		return fmt.Errorf("starter: accounts need a database: add --accounts=false, or choose --database sqlite or postgres")
	}
	if o.Library.Version == "" {
		return fmt.Errorf("starter: the version of the library is missing")
	}
	return nil
}

// standard are the first elements of packages of Go's own, which a module
// cannot share.
var standard = strings.Fields(`archive bufio builtin bytes cmd cmp compress container context crypto database debug embed
	encoding errors expvar flag fmt go hash html image index internal io iter log maps math mime net os path plugin reflect
	regexp runtime slices sort std strconv strings structs sync syscall testing text time unicode unique unsafe vendor weak`)

func checkModule(name string) error {
	if err := module.CheckImportPath(name); err != nil {
		return fmt.Errorf("starter: the module path: %w: want one such as example.com/my-app", err)
	}
	first, _, _ := strings.Cut(name, "/")
	if slices.Contains(standard, first) || name == "main" {
		return fmt.Errorf("starter: the module path %q is that of a package of Go's own: add --module example.com/%s", name, path.Base(name))
	}
	return nil
}

// What templates ask for.

// React reports whether the front end is React.
func (o Options) React() bool { return o.Frontend == "react" }

// Vue reports whether the front end is Vue.
func (o Options) Vue() bool { return o.Frontend == "vue" }

// Svelte reports whether the front end is Svelte.
func (o Options) Svelte() bool { return o.Frontend == "svelte" }

// NetHTTP reports whether the router is that of net/http.
func (o Options) NetHTTP() bool { return o.Router == "net/http" }

// Chi reports whether the router is chi.
func (o Options) Chi() bool { return o.Router == "chi" }

// Echo reports whether the router is echo.
func (o Options) Echo() bool { return o.Router == "echo" }

// Gin reports whether the router is gin.
func (o Options) Gin() bool { return o.Router == "gin" }

// SQLite reports whether the database is SQLite.
func (o Options) SQLite() bool { return o.Database == "sqlite" }

// Postgres reports whether the database is PostgreSQL.
func (o Options) Postgres() bool { return o.Database == "postgres" }

// Stored reports whether there is a database.
func (o Options) Stored() bool { return o.Database != "none" }

// Tailwind reports whether classes are those of Tailwind.
func (o Options) Tailwind() bool { return o.CSS == "tailwind" }

// Title is the name as people read it: "My app".
func (o Options) Title() string {
	words := strings.NewReplacer("-", " ", "_", " ").Replace(o.Name)
	first, size := utf8.DecodeRuneInString(words)
	return string(unicode.ToUpper(first)) + words[size:]
}

// Templ is the version of templ that the program requires: the one that its
// document was compiled with.
func (o Options) Templ() string { return templ.Version() }

// Pages is the pattern of the files of pages, below the front end's folder.
func (o Options) Pages() string {
	extension := map[string]string{"react": "tsx", "vue": "vue", "svelte": "svelte"}[o.Frontend]
	return "src/pages/%s." + extension
}

// PluginSource is where package.json finds the plugin for Vite.
func (o Options) PluginSource() string {
	if o.Library.Checkout != "" {
		return "file:" + filepath.ToSlash(filepath.Join(o.Library.Checkout, "vite", "plugin"))
	}
	return strings.TrimPrefix(o.Library.Version, "v")
}
