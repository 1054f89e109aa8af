package flash_test

import (
	"fmt"
	"net/http/httptest"

	"github.com/inertia-templ/shell/flash"
)

func Example() {
	store, err := flash.NewSealed([][]byte{[]byte("32 random bytes from your configuration")})
	if err != nil {
		panic(err)
	}
	// One response leaves a message for the page it redirects to ...
	w := httptest.NewRecorder()
	err = store.Save(w, httptest.NewRequest("POST", "/users", nil), "/users/7", flash.Data{Flash: map[string]any{"success": "Saved."}}, "")
	if err != nil {
		panic(err)
	}

	// ... and the request for that page brings it back.
	next := httptest.NewRequest("GET", "/users/7", nil)
	next.AddCookie(w.Result().Cookies()[0])
	data, _, err := store.Load(next, "/users/7")
	fmt.Printf("%s %v\n", data.Flash["success"], err)
	// Output: "Saved." <nil>
}
