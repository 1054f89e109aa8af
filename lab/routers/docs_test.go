package routers

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The programs in the documentation are those that are tested here.
func TestDocumentedProgramsAreTested(t *testing.T) {
	t.Parallel()
	docs, err := os.ReadFile("../../docs/routers.md")
	require.NoError(t, err)
	for _, router := range []string{"chi", "echo", "gin", "fiber"} {
		program, err := os.ReadFile(router + "/main.go")
		require.NoError(t, err)
		assert.Contains(t, string(docs), "```go\n"+string(program)+"```\n", "copy lab/routers/%s/main.go into docs/routers.md", router)
	}
}
