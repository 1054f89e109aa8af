module github.com/inertia-templ/shell

go 1.26.0

require (
	github.com/a-h/templ v0.3.977
	github.com/olivere/vite v0.1.0
	github.com/stretchr/testify v1.12.1
	go.uber.org/goleak v1.3.0
	pgregory.net/rapid v1.3.0
)

require go.yaml.in/yaml/v3 v3.0.5 // indirect
