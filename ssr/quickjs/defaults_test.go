package quickjs_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An instance renders one page after the other. What the page of one visitor
// keeps in an AsyncLocalStorage is not there for the next one.
func TestAsyncLocalStorageIsOfOnePage(t *testing.T) {
	t.Parallel()
	e, err := bundleOf(t, `
const storage = new (process.getBuiltinModule('node:async_hooks').AsyncLocalStorage)()
storage.enterWith('of the bundle')
export default async ({ props: { name } }) => {
  const before = storage.getStore() ?? 'nothing'
  if (name) storage.enterWith(name)
  const inside = storage.run('inside', () => storage.getStore())
  await new Promise((go) => setTimeout(go, 1))
  return { body: [before, inside, storage.getStore() ?? 'nothing'].join() }
}`, patient)
	require.NoError(t, err)
	for _, visitor := range [][2]string{{"Ada", "nothing,inside,Ada"}, {"", "nothing,inside,nothing"}, {"Bob", "nothing,inside,Bob"}} {
		res, err := e.Render(t.Context(), page(t, "Any", map[string]any{"name": visitor[0]}))
		require.NoError(t, err)
		assert.Equal(t, visitor[1], res.Body)
	}
}
