// Package testemail is the command test-email.
package testemail

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/output"
)

type options struct {
	env       *cli.Env
	to        string
	file      string
	usageType string
	locale    string
	via       string
	all       bool
	roundTrip bool
	wait      time.Duration
}

// New returns the command test-email.
func New(env *cli.Env) *cobra.Command {
	opts := options{env: env}
	cmd := &cobra.Command{
		Use:     "test-email ADDRESS",
		GroupID: cli.GroupSteps,
		Short:   "Send the mail that people will get, with a random code",
		Long: `Send the mail that people will get. logtoctl renders the template exactly as
Logto does, localised templates included, and sends it through Direct Mail with
the credentials and the sender address of the connector.

--via logto lets Logto send its own test mail (always Generic, code 000000).
--round-trip requests a real code from Logto and verifies it: typed in by you,
or read from the sandbox inbox.

--wait-delivery follows the mail until Direct Mail knows what became of it: the
status is then delivered, invalid-address, spam or failed, or unknown when the
time is up, and the exit code is 0 for delivered only. Outcomes are read
with your own AccessKey (ALIBABA_CLOUD_ACCESS_KEY_ID) if it may do
dm:QueryMailAddressByParam and dm:SenderStatisticsDetailByParam and its account has
the sender address; else with that of the connector, which needs the latter.`,
		Example: `  logtoctl test-email you@example.com
  logtoctl test-email you@example.com --usage-type Register --locale zh-CN
  logtoctl test-email you@example.com --all -f connector.json
  logtoctl test-email you@example.com --wait-delivery 2m
  logtoctl test-email you@example.com --round-trip`,
		Args: cli.Args("ADDRESS"),
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.to = args[0]
			if err := opts.complete(cmd); err != nil {
				return err
			}
			return opts.run(cmd.Context())
		},
	}
	flags := cmd.Flags()
	flags.StringVarP(&opts.file, "file", "f", "", "connector.json to send with, - for stdin (default: the live connector)")
	flags.StringVar(&opts.usageType, "usage-type", string(email.SignIn), "which mail to send, such as SignIn, Register or ForgotPassword")
	flags.StringVar(&opts.locale, "locale", "", "language tag of the person who gets the mail, such as zh-CN")
	flags.StringVar(&opts.via, "via", output.ViaDirectMail, "direct-mail or logto")
	flags.BoolVar(&opts.all, "all", false, "send one mail of every usage type")
	flags.BoolVar(&opts.roundTrip, "round-trip", false, "request a real code from Logto and verify it")
	cli.NotEmpty(flags, "file", "locale", "usage-type")
	flags.DurationVar(&opts.wait, "wait-delivery", 0, "wait so long for the outcome of the mail, such as 2m")
	return cmd
}

// complete checks what does not need a server.
func (o *options) complete(cmd *cobra.Command) error {
	if err := cli.Address(o.to); err != nil {
		return err
	}
	if o.locale != "" {
		if err := cli.LanguageTag("--locale", o.locale); err != nil {
			return err
		}
	}
	if err := cli.OneOf("via", o.via, output.ViaDirectMail, output.ViaLogto); err != nil {
		return err
	}
	usageType, err := email.ParseUsageType(o.usageType)
	if err != nil {
		return cli.Usage(err)
	}
	o.usageType = string(usageType)
	chosen := o.all || cmd.Flags().Changed("usage-type")
	switch {
	case o.all && cmd.Flags().Changed("usage-type"):
		return cli.Usagef("--all and --usage-type exclude each other")
	case chosen && (o.roundTrip || o.via == output.ViaLogto):
		return cli.Usagef("Logto chooses the usage type by itself: --usage-type and --all go with --via direct-mail only")
	case cmd.Flags().Changed("wait-delivery") && o.wait <= 0:
		return cli.Usagef("--wait-delivery must be positive, such as 2m")
	case o.wait > 0 && (o.roundTrip || o.via == output.ViaLogto):
		return cli.Usagef("Logto does not say which mail it sent: --wait-delivery goes with --via direct-mail only")
	case o.roundTrip && (o.file != "" || o.locale != ""):
		return cli.Usagef("a round trip uses the saved connector: -f and --locale do not go with --round-trip")
	}
	return nil
}

func (o *options) run(ctx context.Context) error {
	switch {
	case o.roundTrip:
		return o.runRoundTrip(ctx)
	case o.via == output.ViaLogto:
		return o.runLogto(ctx)
	default:
		return o.runDirect(ctx)
	}
}
