//go:build !unix

package inertia

import "net"

// queued accepts nobody: there is no way to ask for those who wait alone.
func queued(net.Listener) []net.Conn { return nil }
