package live

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// Broker carries messages between the processes of a program.
type Broker interface {
	// Publish sends a message to all processes that subscribe, this one too. It
	// is UTF-8 without NUL, of at most 4,096 bytes.
	Publish(ctx context.Context, message string) error
	// Subscribe calls ready as soon as no message is missed any more, and receive
	// for each message after that, one at a time. It returns an error when the
	// connection is lost, and is called again then. It returns nil when the broker
	// was closed, and is not called again.
	Subscribe(ctx context.Context, ready func(), receive func(message string)) error
}

// MaxMessage is the size of a message in bytes.
const MaxMessage = 4096

// Messages begin with what they are about. The names that follow have no line
// breaks in them.
const (
	aboutChannels = "c\n"
	aboutVisitors = "v\n"
)

// Publish tells all processes that channels have changed.
func (h *Hub) Publish(ctx context.Context, channels []string) error {
	return h.send(ctx, aboutChannels, channels)
}

// End ends the streams of visitors in all processes.
func (h *Hub) End(ctx context.Context, visitors []string) error {
	return h.send(ctx, aboutVisitors, visitors)
}

// send sends as few messages as the names fit in.
func (h *Hub) send(ctx context.Context, about string, names []string) error {
	for len(names) > 0 {
		message, n := about+names[0], 1
		for n < len(names) && len(message)+1+len(names[n]) <= MaxMessage {
			message += "\n" + names[n]
			n++
		}
		names = names[n:]
		if h.broker == nil {
			h.receive(message)
		} else if err := h.broker.Publish(ctx, message); err != nil {
			return err
		}
	}
	return nil
}

// syncTime is how long word of changes waits for the process to see what was
// invalidated. A cache that takes longer is away, and nothing of it is used.
const syncTime = time.Second

// hear receives from the broker.
func (h *Hub) hear(message string) {
	if strings.HasPrefix(message, aboutChannels) {
		ctx, cancel := context.WithTimeout(context.Background(), syncTime)
		_ = h.sync(ctx)
		cancel()
	}
	h.receive(message)
}

func (h *Hub) receive(message string) {
	if len(message) > MaxMessage {
		return // not of this program
	}
	if names, ok := strings.CutPrefix(message, aboutChannels); ok {
		h.changed(strings.Split(names, "\n"))
	} else if names, ok := strings.CutPrefix(message, aboutVisitors); ok {
		h.end(strings.Split(names, "\n"))
	}
}

// Times between attempts to reach the broker.
const (
	firstPause = 50 * time.Millisecond
	lastPause  = 5 * time.Second
)

// subscribe listens to the broker until it is closed. After an outage anything
// may have changed.
func (h *Hub) subscribe() {
	pause := firstPause
	for {
		err := h.listen(func() {
			pause = firstPause
			h.missed()
		})
		if err == nil {
			return
		}
		h.log.Warn("inertia: live props: the broker is away, so pages hear of changes late: " + err.Error())
		time.Sleep(pause/2 + rand.N(pause))
		pause = min(2*pause, lastPause)
	}
}

// listen survives a broker that panics.
func (h *Hub) listen(ready func()) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return h.broker.Subscribe(context.Background(), ready, h.hear)
}
