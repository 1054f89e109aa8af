package props

import (
	"errors"
	"slices"

	"github.com/inertia-templ/shell/inertia/internal/record"
)

// Live is the kind of props that the client fetches again when word comes that
// they have changed.
type Live struct {
	Rule
	Channels []string
}

// Over has the channels of both.
func (l Live) Over(inner Kind) Kind {
	return Live{Channels: slices.Concat(inner.(Live).Channels, l.Channels)}
}

// Listening is what a page knows of channels.
type Listening interface {
	// Offer returns what lets the client listen to the channels.
	Offer(channels []string) (string, error)
	// At is from when on the client has to catch up: before a prop was computed.
	At() string
}

// LiveProps is the name of the prop that tells the client what to listen to. It
// is a prop, not a member of the page object, because the client keeps props
// across partial reloads and in the browser's history.
const LiveProps = "liveProps"

var liveProps = &Section{Key: LiveProps, Form: Values, Prop: true}

// Note says that the prop is live.
func (Live) Note(p *record.Prop) { p.Live = true }

// Describe tells the client what to listen to once it has the prop.
func (l Live) Describe(d *Description) {
	if d.Listening == nil || d.Absence&Later != 0 || !d.Labelled {
		return
	}
	if offer, err := d.Listening.Offer(l.Channels); err == nil { // see listens
		d.Add(liveProps, Record{Name: d.Path, Value: text(offer)})
	}
}

// listens refuses a prop that nobody could listen to.
func (s *Spec) listens(f *Facts) error {
	l, ok := Find[Live](s)
	if !ok {
		return nil
	}
	if f.Listening == nil {
		return errNoLive
	}
	_, err := f.Listening.Offer(l.Channels)
	return err
}

// encodeLive adds the prop that lists live ones to the object of props that b
// ends with.
func (p *Page) encodeLive(b *buffer) error {
	if !slices.ContainsFunc(p.meta.records, func(r Record) bool { return r.of == liveProps }) {
		return nil
	}
	if indexOf(p.all, LiveProps) >= 0 {
		return p.failure(LiveProps, errLiveName)
	}
	b.out = b.out[:len(b.out)-1]
	b.key(LiveProps, b.out[len(b.out)-1] == '{')
	b.text("{")
	if !p.facts.Partial {
		b.key("at", true)
		b.string(p.facts.Listening.At())
	}
	b.key("on", p.facts.Partial)
	p.meta.encodeValues(b, liveProps)
	b.text("}}")
	if p.facts.Partial {
		// The client keeps what it was told of other props.
		p.meta.records = append(p.meta.records, Record{Text: LiveProps, of: deepMergeProps})
	}
	return nil
}

type text string

func (t text) appendTo(b *buffer) { b.string(string(t)) }

var (
	errNoLive   = errors.New("it is live, but nobody may listen: give New the option WithLive, which says who may")
	errLiveName = errors.New("the page has a prop of its own with this name, which tells the client what to listen to: rename yours")
)
