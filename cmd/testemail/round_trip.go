package testemail

import (
	"context"
	"fmt"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// runRoundTrip requests a code from Logto, gets hold of it and has Logto
// verify it: what an end user goes through, without a browser.
func (o *options) runRoundTrip(ctx context.Context) error {
	if o.env.Settings.InboxURL == "" && !o.env.Interactive() {
		return cli.Usagef("--round-trip has no way to learn the code: run it on a terminal, or inside logtoctl sandbox exec")
	}
	client, err := o.env.Logto()
	if err != nil {
		return err
	}
	document := output.TestMail{To: o.to, UsageType: email.Generic, Via: output.ViaLogto, Status: output.Verified, DryRun: o.env.Settings.DryRun}
	if document.DryRun {
		return o.env.Print(document)
	}
	received, err := o.requestCode(ctx, client)
	if err != nil {
		return err
	}
	if err := client.VerificationCodes.Verify(ctx, o.to, received.Code); err != nil {
		return err
	}
	document.Subject, document.Code, document.RequestID = received.Subject, received.Code, received.RequestID
	return o.env.Print(document)
}

// requestCode lets Logto send a code and returns the mail that it came in; of a
// mail that a person reads, only the code is known.
func (o *options) requestCode(ctx context.Context, client *logtoadmin.Client) (inbox.Message, error) {
	if o.env.Settings.InboxURL == "" {
		if err := client.VerificationCodes.Request(ctx, o.to); err != nil {
			return inbox.Message{}, err
		}
		code, err := o.env.Ask(ctx, fmt.Sprintf("A code is on its way to %s. Type it here: ", o.to))
		return inbox.Message{Code: code}, err
	}
	reader := inbox.NewClient(o.env.Settings.InboxURL)
	last, err := reader.LastID(ctx)
	if err != nil {
		return inbox.Message{}, err
	}
	if err := client.VerificationCodes.Request(ctx, o.to); err != nil {
		return inbox.Message{}, err
	}
	return reader.Newest(ctx, inbox.Filter{To: o.to, After: last}, o.env.Settings.Timeout)
}
