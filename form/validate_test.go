package form_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-playground/validator/v10"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/form"
)

// everyRule fails at every field.
type everyRule struct {
	Kind     string    `json:"kind"`
	Password string    `json:"password" label:"new password"`
	Phone    string    `json:"phone"`
	Earlier  time.Time `json:"earlier"`
	Number   int       `json:"number"`

	Required        string `json:"required" validate:"required"`
	EmailAddress    string `json:"email_address" validate:"email"`
	CamelCaseName   string `json:"camelCaseName" validate:"required"`
	Labelled        string `json:"x1" label:"email address" validate:"required,email"`
	RequiredIf      string `json:"required_if" validate:"required_if=Kind company"`
	RequiredIfTwo   string `json:"required_if_two" validate:"required_if=Kind company Number 5"`
	RequiredUnless  string `json:"required_unless" validate:"required_unless=Kind private"`
	RequiredWith    string `json:"required_with" validate:"required_with=Password Kind"`
	RequiredWithout string `json:"required_without" validate:"required_without=Phone"`
	ExcludedIf      string `json:"excluded_if" validate:"excluded_if=Kind company"`
	ExcludedWith    string `json:"excluded_with" validate:"excluded_with=Password"`

	LenText     string         `json:"len_text" validate:"len=1"`
	LenList     []int          `json:"len_list" validate:"len=2"`
	LenNumber   int            `json:"len_number" validate:"len=2"`
	MinText     string         `json:"min_text" validate:"min=8"`
	MinOne      string         `json:"min_one" validate:"min=1"`
	MinList     []int          `json:"min_list" validate:"min=1"`
	MinMap      map[string]int `json:"min_map" validate:"min=2"`
	MinNumber   float64        `json:"min_number" validate:"min=1.5"`
	MinDuration time.Duration  `json:"min_duration" validate:"min=1h"`
	MaxText     string         `json:"max_text" validate:"max=1"`
	MaxList     []int          `json:"max_list" validate:"max=1"`
	MaxNumber   uint           `json:"max_number" validate:"max=3"`
	GtText      string         `json:"gt_text" validate:"gt=9"`
	GtNumber    int            `json:"gt_number" validate:"gt=9"`
	GtTime      time.Time      `json:"gt_time" validate:"gt"`
	GteTime     time.Time      `json:"gte_time" validate:"gte"`
	GteText     string         `json:"gte_text" validate:"gte=9"`
	LtList      []int          `json:"lt_list" validate:"lt=2"`
	LtTime      time.Time      `json:"lt_time" validate:"lt"`
	LteTime     time.Time      `json:"lte_time" validate:"lte"`
	LteNumber   int            `json:"lte_number" validate:"lte=3"`
	Eq          string         `json:"eq" validate:"eq=yes"`
	Ne          string         `json:"ne" validate:"ne=x"`
	OneOf       string         `json:"oneof" validate:"oneof=red green 'dark blue'"`
	OneOfOne    int            `json:"oneof_one" validate:"oneof=7"`
	NoneOf      string         `json:"noneof" validate:"noneof=x y"`
	Unique      []string       `json:"unique" validate:"unique"`

	EqField     string    `json:"password_confirmation" validate:"eqfield=Password"`
	NeField     string    `json:"nefield" validate:"nefield=Kind"`
	GtField     int       `json:"gtfield" validate:"gtfield=Number"`
	GtFieldTime time.Time `json:"gtfield_time" validate:"gtfield=Earlier"`
	LteField    int       `json:"ltefield" validate:"ltefield=Number"`

	Alpha        string `json:"alpha" validate:"alpha"`
	Alphanum     string `json:"alphanum" validate:"alphanum"`
	AlphaUnicode string `json:"alphaunicode" validate:"alphaunicode"`
	ASCII        string `json:"ascii" validate:"ascii"`
	Lowercase    string `json:"lowercase" validate:"lowercase"`
	Uppercase    string `json:"uppercase" validate:"uppercase"`
	Contains     string `json:"contains" validate:"contains=@"`
	Comma        string `json:"comma" validate:"contains=0x2C"`
	ContainsAny  string `json:"containsany" validate:"containsany=!?"`
	Excludes     string `json:"excludes" validate:"excludes=x"`
	StartsWith   string `json:"startswith" validate:"startswith=DE"`
	EndsWith     string `json:"endswith" validate:"endswith=.pdf"`
	StartsNot    string `json:"startsnotwith" validate:"startsnotwith=x"`
	Boolean      string `json:"boolean" validate:"boolean"`
	Numeric      string `json:"numeric" validate:"numeric"`
	Digits       string `json:"digits" validate:"number"`
	Datetime     string `json:"datetime" validate:"datetime=2006-01-02 15:04"`
	Timezone     string `json:"timezone" validate:"timezone"`
	Latitude     string `json:"latitude" validate:"latitude"`

	E164       string `json:"e164" validate:"e164"`
	URL        string `json:"url" validate:"url"`
	HTTPURL    string `json:"http_url" validate:"http_url"`
	Hostname   string `json:"hostname" validate:"hostname_rfc1123"`
	FQDN       string `json:"fqdn" validate:"fqdn"`
	IP         string `json:"ip" validate:"ip"`
	CIDR       string `json:"cidr" validate:"cidr"`
	UUID       string `json:"uuid" validate:"uuid"`
	UUID4      string `json:"uuid4" validate:"uuid4"`
	ULID       string `json:"ulid" validate:"ulid"`
	Semver     string `json:"semver" validate:"semver"`
	JSON       string `json:"json" validate:"json"`
	Base64     string `json:"base64" validate:"base64"`
	HexColor   string `json:"hexcolor" validate:"hexcolor"`
	Either     string `json:"either" validate:"rgb|rgba"`
	Color      string `json:"color" validate:"iscolor"`
	ISBN       string `json:"isbn" validate:"isbn"`
	CreditCard string `json:"credit_card" validate:"credit_card"`
	BIC        string `json:"bic" validate:"bic"`
	Country    string `json:"country" validate:"iso3166_1_alpha2"`
	Currency   string `json:"currency" validate:"iso4217"`
	Unnamed    string `json:"unnamed" validate:"mongodb"`

	Elements []string          `json:"elements" validate:"dive,email"`
	Values   map[string]string `json:"values" validate:"dive,keys,len=3,endkeys,email"`
}

func TestEveryRuleReadsWell(t *testing.T) {
	t.Parallel()
	now := time.Now()
	in := everyRule{
		Kind: "company", Password: "secret", Earlier: now, Number: 5,
		EmailAddress: "x", ExcludedIf: "x", ExcludedWith: "x",
		LenText: "xy", MaxText: "xy", MaxList: []int{1, 2}, MaxNumber: 4, LtList: []int{1, 2}, LteNumber: 4, MinMap: map[string]int{"a": 1},
		GtTime: now.Add(-time.Hour), GteTime: now.Add(-time.Hour), LtTime: now.Add(time.Hour), LteTime: now.Add(time.Hour),
		Ne: "x", OneOf: "x", NoneOf: "x", Unique: []string{"a", "a"},
		NeField: "company", GtField: 5, GtFieldTime: now.Add(-time.Hour), LteField: 6,
		Alpha: "1", Alphanum: "-", AlphaUnicode: "1", ASCII: "ä", Lowercase: "X", Uppercase: "x", Excludes: "x", StartsNot: "x",
		Unnamed: "x", Elements: []string{"a@b.de", "x"}, Values: map[string]string{"ab": "x"},
	}
	var got bytes.Buffer
	encoder := json.NewEncoder(&got)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	require.NoError(t, encoder.Encode(asErrors(t, form.Validate(context.Background(), &in))))
	golden(t, "messages.json", got.Bytes())
}

type account struct {
	Email    string   `json:"email" validate:"required,email,max=10,endswith=.de"`
	Nick     *string  `json:"nick" validate:"omitempty,min=3,alphanum"`
	Tags     []string `json:"tags" validate:"min=3,max=1,dive,min=3,alpha"`
	Password string   `json:"password" validate:"min=8,containsany=0123456789,nefield=Email"`
	Address  struct {
		City string `json:"city" validate:"required"`
		Zip  string `json:"zip" validate:"len=5,numeric"`
	} `json:"address"`
	Second *struct {
		City string `json:"city" validate:"required"`
	} `json:"second" validate:"required"`
}

func TestAFieldHasAllItsMessagesInOrder(t *testing.T) {
	t.Parallel()
	var in account
	err := form.Bind(jsonRequest(`{"email":"not an address","nick":"-","tags":["ab","1"],"password":"not an address","address":{"zip":"x"}}`), &in)
	assert.Equal(t, form.Errors{
		"email": {
			"The email must be a valid email address.", "The email must not have more than 10 characters.", `The email must end with ".de".`,
		},
		"nick":         {"The nick must have at least 3 characters.", "The nick must have letters and digits only."},
		"tags":         {"The tags must have at least 3 items.", "The tags must not have more than 1 item."},
		"password":     {`The password must contain one of the characters "0123456789".`, "The password must differ from the email."},
		"address.city": {"The city is required."},
		"address.zip":  {"The zip must have exactly 5 characters.", "The zip must be a number."},
		"second":       {"The second is required."},
	}, asErrors(t, err))
}

func TestOfAFieldThatCouldNotBeReadNothingElseIsSaid(t *testing.T) {
	t.Parallel()
	var in struct {
		Age  int   `json:"age" validate:"required,min=18"`
		List []int `json:"list" validate:"required,dive,min=5"`
		At   struct {
			Day time.Time `json:"day" validate:"required"`
		} `json:"at"`
	}
	err := form.Bind(jsonRequest(`{"age":"old","list":[1,"x",9],"at":{"day":"x"}}`), &in)
	assert.Equal(t, form.Errors{
		"age":    {"The age must be a whole number."},
		"list.0": {"The list (item 1) must be at least 5."},
		"list.1": {"The list (item 2) must be a whole number."},
		"at.day": {"The day must be a valid date."},
	}, asErrors(t, err))
}

type period struct {
	From int `json:"from" validate:"required"`
	To   int `json:"to"`
}

func (p *period) Validate(context.Context) error {
	if p.To < p.From {
		return form.Errors{"to": {"The end is before the beginning."}, "from": {"Hidden by what the tag says."}}
	}
	return nil
}

type plan struct {
	Name    string            `json:"name"`
	Periods []period          `json:"periods"`
	Extra   map[string]period `json:"extra"`
	Main    *period           `json:"main"`
	fail    error
}

func (p plan) Validate(_ context.Context) error {
	if p.fail != nil {
		return p.fail
	}
	if p.Name == "taken" {
		return form.Errors{"name": {"The name is taken."}, "": {"Try another one."}}
	}
	return nil
}

func TestRulesOfTheStructItself(t *testing.T) {
	t.Parallel()
	var in plan
	err := form.Bind(jsonRequest(`{"name":"taken","periods":[{"from":1,"to":2},{"from":3,"to":2},{"to":-1}],"extra":{"x":{"from":2}},"main":{"to":-1}}`), &in)
	assert.Equal(t, form.Errors{
		"":               {"Try another one."},
		"name":           {"The name is taken."},
		"periods.1.to":   {"The end is before the beginning."},
		"periods.1.from": {"Hidden by what the tag says."},
		"periods.2.from": {"Hidden by what the tag says."},
		"periods.2.to":   {"The end is before the beginning."},
		"extra.x.to":     {"The end is before the beginning."},
		"extra.x.from":   {"Hidden by what the tag says."},
		"main.to":        {"The end is before the beginning."},
		"main.from":      {"The from is required."},
	}, asErrors(t, err))

	down := errors.New("the database is down")
	assert.ErrorIs(t, form.Bind(formRequest("name=a"), &plan{fail: down}), down)
}

func TestChecksOfTheHandler(t *testing.T) {
	t.Parallel()
	var in period
	taken := form.WithCheck(func(context.Context) error {
		if in.From == 7 {
			return form.Errors{"from": {"Seven is taken."}}
		}
		return nil
	})
	assert.Equal(t, form.Errors{"from": {"Seven is taken."}}, asErrors(t, form.Bind(formRequest("from=7&to=9"), &in, taken)))
	require.NoError(t, form.Bind(formRequest("from=8&to=9"), &in, taken))
	down := errors.New("down")
	assert.ErrorIs(t, form.Bind(formRequest("from=8&to=9"), &in, form.WithCheck(func(context.Context) error { return down })), down)
}

type isbnKey struct{}

func TestRulesOfTheProgram(t *testing.T) {
	t.Parallel()
	even := func(_ context.Context, f validator.FieldLevel) bool { return f.Field().Int()%2 == 0 }
	b := form.New(
		form.WithRule("even", even, "The {label} must be even."),
		form.WithRule("allowed", func(ctx context.Context, f validator.FieldLevel) bool {
			return ctx.Value(isbnKey{}) == f.Param()
		}, "The {label} is not allowed for {param}."),
		form.WithAlias("username", "min=3,alphanum", "The {label} must be a user name."),
	)
	var in struct {
		N    int    `json:"n" validate:"even,min=4"`
		User string `json:"user" validate:"username,startswith=a"`
		For  string `json:"for" validate:"allowed=me"`
	}
	want := form.Errors{
		"n":    {"The n must be even.", "The n must be at least 4."},
		"user": {"The user must be a user name.", `The user must start with "a".`},
		"for":  {"The for is not allowed for me."},
	}
	assert.Equal(t, want, asErrors(t, b.Bind(formRequest("n=3&user=-"), &in)))
	r := formRequest("n=4&user=ann")
	require.NoError(t, b.Bind(r.WithContext(context.WithValue(r.Context(), isbnKey{}, "me")), &in))

	t.Run("for one call", func(t *testing.T) {
		t.Parallel()
		var in struct {
			N int `json:"n" validate:"odd"`
		}
		odd := form.WithRule("odd", func(_ context.Context, f validator.FieldLevel) bool { return f.Field().Int()%2 == 1 }, "The {label} must be odd.")
		assert.Equal(t, form.Errors{"n": {"The n must be odd."}}, asErrors(t, b.Bind(formRequest("n=2"), &in, odd)))
	})
}

func TestATagThatCannotWorkIsAnErrorThatNamesIt(t *testing.T) {
	t.Parallel()
	var unknown struct {
		A string `json:"a" validate:"requird"`
	}
	assert.ErrorContains(t, form.Bind(formRequest("a=1"), &unknown), "Undefined validation function 'requird' on field 'A'")
	var wrong struct {
		A bool `json:"a" validate:"min=1"`
	}
	assert.ErrorContains(t, form.Bind(formRequest("a=1"), &wrong), "form: the validate tags of struct")
	var size struct {
		A string `json:"a" validate:"maxsize=1MB"`
	}
	assert.ErrorContains(t, form.Bind(formRequest("a=1"), &size), "maxsize is a rule for a *multipart.FileHeader, not for a string")
}

func TestAnEngineOfTheProgram(t *testing.T) {
	t.Parallel()
	engine := validator.New()
	engine.RegisterStructValidation(func(sl validator.StructLevel) {
		if p := sl.Current().Interface().(period); p.To == 13 {
			sl.ReportError(p.To, "to", "To", "unlucky", "")
			sl.ReportError(p.To, "whole", "Whole", "unlucky", "")
		}
	}, period{})
	b := form.New(form.WithEngine(engine), form.WithMessages("en", form.Messages{"unlucky": "The {label} is unlucky."}))
	var in struct {
		Periods []period `json:"periods" validate:"dive"`
	}
	assert.Equal(t, form.Errors{"periods.1.to": {"The to is unlucky."}, "whole": {"The whole is unlucky."}},
		asErrors(t, b.Bind(jsonRequest(`{"periods":[{"from":1,"to":2},{"from":1,"to":13}]}`), &in)))
}

type own struct{ err error }

func (o own) Validate(context.Context, any) error { return o.err }

func TestAnEngineInUseGetsNoRules(t *testing.T) {
	t.Parallel()
	b := form.New(form.WithEngine(validator.New()))
	rule := form.WithRule("never", func(context.Context, validator.FieldLevel) bool { return false }, "No.")
	assert.Panics(t, func() { _ = b.Bind(formRequest(""), &period{}, rule) })
	assert.Panics(t, func() { form.New(form.WithRule("", nil, "")) })
}

func TestEnglishIsACopy(t *testing.T) {
	t.Parallel()
	form.English()["required"] = "changed"
	assert.Equal(t, form.Errors{"from": {"The from is required."}}, asErrors(t, form.Bind(formRequest(""), &period{})))
}

func TestAnotherValidator(t *testing.T) {
	t.Parallel()
	var in struct {
		A int `json:"a" validate:"min=9"`
	}
	bad := form.New(form.WithValidator(own{form.Errors{"a": {"No."}, "b": {"Neither."}}}))
	assert.Equal(t, form.Errors{"a": {"No."}, "b": {"Neither."}}, asErrors(t, bad.Bind(formRequest("a=1"), &in)))
	assert.Equal(t, form.Errors{"a": {"The a must be a whole number."}, "b": {"Neither."}}, asErrors(t, bad.Bind(formRequest("a=x"), &in)))
	down := errors.New("down")
	assert.ErrorIs(t, form.New(form.WithValidator(own{down})).Bind(formRequest("a=1"), &in), down)
	require.NoError(t, form.New(form.WithValidator(own{})).Bind(formRequest("a=1"), &in))
}

func TestABinderServesManyAtOnce(t *testing.T) {
	t.Parallel()
	b := form.New(form.WithMessages("de", form.Messages{"required": "{label} fehlt."}))
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			for range 20 {
				var in account
				r := jsonRequest(`{"tags":["abc"],"password":"12345678"}`)
				want := "The email is required."
				if i%2 == 0 {
					r.Header.Set("Accept-Language", "de-AT,de;q=0.9,en;q=0.5")
					want = "email fehlt."
				}
				assert.Equal(t, []string{want}, asErrors(t, b.Bind(r, &in))["email"])
				var other order
				assert.NoError(t, b.Bind(formRequest(encodePairs(orderData, true)), &other, form.WithMaxDepth(4)))
			}
		})
	}
	wg.Wait()
}

func TestLanguages(t *testing.T) {
	t.Parallel()
	type thing struct {
		Email string   `json:"email" label:"email address" validate:"required,email"`
		Kind  string   `json:"kind" validate:"oneof=a b"`
		Lines []string `json:"lines" validate:"dive,max=3"`
		Items []struct {
			Price int `json:"price" validate:"max=1"`
		} `json:"items" validate:"dive"`
	}
	b := form.New(
		form.WithMessages("de", form.Messages{
			"label:email": "Die E-Mail-Adresse", "label:kind": "Die Art", "label:lines": "Die Zeilen", "label:items.*.price": "Der Preis",
			"required": "{label} fehlt.", "oneof": "{label} muss {options} sein.", "or": "oder", "item": "{label}, Nr. {n}:",
			"max.text": "{label} höchstens {param} {param|Zeichen|Zeichen}", "items.*.price:max": "Zu teuer!",
		}),
		form.WithMessages("de", form.Messages{"type.list": "{label} als Liste"}),
	)
	body := `{"kind":"c","lines":["long line"],"items":[{"price":2}]}`
	german := form.Errors{
		"email": {"Die E-Mail-Adresse fehlt."}, "kind": {"Die Art muss a oder b sein."},
		"lines.0": {"Die Zeilen, Nr. 1: höchstens 3 Zeichen"}, "items.0.price": {"Zu teuer!"},
	}
	english := form.Errors{
		"email": {"The email address is required."}, "kind": {"The kind must be a or b."},
		"lines.0": {"The lines (item 1) must not have more than 3 characters."}, "items.0.price": {"The price must not be greater than 1."},
	}
	for name, test := range map[string]struct {
		accept string
		want   form.Errors
	}{
		"of the header":        {"de", german},
		"of a region":          {"de-CH, en;q=0.5", german},
		"by preference":        {"fr, de;q=0.8, en;q=0.1", german},
		"that is not spoken":   {"fr", english},
		"without a header":     {"", english},
		"of a nonsense header": {";;;,q=", english},
		"of an endless header": {strings.Repeat("de,", 1000), english},
		"English is preferred": {"en, de", english},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := jsonRequest(body)
			r.Header.Set("Accept-Language", test.accept)
			assert.Equal(t, test.want, asErrors(t, b.Bind(r, &thing{})))
		})
	}
	t.Run("chosen by the program", func(t *testing.T) {
		t.Parallel()
		r := jsonRequest(body)
		choose := form.WithLanguage(func(*http.Request) string { return "de" })
		assert.Equal(t, german, asErrors(t, b.Bind(r, &thing{}, choose)))
	})
	t.Run("falls back to English", func(t *testing.T) {
		t.Parallel()
		r := jsonRequest(`{"email":"x","kind":"a"}`)
		r.Header.Set("Accept-Language", "de")
		assert.Equal(t, form.Errors{"email": {"The Die E-Mail-Adresse must be a valid email address."}}, asErrors(t, b.Bind(r, &thing{})))
	})
	t.Run("by a function", func(t *testing.T) {
		t.Parallel()
		var seen []form.Failure
		f := form.WithMessageFunc(func(_ context.Context, f form.Failure) string {
			seen = append(seen, f)
			if f.Rule == "required" {
				return f.Path + " / " + f.Label
			}
			return ""
		})
		got := asErrors(t, b.Bind(jsonRequest(`{"kind":"c"}`), &thing{}, f))
		assert.Equal(t, form.Errors{"email": {"email / email address"}, "kind": {"The kind must be a or b."}}, got)
		require.Len(t, seen, 2)
		assert.Equal(t, "oneof a b text", strings.Join([]string{seen[1].Rule, seen[1].Param, seen[1].Kind}, " "))
	})
	t.Run("that is not a language", func(t *testing.T) {
		t.Parallel()
		assert.PanicsWithValue(t, "form: WithMessages: not a tag is not a language; write a BCP 47 tag such as de or pt-BR", func() {
			form.New(form.WithMessages("not a tag", nil))
		})
	})
}

type hidden struct {
	A string `json:"a" validate:"min=3,alpha"`
}

// An embedded struct of an unexported type has all its rules too.
func TestEmbeddedUnexportedStructsAreValidated(t *testing.T) {
	t.Parallel()
	type outer struct{ hidden }
	err := form.Validate(t.Context(), &outer{hidden{"1"}})
	var errs form.Errors
	require.ErrorAs(t, err, &errs)
	assert.Len(t, errs["a"], 2)
}
