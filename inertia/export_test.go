package inertia

import "time"

// SetDevSSRTimeout shortens how long tests wait for a dev server.
func SetDevSSRTimeout(d time.Duration) (restore func()) {
	before := devSSRTimeout
	devSSRTimeout = d
	return func() { devSSRTimeout = before }
}
