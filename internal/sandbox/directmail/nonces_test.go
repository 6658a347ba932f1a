package directmail

import (
	"strconv"
	"testing"
	"time"
)

func TestNonces_bounded(t *testing.T) {
	t.Parallel()
	n, now := newNonces(), time.Unix(0, 0)
	for i := range maxNonces + 10 {
		if !n.use("key", strconv.Itoa(i), now, now.Add(clockWindow)) {
			t.Fatalf("nonce %d is said to have been used", i)
		}
	}
	if len(n.seen) != maxNonces || len(n.order) != maxNonces {
		t.Errorf("%d nonces in %d places are remembered, want %d", len(n.seen), len(n.order), maxNonces)
	}
	now = now.Add(clockWindow)
	if !n.use("key", "new", now, now.Add(clockWindow)) || len(n.seen) != 1 {
		t.Errorf("%d nonces are remembered after all but one have expired", len(n.seen))
	}
}
