package inertia

import (
	"net"
	"syscall"
)

// deafen has the system drop who begins to connect, until the listener closes:
// they try again a second later, elsewhere if they are a proxy. Nobody can then
// connect between the last one who is accepted and the end, which takes long on a
// busy machine, and have a connection reset that a form was sent on.
func deafen(l net.Listener) bool {
	socket, ok := l.(syscall.Conn)
	if !ok || l.Addr().Network() != "tcp" {
		return false
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return false
	}
	const flags, syn, ack = 13, 0x02, 0x10 // of a TCP header
	filter := []syscall.SockFilter{
		{Code: syscall.BPF_LD | syscall.BPF_B | syscall.BPF_ABS, K: flags},
		{Code: syscall.BPF_ALU | syscall.BPF_AND | syscall.BPF_K, K: syn | ack},
		{Code: syscall.BPF_JMP | syscall.BPF_JEQ | syscall.BPF_K, Jf: 1, K: syn},
		{Code: syscall.BPF_RET | syscall.BPF_K, K: 0}, // dropped
		{Code: syscall.BPF_RET | syscall.BPF_K, K: 1 << 16},
	}
	var failed error
	err = raw.Control(func(listening uintptr) { failed = syscall.AttachLsf(int(listening), filter) }) //nolint:staticcheck // golang.org/x/net would be one more dependency
	return err == nil && failed == nil
}
