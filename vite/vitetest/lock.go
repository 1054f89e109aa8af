package vitetest

import (
	"context"
	"time"
)

// lock waits until this is the only holder of the lock file's lock, among all
// processes of this machine and all callers in this one. The system unlocks it
// when the process ends, however it does.
func lock(ctx context.Context, name string) (unlock func(), err error) {
	for {
		unlock, held, err := tryLock(name)
		if err != nil || !held {
			return unlock, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}
