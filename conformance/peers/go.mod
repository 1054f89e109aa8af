module github.com/inertia-templ/shell/conformance/peers

go 1.26.0

require (
	github.com/inertia-templ/shell v0.0.0
	github.com/petaki/inertia-go v1.11.0
	github.com/romsar/gonertia/v2 v2.0.5
)

require (
	github.com/a-h/templ v0.3.1100 // indirect
	github.com/andybalholm/brotli v1.2.8 // indirect
	github.com/klauspost/compress v1.20.3 // indirect
	github.com/olivere/vite v0.1.0 // indirect
	golang.org/x/sync v0.24.0 // indirect
)

replace github.com/inertia-templ/shell => ../..
