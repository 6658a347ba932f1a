package cli

import (
	"context"

	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/provision"
)

// SendLogtoTest lets Logto send its own test mail with a connector, which need
// not be saved, and prints what was sent.
func (e *Env) SendLogtoTest(ctx context.Context, connector manifest.Connector, to, locale string) error {
	provisioner, err := e.Provisioner()
	if err != nil {
		return err
	}
	mail, err := provisioner.SendTest(ctx, connector, to, locale)
	if err != nil {
		return provision.ExplainSender(ctx, err, e, connector)
	}
	e.NoteTemplate(mail, locale)
	return e.Print(output.NewTestMail(to, provision.TestCode, output.ViaLogto, mail, e.Settings.DryRun))
}
