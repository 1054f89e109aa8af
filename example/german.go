package main

import "github.com/inertia-templ/shell/form"

// germanMessages are the server's messages by their English text.
var germanMessages = map[string]string{
	"Contact created.":                                 "Kontakt angelegt.",
	"Contact updated.":                                 "Kontakt gespeichert.",
	"Contact deleted.":                                 "Kontakt gelöscht.",
	"Contact deleted for good.":                        "Kontakt endgültig gelöscht.",
	"Somebody else has this email address now.":        "Diese E-Mail-Adresse hat inzwischen jemand anders.",
	"This email address is already in use.":            "Diese E-Mail-Adresse wird schon verwendet.",
	"This name is already in use.":                     "Diesen Namen gibt es schon.",
	"Organisation created.":                            "Organisation angelegt.",
	"Organisation deleted.":                            "Organisation gelöscht.",
	"Organisation updated.":                            "Organisation gespeichert.",
	"Note added.":                                      "Notiz hinzugefügt.",
	"Role saved.":                                      "Rolle gespeichert.",
	"Somebody has to stay administrator.":              "Jemand muss Administrator bleiben.",
	"Please sign in.":                                  "Bitte melden Sie sich an.",
	"You are signed out.":                              "Sie sind abgemeldet.",
	"Welcome, %s.":                                     "Willkommen, %s.",
	"Profile saved.":                                   "Profil gespeichert.",
	"Password changed.":                                "Passwort geändert.",
	"Picture saved.":                                   "Bild gespeichert.",
	"This is not your password.":                       "Das ist nicht Ihr Passwort.",
	"The email address and the password do not match.": "E-Mail-Adresse und Passwort passen nicht zusammen.",
}

// englishForms and germanForms say what is wrong with a form.
var englishForms = form.Messages{
	"max.text":              "Use at most {param} characters.",
	"min.text":              "Use at least {param} characters.",
	"email:email":           "Enter a valid email address, such as ann@example.com.",
	"website:http_url":      "Enter a web address, such as https://example.com.",
	"name:required":         "Enter a name.",
	"email:required":        "Enter an email address.",
	"text:required":         "Write something first.",
	"files:max":             "Add at most {param} files.",
	"files.*:maxsize":       "Choose files of at most 5 MB each.",
	"password:required":     "Enter a password.",
	"current:required":      "Enter your current password.",
	"confirmation:required": "Repeat the password.",
	"confirmation:eqfield":  "The two passwords differ.",
	"avatar:required":       "Choose a picture.",
	"avatar:maxsize":        "Choose a picture of at most 2 MB.",
	"avatar:filetype":       "Choose a PNG, JPEG or WebP picture.",
}

var germanForms = form.Messages{
	"max.text":              "Verwenden Sie höchstens {param} Zeichen.",
	"min.text":              "Verwenden Sie mindestens {param} Zeichen.",
	"phone":                 "Verwenden Sie nur Ziffern, Leerzeichen und + - ( ).",
	"password":              "Dieses Passwort ist zu lang.",
	"email:email":           "Geben Sie eine gültige E-Mail-Adresse ein, etwa ann@example.com.",
	"website:http_url":      "Geben Sie eine Webadresse ein, etwa https://example.com.",
	"name:required":         "Geben Sie einen Namen ein.",
	"email:required":        "Geben Sie eine E-Mail-Adresse ein.",
	"text:required":         "Schreiben Sie zuerst etwas.",
	"files:max":             "Fügen Sie höchstens {param} Dateien hinzu.",
	"files.*:maxsize":       "Wählen Sie Dateien mit höchstens 5 MB.",
	"password:required":     "Geben Sie ein Passwort ein.",
	"current:required":      "Geben Sie Ihr jetziges Passwort ein.",
	"confirmation:required": "Wiederholen Sie das Passwort.",
	"confirmation:eqfield":  "Die beiden Passwörter sind verschieden.",
	"avatar:required":       "Wählen Sie ein Bild.",
	"avatar:maxsize":        "Wählen Sie ein Bild mit höchstens 2 MB.",
	"avatar:filetype":       "Wählen Sie ein Bild im Format PNG, JPEG oder WebP.",
	"min.list":              "Wählen Sie mindestens {param} aus.",
	"max.list":              "Wählen Sie höchstens {param} aus.",
	"oneof":                 "Wählen Sie eine der Möglichkeiten.",
	"required":              "Dieses Feld fehlt.",
}
