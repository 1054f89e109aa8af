// Package hook lets package vitetest make what package vite has no exported
// constructor for.
package hook

// Stub returns a *vite.Vite without a build. Package vite sets it.
var Stub func() any
