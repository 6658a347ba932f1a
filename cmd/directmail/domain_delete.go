package directmail

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// NewDomainDelete returns the command direct-mail domain delete.
func NewDomainDelete(env *cli.Env) *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use:   "delete " + domainArgument,
		Short: "Delete a sending domain that no sender address uses",
		Long: `Delete a sending domain. Direct Mail keeps one that still has sender addresses;
logtoctl says which. Its records in the DNS are yours to remove.`,
		Example: "  logtoctl direct-mail domain delete mail.example.com --yes",
		Args:    cli.Args(domainArgument),
		RunE:    func(cmd *cobra.Command, args []string) error { return deleteDomain(cmd.Context(), env, args[0], yes) },
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	return cmd
}

func deleteDomain(ctx context.Context, env *cli.Env, named string, yes bool) error {
	in, err := open(ctx, env)
	if err != nil {
		return err
	}
	domain, err := in.findDomain(ctx, named)
	if err != nil {
		return err
	}
	if err := in.refuseInUse(ctx, domain); err != nil {
		return err
	}
	what := fmt.Sprintf("Delete the sending domain %s (%s) in %s: adding it again takes new DNS records and a new verification", domain.Name, domain.ID, in.region)
	if err := env.Confirm(ctx, yes, what); err != nil {
		return err
	}
	if !env.Settings.DryRun {
		err := in.DeleteDomain(ctx, domain.ID)
		find := func() (aliyundm.Domain, error) { return in.findDomain(ctx, domain.Name) }
		if err := afterDelete(err, find); err != nil {
			return err
		}
	}
	view := output.NewMailDomain(in.region, aliyundm.DomainDetail{ID: domain.ID, Name: domain.Name, Status: domain.Status})
	view.Status, view.DryRun = plan.Deleted, env.Settings.DryRun
	return env.Print(view)
}

// refuseInUse is an error if the domain has sender addresses.
func (a account) refuseInUse(ctx context.Context, domain aliyundm.Domain) error {
	var senders []string
	for address, err := range a.QueryMailAddressByParam(ctx, aliyundm.MailAddressQuery{KeyWord: "@" + domain.Name}) {
		if err != nil {
			return fmt.Errorf("look for sender addresses of %s: %w", domain.Name, err)
		}
		if strings.HasSuffix(strings.ToLower(address.AccountName), "@"+strings.ToLower(domain.Name)) {
			senders = append(senders, address.AccountName)
		}
	}
	if len(senders) > 0 {
		return &inUseError{domain: domain.Name, senders: senders, flag: a.flag}
	}
	return nil
}

// inUseError says which sender addresses keep a domain.
type inUseError struct {
	domain  string
	senders []string
	flag    string // of the region
}

// Error names them.
func (e *inUseError) Error() string {
	return fmt.Sprintf("the sending domain %s is in use by the sender addresses %s", e.domain, strings.Join(e.senders, ", "))
}

// Code is the code of the error document.
func (e *inUseError) Code() string { return "domain_in_use" }

// Hint names the command to begin with.
func (e *inUseError) Hint() string {
	return "delete them first (at most ten a month): logtoctl direct-mail sender delete " + e.senders[0] + e.flag
}
