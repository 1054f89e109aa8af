//go:build unix

package inertia

import (
	"net"
	"os"
	"syscall"
)

// queued accepts all who wait to be accepted, at once: a busy machine may not run
// this process again for a while.
func queued(l net.Listener) (conns []net.Conn) {
	socket, ok := l.(syscall.Conn)
	if !ok {
		return nil
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return nil
	}
	var accepted []int
	_ = raw.Control(func(listening uintptr) { // of a closed listener: nobody waits
		syscall.ForkLock.RLock()
		defer syscall.ForkLock.RUnlock()
		for {
			fd, _, err := syscall.Accept(int(listening))
			if err == syscall.EINTR || err == syscall.ECONNABORTED {
				continue
			}
			if err != nil {
				return
			}
			syscall.CloseOnExec(fd)
			accepted = append(accepted, fd)
		}
	})
	for _, fd := range accepted {
		_ = syscall.SetNonblock(fd, true)
		file := os.NewFile(uintptr(fd), "") //nolint:gosec // not negative
		if conn, err := net.FileConn(file); err == nil {
			conns = append(conns, conn)
		}
		_ = file.Close() // FileConn has its own
	}
	return conns
}
