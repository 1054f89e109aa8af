// Package vitetest has front ends for the tests of programs: [Stub] for tests
// that look at pages alone, [OpenFresh] for those that want what browsers get.
// [RunBuildStore] tests stores of builds.
package vitetest
