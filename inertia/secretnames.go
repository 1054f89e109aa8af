package inertia

import (
	"net/http"
	"strings"
	"sync"
	"unicode"

	"github.com/inertia-templ/shell/inertia/internal/props"
	"github.com/inertia-templ/shell/internal/secretname"
)

// WithSecretNames adds names of secrets. A field or key whose name ends with
// one of them is kept out of pages if its value is text. Case, separators and
// plurals are ignored: "tax id" also matches taxId and user_tax_ids. By default
// these are secrets: password, passwd, pwd, passphrase, passcode, secret,
// token, credential, API, private, secret, access, signing and encryption key,
// hash, salt, jwt, cvv, cvc, ssn, recovery code and backup code, also with a
// further word such as hash, as in password_hash.
//
// In development a page with such a value is an error that names the path and
// the field. In production the value is left out of the answer, observers are
// told ([SecretFound]), and it is logged once; with
// [WithSecretNamesReportOnly] it is sent. If a name is misleading, give the
// field the tag `inertia:"public"`, which counts for everything inside it, or
// wrap the value in [Public].
//
// Fields with the tag `inertia:"secret"`, and every [Secret], are left out
// silently, in development too.
func WithSecretNames(names ...string) Option {
	return func(c *config) { c.secretNames = append(c.secretNames, names...) }
}

// WithPublicNames says that these names are not secrets in this program, for
// example "hash" where hashes are those of commits. By default the names listed
// at [WithSecretNames] are secrets. Longer names are checked separately, so
// password_hash stays a secret.
func WithPublicNames(names ...string) Option {
	return func(c *config) { c.publicNames = append(c.publicNames, names...) }
}

// WithSecretNamesReportOnly makes production send, and report, values that have
// the name of a secret. By default they are left out and reported. In
// development they are still errors.
func WithSecretNamesReportOnly() Option {
	return func(c *config) { c.suspects = props.Report }
}

func (c *config) openNames() {
	c.engine, c.hidden = engine, secretname.Default
	c.screens = c.engine
	if len(c.secretNames)+len(c.publicNames) == 0 {
		if c.mapKeys != nil {
			c.engine = props.New(host, secretname.Default, c.mapKeys)
		}
		return
	}
	names, err := secretname.New(c.secretNames, c.publicNames)
	if err != nil {
		c.reject("WithSecretNames or WithPublicNames: %w", err)
		return
	}
	c.engine = props.New(host, names, nil)
	c.screens = c.engine
	if c.mapKeys != nil {
		c.engine = props.New(host, names, c.mapKeys)
	}
	c.hidden, _ = secretname.New(c.secretNames, nil) // what pages show need not be stored
}

var publicKind props.Kind = props.Public{}

// Public is a prop that is sent even if its name, or a name inside of it, is
// the name of a secret; see [WithSecretNames]. A struct's field has the tag
// `inertia:"public"` instead.
func Public[V any](v V) Prop[V] { return Prop[V]{engine.Spec(v, publicKind)} }

// Public sends the prop even if its name is the name of a secret; see [Public].
//
//go:noinline
func (p Of[F, K]) Public() Of[F, K] { return says[K](p, publicKind) }

// policy is what happens to secrets that only their names give away.
func (i *Inertia) policy() props.Policy {
	if i.debug {
		return props.Refuse
	}
	return i.suspects
}

// complaint remembers what the log was told of already.
type complaint struct {
	mu   sync.Mutex
	made map[string]struct{}
}

// maxComplaints bounds how many fields the log is told of. Keys of maps may come
// from visitors.
const maxComplaints = 500

// first reports whether something has to be logged.
func (c *complaint) first(what string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.made[what]; ok || len(c.made) >= maxComplaints {
		return false
	}
	if c.made == nil {
		c.made = map[string]struct{}{}
	}
	c.made[what] = struct{}{}
	return true
}

// complain tells the observers about secrets in a page, and the log once for
// each place.
func (i *Inertia) complain(r *http.Request, x *exchange, component string, leaks []props.Leak) {
	sent := i.policy() == props.Report
	for _, leak := range leaks {
		if i.observed() {
			i.tell(x, SecretFound{URL: x.address.Path(x.target), Component: component, Path: leak.Path, Type: leak.Type, Field: leak.Field, Sent: sent})
		}
		place := leak.Type + " " + leak.Field
		if leak.Type == "" {
			place = withoutIndexes(leak.Path)
		}
		if !i.complaint.first(component + " " + place) {
			continue
		}
		text := "inertia: a secret was left out of the page: "
		if sent {
			text = "inertia: a secret was sent with the page: "
		}
		edit := &props.LeakError{Leak: leak}
		i.log.ErrorContext(r.Context(), text+leak.String()+"; "+edit.Edit(), "component", component, "url", x.target)
	}
}

// withoutIndexes makes one place of the items of a list.
func withoutIndexes(path string) string {
	parts := strings.Split(path, ".")
	for n, part := range parts {
		if strings.IndexFunc(part, func(r rune) bool { return !unicode.IsDigit(r) }) < 0 {
			parts[n] = "*"
		}
	}
	return strings.Join(parts, ".")
}
