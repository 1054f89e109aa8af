// Package inertianats carries word of changes to live props between the processes
// of a program, through NATS.
//
//	broker, err := inertianats.Open("nats://127.0.0.1:4222")
//	...
//	defer broker.Close()
//	i, err := inertia.New(inertia.WithLive(mayListen, inertia.LiveBroker(broker)), ...)
//
// Core NATS is enough: nothing is stored. After an outage, clients fetch their live
// props.
package inertianats

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/inertia-templ/shell/inertia"
)

// Broker is a broker for live props. It is safe for concurrent use.
type Broker struct {
	options nats.Options
	subject string
	closed  chan struct{}
	close   func()

	mu   sync.Mutex
	conn *nats.Conn // that publishes, nil if it is lost
}

var _ inertia.Broker = (*Broker)(nil)

// Option configures [Open] and [New].
type Option func(*Broker)

// WithSubject sets the subject of messages. The default is "inertia.live". Programs
// that share a server need one each.
func WithSubject(subject string) Option { return func(b *Broker) { b.subject = subject } }

// Limits and times of the broker.
const (
	timeout = 5 * time.Second // of one message
	waiting = 4096            // messages that wait for this process
)

// Open returns a broker for the server at url: nats://[user:password@]host:port, or
// several with commas between them. The server need not be there yet.
func Open(url string, opts ...Option) (*Broker, error) {
	o := nats.GetDefaultOptions()
	o.Url = url
	return New(o, opts...)
}

// New is [Open] for options of your own: credentials, TLS.
func New(o nats.Options, opts ...Option) (*Broker, error) {
	b := &Broker{options: o, subject: "inertia.live", closed: make(chan struct{})}
	for _, opt := range opts {
		opt(b)
	}
	if o.Url == "" && len(o.Servers) == 0 {
		return nil, errors.New("inertianats: Open: the URL is empty; want one such as nats://127.0.0.1:4222")
	}
	if b.subject == "" {
		return nil, errors.New("inertianats: WithSubject: the subject is empty")
	}
	// A connection that is lost is another one: what was missed is unknown.
	b.options.AllowReconnect = false
	b.options.RetryOnFailedConnect = false
	b.options.PingInterval = 20 * time.Second // a server that went without a word
	b.close = sync.OnceFunc(func() { close(b.closed) })
	return b, nil
}

// Close ends the connections.
func (b *Broker) Close() {
	b.close()
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.conn != nil {
		b.conn.Close()
		b.conn = nil
	}
}

func (b *Broker) isClosed() bool {
	select {
	case <-b.closed:
		return true
	default:
		return false
	}
}

// publisher returns a connection.
func (b *Broker) publisher() (*nats.Conn, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.isClosed() {
		return nil, nats.ErrConnectionClosed
	}
	if b.conn == nil || !b.conn.IsConnected() {
		if b.conn != nil {
			b.conn.Close()
		}
		conn, err := b.options.Connect()
		if err != nil {
			b.conn = nil
			return nil, err
		}
		b.conn = conn
	}
	return b.conn, nil
}

// Publish sends a message to all processes that subscribe, and waits until the
// server has it.
func (b *Broker) Publish(ctx context.Context, message string) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	conn, err := b.publisher()
	if err == nil {
		err = conn.Publish(b.subject, []byte(message))
	}
	if err == nil {
		err = conn.FlushWithContext(ctx)
	}
	if err != nil {
		return fmt.Errorf("inertianats: %w", err)
	}
	return nil
}

// Subscribe receives messages until the connection is lost, or the broker closed.
func (b *Broker) Subscribe(ctx context.Context, ready func(), receive func(message string)) error {
	if b.isClosed() {
		return nil
	}
	lost := make(chan error, 1)
	fail := func(err error) {
		select {
		case lost <- err:
		default:
		}
	}
	o := b.options
	o.ClosedCB = func(c *nats.Conn) {
		err := c.LastError()
		if err == nil {
			err = nats.ErrConnectionClosed
		}
		fail(err)
	}
	o.AsyncErrorCB = func(_ *nats.Conn, _ *nats.Subscription, err error) { fail(err) } // such as messages that were dropped
	conn, err := o.Connect()
	if err != nil {
		return fmt.Errorf("inertianats: %w", err)
	}
	defer conn.Close()
	messages := make(chan *nats.Msg, waiting)
	if _, err := conn.ChanSubscribe(b.subject, messages); err != nil {
		return fmt.Errorf("inertianats: subscribe to %q: %w", b.subject, err)
	}
	if err := conn.FlushTimeout(timeout); err != nil {
		return fmt.Errorf("inertianats: subscribe to %q: %w", b.subject, err)
	}
	ready()
	for {
		select {
		case m := <-messages:
			receive(string(m.Data))
		case err := <-lost:
			return fmt.Errorf("inertianats: %w", err)
		case <-b.closed:
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
