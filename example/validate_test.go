package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

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
			in.Normalize()
			if err := in.Validate(t.Context()); test.want == nil {
				assert.NoError(t, err)
			} else {
				assert.Equal(t, test.want, err)
			}
		})
	}
}
