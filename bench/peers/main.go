// Command peers puts the conformance cases to this library and to other Go
// adapters, and prints a table with a column for each.
//
// The other adapters' servers here serve the cases as well as those libraries
// can express them: a kind of prop that a library lacks is served as the
// nearest that it has.
package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"

	"github.com/inertia-templ/shell/conformance"
	"github.com/inertia-templ/shell/conformance/reference"
)

func main() {
	failed, err := run()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if failed > 0 {
		os.Exit(1)
	}
}

func run() (failed int, err error) {
	cases, err := conformance.Cases()
	if err != nil {
		return 0, err
	}
	var columns []conformance.Column
	for _, s := range []struct {
		name    string
		handler http.Handler
	}{
		{"shell", reference.New(8)},
		{"gonertia v2.0.5", recovering(http.HandlerFunc(gonertiaServer))},
		{"petaki v1.11.0", recovering(http.HandlerFunc(petakiServer))},
	} {
		server := httptest.NewServer(s.handler)
		columns = append(columns, conformance.Column{Name: s.name, Results: conformance.Runner{Base: server.URL}.Run(context.Background(), cases)})
		server.Close()
	}
	if err := conformance.WriteTable(os.Stdout, columns); err != nil {
		return 0, err
	}
	fmt.Println()
	for _, r := range columns[0].Results {
		if r.Err != nil {
			fmt.Printf("%s\n  %s\n", r.Case.ID, strings.ReplaceAll(r.Err.Error(), "\n", "\n  "))
		}
	}
	passed := columns[0].Passed()
	fmt.Printf("%d passed, %d failed\n", passed, len(cases)-passed)
	return len(cases) - passed, nil
}

// recovering keeps a peer's panic from ending the run without an answer.
func recovering(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if p := recover(); p != nil {
				w.WriteHeader(http.StatusInternalServerError)
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// version is the asset version the scenario runs.
func version(s reference.Scenario) string {
	if s.Config.Version == nil {
		return "v1"
	}
	return *s.Config.Version
}

func component(s reference.Scenario) string {
	if s.Component == "" {
		return "Page"
	}
	return s.Component
}

// raw is the action of that name, the same for every server.
func raw(w http.ResponseWriter, s reference.Scenario) {
	if s.Status != 0 {
		w.WriteHeader(s.Status)
	}
	if s.Body != "" {
		_, _ = w.Write([]byte(s.Body))
	}
}
