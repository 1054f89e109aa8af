package main

import (
	"context"
	"regexp"
	"strings"

	"github.com/go-playground/validator/v10"

	"github.com/inertia-templ/shell/form"
	"github.com/inertia-templ/shell/inertia"
)

// Input is what the form of a contact sends.
type Input struct {
	Name    string `json:"name" validate:"required,max=100"`
	Email   string `json:"email" validate:"required,email,max=254"` // 254 is what SMTP can carry
	Phone   string `json:"phone" validate:"phone,max=30"`
	City    string `json:"city" validate:"max=100"`
	Company string `json:"company" validate:"max=100"`
	Notes   string `json:"notes" validate:"max=500"`
}

// Normalize removes stray white space before anything is checked. Line breaks
// stay in the notes only, each as a single newline.
func (in *Input) Normalize() {
	for _, field := range []*string{&in.Name, &in.Email, &in.Phone, &in.City, &in.Company} {
		*field = line(*field)
	}
	in.Notes = strings.TrimSpace(lineBreaks.Replace(in.Notes))
}

// searchText is what a search looks at.
func (in Input) searchText() string {
	return strings.ToLower(strings.Join([]string{in.Name, in.Email, in.City, in.Company}, "\n"))
}

var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// line is s on one line, with single spaces.
func line(s string) string { return strings.Join(strings.Fields(s), " ") }

// binder reads the forms of all pages, and says what is wrong with them the way
// this application talks.
var binder = form.New(
	form.WithRule("phone", isPhone, "Use digits, spaces and + - ( ) only."),
	form.WithRule("password", fitsBcrypt, "This password is too long."),
	form.WithMessages("en", form.Messages{
		"max.text":              "Use at most {param} characters.",
		"min.text":              "Use at least {param} characters.",
		"email:email":           "Enter a valid email address, such as ann@example.com.",
		"name:required":         "Enter a name.",
		"email:required":        "Enter an email address.",
		"password:required":     "Enter a password.",
		"current:required":      "Enter your current password.",
		"confirmation:required": "Repeat the password.",
		"confirmation:eqfield":  "The two passwords differ.",
		"avatar:required":       "Choose a picture.",
		"avatar:maxsize":        "Choose a picture of at most 2 MB.",
		"avatar:filetype":       "Choose a PNG, JPEG or WebP picture.",
	}),
)

var phonePattern = regexp.MustCompile(`^[0-9 ()+-]*$`)

func isPhone(_ context.Context, f validator.FieldLevel) bool {
	return phonePattern.MatchString(f.Field().String())
}

// fitsBcrypt counts bytes, which the rule max does not.
func fitsBcrypt(_ context.Context, f validator.FieldLevel) bool {
	return f.Field().Len() <= maxPassword
}

// emailTaken is found out by the database, which alone can tell for certain.
var emailTaken = inertia.Errors{"email": {"This email address is already in use."}}
