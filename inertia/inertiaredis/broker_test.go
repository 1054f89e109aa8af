package inertiaredis_test

import (
	"testing"

	"github.com/inertia-templ/shell/inertia/internal/live/brokertest"
)

func (s *server) Start() { s.start() }
func (s *server) Kill()  { s.kill() }

func TestBroker(t *testing.T) {
	s := startServer(t)
	brokertest.Run(t, s, func() brokertest.Broker { return s.open() })
}
