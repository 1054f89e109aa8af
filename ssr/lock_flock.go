//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package ssr

import (
	"errors"
	"os"
	"syscall"
)

// lockFolder locks a folder for this program. Others see that it is in use, those
// too that delete old files from /tmp. It returns nil where folders cannot be
// locked, and an error if another program has locked it.
func lockFolder(dir string) (*os.File, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, err
		}
		return nil, nil
	}
	return f, nil
}
