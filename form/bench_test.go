package form_test

import (
	"net/http"
	"testing"

	"github.com/inertia-templ/shell/form"
)

func BenchmarkBind(b *testing.B) {
	for name, request := range map[string]func() *http.Request{
		"json": func() *http.Request {
			return jsonRequest(`{"name":"Ann","email":"ann@example.com","age":30,"tags":["one","two"],"address":{"city":"Bonn","zip":"53111"}}`)
		},
		"urlencoded": func() *http.Request {
			return formRequest("name=Ann&email=ann%40example.com&age=30&tags[]=one&tags[]=two&address[city]=Bonn&address[zip]=53111")
		},
		"invalid": func() *http.Request { return jsonRequest(`{"email":"ann","age":"x","address":{}}`) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var in signup
				if err := form.Bind(request(), &in); (err != nil) != (name == "invalid") {
					b.Fatal(err)
				}
			}
		})
	}
}
