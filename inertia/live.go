package inertia

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/inertia-templ/shell/inertia/internal/live"
	"github.com/inertia-templ/shell/inertia/internal/props"
)

// Live is a prop that the client fetches again, with a partial reload, whenever
// one of the channels is published; see [Inertia.Publish]. It needs [WithLive],
// [Inertia.LiveStream] and the module @inertia-templ/vite/live in the front end.
//
//	"orders": inertia.Live(loadOrders, fmt.Sprintf("orders:%d", team.ID)),
//
// A channel is a name that the program makes up, of at most 128 bytes without
// spaces and commas. Visitors can read the names of the channels of their pages.
func Live[F any](f F, channels ...string) Of[*F, present] {
	return Of[*F, present]{engine.Spec(f, liveOn(channels))}
}

// Live lets the client fetch the prop again when a channel is published; see
// [Live]. If full visits leave the prop out, the client starts to listen once
// it has the prop.
//
//go:noinline
func (p Of[F, K]) Live(channels ...string) Of[F, K] { return says[K](p, liveOn(channels)) }

func liveOn(channels []string) props.Kind {
	return props.Live{Channels: append([]string{}, channels...)}
}

// Broker carries changes between the processes of a program. Packages
// inertiapostgres, inertiaredis and inertianats have one each.
type Broker = live.Broker

// LiveOption configures [WithLive].
type LiveOption func(*liveProps) error

// liveProps is what a program says about live props, and who listens.
type liveProps struct {
	allow    func(r *http.Request, channel string) (bool, error)
	visitor  func(*http.Request) string
	broker   Broker
	limits   live.Limits
	channels int
	age      time.Duration
	beat     time.Duration
	gap      time.Duration
	patience time.Duration

	keys    [][]byte // the first signs, all verify
	hub     *live.Hub
	foreign warned // channels that no page of this program has offered
}

// WithLive allows live props ([Live]). mayListen reports whether the visitor of
// a request may listen to a channel. It is called for every channel when a
// stream begins, and streams begin again about every five minutes ([LiveAge]).
// Channels that it does not allow are never sent. If it returns an error, the
// stream does not begin, and the client tries again later. By default there are
// no live props.
//
//	inertia.WithLive(func(r *http.Request, channel string) (bool, error) {
//		team, ok := strings.CutPrefix(channel, "orders:")
//		return ok && team == teamOf(r), nil
//	})
func WithLive(mayListen func(r *http.Request, channel string) (bool, error), opts ...LiveOption) Option {
	return func(c *config) {
		l := &liveProps{
			allow: mayListen, limits: live.Limits{Streams: 20_000, PerVisitor: 50, Replay: 4096}, channels: 100,
			age: 5 * time.Minute, beat: 25 * time.Second, gap: 100 * time.Millisecond, patience: 10 * time.Second,
		}
		if mayListen == nil {
			c.reject("WithLive: the function is nil; it says who may listen to a channel")
		}
		for _, opt := range opts {
			if opt == nil {
				c.reject("WithLive: an option is nil")
				continue
			}
			if err := opt(l); err != nil {
				c.reject("WithLive: %w", err)
			}
		}
		c.live = l
	}
}

// LiveBroker lets [Inertia.Publish] reach the other processes of the program. By
// default it reaches this one only. Close the broker when the program ends.
func LiveBroker(b Broker) LiveOption {
	return func(l *liveProps) error {
		if isNil(b) {
			return errors.New("LiveBroker: the broker is nil")
		}
		l.broker = b
		return nil
	}
}

// LiveVisitor names the visitor of a request, or the session, for
// [Inertia.EndStreams] and [LiveStreams]. An empty name stands for no visitor.
// By default visitors have no names.
func LiveVisitor(name func(*http.Request) string) LiveOption {
	return func(l *liveProps) error {
		if name == nil {
			return errors.New("LiveVisitor: the function is nil")
		}
		l.visitor = name
		return nil
	}
}

// LiveAge sets after how long a stream ends, give or take a fifth. The client
// then reconnects with its current cookies. The default is 5 minutes.
func LiveAge(d time.Duration) LiveOption {
	return func(l *liveProps) error {
		if d <= 0 {
			return fmt.Errorf("LiveAge(%v): want more than 0", d)
		}
		l.age = d
		return nil
	}
}

// LiveStreams limits how many streams may be open: in the process, and of one
// [LiveVisitor]. A browser has one for all tabs. The default is 20,000 and 50. A
// stream takes about 15 KB of memory.
func LiveStreams(all, perVisitor int) LiveOption {
	return func(l *liveProps) error {
		if all < 1 || perVisitor < 1 {
			return fmt.Errorf("LiveStreams(%d, %d): want at least 1", all, perVisitor)
		}
		l.limits.Streams, l.limits.PerVisitor = all, perVisitor
		return nil
	}
}

// LiveChannels limits how many channels a stream listens to: those of all tabs of
// a browser. The default is 100. The client is told which are too many.
func LiveChannels(n int) LiveOption {
	return func(l *liveProps) error {
		if n < 1 {
			return fmt.Errorf("LiveChannels(%d): want at least 1", n)
		}
		l.channels = n
		return nil
	}
}

// LiveReplay sets how many changes the process remembers, for streams that were
// interrupted. A client that has missed more fetches all its live props. The
// default is 4,096.
func LiveReplay(n int) LiveOption {
	return func(l *liveProps) error {
		if n < 0 {
			return fmt.Errorf("LiveReplay(%d): want 0 or more", n)
		}
		l.limits.Replay = n
		return nil
	}
}

func (c *config) openLive() {
	if c.live != nil && len(c.errs) == 0 {
		c.live.hub = live.New(c.live.limits, c.live.broker, c.cacheStore.Sync, c.log)
	}
}

// end waits until no stream is open any more.
func (l *liveProps) end(ctx context.Context) error {
	if l == nil {
		return nil
	}
	return l.hub.Wait(ctx)
}

var errNoLive = errors.New("live props are off: give New the option WithLive")

// Publish tells the clients that listen to one of the channels to fetch the props
// that it concerns. Call it after the change is to be seen: after the transaction,
// and after [Inertia.Invalidate] of cached props. It reaches the processes that
// share a [LiveBroker]. Each sees what was invalidated before it tells its clients.
//
//	err := i.Publish(ctx, fmt.Sprintf("orders:%d", team.ID))
func (i *Inertia) Publish(ctx context.Context, channels ...string) error {
	if i.live == nil {
		return fmt.Errorf("inertia: Publish: %w", errNoLive)
	}
	for _, channel := range channels {
		if err := checkChannel(channel); err != nil {
			return fmt.Errorf("inertia: Publish: %w", err)
		}
	}
	if err := i.live.hub.Publish(ctx, channels); err != nil {
		return fmt.Errorf("inertia: Publish(%s): %w", strings.Join(channels, ", "), err)
	}
	return nil
}

// EndStreams ends the streams of visitors, as [LiveVisitor] names them: after a
// logout, or when somebody loses a right. Their clients reconnect and learn
// what they may listen to now. It reaches the processes that share a
// [LiveBroker].
func (i *Inertia) EndStreams(ctx context.Context, visitors ...string) error {
	if i.live == nil {
		return fmt.Errorf("inertia: EndStreams: %w", errNoLive)
	}
	if i.live.visitor == nil {
		return errors.New("inertia: EndStreams: visitors have no names: give WithLive the option LiveVisitor")
	}
	for _, visitor := range visitors {
		if len(visitor) > maxVisitor || strings.ContainsAny(visitor, "\n\x00") || !utf8.ValidString(visitor) {
			return fmt.Errorf("inertia: EndStreams: the visitor %q: want at most %d bytes of UTF-8 without line breaks", visitor, maxVisitor)
		}
	}
	if err := i.live.hub.End(ctx, visitors); err != nil {
		return fmt.Errorf("inertia: EndStreams: %w", err)
	}
	return nil
}

// Sizes of names, in bytes.
const (
	maxChannel = 128
	maxVisitor = 256
)

func checkChannel(name string) error {
	bad := func(r rune) bool { return r <= ' ' || r == ',' || r == 0x7f || r == utf8.RuneError }
	if name == "" || len(name) > maxChannel || strings.ContainsFunc(name, bad) {
		return fmt.Errorf("the channel %q: want 1 to %d bytes of UTF-8 without spaces and commas", name, maxChannel)
	}
	return nil
}

// listening is what a page knows of channels, nil without [WithLive].
func (i *Inertia) listening() props.Listening {
	if i.live == nil {
		return nil
	}
	return listening{i.live, i.live.hub.Mark()}
}

type listening struct {
	*liveProps
	at string
}

func (l listening) At() string { return l.at }

// Offer signs each channel, so that a client can ask only for what a page of the
// program has offered to somebody.
func (l listening) Offer(channels []string) (string, error) {
	offers := make([]string, len(channels))
	for n, channel := range channels {
		if err := checkChannel(channel); err != nil {
			return "", err
		}
		offers[n] = channel + "~" + signChannel(l.keys[0], channel)
	}
	return strings.Join(offers, ","), nil
}

// signature is the length of what signChannel returns.
const signature = 16

func signChannel(key []byte, channel string) string {
	h := hmac.New(sha256.New, key)
	_, _ = h.Write([]byte("inertia live channel\n" + channel)) // never fails
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:signature*3/4])
}

// offered returns the channel of an offer that a page of the program has made.
func (l *liveProps) offered(offer string) (channel string, ok bool) {
	n := len(offer) - signature - 1
	if n < 1 || offer[n] != '~' {
		return "", false
	}
	for _, key := range l.keys {
		ok = ok || hmac.Equal([]byte(offer[n+1:]), []byte(signChannel(key, offer[:n])))
	}
	return offer[:n], ok
}
