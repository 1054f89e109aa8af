package main

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
)

func TestValidate(t *testing.T) {
	t.Parallel()
	valid := Input{Name: "Ann Lee", Email: "ann@example.com"}
	tests := map[string]struct {
		change func(*Input)
		want   inertia.Errors
	}{
		"nothing wrong":           {func(*Input) {}, nil},
		"no name":                 {func(in *Input) { in.Name = " \t" }, inertia.Errors{"name": {"Enter a name."}}},
		"long name":               {func(in *Input) { in.Name = strings.Repeat("n", 101) }, inertia.Errors{"name": {"Use at most 100 characters."}}},
		"characters, not bytes":   {func(in *Input) { in.Name = strings.Repeat("é", 100) }, nil},
		"no email":                {func(in *Input) { in.Email = "" }, inertia.Errors{"email": {"Enter an email address."}}},
		"email without at":        {func(in *Input) { in.Email = "ann" }, inertia.Errors{"email": {"Enter a valid email address, such as ann@example.com."}}},
		"email without domain":    {func(in *Input) { in.Email = "ann@localhost" }, inertia.Errors{"email": {"Enter a valid email address, such as ann@example.com."}}},
		"email with display name": {func(in *Input) { in.Email = "Ann <ann@example.com>" }, inertia.Errors{"email": {"Enter a valid email address, such as ann@example.com."}}},
		"plain phone":             {func(in *Input) { in.Phone = "+44 (0)20 7946-0123" }, nil},
		"letters in the phone":    {func(in *Input) { in.Phone = "call me" }, inertia.Errors{"phone": {"Use digits, spaces and + - ( ) only."}}},
		"long phone":              {func(in *Input) { in.Phone = strings.Repeat("1", 31) }, inertia.Errors{"phone": {"Use at most 30 characters."}}},
		"notes of 500":            {func(in *Input) { in.Notes = strings.Repeat("n", 500) }, nil},
		"notes of 501":            {func(in *Input) { in.Notes = strings.Repeat("n", 501) }, inertia.Errors{"notes": {"Use at most 500 characters."}}},
		"several at once": {func(in *Input) { *in = Input{Phone: "x"} }, inertia.Errors{
			"name":  {"Enter a name."},
			"email": {"Enter an email address."},
			"phone": {"Use digits, spaces and + - ( ) only."},
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := valid
			test.change(&in)
			assert.Equal(t, test.want, in.clean().validate())
		})
	}
}

func TestDecodeInput(t *testing.T) {
	t.Parallel()
	ann := Input{Name: "Ann Lee", Email: "ann@example.com", Notes: "one\ntwo"}
	tests := map[string]struct {
		contentType, body string
		want              Input
		status            int // of the error, 0 for none
	}{
		"JSON":                {"application/json", `{"name":" Ann \n Lee ","email":"ann@example.com","notes":"one\r\ntwo\n"}`, ann, 0},
		"JSON with charset":   {"application/json; charset=utf-8", `{"name":"Ann Lee","email":"ann@example.com","notes":"one\ntwo"}`, ann, 0},
		"HTML form":           {"application/x-www-form-urlencoded", "name=Ann+Lee&email=ann%40example.com&notes=one%0D%0Atwo", ann, 0},
		"unknown field":       {"application/json", `{"name":"Ann","isAdmin":true}`, Input{Name: "Ann"}, 0},
		"null":                {"application/json", `{"name":null}`, Input{}, 0},
		"cut short":           {"application/json", `{"name":"Ann`, Input{}, http.StatusBadRequest},
		"empty body":          {"application/json", ``, Input{}, http.StatusBadRequest},
		"wrong type":          {"application/json", `{"name":5}`, Input{}, http.StatusBadRequest},
		"two values":          {"application/json", `{"name":"Ann"}{}`, Input{}, http.StatusBadRequest},
		"bad escape in form":  {"application/x-www-form-urlencoded", "name=%zz", Input{}, http.StatusBadRequest},
		"no content type":     {"", `{"name":"Ann"}`, Input{}, http.StatusUnsupportedMediaType},
		"other content type":  {"text/plain", `{"name":"Ann"}`, Input{}, http.StatusUnsupportedMediaType},
		"too large JSON":      {"application/json", `{"notes":"` + strings.Repeat("x", maxBody) + `"}`, Input{}, http.StatusRequestEntityTooLarge},
		"too large tail":      {"application/json", `{}` + strings.Repeat(" ", maxBody), Input{}, http.StatusRequestEntityTooLarge},
		"too large HTML form": {"application/x-www-form-urlencoded", "notes=" + strings.Repeat("x", maxBody), Input{}, http.StatusRequestEntityTooLarge},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in, err := decodeInput(httptest.NewRecorder(), formRequest(test.contentType, test.body))
			assert.Equal(t, test.want, in)
			assert.Equal(t, test.status, errorStatus(err), "%v", err)
		})
	}
}

func FuzzDecodeInput(f *testing.F) {
	f.Add("application/json", `{"name":"Ann","email":"ann@example.com"}`)
	f.Add("application/x-www-form-urlencoded", "name=Ann&email=ann%40example.com")
	f.Add("application/json; charset", `{"name":["Ann"]}`)
	f.Fuzz(func(t *testing.T, contentType, body string) {
		in, err := decodeInput(httptest.NewRecorder(), formRequest(contentType, body))
		if err != nil {
			require.NotZero(t, errorStatus(err), "%v", err)
			return
		}
		require.Equal(t, in, in.clean(), "clean input stays as it is")
		if in.validate() == nil {
			require.NotEmpty(t, in.Name)
			require.Contains(t, in.Email, "@")
		}
	})
}

func formRequest(contentType, body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/contacts", strings.NewReader(body))
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	return r
}

// errorStatus is the status that package inertia answers an error with.
func errorStatus(err error) int {
	if failed := (*inertia.HTTPError)(nil); errors.As(err, &failed) {
		return failed.Status
	}
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return http.StatusRequestEntityTooLarge
	}
	return 0
}
