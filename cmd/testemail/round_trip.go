package testemail

import (
	"context"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/output"
)

// runRoundTrip requests a code from Logto, gets hold of it and has Logto
// verify it.
func (o *options) runRoundTrip(ctx context.Context) error {
	codes, err := o.env.CodeReader()
	if err != nil {
		return err
	}
	provisioner, err := o.env.Provisioner()
	if err != nil {
		return err
	}
	document := output.TestMail{To: o.to, UsageType: email.Generic, Via: output.ViaLogto, Status: output.Verified, DryRun: o.env.Settings.DryRun}
	if document.DryRun {
		return o.env.Print(document)
	}
	received, err := provisioner.RoundTrip(ctx, o.to, codes)
	if err != nil {
		return err
	}
	document.Subject, document.Code, document.RequestID = received.Subject, received.Code, received.RequestID
	return o.env.Print(document)
}
