package ssrguard

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/inertia-templ/shell/internal/ssrguard/config"
	"github.com/inertia-templ/shell/ssr"
)

// check returns what is wrong with the options, all of it.
func check(c config.Config[ssr.Event]) error {
	var errs []error
	reject := func(format string, args ...any) { errs = append(errs, fmt.Errorf("ssr: "+format, args...)) }
	if c.Timeout <= 0 {
		reject("WithTimeout(%v): want more than 0", c.Timeout)
	}
	if c.MaxWait < 0 {
		reject("WithMaxWait(%v): want 0 or more", c.MaxWait)
	}
	if c.Priority == nil {
		reject("WithPriority(nil): want a function")
	}
	if c.MaxPage <= 0 {
		reject("WithMaxPage(%d): want more than 0", c.MaxPage)
	}
	if c.FirstPause < 0 || c.LongestPause < 0 {
		reject("WithPause(%v, %v): want 0 or more", c.FirstPause, c.LongestPause)
	}
	if c.CacheSize < 0 {
		reject("WithCacheSize(%d): want 0 or more", c.CacheSize)
	}
	if c.Log == nil {
		reject("WithLogger(nil): want a logger, slog.New(slog.DiscardHandler) for silence")
	}
	for _, f := range c.Conditions {
		if f == nil {
			reject("WithCondition(nil): want a function")
		}
	}
	for _, f := range c.Observers {
		if f == nil {
			reject("WithObserver(nil): want a function")
		}
	}
	for _, pattern := range c.Paths {
		if err := checkPath(pattern); err != nil {
			reject("WithoutPaths(%q): %w", pattern, err)
		}
	}
	for _, pattern := range c.Components {
		if pattern == "" {
			reject("WithoutComponents(%q): no component has an empty name", pattern)
		}
	}
	return errors.Join(errs...)
}

// checkPath refuses a pattern that the path of no ordinary request fits.
func checkPath(pattern string) error {
	decoded, err := url.PathUnescape(pattern)
	switch {
	case !strings.HasPrefix(pattern, "/") && !strings.HasPrefix(pattern, "*"):
		return fmt.Errorf("it fits no path, because paths start with a slash: write %q", "/"+pattern)
	case strings.ContainsAny(pattern, "?#"):
		return errors.New("it fits no path, because query and fragment are not part of it: use WithCondition")
	case err == nil && decoded != pattern:
		return fmt.Errorf("it fits no path, because paths are compared decoded: write %q", decoded)
	}
	return nil
}

// anyOf is an expression for names that fit one of the patterns, in which *
// stands for any text.
func anyOf(patterns []string) *regexp.Regexp {
	if len(patterns) == 0 {
		return nil
	}
	var parts []string
	for _, pattern := range patterns {
		parts = append(parts, strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, ".*"))
	}
	return regexp.MustCompile("(?s)^(?:" + strings.Join(parts, "|") + ")$")
}
