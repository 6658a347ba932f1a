package directmail

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/dnscheck"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/partial"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// adviceTimeout bounds the look at the DNS that is only for better advice.
const adviceTimeout = 5 * time.Second

// NewDomainCreate returns the command direct-mail domain create.
func NewDomainCreate(env *cli.Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "create " + domainArgument,
		Short: "Add a sending domain, and show the DNS records that it needs",
		Long: `Add a sending domain, or find the one there is, and show the DNS records that it
needs, ready to be entered: as a table, as JSON, or with -o zone as lines of a
zone file. Hosts are relative to the registered domain, as DNS consoles ask for
them; zone lines have full names.

A name has at most one SPF record. If the DNS has one already, the record shown
is that one with Direct Mail's part merged into it: replace it.`,
		Example: `  logtoctl direct-mail domain create mail.example.com
  logtoctl direct-mail domain create mail.example.com -o zone >> example.com.zone
  logtoctl direct-mail domain check mail.example.com --wait 30m`,
		Args: cli.Args(domainArgument),
		RunE: func(cmd *cobra.Command, args []string) error { return createDomain(cmd.Context(), env, args[0]) },
	}
	return cli.ZoneOutput(cmd)
}

func createDomain(ctx context.Context, env *cli.Env, named string) error {
	name, err := domainName(named)
	if err != nil {
		return err
	}
	resolver, err := adviser(env)
	if err != nil {
		return err
	}
	in, err := open(ctx, env)
	if err != nil {
		return err
	}
	domain, created, err := in.ensureDomain(ctx, name, env.Settings.DryRun)
	if err != nil {
		return err
	}
	detail := aliyundm.DomainDetail{Name: domain.Name, Status: domain.Status}
	if domain.ID != "" { // a dry run has no records to show
		if detail, err = in.DescDomain(ctx, domain.ID); err != nil {
			return afterMade(domain, created, err)
		}
	}
	view := output.NewMailDomain(in.region, detail)
	view.Status, view.DryRun = plan.Unchanged, env.Settings.DryRun
	if created {
		view.Status = plan.Created
	}
	advise(ctx, env, resolver, &view, detail)
	if err := env.Print(view); err != nil {
		return err
	}
	if !view.Verified && !view.DryRun {
		env.Note("next: enter these records in the DNS of %s, then: logtoctl direct-mail domain check %s%s --wait 30m", detail.TopLevelDomain, view.Name, in.flag)
	}
	return nil
}

// afterMade tells of a domain that was made before its records could not be read.
func afterMade(domain aliyundm.Domain, created bool, err error) error {
	if !created {
		return err
	}
	return &partial.Error{Done: []string{fmt.Sprintf("created the sending domain %s (%s)", domain.Name, domain.ID)}, Err: err}
}

// adviser returns what looks at the DNS for advice, or nil where the system has
// no DNS server; a wrong --resolver is an error all the same.
func adviser(env *cli.Env) (*dnscheck.Resolver, error) {
	resolver, err := env.Resolver()
	if err != nil && env.Settings.Resolver == "" {
		return nil, nil
	}
	return resolver, err
}

// advise merges Direct Mail's SPF record with the one that the DNS has.
func advise(ctx context.Context, env *cli.Env, resolver *dnscheck.Resolver, view *output.MailDomain, detail aliyundm.DomainDetail) {
	spf := slices.DeleteFunc(detail.Records(), func(record aliyundm.DNSRecord) bool { return record.Purpose != aliyundm.PurposeSPF })
	if resolver == nil || len(spf) == 0 {
		return
	}
	ctx, stop := context.WithTimeout(ctx, adviceTimeout)
	defer stop()
	finding := dnscheck.Check(ctx, resolver.Lookup, spf)[0]
	switch {
	case finding.Err != nil:
		env.Note("note: whether %s has an SPF record already could not be found out: %v", view.Name, finding.Err)
	case len(finding.Found) > 0 && finding.Verdict != dnscheck.OK:
		env.Note("note: %s has an SPF record already, and may have only one: replace it by the one shown, in which Direct Mail's is merged", view.Name)
	}
	if finding.Warning != "" {
		env.Note("note: %s", finding.Warning)
	}
	view.MergeSPF(finding.Want)
}
