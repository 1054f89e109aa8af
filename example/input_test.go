package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/form"
)

func TestContactIsValidated(t *testing.T) {
	t.Parallel()
	valid := Input{Name: "Ann Lee", Email: "ann@example.com"}
	tests := map[string]struct {
		change func(*Input)
		want   form.Errors
	}{
		"nothing wrong":           {func(*Input) {}, nil},
		"no name":                 {func(in *Input) { in.Name = " \t" }, form.Errors{"name": {"Enter a name."}}},
		"long name":               {func(in *Input) { in.Name = strings.Repeat("n", 101) }, form.Errors{"name": {"Use at most 100 characters."}}},
		"characters, not bytes":   {func(in *Input) { in.Name = strings.Repeat("é", 100) }, nil},
		"no email":                {func(in *Input) { in.Email = "" }, form.Errors{"email": {"Enter an email address."}}},
		"email without at":        {func(in *Input) { in.Email = "ann" }, form.Errors{"email": {"Enter a valid email address, such as ann@example.com."}}},
		"email without domain":    {func(in *Input) { in.Email = "ann@localhost" }, form.Errors{"email": {"Enter a valid email address, such as ann@example.com."}}},
		"email with display name": {func(in *Input) { in.Email = "Ann <ann@example.com>" }, form.Errors{"email": {"Enter a valid email address, such as ann@example.com."}}},
		"plain phone":             {func(in *Input) { in.Phone = "+44 (0)20 7946-0123" }, nil},
		"letters in the phone":    {func(in *Input) { in.Phone = "call me" }, form.Errors{"phone": {"Use digits, spaces and + - ( ) only."}}},
		"long phone":              {func(in *Input) { in.Phone = strings.Repeat("1", 31) }, form.Errors{"phone": {"Use at most 30 characters."}}},
		"about of 500":            {func(in *Input) { in.About = strings.Repeat("n", 500) }, nil},
		"about of 501":            {func(in *Input) { in.About = strings.Repeat("n", 501) }, form.Errors{"about": {"Use at most 500 characters."}}},
		"several at once": {func(in *Input) { *in = Input{Phone: "x"} }, form.Errors{
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
			in.Normalize()
			if err := binder.Validate(t.Context(), &in); test.want == nil {
				assert.NoError(t, err)
			} else {
				assert.Equal(t, test.want, err)
			}
		})
	}
}

func TestContactComesInAnyEncoding(t *testing.T) {
	t.Parallel()
	for contentType, body := range map[string]string{
		"application/json":                  `{"name":" Ann \n Lee ","email":"ann@example.com","about":"one\r\ntwo\n","isAdmin":true}`,
		"application/x-www-form-urlencoded": "name=Ann++Lee&email=ann%40example.com&about=one%0D%0Atwo",
		"multipart/form-data; boundary=b":   "--b\r\nContent-Disposition: form-data; name=name\r\n\r\nAnn Lee\r\n--b\r\nContent-Disposition: form-data; name=email\r\n\r\nann@example.com\r\n--b\r\nContent-Disposition: form-data; name=about\r\n\r\none\r\ntwo\r\n--b--\r\n",
	} {
		t.Run(contentType, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest(http.MethodPost, "/contacts", strings.NewReader(body))
			r.Header.Set("Content-Type", contentType)
			var in Input
			require.NoError(t, binder.Bind(r, &in))
			assert.Equal(t, Input{Name: "Ann Lee", Email: "ann@example.com", About: "one\ntwo"}, in)
		})
	}
}
