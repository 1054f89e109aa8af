package flash

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// Option configures [NewSealed] and [NewStored].
type Option func(*settings)

// settings is what the options say.
type settings struct {
	name        string
	named       bool
	domain      string
	path        string
	sameSite    http.SameSite
	secure      bool
	partitioned bool

	overflow    Backend
	hasOverflow bool
	codec       Codec
}

// WithName sets how the names of the cookies begin. The default is
// "inertia_flash". Programs on one host that use [NewStored] need different
// names; [NewSealed] tells programs apart by their secrets.
//
// A name may begin with "__Host-" or "__Secure-". Browsers accept such cookies
// only with [WithSecure], and "__Host-" only without [WithDomain] and
// [WithPath].
func WithName(name string) Option {
	return func(s *settings) { s.name, s.named = name, true }
}

// WithDomain sends the cookies to a domain and all its subdomains. By default
// they are sent only to the host that set them.
func WithDomain(domain string) Option { return func(s *settings) { s.domain = domain } }

// WithPath sends the cookies only to paths below path. The default is "/". A
// page outside of path never shows a message.
func WithPath(path string) Option { return func(s *settings) { s.path = path } }

// WithSameSite sets the SameSite attribute. The default is
// [http.SameSiteLaxMode]. A program in a frame of another site needs
// [http.SameSiteNoneMode], which browsers accept only with [WithSecure].
func WithSameSite(mode http.SameSite) Option { return func(s *settings) { s.sameSite = mode } }

// WithPartitioned gives the cookies of a framed program a separate jar for
// each site that frames it. It is off by default. Browsers accept it only with
// [WithSecure].
func WithPartitioned() Option { return func(s *settings) { s.partitioned = true } }

// WithSecure always sets the Secure attribute. By default cookies are Secure
// if the browser used https. Browsers refuse Secure cookies over plain http,
// some even on localhost.
func WithSecure() Option { return func(s *settings) { s.secure = true } }

// WithOverflow lets a [Sealed] store keep messages in b that are too large for
// cookies: messages of more than 1 KB, and messages for which the others leave
// no room. Small messages stay in cookies and cost no query. By default
// messages that do not fit are shortened; see [TooLargeError].
func WithOverflow(b Backend) Option {
	return func(s *settings) { s.overflow, s.hasOverflow = b, true }
}

// WithCodec sets how records are encoded in the backend. The default is the
// format of scs.GobCodec. If the same backend holds sessions, use the codec of
// their SessionManager.
func WithCodec(c Codec) Option { return func(s *settings) { s.codec = c } }

func newSettings(opts []Option) (settings, error) {
	s := settings{name: "inertia_flash", path: "/", sameSite: http.SameSiteLaxMode, codec: gobCodec{}}
	for _, opt := range opts {
		if opt == nil {
			return s, errors.New("flash: an option is nil")
		}
		opt(&s)
	}
	return s, s.check()
}

// Every Set-Cookie line repeats the name and the path.
const (
	maxName = 64
	maxPath = 256
)

// check refuses what browsers would refuse silently.
func (s *settings) check() error {
	var errs []error
	reject := func(format string, args ...any) { errs = append(errs, fmt.Errorf("flash: "+format, args...)) }
	lower := strings.ToLower(s.name) // browsers ignore the case of prefixes
	switch {
	case s.name == "":
		reject("WithName: the name is empty")
	case len(s.name) > maxName:
		reject("WithName: the name has %d bytes, at most %d are allowed", len(s.name), maxName)
	case strings.HasPrefix(lower, "__host-"):
		if !s.secure {
			reject("WithName(%q): browsers refuse __Host- cookies that are not Secure; add flash.WithSecure()", s.name)
		}
		if s.domain != "" {
			reject("WithName(%q) and WithDomain exclude each other: browsers refuse __Host- cookies with a domain", s.name)
		}
		if s.path != "/" {
			reject("WithName(%q) and WithPath(%q) exclude each other: the path of __Host- cookies is \"/\"", s.name, s.path)
		}
	case strings.HasPrefix(lower, "__secure-"), strings.HasPrefix(lower, "__http-"):
		if !s.secure {
			reject("WithName(%q): browsers refuse such cookies if they are not Secure; add flash.WithSecure()", s.name)
		}
	}
	switch {
	case !strings.HasPrefix(s.path, "/"):
		reject("WithPath(%q): the path must begin with a slash", s.path)
	case len(s.path) > maxPath:
		reject("WithPath: the path has %d bytes, at most %d are allowed", len(s.path), maxPath)
	}
	switch s.sameSite {
	case http.SameSiteDefaultMode, http.SameSiteLaxMode, http.SameSiteStrictMode:
	case http.SameSiteNoneMode:
		if !s.secure {
			reject("WithSameSite(http.SameSiteNoneMode): browsers refuse such cookies if they are not Secure; add flash.WithSecure()")
		}
	default:
		reject("WithSameSite(%d): there is no such mode", s.sameSite)
	}
	if s.partitioned && !s.secure {
		reject("WithPartitioned: browsers refuse such cookies if they are not Secure; add flash.WithSecure()")
	}
	if s.hasOverflow && isNil(s.overflow) {
		reject("WithOverflow: the backend is nil")
	}
	if isNil(s.codec) {
		reject("WithCodec: the codec is nil")
	}
	if len(errs) == 0 {
		sample := http.Cookie{Name: s.name, Value: "x", Domain: s.domain, Path: s.path}
		if err := sample.Valid(); err != nil {
			reject("WithName, WithDomain or WithPath: %w", err)
		}
	}
	return errors.Join(errs...)
}
