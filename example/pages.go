package main

import "github.com/inertia-templ/shell/inertia"

// The pages of the front end, with what each is given. The types in
// frontend/src/types.ts are generated from here.
var (
	dashboardPage = inertia.NewPage[dashboardProps]("Dashboard")
	aboutPage     = inertia.NewPage[aboutProps]("About")
	loginPage     = inertia.NewPage[loginProps]("Login")
	registerPage  = inertia.NewPage[struct{}]("Register")
	accountPage   = inertia.NewPage[struct{}]("Account")
	auditPage     = inertia.NewPage[auditProps]("Audit")
	teamPage      = inertia.NewPage[teamProps]("Team")
	trashPage     = inertia.NewPage[trashProps]("Trash")
	errorPage     = inertia.NewPage[errorProps]("Error")

	contactsIndex  = inertia.NewPage[indexProps]("Contacts/Index")
	contactsCreate = inertia.NewPage[createProps]("Contacts/Create")
	contactsShow   = inertia.NewPage[showProps]("Contacts/Show").Meta(contactMeta)
	contactsEdit   = inertia.NewPage[contactProps]("Contacts/Edit")

	organisationsIndex = inertia.NewPage[organisationsProps]("Organisations/Index")
	organisationsShow  = inertia.NewPage[organisationProps]("Organisations/Show")
)

type aboutProps struct {
	// Hostile is made to break out of the script element that carries it.
	Hostile string `json:"hostile"`
}

type errorProps struct {
	Status int `json:"status"`
}

type createProps struct {
	// FormKey lets a contact be created once, however often the form is sent.
	FormKey inertia.Prop[string] `json:"formKey"`
}

type contactProps struct {
	Contact Contact `json:"contact"`
}

type showProps struct {
	Contact Contact                        `json:"contact"`
	Notes   inertia.Prop[[]Note]           `json:"notes"`
	History inertia.Deferred[[]AuditEntry] `json:"history"`
}

type loginProps struct {
	// Demo tells how to try the application, which nobody should copy.
	Demo credentials `json:"demo" inertia:"public"` // the demo account is not a secret
}

type credentials struct {
	Email    string `json:"email" validate:"required"`
	Password string `json:"password" validate:"required"`
}
