package main

import (
	"context"
	"fmt"
	"net/mail"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/inertia-templ/shell/inertia"
)

// Input is what the form sends.
type Input struct {
	Name    string `json:"name"`
	Email   string `json:"email"`
	Phone   string `json:"phone"`
	City    string `json:"city"`
	Company string `json:"company"`
	Notes   string `json:"notes"`
}

const (
	maxLine  = 100 // characters of a name, city or company
	maxPhone = 30
	maxEmail = 254 // what SMTP can carry
	maxNotes = 500
)

var phonePattern = regexp.MustCompile(`^[0-9 ()+-]*$`)

// emailTaken is found out by the database, which alone can tell for certain.
var emailTaken = inertia.Errors{"email": {"This email address is already in use."}}

var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// Normalize removes stray white space before anything is checked. Line breaks
// stay in the notes only, each as a single newline.
func (in *Input) Normalize() {
	line := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	*in = Input{
		Name:    line(in.Name),
		Email:   line(in.Email),
		Phone:   line(in.Phone),
		City:    line(in.City),
		Company: line(in.Company),
		Notes:   strings.TrimSpace(lineBreaks.Replace(in.Notes)),
	}
}

// Validate returns what is wrong with normal input as [inertia.Errors].
func (in *Input) Validate(context.Context) error {
	errs := inertia.Errors{}
	limit := func(field, value string, most int) {
		if utf8.RuneCountInString(value) > most {
			errs[field] = append(errs[field], fmt.Sprintf("Use at most %d characters.", most))
		}
	}

	if in.Name == "" {
		errs["name"] = []string{"Enter a name."}
	}
	switch {
	case in.Email == "":
		errs["email"] = []string{"Enter an email address."}
	case !validEmail(in.Email):
		errs["email"] = []string{"Enter a valid email address, such as ann@example.com."}
	}
	if !phonePattern.MatchString(in.Phone) {
		errs["phone"] = []string{"Use digits, spaces and + - ( ) only."}
	}
	limit("name", in.Name, maxLine)
	limit("email", in.Email, maxEmail)
	limit("phone", in.Phone, maxPhone)
	limit("city", in.City, maxLine)
	limit("company", in.Company, maxLine)
	limit("notes", in.Notes, maxNotes)

	if len(errs) == 0 {
		return nil
	}
	return errs
}

// validEmail takes a bare address with a dotted domain: "Ann <ann@example.com>"
// and "ann@localhost" are addresses too, but not what one writes into an
// address book.
func validEmail(s string) bool {
	parsed, err := mail.ParseAddress(s)
	if err != nil || parsed.Address != s {
		return false
	}
	domain := s[strings.LastIndex(s, "@")+1:]
	return strings.Contains(strings.Trim(domain, "."), ".")
}

// searchText is what a search looks at.
func (in Input) searchText() string {
	return strings.ToLower(strings.Join([]string{in.Name, in.Email, in.City, in.Company}, "\n"))
}
