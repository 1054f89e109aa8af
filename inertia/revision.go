package inertia

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"runtime/debug"
	"sync"
)

// WithCacheRevision names the build of the program. Only processes of the same
// revision share values in a [WithCacheStore], because another build may expect
// another shape. The default is the commit that the program was built from or,
// if it is unknown or files had changed, the hash of the executable.
func WithCacheRevision(revision string) Option {
	return func(c *config) {
		if revision == "" {
			c.reject("WithCacheRevision: the revision is empty")
		}
		c.cacheRevision = revision
	}
}

var buildRevision = sync.OnceValue(func() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		if revision := committed(info.Settings); revision != "" {
			return revision
		}
	}
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	f, err := os.Open(path) //nolint:gosec // it is this program
	if err != nil {
		return ""
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return ""
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
})

// committed is the commit of a build, empty if the build has more than that.
func committed(settings []debug.BuildSetting) (revision string) {
	for _, s := range settings {
		switch {
		case s.Key == "vcs.revision":
			revision = s.Value[:min(len(s.Value), 16)]
		case s.Key == "vcs.modified" && s.Value != "false":
			return ""
		}
	}
	return revision
}
