// Package needs lets a test ask for a program that not every machine has.
package needs

import (
	"os"
	"os/exec"
	"testing"
)

// Program returns the path of the program that name, a name in the PATH or a
// path, stands for. If there is no such program, it skips the test and says how
// to install it; with INERTIA_TEST_FULL in the environment the test fails.
func Program(t testing.TB, name, install string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	if os.Getenv("INERTIA_TEST_FULL") != "" {
		t.Fatalf("%v: %s", err, install)
	}
	t.Skipf("%v: %s", err, install)
	return ""
}
