package starter

import (
	"bytes"
	"fmt"
	"go/format"

	"github.com/a-h/templ"
	"github.com/a-h/templ/generator"
	"github.com/a-h/templ/parser/v2"
)

// compile makes Go of a templ file, as "templ generate" does.
func compile(name string, text []byte) ([]byte, error) {
	parsed, err := parser.ParseString(string(text))
	if err != nil {
		return nil, fmt.Errorf("starter: %s: %w", name, err)
	}
	var b bytes.Buffer
	if _, err := generator.Generate(parsed, &b, generator.WithVersion(templ.Version()), generator.WithFileName(name)); err != nil {
		return nil, fmt.Errorf("starter: %s: %w", name, err)
	}
	return formatGo(name, b.Bytes())
}

func formatGo(name string, code []byte) ([]byte, error) {
	formatted, err := format.Source(code)
	if err != nil {
		return nil, fmt.Errorf("starter: %s: %w\n%s", name, err, code)
	}
	return formatted, nil
}
