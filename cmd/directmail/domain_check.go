package directmail

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/dnscheck"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

type checkOptions struct {
	env  *cli.Env
	wait time.Duration
}

// NewDomainCheck returns the command direct-mail domain check.
func NewDomainCheck(env *cli.Env) *cobra.Command {
	opts := checkOptions{env: env}
	cmd := &cobra.Command{
		Use:   "check " + domainArgument,
		Short: "Look the DNS records of a sending domain up, and let Direct Mail verify it",
		Long: `Let Direct Mail verify a sending domain, and look its records up in the DNS as
well, to say of each what was expected, what was found and what to do:
  ok         as it should be
  missing    there is no such record
  different  there is one, with another content
  extra      there is more than one where only one may be
  unknown    the DNS could not be asked

The exit code is 1 unless Direct Mail has verified the domain and every record
that it needs is ok, or unknown; it is 6 if Direct Mail has not and the DNS could
not be asked for any record. With --wait that is tried again, after 5 seconds
at first and then less and less often, until it is so or the time is up. The DNS
is asked at --resolver or LOGTOCTL_RESOLVER, else at the server of the system,
which may remember for a while that a record was missing.`,
		Example: `  logtoctl direct-mail domain check mail.example.com
  logtoctl direct-mail domain check mail.example.com --wait 30m --resolver 8.8.8.8
  logtoctl direct-mail domain check mail.example.com --jq '.records[] | select(.verdict != "ok") | .fix'`,
		Args: cli.Args(domainArgument),
		RunE: func(cmd *cobra.Command, args []string) error {
			if opts.wait < 0 {
				return cli.Usagef("--wait %s is not a time to wait", opts.wait)
			}
			return opts.run(cmd.Context(), args[0])
		},
	}
	cmd.Flags().DurationVar(&opts.wait, "wait", 0, "how long to try again until the domain is verified, such as 30m")
	return cli.ZoneOutput(cmd)
}

func (o *checkOptions) run(ctx context.Context, named string) error {
	resolver, err := o.env.Resolver()
	if err != nil {
		return err
	}
	in, err := open(ctx, o.env)
	if err != nil {
		return err
	}
	var (
		domain aliyundm.Domain
		view   output.MailDomainCheck
	)
	err = patiently(ctx, o.wait, func() (err error) {
		if domain.ID == "" {
			if domain, err = in.findDomain(ctx, named); err != nil {
				return err
			}
		}
		if view, err = in.check(ctx, domain.ID, resolver.Lookup, o.env.Settings.DryRun); err != nil {
			return err
		}
		return verdict(view, in.flag)
	}, func(err error, next time.Duration) {
		o.env.Progress("waiting, next look in %s: %v", next.Round(time.Second), err)
	})
	var unready *unreadyError
	if err != nil && !errors.As(err, &unready) {
		return err
	}
	if view.OK && isBlind(view) {
		o.env.Note("note: Direct Mail has verified %s, but none of its records could be looked up; %s", view.Name, otherResolver)
	}
	if printErr := o.env.Print(view); printErr != nil {
		return printErr
	}
	return err
}

// check lets Direct Mail verify a domain, which a dry run leaves out, and looks
// at the DNS itself.
func (a account) check(ctx context.Context, id string, lookup dnscheck.Lookup, dryRun bool) (output.MailDomainCheck, error) {
	if !dryRun {
		if _, err := a.CheckDomain(ctx, id); err != nil && !isUnverifiable(err) {
			return output.MailDomainCheck{}, err
		}
	}
	detail, err := a.DescDomain(ctx, id)
	if err != nil {
		return output.MailDomainCheck{}, err
	}
	findings := dnscheck.Check(ctx, lookup, detail.Records())
	if err := ctx.Err(); err != nil { // the findings know nothing then
		return output.MailDomainCheck{}, err
	}
	return output.NewMailDomainCheck(a.region, detail, findings), nil
}

// isUnverifiable tells the answer that the check was made and came out badly.
func isUnverifiable(err error) bool {
	var answer *aliyundm.Error
	return errors.As(err, &answer) && answer.Code == "CheckDomain.Failed"
}
