//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package ssr

import "os"

// lockFolder returns nil: folders cannot be locked here.
func lockFolder(string) (*os.File, error) { return nil, nil }
