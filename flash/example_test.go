package flash_test

import (
	"fmt"
	"net/http/httptest"

	"github.com/inertia-templ/shell/flash"
)

func Example() {
	store, err := flash.NewCookie([][]byte{[]byte("sixteen bytes or more")})
	if err != nil {
		panic(err)
	}
	// One response leaves a message ...
	w := httptest.NewRecorder()
	_ = store.Save(w, httptest.NewRequest("POST", "/", nil), flash.Data{Flash: map[string]any{"success": "Saved."}})

	// ... and the next request brings it back.
	next := httptest.NewRequest("GET", "/", nil)
	next.AddCookie(w.Result().Cookies()[0])
	data, _ := store.Load(next)
	fmt.Printf("%s\n", data.Flash["success"])
	// Output: "Saved."
}
