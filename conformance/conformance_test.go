package conformance_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/conformance"
	"github.com/inertia-templ/shell/conformance/reference"
)

// start serves the reference server over real HTTP.
func start(t testing.TB, concurrency int, http2 bool) *httptest.Server {
	t.Helper()
	server := httptest.NewUnstartedServer(reference.New(concurrency))
	if http2 {
		server.EnableHTTP2 = true
		server.StartTLS()
	} else {
		server.Start()
	}
	t.Cleanup(server.Close)
	return server
}

func runner(server *httptest.Server) conformance.Runner {
	return conformance.Runner{Base: server.URL, Client: server.Client(), Exact: true}
}

func TestReferenceServerConforms(t *testing.T) {
	t.Parallel()
	cases, err := conformance.Cases()
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(cases), 150)
	for _, concurrency := range []int{1, 8} {
		for _, http2 := range []bool{false, true} {
			t.Run(fmt.Sprintf("concurrency %d, HTTP/2 %v", concurrency, http2), func(t *testing.T) {
				t.Parallel()
				server := start(t, concurrency, http2)
				for _, r := range runner(server).Run(t.Context(), cases) {
					assert.NoError(t, r.Err, "%s: %s", r.Case.ID, r.Case.Reason)
				}
			})
		}
	}
}

// Timing never shows: fifty runs give the same bytes.
func TestAnswersAreTheSameInEveryRun(t *testing.T) {
	t.Parallel()
	cases, err := conformance.Cases()
	require.NoError(t, err)
	server := start(t, 8, false)
	first := runner(server).Run(t.Context(), cases)
	for range 9 {
		for n, r := range runner(server).Run(t.Context(), cases) {
			require.Equal(t, string(first[n].Bytes), string(r.Bytes), r.Case.ID)
		}
	}
}

// A runner that lets everything pass would be worth nothing.
func TestRunnerNoticesWrongAnswers(t *testing.T) {
	t.Parallel()
	cases, err := conformance.Cases()
	require.NoError(t, err)
	server := httptest.NewServer(nil) // answers 404 to everything
	t.Cleanup(server.Close)
	for _, r := range runner(server).Run(t.Context(), cases) {
		assert.Error(t, r.Err, r.Case.ID)
	}
}

func TestCasesSayWhyAndWhat(t *testing.T) {
	t.Parallel()
	cases, err := conformance.Cases()
	require.NoError(t, err)
	seen := map[string]bool{}
	for _, c := range cases {
		assert.False(t, seen[c.ID], c.ID)
		seen[c.ID] = true
		assert.NotEmpty(t, c.Rule, c.ID)
		assert.NotEmpty(t, c.Reason, c.ID)
		assert.NotEmpty(t, c.Steps, c.ID)
	}
}

// The table in the documentation is the one that -rules prints, and the tests
// it names for rules without cases exist.
func TestRulesAreDocumented(t *testing.T) {
	t.Parallel()
	cases, err := conformance.Cases()
	require.NoError(t, err)
	var table strings.Builder
	require.NoError(t, conformance.WriteRules(&table, cases))
	docs, err := os.ReadFile("../docs/conformance.md")
	require.NoError(t, err)
	assert.Contains(t, string(docs), table.String(), "stale: run ./task conformance:docs")

	tests := regexp.MustCompile("`(Test\\w+|Fuzz\\w+)` \\(([^)]+)\\)").FindAllStringSubmatch(string(docs), -1)
	require.NotEmpty(t, tests)
	for _, m := range tests {
		files, err := filepath.Glob(filepath.Join("..", m[2], "*_test.go"))
		require.NoError(t, err)
		found := false
		for _, file := range files {
			source, err := os.ReadFile(file)
			require.NoError(t, err)
			found = found || strings.Contains(string(source), "func "+m[1]+"(")
		}
		assert.True(t, found, "%s is not in %s", m[1], m[2])
	}
}

func Example() {
	server := httptest.NewServer(reference.New(8))
	defer server.Close()
	cases, err := conformance.Cases()
	if err != nil {
		panic(err)
	}
	failed := 0
	for _, r := range (conformance.Runner{Base: server.URL}).Run(context.Background(), cases) {
		if r.Err != nil {
			failed++
		}
	}
	fmt.Println(failed, "failed")
	// Output: 0 failed
}
