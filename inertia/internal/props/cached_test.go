package props

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Another program may have written what a shared store returns.
func FuzzKept(f *testing.F) {
	for _, k := range []kept{{json: []byte("1")}, {withheld: true}, {json: []byte("{}"), position: []byte(`{"pageName":"page","currentPage":2}`)}} {
		f.Add(k.encode())
	}
	f.Add([]byte{})
	f.Add([]byte("1\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		k, err := openKept(raw)
		if err != nil {
			return
		}
		_, _ = k.at()
		again, err := openKept(k.encode())
		require.NoError(t, err)
		assert.True(t, bytes.Equal(k.json, again.json) && bytes.Equal(k.position, again.position) && k.withheld == again.withheld)
	})
}
