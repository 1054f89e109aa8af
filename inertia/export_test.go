package inertia

import "time"

// SetDevSSRTimeout shortens how long tests wait for a dev server.
func SetDevSSRTimeout(d time.Duration) (restore func()) {
	before := devSSRTimeout
	devSSRTimeout = d
	return func() { devSSRTimeout = before }
}

// LiveTimes shortens the times of streams.
func LiveTimes(beat, gap, patience time.Duration) LiveOption {
	return func(l *liveProps) error {
		l.beat, l.gap, l.patience = beat, gap, patience
		return nil
	}
}

// Listeners is how many streams are open.
func (i *Inertia) Listeners() int { return i.live.hub.Streams() }

// QuoteBigInts is what WithBigInts does to JSON.
var QuoteBigInts = quoteBigInts
