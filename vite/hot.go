package vite

import (
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"
	"strings"
)

// DevFromHotFile is [Dev] with the address that a dev server writes into a
// file while it runs, as laravel-vite-plugin does ("public/hot"): its URL with
// the base, "http://[::1]:5173/__vite". An address without a path means the
// base "/". The file is read once, so the dev server has to run before the
// program.
//
// A dev server that was killed leaves the file behind as if it still ran. In
// production, call [Open].
func DevFromHotFile(path string, opts ...Option) (*Vite, error) {
	const remedy = `start the dev server with "npx vite", which writes it`
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("vite: the hot file: %w: %s", err, remedy)
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, maxHot+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("vite: the hot file: %w", err)
	case len(content) > maxHot:
		return nil, fmt.Errorf("vite: the hot file %s is larger than an address: %s", path, remedy)
	}
	v, err := devAt(string(content), opts)
	if err != nil {
		return nil, fmt.Errorf("vite: the hot file %s is wrong, %s: %w", path, remedy, err)
	}
	return v, nil
}

// maxHot bounds what is read of a hot file.
const maxHot = 4096

// DevFromEnv is [Dev] with the address in an environment variable such as
// "VITE_DEV_SERVER", written as in a hot file. It returns an error if the
// variable is not set. To choose between development and production, look at
// the variable first, and call [Open] if it is empty.
func DevFromEnv(name string, opts ...Option) (*Vite, error) {
	v, err := devAt(os.Getenv(name), opts)
	if err != nil {
		return nil, fmt.Errorf("vite: the environment variable %s is wrong, set it to where \"npx vite\" says that it listens: %w", name, err)
	}
	return v, nil
}

// devAt is Dev with an address that ends with the base.
func devAt(address string, opts []Option) (*Vite, error) {
	address = strings.TrimSpace(address)
	base := "/"
	if u, err := url.Parse(address); err == nil && u.Path != "" {
		base = strings.TrimSuffix(u.Path, "/") + "/"
		u.Path, u.RawPath = "", ""
		address = u.String()
	}
	return Dev(address, slices.Concat([]Option{WithBase(base)}, opts)...)
}
