package cli

import (
	"context"

	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/provision"
)

// SendLogtoTest lets Logto send its own test mail with the connector of the
// file, or without one the live connector, and prints what was sent.
func (e *Env) SendLogtoTest(ctx context.Context, to, file, locale string) error {
	connector, err := e.Connector(ctx, file)
	if err != nil {
		return err
	}
	provisioner, err := e.Provisioner()
	if err != nil {
		return err
	}
	mail, err := provisioner.SendTest(ctx, connector, to, locale)
	if err != nil {
		return err
	}
	return e.Print(output.NewTestMail(to, provision.TestCode, output.ViaLogto, mail, e.Settings.DryRun))
}
