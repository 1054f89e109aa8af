package flash

import (
	"context"
	"fmt"
)

// Ping reports whether the store can be reached. Without a backend it always
// can. A backend of another kind than scs's CtxStore decides itself how long it
// takes.
func (j *jar) Ping(ctx context.Context) error {
	if j.records == nil {
		return nil
	}
	key, err := keyPrefix+"ping", error(nil)
	if b, ok := j.records.Backend.(contextBackend); ok {
		_, _, err = b.FindCtx(ctx, key)
	} else {
		_, _, err = j.records.Find(key)
	}
	if err != nil {
		return fmt.Errorf("flash: backend: %w", err)
	}
	return nil
}
