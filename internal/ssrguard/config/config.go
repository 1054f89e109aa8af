// Package config holds what the options of package ssr set. It is a package of
// its own so that package ssr can declare the options while package ssrguard,
// which imports package ssr, reads them.
package config

import (
	"context"
	"log/slog"
	"net/http"
	"time"
)

// Config is what the options of package ssr set. Event is ssr.Event.
type Config[Event any] struct {
	Timeout                  time.Duration
	MaxWait                  time.Duration
	Priority                 func(*http.Request) bool // what waits longer, and goes first
	MaxPage                  int
	Required                 bool
	Paths, Components        []string // patterns of what is left to the browser
	Conditions               []func(*http.Request) bool
	FirstPause, LongestPause time.Duration
	CacheSize                int
	Observers                []func(context.Context, Event)
	Log                      *slog.Logger
}
