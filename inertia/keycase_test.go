package inertia_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
)

func TestCases(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][2]string{
		"created_at":   {"createdAt", "created_at"},
		"createdAt":    {"createdAt", "created_at"},
		"CreatedAt":    {"createdAt", "created_at"},
		"created-at":   {"createdAt", "created_at"},
		"ID":           {"id", "id"},
		"userID":       {"userId", "user_id"},
		"HTMLPage2":    {"htmlPage2", "html_page2"},
		"HTTP_STATUS":  {"httpStatus", "http_status"},
		"_id":          {"_id", "_id"},
		"_":            {"_", "_"},
		"":             {"", ""},
		"größe_ÄNDERN": {"größeÄndern", "größe_ändern"},
		"a__b":         {"aB", "a_b"},
	} {
		assert.Equal(t, want[0], inertia.CamelCase(name), name)
		assert.Equal(t, want[1], inertia.SnakeCase(name), name)
		assert.Equal(t, want[0], inertia.CamelCase(want[0]), "once more changes nothing")
		assert.Equal(t, want[1], inertia.SnakeCase(want[1]))
	}
}

type tagged struct {
	Name string         `json:"full_name"`
	More map[string]int `json:"more_of_it"`
}

func TestKeysOfMapsAreSentInTheirCase(t *testing.T) {
	t.Parallel()
	options := []inertia.Option{inertia.WithMapKeys(inertia.CamelCase), inertia.WithShared("app_name", "x"), inertia.WithShared("current_user.is_admin", true)}
	assert.JSONEq(t, `{
		"appName":"x", "currentUser":{"isAdmin":true,"firstName":"Ada"},
		"userRows":[{"createdAt":1,"deepDown":{"aB":[{"cD":null}]}}], "plain":{"full_name":"n","more_of_it":{"aB":1}},
		"lazyOne":{"xY":1}, "numbers":{"1":{"aB":2}}, "empty":{}, "named":{"aB":"c_d"}
	}`, propsOf(t, inertia.Props{
		"user_rows":               []map[string]any{{"created_at": 1, "deep_down": map[string]any{"a_b": []any{map[string]any{"c_d": nil}}}}},
		"plain":                   tagged{"n", map[string]int{"a_b": 1}},
		"lazy_one":                inertia.Lazy(func() map[string]int { return map[string]int{"x_y": 1} }),
		"numbers":                 map[int]map[string]int{1: {"a_b": 2}},
		"empty":                   map[string]string(nil),
		"named":                   &map[string]string{"a_b": "c_d"},
		"current_user.first_name": "Ada",
	}, options))
}

func TestErrorsAndFlashKeepTheirKeys(t *testing.T) {
	t.Parallel()
	i := app(t, inertia.WithMapKeys(inertia.CamelCase))
	h := i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		inertia.Flash(r, "the_toast", map[string]any{"the_text": "x"})
		return i.Render(w, r, "Page", nil, inertia.Errors{"first_name": {"is needed"}})
	})
	w := visit(h, "/")
	assert.Contains(t, w.Body.String(), `"errors":{"first_name":"is needed"}`)
	assert.Contains(t, w.Body.String(), `"flash":{"the_toast":{"the_text":"x"}}`)
}

func TestPartialReloadsAskForTheKeysThatAreSent(t *testing.T) {
	t.Parallel()
	i := app(t, inertia.WithMapKeys(inertia.CamelCase))
	h := i.Page("Page", inertia.Props{
		"slow_one": inertia.Defer(func() map[string]int { return map[string]int{"a_b": 1} }).Merge(), "the_user": map[string]any{"first_name": "Ada", "last_name": "L"},
	})
	assert.Contains(t, visit(h, "/").Body.String(), `"deferredProps":{"default":["slowOne"]}`)
	w := visit(h, "/", "X-Inertia-Partial-Component", "Page", "X-Inertia-Partial-Data", "slowOne,theUser.firstName")
	assert.Contains(t, w.Body.String(), `"slowOne":{"aB":1}`)
	assert.Contains(t, w.Body.String(), `"theUser":{"firstName":"Ada"}`)
	assert.Contains(t, w.Body.String(), `"mergeProps":["slowOne"]`)
}

func TestKeysThatBecomeOneAreAnError(t *testing.T) {
	t.Parallel()
	i := app(t, inertia.WithMapKeys(inertia.CamelCase), silent())
	err := i.Render(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil), "Page", inertia.Props{"x": map[string]int{"a_b": 1, "aB": 2}})
	require.ErrorContains(t, err, `are both sent as "aB"`)
}

func ExampleCamelCase() {
	fmt.Println(inertia.CamelCase("created_at"), inertia.SnakeCase("createdAt"))
	// Output: createdAt created_at
}
