//go:build !unix

package ssr

import "io/fs"

// distrust returns nil: who may write a file is not told by its mode here.
func distrust(string, string) error { return nil }

func isOurs(fs.FileInfo) bool { return true }
