//go:build unix

package ssr

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
)

// distrust returns why somebody else could put programs or scripts at a path, nil
// if only those can who are trusted anyway: root, this user, and the owner of the
// bundle. The path, its folders up to the root, and where links lead are checked.
// A folder such as /tmp, in which everybody can create files but nobody can
// replace those of others, is fine above what is trusted itself.
func distrust(name, bundle string) error {
	trusted := []uint32{0, uint32(os.Getuid())}
	if info, err := os.Stat(bundle); err == nil {
		trusted = append(trusted, owner(info))
	}
	real, err := filepath.EvalSymlinks(name)
	if err != nil {
		return err
	}
	for _, start := range []string{name, real} {
		for at, inner := start, true; ; at, inner = filepath.Dir(at), false {
			info, err := os.Lstat(at)
			if err != nil {
				return err
			}
			link := info.Mode()&fs.ModeSymlink != 0 // its own permissions mean nothing
			switch {
			case (inner || info.Mode()&fs.ModeSticky == 0) && !link && info.Mode().Perm()&0o002 != 0:
				return fmt.Errorf("everybody may write %s", at)
			case !slices.Contains(trusted, owner(info)):
				return fmt.Errorf("%s belongs to another user", at)
			}
			if at == filepath.Dir(at) {
				break
			}
		}
	}
	return nil
}

func owner(info fs.FileInfo) uint32 {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return stat.Uid
	}
	return ^uint32(0)
}

// isOurs reports whether only this user can write a folder.
func isOurs(info fs.FileInfo) bool {
	return owner(info) == uint32(os.Getuid()) && info.Mode().Perm()&0o022 == 0
}
