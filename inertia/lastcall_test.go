package inertia_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// late is a listener whose first Accept waits: those who connect meanwhile wait
// with it, as on a busy machine.
type late struct {
	*net.TCPListener
	release chan struct{}
}

func (l late) Accept() (net.Conn, error) {
	<-l.release
	return l.TCPListener.Accept()
}

func TestThoseWhoHaveConnectedAreAnswered(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	l := late{listener.(*net.TCPListener), make(chan struct{})}
	var waiting []net.Conn
	for range 20 {
		conn, err := net.Dial("tcp", l.Addr().String())
		require.NoError(t, err)
		defer conn.Close()
		_, err = fmt.Fprint(conn, "GET / HTTP/1.0\r\n\r\n")
		require.NoError(t, err)
		waiting = append(waiting, conn)
	}
	i := quiet(t)
	ended := make(chan error, 1)
	stopped, stop := context.WithCancel(t.Context())
	stop()
	go func() {
		ended <- i.Serve(stopped, &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "answer")
		})}, l)
	}()
	close(l.release)
	for _, conn := range waiting {
		answer, err := io.ReadAll(conn)
		require.NoError(t, err)
		assert.Contains(t, string(answer), "answer")
	}
	assert.NoError(t, <-ended)
	_, err = net.Dial("tcp", l.Addr().String())
	assert.Error(t, err)
}

// A proxy may never stop to connect, and other listeners know no deadlines.
func TestTheLastCallEnds(t *testing.T) {
	t.Parallel()
	for name, wrap := range map[string]func(net.Listener) net.Listener{
		"deadline":    func(l net.Listener) net.Listener { return l },
		"no deadline": func(l net.Listener) net.Listener { return struct{ net.Listener }{l} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			require.NoError(t, err)
			i := quiet(t)
			ctx, stop := context.WithCancel(t.Context())
			ended := make(chan error, 1)
			go func() { ended <- i.Serve(ctx, &http.Server{Handler: http.NotFoundHandler()}, wrap(listener)) }()
			begun := make(chan struct{})
			go func() {
				for n := 0; ; n++ {
					conn, err := net.Dial("tcp", listener.Addr().String())
					if err != nil {
						return
					}
					_, _ = fmt.Fprint(conn, "GET / HTTP/1.0\r\n\r\n")
					_, _ = io.Copy(io.Discard, conn)
					conn.Close()
					if n == 0 {
						close(begun)
					}
				}
			}()
			<-begun
			stop()
			assert.NoError(t, <-ended)
		})
	}
}
