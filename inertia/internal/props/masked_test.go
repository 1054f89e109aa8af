package props

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/secretname"
)

type encodesItselfRow struct {
	A int    `json:"a"`
	B string `inertia:"secret"`
}

func (*encodesItselfRow) MarshalJSON() ([]byte, error) { return []byte(`1`), nil }

func TestTypesThatCanBeMasked(t *testing.T) {
	t.Parallel()
	type plain struct{ A, B string }
	type embedded struct {
		plain
		C string `inertia:"secret"`
	}
	e := New(Host{
		SecretType: reflect.TypeFor[fmt.Formatter](), SpecType: reflect.TypeFor[fmt.Formatter](),
		PropType: reflect.TypeFor[fmt.Formatter](), PropsType: reflect.TypeFor[fmt.Formatter](),
	}, secretname.Default, nil)
	for name, tc := range map[string]struct {
		value any
		want  string // empty if it cannot
	}{
		"a tag": {struct {
			A int
			B string `inertia:"secret"`
			C string `json:"c,omitempty"`
		}{1, "x", ""}, `{"A":1}`},
		"unexported fields": {struct {
			a int
			B string `inertia:"secret" json:"b"`
			C [2]bool
		}{1, "x", [2]bool{true}}, `{"C":[true,false]}`},
		"no secret": {plain{"a", "b"}, ""},
		"nothing but": {struct {
			A string `inertia:"secret"`
		}{"a"}, ""}, //nolint:gofmt // short
		"a secret by name": {struct {
			A        string `inertia:"secret"`
			Password string
		}{"a", "b"}, ""},
		"a name that is meant": {struct {
			A        string `inertia:"secret"`
			Password string `inertia:"public"`
		}{"a", "b"}, `{"Password":"b"}`},
		"anything": {struct {
			A string `inertia:"secret"`
			B any
		}{"a", 1}, ""},
		"embedded": {embedded{plain{"a", "b"}, "c"}, ""},
		"one name twice": {reflect.Zero(reflect.StructOf([]reflect.StructField{
			{Name: "A", Type: reflect.TypeFor[string](), Tag: `json:"x" inertia:"secret"`},
			{Name: "B", Type: reflect.TypeFor[string](), Tag: `json:"x"`},
			{Name: "C", Type: reflect.TypeFor[int]()},
		})).Interface(), ""},
		"encodes itself": {encodesItselfRow{1, "b"}, ""},
	} {
		masked := e.maskedType(reflect.TypeOf(tc.value))
		if tc.want == "" {
			assert.Nil(t, masked, name)
			continue
		}
		require.NotNil(t, masked, name)
		text, err := json.Marshal(reflect.ValueOf(tc.value).Convert(masked).Interface())
		require.NoError(t, err)
		assert.Equal(t, tc.want, string(text), name)
		assert.False(t, strings.Contains(string(text), "x"), name)
	}
}
