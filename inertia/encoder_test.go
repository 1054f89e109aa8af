package inertia_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
)

// marking is an encoder of a program with ways of its own: integers are texts,
// texts are in capitals, nil is a word.
var marking = inertia.EncoderFunc(func(w io.Writer, v any) error {
	switch n := v.(type) {
	case nil:
		v = "NIL"
	case bool:
		v = "BOOL " + strconv.FormatBool(n)
	case int:
		v = "INT " + strconv.Itoa(n)
	case int64:
		v = "INT64 " + strconv.FormatInt(n, 10)
	case string:
		v = strings.ToUpper(n)
	}
	return json.NewEncoder(w).Encode(v)
})

// An encoder is asked for every value of the program's, and for nothing of the
// protocol's.
func TestTheEncoderIsAskedForEveryValue(t *testing.T) {
	t.Parallel()
	type row struct {
		ID    int64            `json:"id"`
		Name  string           `json:"näme"`
		Yes   bool             `json:"yes"`
		None  any              `json:"none"`
		Later inertia.Opt[int] `json:"later"` // makes the row one that is walked
	}
	i := app(t, inertia.WithJSON(marking))
	p := inertia.Props{
		"nil": nil, "bool": true, "int": 1, "int64": int64(1) << 60, "text": "x", "escaped <": "ä<",
		"row": row{ID: 7, Name: "n", Yes: true}, "pointer": &row{ID: 7, Name: "n"}, "list": []any{int64(1), nil, "x"},
		"lazy": func() int64 { return 5 }, "kind": inertia.Merge("m").As("key <").Append("päth"),
		"pages": inertia.Scroll(result{}).Metadata(inertia.ScrollMetadata{CurrentPage: int64(5), NextPage: "next"}),
	}
	for name, headers := range map[string][]string{"visit": nil, "partial": partial("", "none")} {
		w := visit(i.Page("Page", p), "/ä?x=<", headers...)
		require.Equal(t, http.StatusOK, w.Code, w.Body)
		var got map[string]any
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &got))
		props := got["props"].(map[string]any)
		if name == "partial" {
			assert.Equal(t, "INT 0", props["row"].(map[string]any)["later"])
		}
		for _, at := range []string{"row", "pointer"} {
			delete(props[at].(map[string]any), "later")
			assert.Equal(t, "INT64 7", props[at].(map[string]any)["id"], "%s, %s", name, at)
			assert.Equal(t, "N", props[at].(map[string]any)["näme"], "%s, %s", name, at)
			assert.Equal(t, "NIL", props[at].(map[string]any)["none"], "%s, %s", name, at)
			delete(props, at)
		}
		delete(props, "list") // in one piece on full visits
		delete(props, "pages")
		assert.Equal(t, map[string]any{
			"errors": map[string]any{}, "nil": "NIL", "bool": "BOOL true", "int": "INT 1", "int64": fmt.Sprint("INT64 ", int64(1)<<60),
			"text": "X", "escaped <": "Ä<", "lazy": "INT64 5", "kind": "M",
		}, props, name)
		assert.Equal(t, "Page", got["component"])
		assert.Equal(t, "v1", got["version"])
		assert.Equal(t, []any{"kind.päth", "pages.data"}, got["mergeProps"])
		assert.Equal(t, map[string]any{"key <": map[string]any{"prop": "kind", "expiresAt": nil}}, got["onceProps"])
		assert.Equal(t, map[string]any{"pages": map[string]any{
			"pageName": "page", "currentPage": "INT64 5", "nextPage": "NEXT", "previousPage": "NIL", "reset": false,
		}}, got["scrollProps"])
	}
}
