package logto

import (
	"crypto/sha256"
	"maps"
	"math"
	"net/http"
	"slices"
	"strconv"
	"time"
)

const (
	// attemptWindow is how long a failure is remembered.
	attemptWindow = time.Hour
	// maxAttempted is how many identifiers are watched at once, and maxCounted
	// how many failures of each, however many the tenant's policy allows.
	maxAttempted = 10_000
	maxCounted   = 1000

	// The defaults of the sentinel policy.
	maxFailures   = 100
	lockoutLength = 60 // minutes
)

// target is an identifier of which attempts are counted, as a digest: whatever
// people type would otherwise stay in memory.
type target [sha256.Size]byte

// attempts are the failures to prove an identifier by a password or a code.
type attempts struct {
	failedAt     []time.Time
	blockedUntil time.Time
}

// guardAttempt notes how an attempt went and returns what is to be answered:
// its own error, or that the identifier is locked for a while, whatever the
// attempt was worth.
func (t *tenant) guardAttempt(identifier string, failed error, now time.Time) error {
	policy, err := column[struct {
		MaxAttempts     *float64 `json:"maxAttempts"`
		LockoutDuration *float64 `json:"lockoutDuration"` // minutes
	}](t.experience, "sentinelPolicy")
	if err != nil {
		return err
	}
	limit, lockout := float64(maxFailures), float64(lockoutLength)
	if policy.MaxAttempts != nil {
		limit = *policy.MaxAttempts
	}
	if policy.LockoutDuration != nil {
		lockout = *policy.LockoutDuration
	}
	of := target(sha256.Sum256([]byte(identifier)))
	watched := t.recentAttempts(of, now)
	if now.Before(watched.blockedUntil) {
		return lockedOut(watched.blockedUntil.Sub(now))
	}
	count := float64(len(watched.failedAt))
	if failed != nil {
		count++
	}
	switch {
	case count >= limit:
		// The failure that locks is not counted again.
		watched.blockedUntil = now.Add(duration(lockout, time.Minute))
	case failed != nil:
		watched.failedAt = append(slices.Clone(watched.failedAt), now)
		watched.failedAt = watched.failedAt[max(0, len(watched.failedAt)-maxCounted):]
	default:
		return nil
	}
	if _, known := t.attempts[of]; known || len(t.attempts) < maxAttempted {
		t.attempts[of] = watched
	}
	if now.Before(watched.blockedUntil) {
		return lockedOut(watched.blockedUntil.Sub(now))
	}
	return failed
}

// recentAttempts forgets what is too old to matter, of all identifiers.
func (t *tenant) recentAttempts(of target, now time.Time) attempts {
	old := func(at time.Time) bool { return now.Sub(at) >= attemptWindow }
	maps.DeleteFunc(t.attempts, func(_ target, a attempts) bool {
		return !now.Before(a.blockedUntil) && !slices.ContainsFunc(a.failedAt, func(at time.Time) bool { return !old(at) })
	})
	watched := t.attempts[of]
	watched.failedAt = slices.DeleteFunc(slices.Clone(watched.failedAt), old)
	return watched
}

// lockedOut says in words when the identifier can be tried again.
func lockedOut(wait time.Duration) error {
	minutes := int(math.Round(wait.Minutes()))
	words := "in " + grouped(minutes) + " minutes"
	if minutes == 1 {
		words = "in 1 minute"
	}
	return refuse(http.StatusBadRequest, "session.verification_blocked_too_many_attempts",
		"Too many attempts in a short time. Please try again "+words+".")
}

// grouped writes a number that is not negative with commas, as English does.
func grouped(n int) string {
	digits := strconv.Itoa(n)
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}
