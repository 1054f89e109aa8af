package inertiaredis

import (
	"context"
	"errors"
	"fmt"

	"github.com/redis/rueidis"

	"github.com/inertia-templ/shell/inertia"
)

// A Store is a broker for live props too:
//
//	inertia.WithLive(mayListen, inertia.LiveBroker(store))
var _ inertia.Broker = (*Store)(nil)

func (s *Store) live() string { return s.prefix + ":live" }

// Publish sends a message to all processes that subscribe.
func (s *Store) Publish(ctx context.Context, message string) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if err := s.client.Do(ctx, s.client.B().Publish().Channel(s.live()).Message(message).Build()).Error(); err != nil {
		return fmt.Errorf("inertiaredis: %w", err)
	}
	return nil
}

// Subscribe receives messages until the connection is lost, or the store closed.
func (s *Store) Subscribe(ctx context.Context, ready func(), receive func(message string)) error {
	ctx = rueidis.WithOnSubscriptionHook(ctx, func(sub rueidis.PubSubSubscription) {
		if sub.Kind == "subscribe" {
			ready()
		}
	})
	err := s.client.Receive(ctx, s.client.B().Subscribe().Channel(s.live()).Build(), func(m rueidis.PubSubMessage) { receive(m.Message) })
	switch {
	case errors.Is(err, rueidis.ErrClosing):
		return nil
	case err != nil:
		return fmt.Errorf("inertiaredis: %w", err)
	}
	return errors.New("inertiaredis: the subscription has ended")
}
