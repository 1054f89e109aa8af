package inertia

import (
	"net"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Who has connected is heard, who has not is neither connected nor refused.
func TestNobodyConnectsToAListenerThatIsAboutToClose(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	before, err := net.Dial("tcp", l.Addr().String())
	require.NoError(t, err)
	defer before.Close()
	_, err = before.Write([]byte("a"))
	require.NoError(t, err)
	if !deafen(l) {
		t.Skip("the system has no filters for sockets")
	}
	_, err = net.DialTimeout("tcp", l.Addr().String(), 100*time.Millisecond)
	require.ErrorIs(t, err, os.ErrDeadlineExceeded)
	accepted, err := l.Accept()
	require.NoError(t, err)
	defer accepted.Close()
	_, err = before.Write([]byte("b"))
	require.NoError(t, err)
	said := make([]byte, 2)
	for n := 0; n < len(said); {
		more, err := accepted.Read(said[n:])
		require.NoError(t, err)
		n += more
	}
	assert.Equal(t, "ab", string(said), "an open connection goes on")
}

func TestOtherListenersAreNotDeafened(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("unix", t.TempDir()+"/socket")
	require.NoError(t, err)
	defer l.Close()
	assert.False(t, deafen(l))
	assert.False(t, deafen(struct{ net.Listener }{l}))
}
