// Package inertiapostgres carries word of changes to live props between the
// processes of a program, with LISTEN and NOTIFY of PostgreSQL.
//
//	broker, err := inertiapostgres.Open("postgres://user:password@127.0.0.1/shop")
//	...
//	defer broker.Close()
//	i, err := inertia.New(inertia.WithLive(mayListen, inertia.LiveBroker(broker)), ...)
//
// A process keeps one connection open for listening. Connect to the server itself,
// or to a pooler in session mode: PgBouncer in transaction mode knows no LISTEN.
package inertiapostgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/inertia-templ/shell/inertia"
)

// Broker is a broker for live props. It is safe for concurrent use.
type Broker struct {
	pool    *pgxpool.Pool
	owned   bool // the pool is the broker's
	channel string

	ctx   context.Context // ends with Close
	close context.CancelFunc
}

var _ inertia.Broker = (*Broker)(nil)

// Option configures [Open] and [New].
type Option func(*Broker)

// WithChannel sets the channel of the database. The default is "inertia". Programs
// that share a database need one each.
func WithChannel(name string) Option { return func(b *Broker) { b.channel = name } }

// Times of the broker.
const (
	timeout  = 5 * time.Second  // of one message
	interval = 20 * time.Second // after which a silent connection is tried
)

// Open returns a broker for the database at url:
// postgres://user:password@host:port/name. The server need not be there yet.
func Open(url string, opts ...Option) (*Broker, error) {
	pool, err := pgxpool.New(context.Background(), url)
	if err != nil {
		return nil, fmt.Errorf("inertiapostgres: Open: %w; want a URL such as postgres://user:password@127.0.0.1/name", err)
	}
	b, err := New(pool, opts...)
	if err != nil {
		pool.Close()
		return nil, err
	}
	b.owned = true
	return b, nil
}

// New returns a broker that publishes through the program's pool, and listens on a
// connection of its own with the pool's configuration.
func New(pool *pgxpool.Pool, opts ...Option) (*Broker, error) {
	b := &Broker{pool: pool, channel: "inertia"}
	for _, opt := range opts {
		opt(b)
	}
	if b.channel == "" || len(b.channel) > 63 {
		return nil, fmt.Errorf("inertiapostgres: WithChannel(%q): want 1 to 63 bytes", b.channel)
	}
	b.ctx, b.close = context.WithCancel(context.Background())
	return b, nil
}

// Close ends the connection that listens, and the pool of [Open].
func (b *Broker) Close() {
	b.close()
	if b.owned {
		b.pool.Close()
	}
}

// Publish sends a message to all processes that subscribe.
func (b *Broker) Publish(ctx context.Context, message string) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if _, err := b.pool.Exec(ctx, "SELECT pg_notify($1, $2)", b.channel, message); err != nil {
		return fmt.Errorf("inertiapostgres: %w", err)
	}
	return nil
}

// Subscribe receives messages until the connection is lost, or the broker closed.
func (b *Broker) Subscribe(ctx context.Context, ready func(), receive func(message string)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(b.ctx, cancel)()
	err := b.listen(ctx, ready, receive)
	if b.ctx.Err() != nil {
		return nil
	}
	return fmt.Errorf("inertiapostgres: %w", err)
}

func (b *Broker) listen(ctx context.Context, ready func(), receive func(message string)) error {
	limited, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	conn, err := pgx.ConnectConfig(limited, b.pool.Config().ConnConfig)
	if err != nil {
		return err
	}
	defer func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = conn.Close(ctx)
	}()
	if _, err := conn.Exec(limited, "LISTEN "+pgx.Identifier{b.channel}.Sanitize()); err != nil {
		return err
	}
	ready()
	for {
		n, err := notification(ctx, conn)
		switch {
		case err == nil:
			receive(n)
		case errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil:
			if err := ping(ctx, conn); err != nil {
				return err // a server that went without a word
			}
		default:
			return err
		}
	}
}

// notification waits for a message, for a while.
func notification(ctx context.Context, conn *pgx.Conn) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, interval)
	defer cancel()
	n, err := conn.WaitForNotification(ctx)
	if err != nil {
		return "", err
	}
	return n.Payload, nil
}

func ping(ctx context.Context, conn *pgx.Conn) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	return conn.Ping(ctx)
}
