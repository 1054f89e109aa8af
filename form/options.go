package form

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/go-playground/validator/v10"
)

// Option configures a [Binder], or one call of Bind.
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

// WithMaxBody limits JSON and urlencoded bodies, queries, and all names and
// texts of a multipart body together. The default is 1 MiB; the unit is bytes.
// Larger bodies are answered with 413. The text of a body, and a tree of its
// values, stay in memory until the request is over.
func WithMaxBody(bytes int64) Option { return func(s *settings) { s.maxBody = bytes } }

// WithMaxUpload limits whole multipart bodies, files included. The default is
// 32 MiB; the unit is bytes. Larger bodies are answered with 413. Up to memory
// bytes of file data (default 8 MiB) are held in memory for each request; the
// rest goes to temporary files until the request is over. The disk must hold
// bytes for each request that runs at a time.
func WithMaxUpload(bytes, memory int64) Option {
	return func(s *settings) { s.maxUpload, s.maxMemory = bytes, memory }
}

// WithMaxDepth limits how deep lists and objects may be nested. The default is
// 32 levels. Deeper data is answered with 400 if the struct has fields for it.
// The work for a value grows with its depth.
func WithMaxDepth(levels int) Option { return func(s *settings) { s.maxDepth = levels } }

// WithMaxValues limits how many values, lists and objects a body may have
// together, in any encoding. The default is 10,000. Data that no field takes
// counts as one value. More values are answered with 413. One value can cost
// as much memory as the largest struct that it fills.
func WithMaxValues(n int) Option { return func(s *settings) { s.maxValues = n } }

// WithMaxKey limits the names of entries in maps whose elements have rules,
// which are fields with dive in the validate tag. The default is 255 bytes;
// for nested maps the limit is for all their names together. An entry with a
// longer name is left out, and the map gets a message. Validation repeats the
// name for each value below it, so a high limit makes a body more expensive.
func WithMaxKey(bytes int) Option { return func(s *settings) { s.maxKey = bytes } }

// WithMaxMessages limits the messages of one answer: their number, and their
// bytes together with their keys. The default is 100 messages and 8 KiB, which
// fit into a cookie after compression. When the user has corrected the first
// mistakes, the next ones are shown. At least one message is always kept. A
// message is cut at 1,000 bytes.
//
// A client chooses the names of map entries, so these get less room. A message
// with more than 200 bytes of such names in its key is kept under the map
// itself. The names of all keys together get up to 1 KiB.
func WithMaxMessages(n, bytes int) Option {
	return func(s *settings) { s.maxMessages, s.maxMessageBytes = max(n, 1), bytes }
}

// WithTimeLayouts sets how a time.Time may be written: layouts of package
// time, or [LayoutMonth], [LayoutWeek] and [LayoutClock]. They are tried in
// order. The default is RFC 3339 and what inputs of the types date,
// datetime-local, month, week and time send.
func WithTimeLayouts(layouts ...string) Option {
	return func(s *settings) { s.timeLayouts = slices.Clone(layouts) }
}

// WithLocation sets the time zone of times that are written without one. The
// default is UTC.
func WithLocation(location *time.Location) Option { return func(s *settings) { s.location = location } }

// WithoutUnknownFields refuses requests with fields that the struct does not
// have. By default unknown fields are ignored. except names top-level fields
// to allow anyway, for example a token that middleware has checked;
// _method is always allowed. Used for a query, it refuses whatever a link
// adds, such as utm_source.
func WithoutUnknownFields(except ...string) Option {
	return func(s *settings) { s.strict, s.known = true, append(slices.Clone(except), "_method") }
}

// WithValidator replaces validation by struct tags, which is the default.
// [WithRule], [WithAlias] and [WithEngine] then have no effect.
func WithValidator(v Validator) Option { return func(s *settings) { s.validator = v } }

// WithEngine uses the program's own instance of go-playground/validator for
// the struct tags, with everything that is registered there. The default is an
// instance of the package. With your own instance the rules maxsize and
// filetype, and looking into the types of database/sql, are up to you.
func WithEngine(v *validator.Validate) Option { return func(s *settings) { s.engine = v } }

// WithRule adds a rule for struct tags, or replaces one, with its English
// message in the form that [Messages] describes. By default the rules are
// those of go-playground/validator, maxsize and filetype.
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

// WithAlias gives several rules one name: WithAlias("username",
// "min=3,max=20,alphanum", "..."). A failure has the name of the alias. By
// default there are the aliases of go-playground/validator.
func WithAlias(name, rules, message string) Option {
	return func(s *settings) {
		s.register = append(slices.Clip(s.register), func(v *validator.Validate) { v.RegisterAlias(name, rules) })
		WithMessages("en", Messages{name: message})(s)
	}
}

// WithCheck runs check after the struct was validated. By default only the
// struct's own rules run. Use it for rules that need something only the
// handler has. check returns what a [Checker] returns:
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
// one. The default is English; texts that a language lacks are in English too.
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

// WithMessageFunc asks f for every message first. If f returns an empty text,
// the default message is used. The context is that of the request.
func WithMessageFunc(f func(ctx context.Context, failure Failure) string) Option {
	return func(s *settings) { s.message = f }
}

// WithLanguage sets how to find the language of a request: f returns a BCP 47
// tag, or a list in the form of the header Accept-Language. By default that
// header decides. Messages are in the nearest language given to [WithMessages].
func WithLanguage(f func(r *http.Request) string) Option {
	return func(s *settings) { s.language = f }
}
