package provision

import (
	"context"

	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
)

// CodeReader gets hold of a code that Logto has sent to somebody: out of an
// inbox, or from the person who reads the mail.
type CodeReader interface {
	// Before is called before the code is requested, so that an older mail is
	// not taken for the new one.
	Before(ctx context.Context) error
	// Read returns the mail; of one that a person reads, only the code is known.
	Read(ctx context.Context, to string) (inbox.Message, error)
}

// RoundTrip requests a code from Logto, gets hold of it and has Logto verify
// it: what an end user goes through, without a browser.
func (p Provisioner) RoundTrip(ctx context.Context, to string, codes CodeReader) (inbox.Message, error) {
	if err := codes.Before(ctx); err != nil {
		return inbox.Message{}, err
	}
	if err := p.Logto.VerificationCodes.Request(ctx, to); err != nil {
		return inbox.Message{}, err
	}
	received, err := codes.Read(ctx, to)
	if err != nil {
		return inbox.Message{}, err
	}
	return received, p.Logto.VerificationCodes.Verify(ctx, to, received.Code)
}

// roundTrip makes the round trip of an apply, once everything that it goes
// through is in place.
func (r *run) roundTrip(ctx context.Context) {
	if !r.makesRoundTrip() || ctx.Err() != nil {
		return
	}
	for _, step := range r.steps {
		if (step.Connector != nil || step.SignIn != nil) && r.isMissing(step.ID) {
			return
		}
	}
	object := "round-trip/" + r.hooks.TestEmail
	r.begin(object)
	_, err := r.RoundTrip(ctx, r.hooks.TestEmail, r.hooks.Codes)
	r.settle(object, Verified, "", err)
}
