package inertia_test

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http/httptest"
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
