module github.com/inertia-templ/shell/tools

go 1.26.0

require (
	github.com/a-h/templ v0.3.1100
	github.com/inertia-templ/shell v0.1.0
	github.com/stretchr/testify v1.12.1
	golang.org/x/mod v0.42.0
)

require (
	github.com/a-h/parse v0.0.0-20250122154542-74294addb73e // indirect
	go.yaml.in/yaml/v3 v3.0.5 // indirect
)
