package policy_test

import (
	"context"
	"errors"
	"testing"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/policy"
)

func TestHasher(t *testing.T) {
	t.Parallel()
	hasher := policy.NewHasher()
	hash, err := hasher.Hash(t.Context(), "Kn8-heron-pier")
	if err != nil || !hash.Set() {
		t.Fatalf("hash set: %t, error %v", hash.Set(), err)
	}
	for _, tt := range []struct {
		password string
		hash     policy.Hash
		want     bool
	}{
		{"Kn8-heron-pier", hash, true},
		{"Kn8-heron-pies", hash, false},
		{"", hash, false},
		{"", policy.Hash{}, false},
		{"Kn8-heron-pier", policy.Hash{}, false},
	} {
		fits, err := hasher.Fits(t.Context(), tt.password, tt.hash)
		if fits != tt.want || err != nil {
			t.Errorf("%q: fits %t, error %v; want %t", tt.password, fits, err, tt.want)
		}
	}
	if (policy.Hash{}).Set() {
		t.Error("nothing is a password")
	}
}

func TestHasher_cancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	hasher := policy.NewHasher()
	if hash, err := hasher.Hash(ctx, "Kn8-heron-pier"); !errors.Is(err, context.Canceled) || hash.Set() {
		t.Errorf("hash set: %t, error %v", hash.Set(), err)
	}
	if fits, err := hasher.Fits(ctx, "", policy.Hash{}); !errors.Is(err, context.Canceled) || fits {
		t.Errorf("fits %t, error %v", fits, err)
	}
}
