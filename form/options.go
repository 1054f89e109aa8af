package form

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/go-playground/validator/v10"
)

// Option configures a [Binder], or one call of [Bind].
type Option func(*settings)

type settings struct {
	limits
	timeLayouts                  []string
	location                     *time.Location
	maxMessages, maxMessageBytes int

	validator Validator
	engine    *validator.Validate
	register  []func(*validator.Validate)
	checks    []func(context.Context) error

	messages map[string]Messages
	texts    int // changes of messages
	message  func(context.Context, Failure) string
	language func(*http.Request) string
}

func defaults() settings {
	return settings{
		limits: limits{
			maxBody: defaultMaxBody, maxUpload: defaultMaxUpload, maxMemory: defaultMaxMemory,
			maxDepth: defaultMaxDepth, maxValues: defaultMaxValues, maxKey: defaultMaxKey,
		},
		maxMessages: defaultMaxMessages, maxMessageBytes: defaultMaxMessageBytes,
		timeLayouts: defaultLayouts,
		location:    time.UTC,
		messages:    map[string]Messages{"en": nil},
	}
}

// WithMaxBody limits JSON and urlencoded bodies, queries, and the names and
// texts of multipart bodies together. The unit is bytes, the default 1 MiB.
// Larger bodies are answered with a 413. A body of text is kept in memory,
// together with a tree of its values, until the request is over.
func WithMaxBody(bytes int64) Option { return func(s *settings) { s.maxBody = bytes } }

// WithMaxUpload limits multipart bodies as a whole, files included. The unit is
// bytes, the default 32 MiB. Larger bodies are answered with a 413. The files of
// one request keep up to memory bytes in memory, 8 MiB by default. Further
// files wait in the folder for temporary files until the request is over, so
// bytes times the number of requests at a time has to fit on its disk.
func WithMaxUpload(bytes, memory int64) Option {
	return func(s *settings) { s.maxUpload, s.maxMemory = bytes, memory }
}

// WithMaxDepth limits how deep lists and objects may be nested. The default is
// 32 levels. Deeper data is answered with a 400 if the struct has fields for
// it. The work for a value grows with its depth.
func WithMaxDepth(levels int) Option { return func(s *settings) { s.maxDepth = levels } }

// WithMaxValues limits how many values, lists and objects a body may have
// altogether, in every encoding. What no field takes counts as one value. The
// default is 10,000. More values are answered with a 413. Each value can cost
// as much memory as the largest struct that one of them fills.
func WithMaxValues(n int) Option { return func(s *settings) { s.maxValues = n } }

// WithMaxKey limits the names of entries in maps whose elements have rules: in
// fields with dive in the validate tag. If maps are nested, the limit is for
// their names together. The unit is bytes, the default 255. An entry with a
// longer name is left out, and the map gets a message. The validation repeats
// the name for each value below it, so a high limit multiplies the cost of a
// body.
func WithMaxKey(bytes int) Option { return func(s *settings) { s.maxKey = bytes } }

// WithMaxMessages limits how many messages one answer has, and how many bytes
// they and their keys have together. The default is 100 messages and 8 KiB,
// which fit into a cookie once they are compressed. Further mistakes are shown
// when the first ones are corrected. One message is always there. It is cut at
// 1,000 bytes.
//
// The names of map entries, which the client chooses, get less room: a message
// whose key would have more than 200 bytes of them is kept under the map
// itself, and all keys together have up to 1 KiB of them.
func WithMaxMessages(n, bytes int) Option {
	return func(s *settings) { s.maxMessages, s.maxMessageBytes = max(n, 1), bytes }
}

// WithTimeLayouts sets how a time.Time may be written: layouts of package time,
// [LayoutWeek] among them. They are tried in order. By default they are RFC
// 3339 and what inputs of the types date, datetime-local, month, week and time
// send.
func WithTimeLayouts(layouts ...string) Option {
	return func(s *settings) { s.timeLayouts = slices.Clone(layouts) }
}

// WithLocation sets the time zone of times that are written without one. The
// default is UTC.
func WithLocation(location *time.Location) Option { return func(s *settings) { s.location = location } }

// WithoutUnknownFields refuses requests with fields the struct does not have,
// except for the top-level ones it names, such as a token that middleware has
// checked, and _method. By default unknown fields are ignored. A query then
// fails for whatever a link adds to it, such as utm_source.
func WithoutUnknownFields(except ...string) Option {
	return func(s *settings) { s.strict, s.known = true, append(slices.Clone(except), "_method") }
}

// WithValidator replaces the validation by struct tags. [WithRule], [WithAlias]
// and [WithEngine] have no effect then.
func WithValidator(v Validator) Option { return func(s *settings) { s.validator = v } }

// WithEngine uses a program's own instance of go-playground/validator for the
// struct tags, with everything that is registered there. The rules maxsize and
// filetype, and looking into the types of database/sql, are up to the program
// then.
func WithEngine(v *validator.Validate) Option { return func(s *settings) { s.engine = v } }

// WithRule adds a rule for struct tags, or replaces one, with its English
// message in the form that [Messages] describes.
func WithRule(name string, rule func(ctx context.Context, f validator.FieldLevel) bool, message string) Option {
	return func(s *settings) {
		s.register = append(slices.Clip(s.register), func(v *validator.Validate) {
			if err := v.RegisterValidationCtx(name, rule); err != nil {
				panic("form: WithRule(" + name + "): " + err.Error())
			}
		})
		WithMessages("en", Messages{name: message})(s)
	}
}

// WithAlias gives a name to several rules: WithAlias("username",
// "min=3,max=20,alphanum"). A failure has the name of the alias.
func WithAlias(name, rules, message string) Option {
	return func(s *settings) {
		s.register = append(slices.Clip(s.register), func(v *validator.Validate) { v.RegisterAlias(name, rules) })
		WithMessages("en", Messages{name: message})(s)
	}
}

// WithCheck runs check after the struct was validated. It is for rules that
// need what only the handler has, and returns what a [Checker] returns:
//
//	err := form.Bind(r, &in, form.WithCheck(func(ctx context.Context) error {
//		taken, err := store.EmailTaken(ctx, in.Email)
//		if taken {
//			return form.Errors{"email": {"The email address is taken."}}
//		}
//		return err
//	}))
//
// Given to [New], it runs for every request.
func WithCheck(check func(ctx context.Context) error) Option {
	return func(s *settings) { s.checks = append(slices.Clip(s.checks), check) }
}

// WithMessages adds a language, given as a BCP 47 tag, or changes texts of
// one. Texts that a language lacks are in English.
func WithMessages(language string, m Messages) Option {
	return func(s *settings) {
		all := maps.Clone(s.messages)
		texts := maps.Clone(all[language])
		if texts == nil {
			texts = Messages{}
		}
		maps.Copy(texts, m)
		all[language] = texts
		s.messages = all
		s.texts++
	}
}

// WithMessageFunc asks f for every message first. If f returns the empty text
// the message is the usual one. The context is that of the request.
func WithMessageFunc(f func(ctx context.Context, failure Failure) string) Option {
	return func(s *settings) { s.message = f }
}

// WithLanguage sets how to find the language of a request: f returns a BCP 47
// tag, or a list in the form of the header Accept-Language. By default that
// header decides. Messages are in the nearest language given to [WithMessages].
func WithLanguage(f func(r *http.Request) string) Option {
	return func(s *settings) { s.language = f }
}
