package inertiaredis_test

import (
	"testing"

	"github.com/inertia-templ/shell/inertia/internal/live/brokertest"
)

func TestBroker(t *testing.T) {
	s := startServer(t)
	brokertest.Run(t, s, func() brokertest.Broker { return s.open() })
}
