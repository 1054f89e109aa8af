package vitetest

import (
	"errors"
	"os"
	"syscall"
)

// tryLock takes the lock, unless another holds it: who has the file open shares
// it with nobody.
func tryLock(name string) (unlock func(), held bool, err error) {
	const sharingViolation = syscall.Errno(32)
	path, err := syscall.UTF16PtrFromString(name)
	if err != nil {
		return nil, false, err
	}
	h, err := syscall.CreateFile(path, syscall.GENERIC_READ|syscall.GENERIC_WRITE, 0, nil, syscall.OPEN_ALWAYS, syscall.FILE_ATTRIBUTE_NORMAL, 0)
	switch {
	case errors.Is(err, sharingViolation):
		return nil, true, nil
	case err != nil:
		return nil, false, &os.PathError{Op: "lock", Path: name, Err: err}
	}
	return func() { _ = syscall.CloseHandle(h) }, false, nil
}
