package quickstart

import (
	"context"
	"errors"
	"strings"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// standingSender returns the sender address of the connector that the tenant has
// already, "" when it has none. What it sends is for other apps, too, so that
// nobody should change it without saying so.
func (o *options) standingSender(ctx context.Context) (string, error) {
	provisioner, err := o.env.Provisioner()
	if err != nil {
		return "", err
	}
	live, err := provisioner.Logto.Connectors.List(ctx)
	if err != nil {
		return "", err
	}
	found, ok := plan.FindConnector(live)
	if !ok {
		return "", nil
	}
	connector, err := manifest.ConnectorFromConfig(found.Config)
	o.env.Secrets.Add(connector.AccessKeySecret)
	return connector.AccountName, err
}

// onlySender returns the sender address of an account that has one.
func (o *options) onlySender(ctx context.Context) (string, error) {
	client, err := o.env.DirectMailAccount(ctx, o.region)
	if err != nil {
		return "", err
	}
	var known []string
	for address, err := range client.QueryMailAddressByParam(ctx, aliyundm.MailAddressQuery{}) {
		if err != nil {
			return "", err
		}
		known = append(known, address.AccountName)
	}
	switch len(known) {
	case 0:
		return "", cli.Usagef("the Direct Mail account has no sender address in this region to send the codes from: logtoctl direct-mail sender create --help")
	case 1:
		o.env.Note("the codes will come from %s, the one sender address there is", known[0])
		return known[0], nil
	default:
		return "", cli.Usagef("the Direct Mail account has several sender addresses: say with --sender which of them the codes come from: %s", strings.Join(known, ", "))
	}
}

// checkSender finds out whether Direct Mail has the sender address, before
// anything is written.
func (s *setup) checkSender(ctx context.Context) error {
	err := s.provisioner.CheckSender(ctx, s.planned)
	unknown, ok := errors.AsType[*provision.SenderError](err)
	switch {
	case !ok || s.files.kept || s.sender == "":
		return err
	case len(unknown.Elsewhere) > 0:
		return cli.WithHint(err, "the address is in the region "+strings.Join(unknown.Elsewhere, " and ")+": say so with --region")
	case len(unknown.Known) > 0:
		return cli.WithHint(err, "say with --sender one of the addresses there are: "+strings.Join(unknown.Known, ", "))
	}
	return err
}
