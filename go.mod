module github.com/inertia-templ/shell

go 1.26

require (
	github.com/a-h/templ v0.3.977 // indirect
	github.com/olivere/vite v0.1.0 // indirect
	github.com/stretchr/testify v1.12.1 // indirect
	go.uber.org/goleak v1.3.0 // indirect
	go.yaml.in/yaml/v3 v3.0.5 // indirect
	pgregory.net/rapid v1.3.0 // indirect
)
