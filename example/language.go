package main

import (
	"context"
	"net/http"
	"time"

	"golang.org/x/text/feature/plural"
	languages "golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/message/catalog"

	"github.com/inertia-templ/shell/inertia"
)

// The languages of the application; the first one is for everybody else.
var supported = languages.NewMatcher([]languages.Tag{languages.English, languages.German})

const languageCookie = "contacts_language"

type languageKey struct{}

// speak finds out the language of the visitor: the one that the URL names, the one
// that was chosen, else the one the browser prefers.
func speak(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		chosen := ""
		if cookie, err := r.Cookie(languageCookie); err == nil {
			chosen = cookie.Value
		}
		if named := r.URL.Query().Get("lang"); named != "" {
			chosen = named
		}
		tag, _ := languages.MatchStrings(supported, chosen, r.Header.Get("Accept-Language"))
		base, _ := tag.Base()
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), languageKey{}, base.String())))
	})
}

// language is the visitor's: "en" or "de".
func language(ctx context.Context) string {
	if found, ok := ctx.Value(languageKey{}).(string); ok {
		return found
	}
	return "en"
}

// sharedLanguage tells every page which texts to show.
func sharedLanguage(ctx context.Context) (string, error) { return language(ctx), nil }

// say writes a message in the language of the visitor. The English text is the
// key under which the catalogue has the others.
func say(r *http.Request, english string, args ...any) string {
	return message.NewPrinter(languages.Make(language(r.Context())), message.Catalog(messages)).Sprintf(english, args...)
}

var messages = func() catalog.Catalog {
	b := catalog.NewBuilder(catalog.Fallback(languages.English))
	for english, german := range germanMessages {
		must(b.SetString(languages.German, english, german))
	}
	count := func(tag languages.Tag, key, one, other string) {
		must(b.Set(tag, key, plural.Selectf(1, "%d", plural.One, one, plural.Other, other)))
	}
	count(languages.English, "%d contacts deleted.", "One contact deleted.", "%[1]d contacts deleted.")
	count(languages.English, "%d contacts restored.", "One contact restored.", "%[1]d contacts restored.")
	count(languages.German, "%d contacts deleted.", "Ein Kontakt gelöscht.", "%[1]d Kontakte gelöscht.")
	count(languages.German, "%d contacts restored.", "Ein Kontakt wiederhergestellt.", "%[1]d Kontakte wiederhergestellt.")
	return b
}()

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// setLanguage keeps the choice in a cookie of the browser: strangers choose too.
func (a *app) setLanguage(w http.ResponseWriter, r *http.Request) error {
	var in struct {
		Language string `json:"language" validate:"oneof=en de"`
	}
	if err := binder.Bind(r, &in); err != nil {
		return err
	}
	http.SetCookie(w, &http.Cookie{
		Name:     languageCookie,
		Value:    in.Language,
		Path:     "/",
		MaxAge:   int((365 * 24 * time.Hour).Seconds()),
		HttpOnly: true,
		SameSite: http.SameSiteLaxMode,
	})
	if in.Language == "de" {
		inertia.Flash(r, "success", "Die Sprache ist jetzt Deutsch.")
	} else {
		inertia.Flash(r, "success", "The language is English now.")
	}
	a.inertia.Back(w, r)
	return nil
}
