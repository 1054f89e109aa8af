package inertia_test

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	binding "github.com/inertia-templ/shell/form"
	"github.com/inertia-templ/shell/inertia"
)

func ExampleBigInt() {
	out, err := json.Marshal(struct {
		ID inertia.BigInt `json:"id"`
	}{1<<53 + 1})
	if err != nil {
		panic(err)
	}
	fmt.Println(string(out))
	// Output: {"id":"9007199254740993"}
}

// What a page was given comes back unchanged, in JSON and in forms.
func TestBigIntsKeepTheirDigits(t *testing.T) {
	t.Parallel()
	type input struct {
		ID   inertia.BigInt   `json:"id"`
		List []inertia.BigInt `json:"list"`
	}
	for _, n := range []inertia.BigInt{0, -1, 1<<53 - 1, 1<<53 + 1, math.MaxInt64, math.MinInt64} {
		out, err := json.Marshal(input{n, []inertia.BigInt{n}})
		require.NoError(t, err)
		assert.JSONEq(t, fmt.Sprintf(`{"id":"%d","list":["%[1]d"]}`, int64(n)), string(out))
		for kind, body := range map[string]string{
			"application/json":                  string(out),
			"application/json; as=numbers":      fmt.Sprintf(`{"id":%d,"list":[%[1]d]}`, int64(n)),
			"application/json; as=markers":      fmt.Sprintf(`{"id":{"$bigint":"%d"},"list":[{"$bigint":"%[1]d"}]}`, int64(n)),
			"application/x-www-form-urlencoded": fmt.Sprintf("id=%d&list[]=%[1]d", int64(n)),
		} {
			r := httptest.NewRequest("POST", "/", strings.NewReader(body))
			r.Header.Set("Content-Type", kind)
			var in input
			require.NoError(t, binding.Bind(r, &in), "%s %s", kind, body)
			assert.Equal(t, input{n, []inertia.BigInt{n}}, in, kind)
		}
	}
	var kept inertia.BigInt = 7
	require.NoError(t, json.Unmarshal([]byte("null"), &kept))
	assert.EqualValues(t, 7, kept)
	for _, wrong := range []string{`""`, `"1.5"`, `1e3`, `"9223372036854775808"`, `{}`, `{"$bigint":"x"}`, `{"$bigint":"1","a":"2"}`, `{"$bigint":1}`, `[]`, `true`} {
		assert.ErrorContains(t, json.Unmarshal([]byte(wrong), &kept), "a BigInt", wrong)
	}
}

func TestAnyIntegerMayBeText(t *testing.T) {
	t.Parallel()
	own := inertia.WithJSON(inertia.EncoderFunc(func(w io.Writer, v any) error {
		text, err := json.Marshal(v)
		_, _ = w.Write(text)
		return err
	}))
	for name, test := range map[string]struct {
		value any
		want  string
	}{
		"a small one":       {7, `7`},
		"the last safe one": {1<<53 - 1, `9007199254740991`},
		"exact beyond it":   {1 << 53, `9007199254740992`},
		"not exact":         {int64(1<<53 + 1), `"9007199254740993"`},
		"the least":         {int64(math.MinInt64), `"-9223372036854775808"`},
		"the largest":       {uint64(math.MaxUint64), `"18446744073709551615"`},
		"a large float":     {1.7e19, `17000000000000000000`},
		"a float":           {1e100, `1e+100`},
		"digits in text":    {`9007199254740993 "9007199254740993\`, `"9007199254740993 \"9007199254740993\\"`},
		"inside":            {map[string]any{"9007199254740993": []any{int64(9007199254740993), "x", nil, true}}, `{"9007199254740993":["9007199254740993","x",null,true]}`},
		"a struct":          {struct{ A, B int64 }{9007199254740993, 1}, `{"A":"9007199254740993","B":1}`},
		"JSON":              {json.RawMessage(`{"a": -9007199254740993}`), `{"a":"-9007199254740993"}`},
		"a number":          {json.Number("9007199254740993"), `"9007199254740993"`},
		"a prop":            {inertia.Lazy(func() int64 { return 9007199254740993 }), `"9007199254740993"`},
		"a BigInt":          {inertia.BigInt(7), `"7"`},
	} {
		want, props := `{"p":`+test.want+`}`, inertia.Props{"p": test.value}
		assert.Equal(t, want, propsOf(t, props, []inertia.Option{inertia.WithBigInts()}), name)
		assert.Equal(t, want, propsOf(t, props, []inertia.Option{inertia.WithBigInts(), own}), name)
	}
	type input struct{ ID int64 }
	r := httptest.NewRequest("POST", "/", strings.NewReader(`{"ID":"9007199254740993"}`))
	r.Header.Set("Content-Type", "application/json")
	var in input
	require.NoError(t, binding.Bind(r, &in))
	assert.Equal(t, input{9007199254740993}, in, "a form sends it back")
}

// Whatever the JSON, only integers become text, and none loses a digit.
func FuzzBigInts(f *testing.F) {
	f.Add(`{"a":[1,-9007199254740993,"9007199254740993\\",1.5e20,{"b":18446744073709551615}]}`)
	f.Add(`"\\"`)
	f.Fuzz(func(t *testing.T, text string) {
		if !json.Valid([]byte(text)) {
			return // encoders write nothing else
		}
		var walk func(before, after any)
		walk = func(before, after any) {
			switch b := before.(type) {
			case json.Number:
				if s, ok := after.(string); ok {
					assert.Equal(t, b.String(), s)
					n, err := b.Float64()
					assert.True(t, err != nil || strconv.FormatFloat(n, 'f', -1, 64) != s, "%s stays a number", s)
				} else {
					assert.Equal(t, before, after)
				}
			case []any:
				for i := range b {
					walk(b[i], after.([]any)[i])
				}
			case map[string]any:
				for k := range b {
					walk(b[k], after.(map[string]any)[k])
				}
			default:
				assert.Equal(t, before, after)
			}
		}
		read := func(text string) (v any) {
			d := json.NewDecoder(strings.NewReader(text))
			d.UseNumber()
			require.NoError(t, d.Decode(&v), text)
			return v
		}
		walk(read(text), read(string(inertia.QuoteBigInts([]byte(text)))))
	})
}
