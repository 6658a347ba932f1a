package policy

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// TestHasher_waits has every slot taken by others.
func TestHasher_waits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		hasher := NewHasher()
		for range hashesAtOnce {
			hasher.slots <- struct{}{}
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := hasher.Hash(ctx, "Kn8-heron-pier"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v", err)
		}
		time.AfterFunc(time.Second, func() { <-hasher.slots })
		if hash, err := hasher.Hash(t.Context(), "Kn8-heron-pier"); err != nil || !hash.Set() {
			t.Errorf("hash set: %t, error %v", hash.Set(), err)
		}
		if len(hasher.slots) != hashesAtOnce-1 {
			t.Errorf("%d slots taken", len(hasher.slots))
		}
	})
}
