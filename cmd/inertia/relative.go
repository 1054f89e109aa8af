package main

import "path/filepath"

// relative is a path, with a line behind it or not, from a folder.
func relative(dir, place string) string {
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return place
	}
	if real, err := filepath.EvalSymlinks(absolute); err == nil {
		absolute = real
	}
	if short, err := filepath.Rel(absolute, place); err == nil && filepath.IsLocal(short) {
		return filepath.ToSlash(short)
	}
	return place
}
