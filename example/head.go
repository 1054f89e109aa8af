package main

import "strings"

// person is a contact in the words of schema.org.
func person(c Contact) map[string]any {
	p := map[string]any{"@context": "https://schema.org", "@type": "Person", "name": c.Name, "email": c.Email}
	if c.Phone != "" {
		p["telephone"] = c.Phone
	}
	if c.City != "" {
		p["address"] = map[string]string{"@type": "PostalAddress", "addressLocality": c.City}
	}
	if c.Company != "" {
		p["worksFor"] = map[string]string{"@type": "Organization", "name": c.Company}
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
