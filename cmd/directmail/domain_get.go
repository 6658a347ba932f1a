package directmail

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/output"
)

// NewDomainGet returns the command direct-mail domain get.
func NewDomainGet(env *cli.Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "get " + domainArgument,
		Short: "Show a sending domain and the DNS records that it needs",
		Long: `Show a sending domain and the DNS records that it needs, with what Direct Mail
thinks of each. An SPF record that the DNS has already is merged with Direct
Mail's.`,
		Example: "  logtoctl direct-mail domain get mail.example.com\n  logtoctl direct-mail domain get mail.example.com -o zone",
		Args:    cli.Args(domainArgument),
		RunE:    func(cmd *cobra.Command, args []string) error { return getDomain(cmd.Context(), env, args[0]) },
	}
	return cli.ZoneOutput(cmd)
}

func getDomain(ctx context.Context, env *cli.Env, named string) error {
	resolver, err := adviser(env)
	if err != nil {
		return err
	}
	in, err := open(ctx, env)
	if err != nil {
		return err
	}
	domain, err := in.findDomain(ctx, named)
	if err != nil {
		return err
	}
	detail, err := in.DescDomain(ctx, domain.ID)
	if err != nil {
		return err
	}
	view := output.NewMailDomain(in.region, detail)
	advise(ctx, env, resolver, &view, detail)
	return env.Print(view)
}
