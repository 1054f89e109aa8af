package starter_test

import (
	"fmt"
	"strings"

	"github.com/inertia-templ/shell/cmd/inertia/internal/starter"
)

// combinations are all programs that can be written.
func combinations() (all []starter.Options) {
	for _, frontend := range starter.Frontends {
		for _, router := range starter.Routers {
			for _, database := range starter.Databases {
				for _, css := range starter.Styles {
					for flags := range 4 {
						o := starter.Options{Name: "my-app", Module: "example.com/my-app", Frontend: frontend, Router: router, Database: database, CSS: css,
							Accounts: flags&1 == 0, SSR: flags&2 == 0, Library: starter.Library{Version: "v0.1.0"}}
						if o.Check() == nil {
							all = append(all, o)
						}
					}
				}
			}
		}
	}
	return all
}

// flags are the arguments of "inertia new" for a program.
func flags(o starter.Options) []string {
	return []string{
		"--frontend=" + o.Frontend, "--router=" + o.Router, "--database=" + o.Database, "--css=" + o.CSS,
		fmt.Sprintf("--accounts=%t", o.Accounts), fmt.Sprintf("--ssr=%t", o.SSR),
	}
}

func label(o starter.Options) string {
	return strings.NewReplacer("--", "", "/", "-").Replace(strings.Join(flags(o), " "))
}

// pairwise are so many of all that each two choices are together in one of them.
// It takes the one with the most new pairs, again and again.
func pairwise(all []starter.Options) (chosen []starter.Options) {
	pairs := func(o starter.Options) (found []string) {
		choices := flags(o)
		for i, a := range choices {
			for _, b := range choices[i+1:] {
				found = append(found, a+" "+b)
			}
		}
		return found
	}
	left := map[string]bool{}
	for _, o := range all {
		for _, pair := range pairs(o) {
			left[pair] = true
		}
	}
	for len(left) > 0 {
		best, most := starter.Options{}, 0
		for _, o := range all {
			n := 0
			for _, pair := range pairs(o) {
				if left[pair] {
					n++
				}
			}
			if n > most {
				best, most = o, n
			}
		}
		for _, pair := range pairs(best) {
			delete(left, pair)
		}
		chosen = append(chosen, best)
	}
	return chosen
}
