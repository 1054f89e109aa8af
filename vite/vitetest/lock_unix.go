//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package vitetest

import (
	"errors"
	"os"
	"syscall"
)

// tryLock takes the lock, unless another holds it.
func tryLock(name string) (unlock func(), held bool, err error) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, false, err
	}
	for {
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EINTR) {
			break
		}
	}
	if err != nil {
		f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, true, nil
		}
		return nil, false, &os.PathError{Op: "lock", Path: name, Err: err}
	}
	return func() { f.Close() }, false, nil
}
