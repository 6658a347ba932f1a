package directmail

import (
	"crypto/sha256"
	"time"
)

// maxNonces bounds the memory of nonces to a few megabytes. It is far above
// what the documented rate of 100 requests a second can bring in 15 minutes.
const maxNonces = 1 << 17

// nonces remembers which nonce each AccessKey has used. It is not safe for
// concurrent use; the server's lock guards it.
type nonces struct {
	seen  map[[sha256.Size]byte]time.Time // when each may be forgotten
	order [][sha256.Size]byte             // oldest first
}

func newNonces() *nonces {
	return &nonces{seen: map[[sha256.Size]byte]time.Time{}}
}

// use records a nonce until the given time. It reports false, and records
// nothing, when the nonce is still remembered.
func (n *nonces) use(accessKeyID, nonce string, now, until time.Time) bool {
	n.forget(now)
	// The digest keeps the entries at one size, however long the nonce is.
	key := sha256.Sum256([]byte(accessKeyID + "\x00" + nonce))
	if expires, used := n.seen[key]; used && expires.After(now) {
		return false
	}
	if _, known := n.seen[key]; !known {
		n.order = append(n.order, key)
	}
	n.seen[key] = until
	return true
}

// forget drops the oldest entries: those that have expired, and those above
// the bound.
func (n *nonces) forget(now time.Time) {
	drop := 0
	for drop < len(n.order) && (len(n.order)-drop >= maxNonces || !n.seen[n.order[drop]].After(now)) {
		delete(n.seen, n.order[drop])
		drop++
	}
	n.order = n.order[drop:]
}
