package main

import (
	"net/http"
	"strings"

	"github.com/inertia-templ/shell/inertia"
)

// site is what every page says of itself. The pages' components say their titles,
// in the language of the visitor, but for those whose titles come from the database.
var site = inertia.Meta{
	TitleTemplate: "%s · Contacts",
	OpenGraph:     inertia.OpenGraph{SiteName: "Contacts", Type: "website"},
}

// alternates are a page in the languages of the application.
func alternates(r *http.Request) (inertia.Meta, error) {
	return inertia.Meta{Alternates: map[string]string{
		"de":        r.URL.Path + "?lang=de",
		"en":        r.URL.Path + "?lang=en",
		"x-default": r.URL.Path,
	}}, nil
}

// aboutMeta is for search engines and for those who share a link.
var aboutMeta = inertia.Meta{
	Description: "A Go server with React pages: contacts, organisations and notes, the showcase of a library for Inertia.js.",
	Canonical:   "/about",
	JSONLD: map[string]any{"application": webApplication{
		Context: schema, Type: "WebApplication", Name: "Contacts", Category: "BusinessApplication",
	}},
}

// contactMeta describes a contact to programs that read the page.
func contactMeta(p showProps) inertia.Meta {
	return inertia.Meta{
		Title:       p.Contact.Name,
		Description: describe(p.Contact),
		Robots:      "noindex", // it is about a person
		OpenGraph:   inertia.OpenGraph{Type: "profile"},
		JSONLD:      map[string]any{"person": person(p.Contact)},
	}
}

// The words of schema.org.
const schema = "https://schema.org"

type webApplication struct {
	Context  string `json:"@context"`
	Type     string `json:"@type"`
	Name     string `json:"name"`
	Category string `json:"applicationCategory"`
}

type schemaPerson struct {
	Context   string         `json:"@context"`
	Type      string         `json:"@type"`
	Name      string         `json:"name"`
	Email     string         `json:"email"`
	Telephone string         `json:"telephone,omitempty"`
	Address   *postalAddress `json:"address,omitempty"`
	WorksFor  *employer      `json:"worksFor,omitempty"`
}

type postalAddress struct {
	Type     string `json:"@type"`
	Locality string `json:"addressLocality"`
}

type employer struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

func person(c Contact) schemaPerson {
	p := schemaPerson{Context: schema, Type: "Person", Name: c.Name, Email: c.Email, Telephone: c.Phone}
	if c.City != "" {
		p.Address = &postalAddress{"PostalAddress", c.City}
	}
	if c.Company != "" {
		p.WorksFor = &employer{"Organization", c.Company}
	}
	return p
}

// describe is a contact in one line.
func describe(c Contact) string {
	words := []string{c.Name}
	for _, more := range []string{c.Company, c.City} {
		if more != "" {
			words = append(words, more)
		}
	}
	return strings.Join(words, ", ")
}
