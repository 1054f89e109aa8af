package main

import (
	"context"
	"net/http"
	"regexp"
	"strings"

	"github.com/go-playground/validator/v10"

	"github.com/inertia-templ/shell/form"
)

// Input is what the form of a contact sends.
type Input struct {
	Name    string `json:"name" validate:"required,max=100"`
	Email   string `json:"email" validate:"required,email,max=254"` // 254 is what SMTP can carry
	Phone   string `json:"phone" validate:"phone,max=30"`
	City    string `json:"city" validate:"max=100"`
	Company string `json:"company" validate:"max=100"`
	About   string `json:"about" validate:"max=500"`
}

// Normalize removes stray white space before anything is checked. Line breaks
// stay in the text about somebody only, each as a single newline.
func (in *Input) Normalize() {
	for _, field := range []*string{&in.Name, &in.Email, &in.Phone, &in.City, &in.Company} {
		*field = line(*field)
	}
	in.About = paragraphs(in.About)
}

// searchText is what a search looks at.
func (in Input) searchText() string {
	return strings.ToLower(strings.Join([]string{in.Name, in.Email, in.City, in.Company}, "\n"))
}

var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// paragraphs is s with each line break as a single newline.
func paragraphs(s string) string { return strings.TrimSpace(lineBreaks.Replace(s)) }

// line is s on one line, with single spaces.
func line(s string) string { return strings.Join(strings.Fields(s), " ") }

// binder reads the forms of all pages, and says what is wrong with them the way
// this application talks, in the language of the visitor.
var binder = form.New(
	form.WithRule("phone", isPhone, "Use digits, spaces and + - ( ) only."),
	form.WithRule("password", fitsBcrypt, "This password is too long."),
	form.WithLanguage(func(r *http.Request) string { return language(r.Context()) }),
	form.WithMessages("en", englishForms),
	form.WithMessages("de", germanForms),
)

var phonePattern = regexp.MustCompile(`^[0-9 ()+-]*$`)

func isPhone(_ context.Context, f validator.FieldLevel) bool {
	return phonePattern.MatchString(f.Field().String())
}

// fitsBcrypt counts bytes, which the rule max does not.
func fitsBcrypt(_ context.Context, f validator.FieldLevel) bool {
	return f.Field().Len() <= maxPassword
}
