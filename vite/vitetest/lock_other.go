//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd || windows)

package vitetest

// tryLock lets everybody in: these systems run no Vite, or know no such locks.
func tryLock(string) (unlock func(), held bool, err error) { return func() {}, false, nil }
