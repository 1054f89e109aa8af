package starter_test

import (
	"os"
	"testing"

	"github.com/inertia-templ/shell/cmd/inertia/internal/starter"
)

func TestSmoke(t *testing.T) {
	dir := os.Getenv("SMOKE")
	o := starter.Defaults("my-app")
	o.Library = starter.Library{Version: "v0.1.0", Checkout: "/work/wt/startergo"}
	if v := os.Getenv("ROUTER"); v != "" { o.Router = v }
	if v := os.Getenv("DATABASE"); v != "" { o.Database = v }
	if v := os.Getenv("FRONTEND"); v != "" { o.Frontend = v }
	if v := os.Getenv("CSS"); v != "" { o.CSS = v }
	o.Accounts = os.Getenv("ACCOUNTS") != "no"
	o.SSR = os.Getenv("SSR") != "no"
	if err := starter.Write(dir, o); err != nil {
		t.Fatal(err)
	}
}
