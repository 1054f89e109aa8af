package inertianats_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/inertia-templ/shell/inertia/inertianats"
	"github.com/inertia-templ/shell/inertia/internal/live/brokertest"
	"github.com/inertia-templ/shell/internal/servertest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestBroker(t *testing.T) {
	s := servertest.NATS(t)
	brokertest.Run(t, s, func() brokertest.Broker {
		b, err := inertianats.Open(s.URL(), inertianats.WithSubject("shop.live"))
		require.NoError(t, err)
		t.Cleanup(b.Close)
		return b
	})
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	_, err := inertianats.Open("")
	assert.ErrorContains(t, err, "inertianats: Open: the URL is empty")
	_, err = inertianats.Open("nats://127.0.0.1:1", inertianats.WithSubject(""))
	assert.ErrorContains(t, err, "WithSubject: the subject is empty")
}
