//go:build unix

package inertia

import (
	"net"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAllWhoWaitAreAccepted(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	assert.Empty(t, queued(l))
	for range 5 {
		conn, err := net.Dial("tcp", l.Addr().String())
		require.NoError(t, err)
		defer conn.Close()
	}
	conns := queued(l)
	assert.Len(t, conns, 5)
	for _, conn := range conns {
		_, err := conn.Write([]byte("x"))
		assert.NoError(t, err)
		assert.NoError(t, conn.Close())
	}
	require.NoError(t, l.Close())
	assert.Empty(t, queued(l), "nobody waits at a closed listener")
	assert.Empty(t, queued(struct{ net.Listener }{l}))
}
