package gojson

// IsPlain is isPlain, for tests.
var IsPlain = isPlain
